"""Which languages stand first at an organisation."""

from collections.abc import Sequence

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.services.disaster.models import LanguageChoice
from kakehashi.services.disaster.operations.publishing import want_pages


def choose_languages(
    organisation: Organisation, languages: Sequence[str], *, base_revision: int, by: Actor
) -> LanguageChoice:
    """In this order; none: by the statistics again. Raises ``StaleError``."""
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    with act("disaster.choose_languages", organisation, by=by, permit=permit) as record:
        choice, _is_new = LanguageChoice.objects.select_for_update(no_key=True).get_or_create(
            organisation=organisation, defaults={"revision": 0}
        )
        if choice.revision != base_revision:
            raise StaleError(choice)
        choice.languages = list(languages)
        choice.revision += 1
        choice.save()
        record.extra = {"languages": choice.languages}
        want_pages(choice, "languages")
    return choice
