"""The list of applications: its lines, how many there are, what it can be narrowed to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import Pays
from kakehashi.engines.calls.flow import APPLICATION_FLOW, SETTLED, TOLD
from kakehashi.engines.calls.models import Application, Call, Scheme
from kakehashi.engines.calls.queries.narrowing import VIEWS, Filter, condition
from kakehashi.engines.calls.queries.reading import visible_applications, visible_calls
from kakehashi.engines.calls.rules.showing import step_words, turn_of
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import Standing, standing
from kakehashi.foundation.flow.definition import Move, Turn
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.formatting import ui_fiscal_year

PAGE = 50
_TONES = {
    "draft": "neutral", "returned": "warning", "report_returned": "warning", "granted": "success", "paid": "success",
    "published": "success", "closed": "neutral", "withdrawn": "neutral", "rejected": "danger", "not_accepted": "danger",
}  # fmt: skip
# What those do whose turn a step is. Paying has pages and people of its own.
_MOVES: dict[str, list[Move[Application]]] = {
    step.code: [one for one in APPLICATION_FLOW.moves if step.code in one.sources and not one.is_side]
    for step in APPLICATION_FLOW.steps
    if step.code != "claimed"
}
_WORDS = {"adopt": _("採否を決める")}  # the expected move, where it is not the only way it may end


@dataclass(frozen=True)
class Line:
    """One application. The state and the amounts are those this reader may know."""

    application: Application
    state: str
    tone: str
    whose_turn: str
    is_mine: bool
    decided_yen: int | None
    settled_yen: int | None
    next_step: str = ""  # what this reader is to do with it; empty when it is another's turn

    @property
    def note(self) -> str:
        """The call, and the track where it has several."""
        track = self.application.shown_track
        return f"{self.application.call} ・ {track}" if track else str(self.application.call)


def matching(person: Person, narrowed: Filter) -> QuerySet[Application]:
    return visible_applications(person).filter(condition(person, narrowed)).order_by("-id")


def counts(person: Person, narrowed: Filter) -> dict[str, int]:
    """How many each tab holds under the same filters."""
    return {view: matching(person, replace(narrowed, view=view)).count() for view in VIEWS}


def lines_of(person: Person, applications: list[Application]) -> list[Line]:
    held = standing(person)
    return [_line(one, held) for one in applications]


def all_lines(person: Person, narrowed: Filter) -> Iterator[Line]:
    held = standing(person)
    return (_line(one, held) for one in matching(person, narrowed).iterator(chunk_size=1000))


def _line(one: Application, held: Standing) -> Line:
    is_staff = held.may(Permission.HANDLE_CALLS, one.call.scheme.desk_id)
    # What the council pays itself is no business of the body that receives it (as ``may_see_costs``).
    is_shown = one.call.pays != Pays.DIRECT or is_staff or held.may(Permission.PAY)
    is_told = is_shown and (is_staff or one.step in TOLD)
    whose, is_mine = _turn(one, held)
    return Line(
        application=one,
        state=step_words(one, one.stage, is_staff=is_staff),
        tone=_TONES.get(one.step, "info"),
        whose_turn=whose,
        is_mine=is_mine,
        decided_yen=one.decided_yen if is_told else None,
        settled_yen=one.settled_yen if is_shown and one.step in SETTLED else None,
        next_step=_next_step(one) if is_mine else "",
    )


def _next_step(one: Application) -> str:
    """The first way on of whoever's turn it is; whether something is still missing for it, its page says. No query."""
    moves = (move for move in _MOVES.get(one.step, ()) if move.applies is None or move.applies(one))
    return next((str(_WORDS.get(move.code, move.label)) for move in moves), "")


def _turn(one: Application, held: Standing) -> tuple[str, bool]:
    """Whose turn it is by name, and whether it is the reader's."""
    match turn_of(one):
        case Turn.CLIENT:
            return str(one.applicant), held.may(Permission.REQUEST_SERVICES, one.applicant_id)
        case Turn.BRANCH if one.branch_id is not None:
            return str(one.branch), held.may(Permission.FOLLOW_MEMBERS, one.branch_id)
        case Turn.OFFICE:
            desk = one.call.scheme.desk
            return str(desk), held.may(Permission.HANDLE_CALLS, desk.pk)
    return "", False


def kept_words(narrowed: Filter) -> list[str]:
    """What the list is narrowed to beside what its form shows, in words."""
    scheme = Scheme.objects.filter(pk=narrowed.scheme).first() if narrowed.scheme else None
    year = ui_fiscal_year(narrowed.fiscal_year) if narrowed.fiscal_year else ""
    return [str(word) for word in (scheme, year) if word]


def calls_listed(person: Person) -> QuerySet[Call]:
    """The calls of which this person sees applications, the newest first."""
    seen = Application.objects.visible_to(person).order_by().values("call")
    return visible_calls(person).filter(pk__in=seen)


def steps_offered(person: Person) -> list[tuple[str, str]]:
    """Steps as this person's side calls them; outside those that look the same are one."""
    is_staff = bool(standing(person).where(Permission.HANDLE_CALLS))
    found: dict[str, str] = {}
    for step in APPLICATION_FLOW.steps:
        found.setdefault(str(step.label if is_staff else step.public_label), step.code)
    return [(code, words) for words, code in found.items()]
