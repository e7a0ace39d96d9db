"""The moves of a case, each with what it brings along. `MOVES` is what pages call by code."""

import datetime as dt
from collections.abc import Callable

from kakehashi.engines.cases import notices, searching
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.flow import CASE_FLOW, ITEM_FLOW
from kakehashi.engines.cases.models import Case, Item, MenuItem, Paper
from kakehashi.engines.cases.operations.requests import give_number, open_paper
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.flow.moves import make_move
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

REPORT_DAYS = 30  # how long after the visit its reports are asked for, unless headquarters says otherwise
FOLLOW_UP_DAYS = 14


def submit(case: Case, *, by: Person, note: str = "") -> Case:
    """Hand the request to the office; the branch sees it from here on."""
    with make_move(CASE_FLOW, case, "submit", by=by, note=note):
        give_number(case)
        case.submitted_at = clock.now()
        _close_request(case, by)
        notices.submitted(case, by)
        searching.hand_in(case)
    return case


def receive(case: Case, *, by: Person, note: str = "") -> Case:
    """Take the request on; whoever receives it leads it."""
    with make_move(CASE_FLOW, case, "receive", by=by, note=note):
        case.lead = case.lead or by
        notices.to_applicant(case, "cases.received", by)
    return case


def accept(case: Case, *, by: Person, note: str = "") -> Case:
    """Start arranging: every wish of the request becomes an item."""
    with make_move(CASE_FLOW, case, "accept", by=by, note=note):
        case.lead = case.lead or by
        _make_items(case, by)
        notices.to_applicant(case, "cases.accepted", by, note=note)
        searching.hand_in(case)
    return case


def ask_back(case: Case, *, by: Person, note: str = "") -> Case:
    """Ask the applicant for more before deciding; the request can be edited again."""
    return _ask(case, "ask_back", by, note)


def ask_detail(case: Case, *, by: Person, note: str = "") -> Case:
    """Ask the applicant something while arranging."""
    return _ask(case, "ask_detail", by, note)


def supply(case: Case, *, by: Person, note: str = "") -> Case:
    """Answer what the office asked before deciding."""
    return _supply(case, "supply", by, note)


def supply_detail(case: Case, *, by: Person, note: str = "") -> Case:
    """Answer what the office asked while arranging."""
    return _supply(case, "supply_detail", by, note)


def note_seen(case: Case, *, by: Person, note: str = "") -> Case:
    """The branch has seen the request."""
    with make_move(CASE_FLOW, case, "note_seen", by=by, note=note):
        case.seen_by_branch_at = clock.now()
        notices.seen_by_branch(case, by, note)
    return case


def send_itinerary(case: Case, *, by: Person, note: str = "") -> Case:
    """The arrangements stand: the applicant and the branch get the itinerary."""
    with make_move(CASE_FLOW, case, "send_itinerary", by=by, note=note):
        notices.itinerary(case, by, note)
    return case


def rearrange(case: Case, *, by: Person, note: str = "") -> Case:
    """Take the itinerary back to change it."""
    with make_move(CASE_FLOW, case, "rearrange", by=by, note=note):
        notices.to_applicant(case, "cases.rearranged", by, note=note)
    return case


def carry_out(case: Case, *, by: Person, note: str = "") -> Case:
    """The visit has taken place: both sides are asked for their report."""
    with make_move(CASE_FLOW, case, "carry_out", by=by, note=note):
        due = clock.today() + dt.timedelta(days=REPORT_DAYS)
        open_paper(case, PaperKind.RESULT, by=by, due_on=due)
        open_paper(case, PaperKind.REPORT, by=by, due_on=due)
        notices.reports_wanted(case, by)
    return case


def complete(case: Case, *, by: Person, note: str = "") -> Case:
    """Both reports are in: ask how it was, now and once more months later."""
    with make_move(CASE_FLOW, case, "complete", by=by, note=note):
        case.completed_at = clock.now()
        day = clock.today()
        open_paper(case, PaperKind.FOLLOW_UP, by=by, due_on=day + dt.timedelta(days=FOLLOW_UP_DAYS))
        later = clock.add_months(day, case.kind.second_follow_up_months)
        open_paper(case, PaperKind.FOLLOW_UP, by=by, round_number=2, due_on=later)
        notices.to_applicant(case, "cases.completed", by)
        searching.hand_in(case)
    return case


def answer(case: Case, *, by: Person, note: str = "") -> Case:
    """The follow-up was answered: the case ends."""
    with make_move(CASE_FLOW, case, "answer", by=by, note=note):
        notices.to_office(case, "cases.followed_up", by)
    return case


def close(case: Case, *, by: Person, note: str = "") -> Case:
    """End the case without waiting for the follow-up."""
    with make_move(CASE_FLOW, case, "close", by=by, note=note):
        pass
    return case


def decline(case: Case, *, by: Person, note: str = "") -> Case:
    """Refuse the request, with the reason."""
    with make_move(CASE_FLOW, case, "decline", by=by, note=note):
        notices.declined(case, by, note)
        searching.hand_in(case)
    return case


def withdraw(case: Case, *, by: Person, note: str = "") -> Case:
    """The applicant takes the request back; a draft that nobody has seen tells nobody."""
    with make_move(CASE_FLOW, case, "withdraw", by=by, note=note):
        if case.number:
            notices.to_office(case, "cases.withdrawn", by, note=note)
        searching.hand_in(case)
    return case


MOVES: dict[str, Callable[..., Case]] = {
    move.__name__: move
    for move in [
        submit, receive, accept, ask_back, ask_detail, supply, supply_detail, note_seen, send_itinerary, rearrange,
        carry_out, complete, answer, close, decline, withdraw,
    ]
}  # fmt: skip


def _ask(case: Case, code: str, by: Person, note: str) -> Case:
    with make_move(CASE_FLOW, case, code, by=by, note=note):
        case.lead = case.lead or by
        Paper.objects.filter(case=case, kind=PaperKind.REQUEST).update(submitted_at=None, submitted_by=None)
        notices.to_applicant(case, "cases.asked", by, note=note)
    return case


def _supply(case: Case, code: str, by: Person, note: str) -> Case:
    with make_move(CASE_FLOW, case, code, by=by, note=note):
        _close_request(case, by)
        notices.to_office(case, "cases.supplied", by, note=note)
    return case


def _close_request(case: Case, by: Person) -> None:
    Paper.objects.filter(case=case, kind=PaperKind.REQUEST).update(submitted_at=clock.now(), submitted_by=by)


def _make_items(case: Case, by: Person) -> None:
    """One item for each kind of support that was asked for, with the first host where an appointment is wished."""
    paper = Paper.objects.select_related("sheet").get(case=case, kind=PaperKind.REQUEST)
    answers = paper.sheet.answers
    menu = {item.code: item.name_ja for item in MenuItem.objects.all()}
    hosts = [row.get("name", "") for row in answers.get("hosts", []) if isinstance(row, dict)]
    wanted: list[tuple[str, str]] = []
    for code in answers.get("items", []):
        if code == "appointment":
            wanted += [(menu.get(code, code), host) for host in hosts]
        else:
            wanted.append((menu.get(code, code), ""))
    for order, (title, host) in enumerate(wanted):
        item = Item.objects.create(case=case, title=title[:160], host=host[:200], step="requested", order=order)
        Passage.objects.create(
            thing_kind=item.ref.kind, thing_id=item.pk, move="create", to_step=ITEM_FLOW.steps[0].code, by=by,
            by_name=str(by),
        )  # fmt: skip
