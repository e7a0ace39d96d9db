"""What may fill a blank: the values of a list, the places of the organisation."""

from collections.abc import Mapping

from django.utils.translation import get_language

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.translation.models import Text
from kakehashi.foundation.translation.queries import standing_texts
from kakehashi.kernel.ruby import without_ruby
from kakehashi.services.disaster.models import Choice, Facility


def choice_words(choice_list: str) -> list[tuple[str, str]]:
    """The values of a closed list in the order of the list, as the staff's language says them."""
    choices = list(Choice.objects.filter(choice_list=choice_list, is_offered=True).select_related("unit"))
    language = get_language() or "ja"
    texts = standing_texts([one.unit.key for one in choices], ["ja", language])
    return [(one.value, _said(texts[one.unit.key], language) or one.value) for one in choices]


def _said(texts: Mapping[str, Text], language: str) -> str:
    found = texts.get(language) or texts.get("ja")
    return without_ruby(found.body) if found else ""


def facilities_of(organisation: Organisation | None) -> list[tuple[str, str]]:
    """Registered places of the organisation, to be chosen by name."""
    if organisation is None:
        return []
    found = Facility.objects.filter(organisation=organisation, is_used=True)
    return [(str(one.pk), f"{one.name_ja} ({one.get_kind_display()})") for one in found]
