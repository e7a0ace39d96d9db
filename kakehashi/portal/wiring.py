"""What the parts of the foundation are told about each other; imported once all models are loaded."""

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.flow import CASE_FLOW, ITEM_FLOW
from kakehashi.foundation.access.signals import invitation_created
from kakehashi.foundation.audit.registry import register_words
from kakehashi.foundation.catalogue.signals import services_changed
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.search import registry as search
from kakehashi.portal import findable, invitations
from kakehashi.portal.actions import ACTIONS
from kakehashi.services.disaster.flow import BULLETIN_FLOW

invitation_created.connect(invitations.send)
services_changed.connect(findable.hand_in_services)
post_save.connect(findable.hand_in_organisation, sender=Organisation)
search.register(findable.SERVICE, findable.services, label=_("サービス"), teller=findable.service_words)
search.register(findable.ORGANISATION, findable.organisations, label=_("団体"), teller=findable.organisation_words)
register_words(ACTIONS)
for flow in (CASE_FLOW, ITEM_FLOW, BULLETIN_FLOW):
    register_words({f"{flow.name}.{move.code}": move.label for move in flow.moves})
