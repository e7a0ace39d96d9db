"""Words written in a case, and who leads it."""

from kakehashi.engines.cases import notices
from kakehashi.engines.cases.models import Case, Message
from kakehashi.engines.cases.rules import is_staff_for, may_assign, may_write_to
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person


def write_message(
    case: Case, body: str, *, is_internal: bool = False, author_name: str = "", came_by_mail: bool = False, by: Actor
) -> Message:
    """To everybody in the case, or among staff only (``is_internal``).

    `author_name` says who wrote it where that is no person of the platform.
    """
    permit = may_write_to(by, case) and (not is_internal or is_staff_for(by, case))
    with act("cases.write_message", None, by=by, permit=permit) as record:
        message = Message.objects.create(
            case=case,
            author=by if isinstance(by, Person) and not author_name else None,
            author_name=author_name,
            body=body,
            is_internal=is_internal,
            came_by_mail=came_by_mail,
        )
        record.thing = message
        notices.message(case, message, by)
    return message


def assign(case: Case, *, lead: Person, by: Person) -> Case:
    """Give the case to an officer of the office."""
    with act("cases.assign", case, by=by, permit=may_assign):
        case.lead = lead
        case.save(update_fields=["lead"])
        notices.assigned(case, lead, by)
    return case
