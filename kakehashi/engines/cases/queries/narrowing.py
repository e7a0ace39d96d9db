"""What a list of cases is narrowed to, out of an address; and the same as a condition of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from django.db.models import F, OrderBy, Q

from kakehashi.engines.cases.choices import Theme
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import ENDED, Case, CaseKind, Item
from kakehashi.engines.cases.queries.reading import is_turn_of
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.search import queries as search
from kakehashi.kernel import clock, japanese

VIEWS = ("waiting", "open", "mine", "ended", "all")
SORTS = ("newest", "longest", "due")
DUE = ("overdue", "soon")
SOON = timedelta(days=7)
UNASSIGNED = 0  # in the place of an officer
_OPEN = [step.code for step in CASE_FLOW.steps if not step.is_end]
# What has become of what was handed in, by the steps of the case: every such case is counted in one of them.
STEPS_OF_OUTCOME = {
    "completed": ("following_up", "closed"),
    "declined": ("declined",),
    "withdrawn": ("withdrawn",),
    "running": tuple(step for step in _OPEN if step != "following_up"),
}
OUTCOMES = ("received", *STEPS_OF_OUTCOME, "partial")
ARRANGED, NOT_ARRANGED = ("confirmed", "done"), ("failed", "declined")  # steps of items
_NUMBERS = ("office", "kind", "service", "lead", "branch", "fiscal_year")
_WORDS = {
    "view": frozenset(VIEWS),
    "step": frozenset(CASE_FLOW.codes()),
    "theme": frozenset(Theme.values),
    "due": frozenset(DUE),
    "outcome": frozenset(OUTCOMES),
    "sort": frozenset(SORTS),
}


@dataclass(frozen=True)
class Filter:
    """What a list of cases is narrowed to; empty fields do not narrow. `lead` 0: nobody yet."""

    view: str = "open"
    q: str = ""
    step: str = ""
    office: int | None = None
    kind: int | None = None
    service: int | None = None
    country: str = ""
    theme: str = ""
    lead: int | None = None
    branch: int | None = None
    applicant: str = ""
    fiscal_year: int | None = None
    urgent: bool = False
    due: str = ""
    outcome: str = ""
    sort: str = ""

    @property
    def order(self) -> str:
        """The order asked for; else what waits comes from the longest waiting on, the rest from the newest."""
        return self.sort or ("longest" if self.view == "waiting" else "newest")


def read_filter(asked: Mapping[str, str]) -> Filter:
    """Out of the parameters of an address; what is not understood does not narrow."""
    given = {field.name: asked.get(field.name, "").strip() for field in fields(Filter)}
    known: dict[str, Any] = {name: given[name] for name, allowed in _WORDS.items() if given[name] in allowed}
    numbers: dict[str, Any] = {name: _number(given[name]) for name in _NUMBERS}
    return Filter(
        **known,
        **numbers,
        q=given["q"][:100],
        country=given["country"][:2].upper(),
        applicant=given["applicant"][:100],
        urgent=given["urgent"] == "1",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def parameters(narrowed: Filter) -> dict[str, str]:
    """The same as the parameters of an address, without what does not narrow."""
    values = {field.name: getattr(narrowed, field.name) for field in fields(Filter)}
    on = {name: value for name, value in values.items() if value is not None and value is not False and value != ""}
    return {name: "1" if value is True else str(value) for name, value in on.items()}


def without(narrowed: Filter, name: str) -> Filter:
    """The same list without one of its filters."""
    empty: Any = next(field.default for field in fields(Filter) if field.name == name)
    return replace(narrowed, **{name: empty})


def condition(person: Person, narrowed: Filter) -> Q:
    """Which cases; whom they are visible to is another question."""
    found = _of_view(person, narrowed.view)
    columns = {
        "step": narrowed.step,
        "country": narrowed.country,
        "theme": narrowed.theme,
        "fiscal_year": narrowed.fiscal_year,
        "kind": narrowed.kind,
        "branch": narrowed.branch,
    }
    found &= Q(**{name: value for name, value in columns.items() if value})
    if narrowed.office:
        found &= Q(office=narrowed.office) | Q(assisting=narrowed.office)
    if narrowed.service:
        found &= Q(kind__in=CaseKind.objects.filter(service_number=narrowed.service).values("pk"))
    if narrowed.lead is not None:
        found &= Q(lead=None) if narrowed.lead == UNASSIGNED else Q(lead=narrowed.lead)
    if narrowed.urgent:
        found &= Q(is_urgent=True)
    return found & _of_due(narrowed.due) & _of_outcome(narrowed.outcome) & _of_words(narrowed)


def _of_view(person: Person, view: str) -> Q:
    if view == "waiting":
        return is_turn_of(person)
    if view == "open":
        return Q(step__in=_OPEN)
    if view == "ended":
        return Q(step__in=ENDED)
    return Q(lead=person) | Q(requester=person) if view == "mine" else Q()


def _of_due(due: str) -> Q:
    today = clock.today()
    if due == "overdue":
        return Q(due_on__lt=today, step__in=_OPEN)
    return Q(due_on__range=(today, today + SOON), step__in=_OPEN) if due == "soon" else Q()


def _of_outcome(outcome: str) -> Q:
    """`partial`: some of what was asked for was arranged, and some was not."""
    if not outcome:
        return Q()
    handed_in = Q(submitted_at__isnull=False)
    if outcome == "partial":
        arranged, not_arranged = (Item.objects.filter(step__in=steps) for steps in (ARRANGED, NOT_ARRANGED))
        return handed_in & Q(pk__in=arranged.values("case")) & Q(pk__in=not_arranged.values("case"))
    return handed_in & Q(step__in=STEPS_OF_OUTCOME[outcome]) if outcome in STEPS_OF_OUTCOME else handed_in


def _of_words(narrowed: Filter) -> Q:
    found = Q()
    if narrowed.q:
        found &= Q(pk__in=search.holding(narrowed.q, Case._meta.label_lower).values("thing_id"))
    for word in japanese.search_words(narrowed.applicant):
        held = Q(name_folded__contains=japanese.fold(word)) | Q(code=word)
        found &= Q(applicant__in=Organisation.objects.filter(held).values("pk"))
    return found


def order_of(narrowed: Filter) -> tuple[OrderBy, ...]:
    """The last one makes the order total, so that no case is on two pages."""
    by = {
        "newest": F("step_since").desc(),
        "longest": F("step_since").asc(),
        "due": F("due_on").asc(nulls_last=True),
    }[narrowed.order]
    return by, F("id").desc() if narrowed.order == "newest" else F("id").asc()


def works_on_cases(person: Person) -> bool:
    """Whether the person works on cases of others, as an office, a branch or headquarters do."""
    held = standing(person)
    return any(held.may(one) for one in (Permission.HANDLE_CASES, Permission.OVERSEE_CASES, Permission.FOLLOW_MEMBERS))
