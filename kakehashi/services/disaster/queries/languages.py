"""The languages organisations have chosen, in their order."""

from collections.abc import Sequence

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.translation import easy_japanese
from kakehashi.foundation.translation.models import Language
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.services.disaster.models import LanguageChoice
from kakehashi.services.disaster.queries.residents import languages_there

JAPANESE = ("ja", easy_japanese.CODE)


def choice_of(organisation: Organisation) -> LanguageChoice:
    """An unsaved one where nothing was ever chosen."""
    found = LanguageChoice.objects.filter(organisation=organisation).first()
    return found or LanguageChoice(organisation=organisation, revision=0)


def chosen_languages(organisation: Organisation) -> list[str]:
    """Empty: nothing was chosen."""
    return list(choice_of(organisation).languages)


def all_chosen() -> dict[int, tuple[str, ...]]:
    """By organisation."""
    return {pk: tuple(codes) for pk, codes in LanguageChoice.objects.values_list("organisation", "languages")}


def own_languages(organisation: Organisation) -> list[Language]:
    """All of them: what was chosen first; else Japanese in both its kinds, then by the people who speak it there."""
    return in_order(list(resident_languages()), organisation, chosen_languages(organisation))


def in_order(languages: list[Language], organisation: Organisation, chosen: Sequence[str]) -> list[Language]:
    there = dict(languages_there(organisation))
    wanted = {code: place for place, code in enumerate(chosen or JAPANESE)}
    return sorted(languages, key=lambda one: (wanted.get(one.code, 99), -there.get(one.code, 0), one.order))


def ordered_by_default(organisation: Organisation) -> list[str]:
    """Languages in which words of one's own are ordered unless their writer says otherwise."""
    return [code for code in chosen_languages(organisation) if code not in JAPANESE]
