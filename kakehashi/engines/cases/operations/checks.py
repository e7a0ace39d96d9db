"""The checklist of a case: laid out when work begins, ticked, added to."""

from collections.abc import Mapping

from kakehashi.engines.cases.models import Case, Check, CheckTemplate
from kakehashi.engines.cases.rules import may_remove_check, may_tick
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


def lay_out_checks(case: Case) -> None:
    """Give the case the checklist of its kind, once. Call it inside the move that begins the work."""
    if case.checks.exists():
        return
    for template in CheckTemplate.objects.filter(kind=case.kind_id):
        Check.objects.create(case=case, text_ja=template.text_ja, text_en=template.text_en, order=template.order)


def add_check(case: Case, text: str, *, by: Person) -> Check:
    """One more thing to make sure of in this case."""
    with act("cases.add_check", None, by=by, permit=may_tick(by, case)) as record:
        check = Check.objects.create(case=case, text_ja=text, order=case.checks.count(), added_by=by)
        record.thing = check
    return check


def remove_check(check: Check, *, by: Person) -> None:
    """Take a line that was added by hand off again, as long as nobody has ticked it."""
    with act("cases.remove_check", check, by=by, permit=may_remove_check):
        check.delete()


def save_checks(case: Case, changes: Mapping[int, bool], *, by: Person) -> int:
    """Tick and untick the lines that were changed (by id); answers how many. What a colleague did meanwhile stays."""
    with act("cases.save_checks", case, by=by, permit=may_tick):
        lines = list(case.checks.select_for_update(no_key=True).filter(pk__in=changes).order_by("pk"))
        changed = [line for line in lines if (line.done_at is not None) is not changes[line.pk]]
        for line in changed:
            line.case = case
            tick(line, is_done=changes[line.pk], by=by)
    return len(changed)


def tick(check: Check, *, is_done: bool, by: Person) -> Check:
    """Tick it, or take the tick back."""
    with act("cases.tick", check, by=by, permit=may_tick(by, check.case)):
        check.done_at, check.done_by = (clock.now(), by) if is_done else (None, None)
        check.save(update_fields=["done_at", "done_by"])
    return check
