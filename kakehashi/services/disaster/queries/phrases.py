"""The bank as anybody may look it up: what its sentences say in every language, their slots as labelled blanks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings

from kakehashi.foundation.translation.models import Text
from kakehashi.services.disaster.models import Category, Sentence, Slot
from kakehashi.services.disaster.queries.wording import is_shown, state_of
from kakehashi.services.disaster.site import snapshot as site
from kakehashi.services.disaster.site.checking import CONTROL
from kakehashi.services.disaster.values import NotSayableError, with_blanks

_PREFIX = "disaster.sentence."
# The word of the bank for what fills a slot, by its list of choices, else by its kind.
_WORDS = {
    "place": "area", "facility": "place", "hours": "hours", "time": "hours", "phone": "phone", "url": "website",
    "languages": "language", "level": "level_word", "volcano": "event.volcano", "date": "slot.date",
    "datetime": "slot.datetime", "period": "slot.period", "name": "slot.name", "river": "slot.river",
    "measure": "slot.amount", "count": "slot.number", "money": "slot.money", "country": "slot.country",
    "intensity": "intensity_word", "tsunami_height": "slot.height", "tsunami_warning": "slot.warning",
    "weather_warning": "slot.warning", "level_warning": "slot.warning", "volcano_level": "level_word",
    "spot": "slot.spot", "reason": "slot.reason", "document": "slot.document", "rubbish": "slot.waste",
    "who": "slot.who", "bring": "slot.bring", "container": "slot.bring", "school_bring": "slot.bring",
    "food": "event.food", "ingredient": "slot.ingredient", "service_status": "slot.status",
    "airport_status": "slot.status", "goods": "slot.goods", "assessment": "slot.colour", "transport": "slot.way",
}  # fmt: skip
Words = Mapping[str, Mapping[str, str]]
Labels = dict[str, Mapping[str, str]]  # slot → language → its label
_held: dict[str, tuple[site.Shelf, ...]] = {}  # of the last state of the bank: saying all of it takes a while


def shelves(words: Words) -> tuple[site.Shelf, ...]:
    """In four queries; the texts themselves are read only when one of them is another than last time.

    `words`: fixed words, for the names of the shelves and of the blanks.
    """
    texts = Text.objects.filter(is_standing=True, unit__key__startswith=_PREFIX)
    sentences = list(Sentence.objects.filter(is_offered=True).values_list("code", "category", "unit"))
    columns = ("sentence__code", "name", "kind", "choice_list", "label_ja", "label_en")
    slots = list(Slot.objects.order_by("pk").values_list(*columns))
    blanks = {name: words.get(name, {}) for name in _WORDS.values()}
    named = {pk: {"ja": ja, "en": en, **words.get(f"category.{pk}", {})} for pk, ja, en in _categories()}
    state = list(texts.order_by("pk").values_list("pk", "state", "is_stale", "written_at"))
    key = repr((sentences, slots, named, blanks, settings.DISASTER_SHOW_MACHINE, state))
    found = _held.get(key)
    if found is None:
        found = _shelves(sentences, _labels(slots, blanks), named, _bodies(texts))
        _held.clear()
        _held[key] = found
    return found


def said_with_blanks(sentence: Sentence, language: str) -> tuple[str, ...]:
    """The lines of one sentence in one language; none where nothing stands or can be said."""
    texts = Text.objects.filter(is_standing=True, unit=sentence.unit_id, language=language)
    labels: Labels = {slot.name: {"ja": slot.label_ja, "en": slot.label_en} for slot in sentence.slots.all()}
    return tuple(line for _language, text in _said(texts, labels) for line in text.lines)


def _categories() -> list[tuple[str, str, str]]:
    return list(Category.objects.order_by("order", "code").values_list("pk", "name_ja", "name_en"))


def _labels(slots: list[Any], words: Words) -> dict[str, Labels]:
    """By code of the sentence."""
    found: dict[str, Labels] = defaultdict(dict)
    for code, name, kind, choice_list, japanese, english in slots:
        others = words.get(_WORDS.get(choice_list or kind, ""), {})
        found[code][name] = {**others, "ja": japanese, "en": english}
    return found


def _bodies(texts: Any) -> dict[int, list[Text]]:
    found: dict[int, list[Text]] = defaultdict(list)
    for text in texts.only("unit", "language", "body", "state", "is_stale").order_by("language__order"):
        if is_shown(text) and not CONTROL.search(text.body):
            found[text.unit_id].append(text)
    return found


def _shelves(
    sentences: list[Any],
    labels: Mapping[str, Labels],
    named: Mapping[str, Mapping[str, str]],
    bodies: Mapping[int, list[Text]],
) -> tuple[site.Shelf, ...]:
    phrases: dict[str, list[site.Part]] = defaultdict(list)
    for code, category, unit in sentences:
        texts = dict(_said(bodies.get(unit, []), labels.get(code, {})))
        if texts:
            phrases[category].append(site.Part(texts=texts, code=code))
    return tuple(
        site.Shelf(code=pk, names=names, phrases=tuple(phrases[pk])) for pk, names in named.items() if phrases[pk]
    )


def _said(texts: Iterable[Text], labels: Labels) -> Iterator[tuple[str, site.Text]]:
    for text in texts:
        language = text.language_id
        instead = "ja" if language.startswith("ja") else "en"
        own = {name: label.get(language) or label[instead] for name, label in labels.items()}
        try:
            lines = with_blanks(text.body, own, language)
        except NotSayableError:
            continue
        yield language, site.Text(lines=tuple(lines), state=state_of(text))
