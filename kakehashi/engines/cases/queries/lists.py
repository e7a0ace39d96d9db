"""The list of cases: one page of lines, and how many there are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, QuerySet, Value, When
from django.db.models import Case as Choose
from django.utils.translation import get_language, gettext

from kakehashi.engines.cases.flow import BEFORE_VISIT, CASE_FLOW
from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.queries.narrowing import VIEWS, Filter, condition, order_of
from kakehashi.engines.cases.queries.reading import office_reports
from kakehashi.engines.cases.queries.remembering import Part, remembered
from kakehashi.engines.cases.rules import is_unseen_by_branch
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import Standing, standing
from kakehashi.foundation.flow.definition import Move, Turn
from kakehashi.foundation.organisations.models import Person

PAGE = 50
MANY = 1_000  # up to here a tab is counted
_MOVES: dict[str, list[Move[Case]]] = {
    step.code: [move for move in CASE_FLOW.moves if step.code in move.sources and not move.is_side]
    for step in CASE_FLOW.steps
}
_NAMES = ("applicant", "office", "assisting", "branch", "lead")
_TONES = {
    "draft": "neutral",
    "needs_info": "warning",
    "needs_detail": "warning",
    "ready": "success",
    "closed": "neutral",
    "declined": "danger",
    "withdrawn": "neutral",
}


def matching(person: Person, narrowed: Filter) -> QuerySet[Case]:
    """The cases of a list, in no order."""
    return Case.objects.visible_to(person).filter(condition(person, narrowed)).order_by()


# --- Counting ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Counts:
    """`tabs` and `views` are counted up to `MANY`, `total` to its end; `first_year`: of the oldest case there is."""

    total: int
    tabs: dict[str, int]
    views: dict[int, int]
    first_year: int | None


def counts(person: Person, narrowed: Filter, views: Mapping[int, Filter]) -> Counts:
    """How many cases this list, each tab and each saved view hold. One query."""
    listed = replace(narrowed, sort="")
    wanted = [*(Filter(view=view) for view in VIEWS), *(replace(view, sort="") for view in views.values())]
    parts = [("0", ()) if one == listed else _count_of(person, one, MANY + 1) for one in wanted]
    parts.append(_count_of(person, listed, None))
    with connection.cursor() as cursor:
        # Put together from Django's own SQL: to nest so many queries in one another costs it longer than to run them.
        cursor.execute(
            f"SELECT {', '.join(sql for sql, _ in parts)}, (SELECT MIN(fiscal_year) FROM cases_case)",  # noqa: S608  # Django's own SQL
            [one for _, some in parts for one in some],
        )
        *numbers, total, first_year = cursor.fetchone()
    numbers = [min(total, MANY + 1) if one == listed else n for one, n in zip(wanted, numbers, strict=True)]
    tabs = dict(zip(VIEWS, numbers, strict=False))
    return Counts(total, tabs, dict(zip(views, numbers[len(VIEWS) :], strict=True)), first_year)


def _count_of(person: Person, narrowed: Filter, limit: int | None) -> Part:
    """The number of rows as a part of a query; 0 where nothing is visible at all."""

    def worked_out() -> Part:
        try:
            sql, values = matching(person, narrowed).values("pk")[:limit].query.sql_with_params()
        except EmptyResultSet:
            return "0", ()
        return f"(SELECT COUNT(*) FROM ({sql}) counted)", values  # noqa: S608  # Django's own SQL

    # Words that are typed come once; the tabs and the saved views come with every page.
    is_typed = narrowed.q or narrowed.applicant
    return worked_out() if is_typed else remembered(person, (narrowed, limit), worked_out)


def counts_by_view(person: Person) -> dict[str, int]:
    """How many cases each tab holds, each up to `MANY`."""
    return counts(person, Filter(view="waiting"), {}).tabs


# --- Lines ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One case in a list. `next_step`: what the reader could do next, as its button says; empty if nothing."""

    case: Case
    state: str
    tone: str
    whose_turn: str
    is_mine: bool
    asker: str = ""
    office: str = ""
    lead: str = ""
    kind: str = ""
    next_step: str = ""


def page_of(person: Person, narrowed: Filter, first: int) -> list[Line]:
    """`PAGE` lines from the `first` on (0: the beginning). One query, whatever the page.

    The order is found by the columns of the case alone; only the lines that are shown are joined with names.
    """
    order = order_of(narrowed)
    shown = matching(person, narrowed).order_by(*order).values("pk")[first : first + PAGE]
    return list(lines_of(with_names(Case.objects.filter(pk__in=shown)).order_by(*order), person))


def lines_of(cases: Iterable[Case], person: Person) -> Iterator[Line]:
    """The lines of cases that come ``with_names``. No query; the language is that of the moment it is called."""
    held, words = standing(person), _Words()
    return (_line(case, person, held, words) for case in cases)


def with_names(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with the names a line shows, in the language of the page, and whose turn it is after the visit."""
    is_english = get_language() == "en"
    names: dict[str, Any] = {}
    for one in _NAMES:
        names[f"{one}_ja"] = F(f"{one}__name_ja")
        if is_english:
            names[f"{one}_en"] = F(f"{one}__name_en")
    after = Choose(When(office_reports(), then=Value(True)), default=Value(False), output_field=BooleanField())
    kind = ("work", "starts", "through_branch", "has_formal_stage", "follow_up_form", "result_form")
    return (
        cases.select_related("kind")
        .annotate(**names, office_reports=after)
        .only(*_COLUMNS, "kind__name_ja", "kind__name_en", *(f"kind__{name}" for name in kind))
    )


_COLUMNS = (
    "step", "step_since", "number", "channel", "is_own", "is_urgent", "applicant_id", "office_id", "assisting_id",
    "branch_id", "lead_id", "fiscal_year", "title", "city", "host", "theme", "first_day", "last_day", "submitted_at",
    "seen_by_branch_at", "due_on", "country_id",
)  # fmt: skip


class _Words:
    """The words of the steps, translated once for a page."""

    def __init__(self) -> None:
        self.inner = {step.code: str(step.label) for step in CASE_FLOW.steps}
        self.outer = {step.code: str(step.public_label) for step in CASE_FLOW.steps}
        self.turns = {step.code: step.turn for step in CASE_FLOW.steps}
        self.unknown = gettext("登録のない相談者")
        self.kind_column = "name_en" if get_language() == "en" else "name_ja"


def name_of(case: Any, one: str) -> str:
    """The name of the applicant, office …, which `with_names` has put on the case; empty where there is none."""
    return getattr(case, f"{one}_en", None) or getattr(case, f"{one}_ja") or ""


def _line(case: Any, person: Person, held: Standing, words: _Words) -> Line:
    turn = Turn.OFFICE if case.office_reports else words.turns[case.step]
    sides = _sides(case, held)
    is_staff = sides[Turn.OFFICE] or held.may(Permission.OVERSEE_CASES)
    asker = name_of(case, "applicant") or words.unknown
    office = name_of(case, "office")
    is_mine = _is_mine(case, turn, sides)
    return Line(
        case,
        state=(words.inner if is_staff else words.outer)[case.step],
        tone=_TONES.get(case.step, "info"),
        whose_turn={Turn.CLIENT: asker, Turn.OFFICE: office, Turn.BRANCH: name_of(case, "branch")}.get(turn, ""),
        is_mine=is_mine,
        asker=asker,
        office=office,
        lead=name_of(case, "lead"),
        kind=getattr(case.kind, words.kind_column),
        next_step=_next_step(case, person) if is_mine else "",
    )


def _sides(case: Case, held: Standing) -> dict[Turn, bool]:
    """On which sides of the case the reader stands."""
    handles = bool({case.office_id, case.assisting_id} & held.where(Permission.HANDLE_CASES))
    asks = handles if case.is_own else case.applicant_id in held.where(Permission.REQUEST_SERVICES)
    return {
        Turn.OFFICE: handles,
        Turn.CLIENT: asks,
        Turn.BRANCH: case.branch_id in held.where(Permission.FOLLOW_MEMBERS),
    }


def _is_mine(case: Case, turn: Turn, sides: Mapping[Turn, bool]) -> bool:
    """Whether it is the reader's turn; a branch's also while it has not seen what was shared with it."""
    is_unseen = sides[Turn.BRANCH] and case.step in BEFORE_VISIT and is_unseen_by_branch(case)
    return sides.get(turn, False) or is_unseen


def _next_step(case: Case, person: Person) -> str:
    """The first move that is the reader's; whether something is still missing for it, the case page says."""
    moves = (move for move in _MOVES[case.step] if move.applies is None or move.applies(case))
    return next((str(move.label) for move in moves if move.permit(person, case)), "")


def line_of(case: Case, person: Person) -> Line:
    """The line of one case out of `visible_cases`. No query."""
    held, turn = standing(person), case.turn
    sides = _sides(case, held)
    is_staff = sides[Turn.OFFICE] or held.may(Permission.OVERSEE_CASES)
    is_mine = _is_mine(case, turn, sides)
    names = {Turn.CLIENT: case.asker, Turn.OFFICE: str(case.office), Turn.BRANCH: str(case.branch or "")}
    return Line(
        case,
        state=str(case.stage.label if is_staff else case.stage.public_label),
        tone=_TONES.get(case.step, "info"),
        whose_turn=names.get(turn, ""),
        is_mine=is_mine,
        next_step=_next_step(case, person) if is_mine else "",
    )
