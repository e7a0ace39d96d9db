"""What hangs on a case: letters, approvals, the checklist, the cases that belong to it."""

from typing import Any

from kakehashi.engines.cases import rules
from kakehashi.engines.cases.choices import LetterSide
from kakehashi.engines.cases.forms.beside import AddCheckForm
from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.queries.approvals import approvals_for
from kakehashi.engines.cases.queries.letters import letters_for
from kakehashi.engines.cases.queries.links import links_of
from kakehashi.foundation.organisations.models import Person


def attachments(case: Case, person: Person) -> dict[str, Any]:
    """Of a `whole_case`: one query, whatever the number of rows."""
    approvals = approvals_for(case, person)
    letters = letters_for(case, person)
    links = links_of(case, person)
    is_asked_for = case.step == "awaiting_letter" and not any(letter.issued_at for letter in letters)
    return {
        "letters": letters,
        "letter_sides": [side.value for side in LetterSide if rules.may_write_letter(person, case, side)],
        "is_letter_next": is_asked_for,
        "approvals": approvals,
        "approvals_of_mine": [one for one in approvals if rules.may_decide(person, one)],
        "may_ask_approval": rules.may_ask_approval(person, case),
        "links": links,
        "may_link": rules.may_link(person, case),
    } | _checklist(case, person)


def _checklist(case: Case, person: Person) -> dict[str, Any]:
    """For staff only."""
    lines = list(case.checks.all()) if rules.is_staff_for(person, case) else []
    may_tick = rules.may_tick(person, case)
    return {
        "checks": lines,
        "checks_done": sum(line.done_at is not None for line in lines),
        "may_tick": may_tick,
        "removable_checks": [line for line in lines if rules.may_remove_check(person, line)],
        "add_check_form": AddCheckForm() if may_tick else None,
    }
