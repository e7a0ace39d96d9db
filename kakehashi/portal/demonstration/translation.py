"""Translations in the demonstration year: who does them, some checked by two people, two orders."""

import datetime as dt
from collections.abc import Sequence

from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation import queries
from kakehashi.foundation.translation.choices import Weight
from kakehashi.foundation.translation.models import Language, Text, Unit
from kakehashi.foundation.translation.operations import assign, move_job, name_for, order, sign, write_text
from kakehashi.kernel import clock

_CHECKED_IN = ("ja", "ja-x-yasashi", "en", "zh-Hans", "vi")
_SENTENCES, _ORDERED = 6, 12
_LABEL = "実演用の点検"
_DUE_IN = dt.timedelta(days=14)


def load_translations(people: dict[str, Person]) -> int:
    """Returns how many texts were checked."""
    translator, checker, planner = people["translator"], people["checker"], people["planning"]
    codes = [language.code for language in queries.resident_languages()]
    for person in (translator, checker):
        name_for(person, translates=codes, checks=codes, by=planner)
    sentences = Unit.objects.filter(family="disaster.sentence", is_retired=False)
    units = list(sentences.order_by("order", "pk")[:_ORDERED])
    count = sum(_check(unit, language, translator, checker) for unit in units[:_SENTENCES] for language in _CHECKED_IN)
    if units:
        _order("ベトナム語", "vi", units, people, is_accepted=True)
        _order("ネパール語", "ne", units, people, is_accepted=False)
    return count


def _check(unit: Unit, language: str, translator: Person, checker: Person) -> bool:
    """Taken over by one and signed by the other; what the checks object to waits."""
    draft = Text.objects.filter(unit=unit, language=language, is_latest=True).first()
    if draft is None or draft.checker is not None:
        return False
    text = write_text(
        unit=unit,
        language=language,
        body=draft.body,
        expected=draft.version,
        weight=Weight.MINOR,
        provenance=_LABEL,
        by=translator,
    )
    try:
        sign(text, by=checker)
    except RefusedError:
        return False
    return True


def _order(name: str, language: str, units: Sequence[Unit], people: dict[str, Person], *, is_accepted: bool) -> None:
    job = order(
        title=f"地震の文例の翻訳({name})",
        language=Language.objects.get(code=language),
        organisation=Organisation.objects.get(code="hq"),
        units=units,
        due_at=clock.now() + _DUE_IN,
        note="機械の下書きを確かめて、直してください。",
        by=people["planning"],
    )
    if is_accepted:
        move_job(job, "accept", by=people["translator"])
        assign(job, translator=people["translator"], checker=people["checker"], by=people["planning"])
