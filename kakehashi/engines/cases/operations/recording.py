"""The moves of the council's own cases: visits that are recorded, activities it begins itself."""

from django.db import transaction

from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.operations.checks import lay_out_checks
from kakehashi.engines.cases.operations.clocks import moved
from kakehashi.engines.cases.operations.making import make_items, make_promises
from kakehashi.engines.cases.operations.moving import hand_over
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


def begin(case: Case, *, by: Person, note: str = "") -> Case:
    """Begin an activity of the council's own."""
    with moved(case, "begin", by=by, note=note):
        case.lead = case.lead or by
        hand_over(case, by)
        make_items(case, by)
        lay_out_checks(case)
    return case


def log(case: Case, *, by: Person, note: str = "") -> Case:
    """The record stands, each promise of it an item; without promises it is finished at once."""
    with transaction.atomic():  # two moves, both or none
        with moved(case, "log", by=by, note=note):
            case.lead = case.lead or by
            hand_over(case, by)
            make_promises(case, by)
            lay_out_checks(case)
        if not case.items.exists():
            finish(case, by=by)
    return case


def finish(case: Case, *, by: Person, note: str = "") -> Case:
    """Every promise was seen to: the record ends."""
    with moved(case, "finish", by=by, note=note):
        case.completed_at = clock.now()
    return case
