"""How much is said in which language: numbers, and the texts behind them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, FilteredRelation, Q, QuerySet

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.choices import State
from kakehashi.foundation.translation.families import own_words, shelf_of
from kakehashi.foundation.translation.models import Text, Unit
from kakehashi.foundation.translation.queries.texts import units_visible_to
from kakehashi.kernel import japanese

# What a line of the list can be. A stale text counts as stale, whatever else it is; the rest by its state.
STATUSES = ("missing", "machine", "to_check", "returned", "stale", "withdrawn", "checked")
_IS_STATUS = {
    "missing": Q(said__isnull=True),
    "stale": Q(said__is_stale=True) & ~Q(said__state=State.WITHDRAWN),
    "machine": Q(said__is_stale=False, said__state=State.MACHINE),
    "to_check": Q(said__is_stale=False, said__state=State.TRANSLATED, said__remark=""),
    "returned": Q(said__is_stale=False, said__state=State.TRANSLATED) & ~Q(said__remark=""),
    "withdrawn": Q(said__state=State.WITHDRAWN),
    "checked": Q(said__is_stale=False, said__state=State.CHECKED),
}


def status_of(text: Text | None) -> str:
    """One of `STATUSES`, as the list and the board count it."""
    if text is None:
        return "missing"
    return _status(text.state, is_stale=text.is_stale, is_returned=text.remark != "")


def _status(state: str, *, is_stale: bool, is_returned: bool) -> str:
    if state == State.WITHDRAWN:
        return "withdrawn"
    if is_stale:
        return "stale"
    if state == State.TRANSLATED:
        return "returned" if is_returned else "to_check"
    return "checked" if state == State.CHECKED else "machine"


# What a share is stacked of, from the best down; each with the statuses that count as it.
PARTS = {
    "checked": ("checked",),
    "translated": ("to_check", "returned"),
    "machine": ("machine",),
    "stale": ("stale",),
    "missing": ("missing", "withdrawn"),
}


@dataclass
class Coverage:
    """Counts of one language on one shelf; they add up to `total`."""

    total: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))

    @property
    def checked(self) -> int:
        return self.counts["checked"]

    @property
    def percent(self) -> int:
        return self.checked * 100 // self.total if self.total else 0

    @property
    def is_whole(self) -> bool:
        return self.checked == self.total

    @property
    def parts(self) -> dict[str, int]:
        """In the order of `PARTS`; they add up to `total`, too."""
        return {part: sum(self.counts[status] for status in statuses) for part, statuses in PARTS.items()}

    @property
    def is_drafted_only(self) -> bool:
        """Something is said, and no person has written or checked any of it."""
        return self.counts["machine"] > 0 and not any(self.counts[one] for one in ("checked", "to_check", "returned"))


def summed(many: Iterable[Coverage]) -> Coverage:
    """Of several shelves together."""
    whole = Coverage()
    for one in many:
        whole.total += one.total
        whole.counts = {status: whole.counts[status] + one.counts[status] for status in STATUSES}
    return whole


Shelves = dict[str, dict[str, Coverage]]


def coverage(person: Person | None) -> Shelves:
    """Shelf → language code → coverage, over every unit in use. Two grouped queries, however many texts there are.

    A language in which nothing is said on a shelf is missing there: `empty` says what it then counts.
    """
    units = units_visible_to(person).filter(is_retired=False)
    totals: dict[str, int] = defaultdict(int)
    for family, many in units.values_list("family").annotate(Count("pk")).order_by():
        totals[shelf_of(family)] += many
    found: Shelves = {shelf: defaultdict(Coverage) for shelf in sorted(totals)}
    texts = Text.objects.filter(is_latest=True, unit__in=units).order_by()
    columns = ("unit__family", "language", "state", "is_stale")
    grouped = texts.annotate(is_sent_back=~Q(remark="")).values_list(*columns, "is_sent_back").annotate(Count("pk"))
    for family, language, state, is_stale, is_returned, many in grouped:
        status = _status(state, is_stale=is_stale, is_returned=is_returned)
        found[shelf_of(family)][language].counts[status] += many
    for shelf, languages in found.items():
        for one in languages.values():
            one.total = totals[shelf]
            one.counts["missing"] = one.total - sum(one.counts.values())
    return {shelf: dict(languages) | {"": empty(totals[shelf])} for shelf, languages in found.items()}


def empty(total: int) -> Coverage:
    """Of a language in which nothing is said."""
    one = Coverage(total)
    one.counts["missing"] = total
    return one


@dataclass(frozen=True)
class Narrowed:
    """What the list of texts is narrowed to. `mine`: written by the viewer; `for_me`: not written by the viewer."""

    language: str
    status: str = ""
    shelf: str = ""
    text: str = ""
    mine: bool = False
    for_me: bool = False


def listed_units(person: Person | None, narrowed: Narrowed) -> QuerySet[Unit]:
    """Units in use, by what is worked on in the language."""
    units = units_visible_to(person).filter(is_retired=False)
    said = FilteredRelation("texts", condition=Q(texts__is_latest=True, texts__language=narrowed.language))
    units = units.annotate(said=said)
    if narrowed.status in _IS_STATUS:
        units = units.filter(_IS_STATUS[narrowed.status])
    if narrowed.shelf:
        units = units.filter(Q(family=narrowed.shelf) | Q(family__startswith=f"{narrowed.shelf}."))
    if narrowed.mine:
        units = units.filter(said__translator=person)
    if narrowed.for_me:
        units = units.exclude(said__translator=person)
    for word in japanese.search_words(narrowed.text):
        units = units.filter(Q(label__icontains=word) | Q(key__icontains=word) | Q(said__body__icontains=word))
    return units.order_by("family", "order", "pk")


def units_in(person: Person | None, language: str, shelf: str, statuses: Iterable[str]) -> list[Unit]:
    """What an order or a file would hold: units in these states in the language, on the shelf or ("") in all banks.

    Words of some thing only where their shelf is named.
    """
    wanted = Q()
    for status in statuses:
        wanted |= _IS_STATUS[status]
    units = listed_units(person, Narrowed(language, shelf=shelf))
    if not shelf:
        units = units.exclude(own_words())
    return list(units.filter(wanted)) if wanted else []


def latest_texts(units: Iterable[Unit], language: str) -> dict[int, Text]:
    """Unit number → what is worked on in the language. One query."""
    texts = Text.objects.filter(is_latest=True, language=language, unit__in=[unit.pk for unit in units])
    return {text.unit_id: text for text in texts.order_by().select_related("translator", "checker")}


@dataclass(frozen=True)
class Waiting:
    """One heap of work of a translator: so many texts of a language."""

    language: str
    status: str
    count: int


def work_of(person: Person, translates: set[str], checks: set[str]) -> list[Waiting]:
    """What waits for this person, in the languages they are named for: returned to them, to be checked, stale.

    One grouped query.
    """
    units = units_visible_to(person).filter(is_retired=False)
    texts = Text.objects.filter(is_latest=True, unit__in=units, language__in=translates | checks).order_by()
    texts = texts.exclude(state__in=[State.WITHDRAWN, State.MACHINE], is_stale=False)
    flags = {"is_mine": Q(translator=person), "is_sent_back": ~Q(remark="")}
    columns = ("language", "state", "is_stale", *flags)
    heaps: dict[tuple[str, str], int] = defaultdict(int)
    for language, state, is_stale, is_mine, is_returned, many in (
        texts.annotate(**flags).values_list(*columns).annotate(Count("pk"))
    ):
        status = _status(state, is_stale=is_stale, is_returned=is_returned)
        is_wanted = {
            "returned": bool(is_mine),
            "to_check": language in checks and not is_mine,
            "stale": language in translates,
        }
        if is_wanted.get(status):
            heaps[language, status] += many
    return [Waiting(language, status, many) for (language, status), many in heaps.items()]
