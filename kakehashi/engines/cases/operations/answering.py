"""The moves of a case that is answered: feasibility, the formal letter, the answer."""

from kakehashi.engines.cases import notices, searching
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.models import Case, Paper
from kakehashi.engines.cases.operations.checks import lay_out_checks
from kakehashi.engines.cases.operations.clocks import moved
from kakehashi.engines.cases.operations.moving import ask_how_it_was, lay_in_answer
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


def find_feasible(case: Case, *, by: Person, note: str = "") -> Case:
    """The inquiry can be taken on: the formal letter is asked for."""
    with moved(case, "find_feasible", by=by, note=note):
        case.lead = case.lead or by
        notices.to_applicant(case, "cases.feasible", by, note=note)
        notices.to_branch(case, "cases.feasible", by, note=note)
    return case


def send_letter_to_branch(case: Case, *, by: Person, note: str = "") -> Case:
    """The formal letter goes to the branch, which forwards it."""
    with moved(case, "send_letter_to_branch", by=by, note=note):
        notices.to_branch(case, "cases.letter_in", by)
    return case


def send_letter(case: Case, *, by: Person, note: str = "") -> Case:
    """The formal letter goes to headquarters: work begins."""
    with moved(case, "send_letter", by=by, note=note):
        _begin_work(case, by)
        notices.to_office(case, "cases.letter_in", by)
    return case


def forward_letter(case: Case, *, by: Person, note: str = "") -> Case:
    """The branch forwards the formal letter: work begins."""
    with moved(case, "forward_letter", by=by, note=note):
        _begin_work(case, by)
        notices.to_office(case, "cases.letter_in", by)
        notices.to_applicant(case, "cases.forwarded", by, note=note)
    return case


def return_letter(case: Case, *, by: Person, note: str = "") -> Case:
    """The branch gives the formal letter back."""
    with moved(case, "return_letter", by=by, note=note):
        notices.to_applicant(case, "cases.returned", by, note=note)
    return case


def take_on(case: Case, *, by: Person, note: str = "") -> Case:
    """Begin working on the answer."""
    with moved(case, "take_on", by=by, note=note):
        case.lead = case.lead or by
        _begin_work(case, by)
        notices.to_applicant(case, "cases.taken_on", by, note=note)
    return case


def deliver(case: Case, *, by: Person, note: str = "") -> Case:
    """The answer goes out; the client is asked how it was, and months later what came of it."""
    with moved(case, "deliver", by=by, note=note):
        _close_answer(case, by)
        ask_how_it_was(case, by)
        notices.answered(case, by)
    return case


def deliver_and_close(case: Case, *, by: Person, note: str = "") -> Case:
    """The answer goes out and the case ends."""
    with moved(case, "deliver_and_close", by=by, note=note):
        _close_answer(case, by)
        notices.answered(case, by)
    return case


def _begin_work(case: Case, by: Person) -> None:
    lay_out_checks(case)
    lay_in_answer(case, by)


def _close_answer(case: Case, by: Person) -> None:
    case.lead = case.lead or by
    case.completed_at = clock.now()
    Paper.objects.filter(case=case, kind=PaperKind.ANSWER).update(submitted_at=case.completed_at, submitted_by=by)
    searching.hand_in(case)
