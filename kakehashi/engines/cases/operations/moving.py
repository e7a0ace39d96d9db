"""The moves of a case that is arranged, and those that every case knows, each with what it brings along."""

import datetime as dt

from kakehashi.engines.cases import notices, searching
from kakehashi.engines.cases.choices import PaperKind, Work
from kakehashi.engines.cases.models import Case, Paper
from kakehashi.engines.cases.operations.checks import lay_out_checks
from kakehashi.engines.cases.operations.clocks import moved
from kakehashi.engines.cases.operations.making import make_items
from kakehashi.engines.cases.operations.requests import give_number, open_paper
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

REPORT_DAYS = 30  # how long after the visit its reports are asked for, unless headquarters says otherwise
FOLLOW_UP_DAYS = 14


def submit(case: Case, *, by: Actor, note: str = "") -> Case:
    """Hand the request to the office; the branch sees it from here on."""
    with moved(case, "submit", by=by, note=note):
        hand_over(case, by)
        notices.submitted(case, by)
    return case


def submit_to_branch(case: Case, *, by: Person, note: str = "") -> Case:
    """Hand the request to the branch, which forwards it."""
    with moved(case, "submit_to_branch", by=by, note=note):
        hand_over(case, by)
        notices.to_branch(case, "cases.submitted", by)
    return case


def forward(case: Case, *, by: Person, note: str = "") -> Case:
    """The branch forwards the request to the office."""
    with moved(case, "forward", by=by, note=note):
        case.seen_by_branch_at = clock.now()
        notices.to_office(case, "cases.submitted", by)
        notices.to_applicant(case, "cases.forwarded", by, note=note)
    return case


def return_to_client(case: Case, *, by: Person, note: str = "") -> Case:
    """The branch gives the request back to be mended."""
    with moved(case, "return_to_client", by=by, note=note):
        reopen_request(case)
        notices.to_applicant(case, "cases.returned", by, note=note)
    return case


def receive(case: Case, *, by: Person, note: str = "") -> Case:
    """Take the request on; whoever receives it leads it."""
    with moved(case, "receive", by=by, note=note):
        case.lead = case.lead or by
        if case.kind.work == Work.ANSWER and not case.kind.has_formal_stage:
            lay_in_answer(case, by)
        notices.to_applicant(case, "cases.received", by)
    return case


def accept(case: Case, *, by: Person, note: str = "") -> Case:
    """Start arranging: every wish of the request becomes an item."""
    with moved(case, "accept", by=by, note=note):
        case.lead = case.lead or by
        make_items(case, by)
        lay_out_checks(case)
        notices.to_applicant(case, "cases.accepted", by, note=note)
        searching.hand_in(case)
    return case


def ask_back(case: Case, *, by: Person, note: str = "") -> Case:
    """Ask the applicant for more before deciding; the request can be edited again."""
    return _ask(case, "ask_back", by, note)


def ask_detail(case: Case, *, by: Person, note: str = "") -> Case:
    """Ask the applicant something while arranging."""
    return _ask(case, "ask_detail", by, note)


def supply(case: Case, *, by: Actor, note: str = "") -> Case:
    """Answer what the office asked before deciding."""
    return _supply(case, "supply", by, note)


def supply_detail(case: Case, *, by: Actor, note: str = "") -> Case:
    """Answer what the office asked while arranging."""
    return _supply(case, "supply_detail", by, note)


def supply_working(case: Case, *, by: Actor, note: str = "") -> Case:
    """Answer what the office asked while working on its answer."""
    return _supply(case, "supply_working", by, note)


def note_seen(case: Case, *, by: Person, note: str = "") -> Case:
    """The branch has seen the request."""
    with moved(case, "note_seen", by=by, note=note):
        case.seen_by_branch_at = clock.now()
        notices.seen_by_branch(case, by, note)
    return case


def send_itinerary(case: Case, *, by: Person, note: str = "") -> Case:
    """The arrangements stand: the applicant and the branch get the itinerary."""
    with moved(case, "send_itinerary", by=by, note=note):
        notices.itinerary(case, by, note)
    return case


def rearrange(case: Case, *, by: Person, note: str = "") -> Case:
    """Take the itinerary back to change it."""
    with moved(case, "rearrange", by=by, note=note):
        notices.to_applicant(case, "cases.rearranged", by, note=note)
    return case


def carry_out(case: Case, *, by: Person, note: str = "") -> Case:
    """The visit has taken place: both sides are asked for their report."""
    with moved(case, "carry_out", by=by, note=note):
        due = clock.today() + dt.timedelta(days=REPORT_DAYS)
        for kind in (PaperKind.RESULT, PaperKind.REPORT):
            if case.kind.form_for(kind) is not None:
                open_paper(case, kind, by=by, due_on=due)
        notices.reports_wanted(case, by)
    return case


def complete(case: Case, *, by: Person, note: str = "") -> Case:
    """Both reports are in: ask how it was, now and once more months later."""
    with moved(case, "complete", by=by, note=note):
        case.completed_at = clock.now()
        ask_how_it_was(case, by)
        notices.to_applicant(case, "cases.completed", by)
        searching.hand_in(case)
    return case


def complete_and_close(case: Case, *, by: Person, note: str = "") -> Case:
    """The reports are in and nobody is asked further: the case ends."""
    with moved(case, "complete_and_close", by=by, note=note):
        case.completed_at = clock.now()
        searching.hand_in(case)
    return case


def answer(case: Case, *, by: Person, note: str = "") -> Case:
    """The follow-up was answered: the case ends."""
    with moved(case, "answer", by=by, note=note):
        notices.to_office(case, "cases.followed_up", by)
    return case


def close(case: Case, *, by: Person, note: str = "") -> Case:
    """End the case without waiting for the follow-up."""
    with moved(case, "close", by=by, note=note):
        pass
    return case


def decline(case: Case, *, by: Person, note: str = "") -> Case:
    """Refuse the request, with the reason."""
    with moved(case, "decline", by=by, note=note):
        notices.declined(case, by, note)
        searching.hand_in(case)
    return case


def withdraw(case: Case, *, by: Actor, note: str = "") -> Case:
    """The applicant takes the request back; a draft that nobody has seen tells nobody."""
    with moved(case, "withdraw", by=by, note=note):
        if case.number:
            notices.to_office(case, "cases.withdrawn", by, note=note)
        searching.hand_in(case)
    return case


def hand_over(case: Case, by: Actor) -> None:
    """What every submission does: number, time, the request closed. Call it inside the move."""
    if case.number is None:
        give_number(case)
    case.submitted_at = clock.now()
    close_request(case, by)
    searching.hand_in(case)


def lay_in_answer(case: Case, by: Actor) -> None:
    """Lay in the paper the answer is written on, once."""
    if not case.papers.filter(kind=PaperKind.ANSWER).exists():
        open_paper(case, PaperKind.ANSWER, by=by)


def ask_how_it_was(case: Case, by: Actor) -> None:
    """Lay in the follow-up for now and, where the kind says so, the one for months later."""
    day = clock.today()
    open_paper(case, PaperKind.FOLLOW_UP, by=by, due_on=day + dt.timedelta(days=FOLLOW_UP_DAYS))
    if months := case.kind.second_follow_up_months:
        open_paper(case, PaperKind.FOLLOW_UP, by=by, round_number=2, due_on=clock.add_months(day, months))


def _ask(case: Case, code: str, by: Person, note: str) -> Case:
    with moved(case, code, by=by, note=note):
        case.lead = case.lead or by
        reopen_request(case)
        notices.to_applicant(case, "cases.asked", by, note=note)
    return case


def _supply(case: Case, code: str, by: Actor, note: str) -> Case:
    with moved(case, code, by=by, note=note):
        close_request(case, by)
        notices.to_office(case, "cases.supplied", by, note=note)
    return case


def close_request(case: Case, by: Actor) -> None:
    """The request stands as it is; of somebody without an account only the time is kept."""
    papers = Paper.objects.filter(case=case, kind=PaperKind.REQUEST)
    papers.update(submitted_at=clock.now(), submitted_by=by if isinstance(by, Person) else None)


def reopen_request(case: Case) -> None:
    Paper.objects.filter(case=case, kind=PaperKind.REQUEST).update(submitted_at=None, submitted_by=None)
