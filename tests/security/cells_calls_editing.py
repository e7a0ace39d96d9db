"""The public pages of calls and the programme editor in the matrix."""

from typing import Any

from kakehashi.engines.calls.models import Call
from tests.security.declaring import EVERYBODY, NOBODY, OVERSEEING, VISITOR, Cell, Who, open_page

EDITING = {"calls_officer", "planner"}  # the section in charge of the calls of this world, the keepers of the catalogue


def reads_call(_thing: object, path: dict[str, Any]) -> Who:
    announced = Call.objects.get(pk=path["pk"]).announced_at is not None
    return Who(EVERYBODY | {VISITOR} if announced else OVERSEEING, NOBODY)


CALLS_EDITING: dict[str, Cell] = {
    "calls:call": open_page(reads_call),
    "calls:blank": open_page(reads_call),
}
