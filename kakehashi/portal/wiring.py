"""What the parts of the foundation are told about each other; imported once all models are loaded."""

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.signals import invitation_created
from kakehashi.foundation.catalogue.signals import services_changed
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.search import registry as search
from kakehashi.portal import findable, invitations

invitation_created.connect(invitations.send)
services_changed.connect(findable.hand_in_services)
post_save.connect(findable.hand_in_organisation, sender=Organisation)
search.register(findable.SERVICE, findable.services, label=_("サービス"), teller=findable.service_words)
search.register(findable.ORGANISATION, findable.organisations, label=_("団体"), teller=findable.organisation_words)
