"""The public pages of calls and the programme editor in the matrix."""

from typing import Any

from kakehashi.engines.calls.models import Call
from tests.security.declaring import EVERYBODY, NOBODY, OVERSEEING, VISITOR, Cell, Who, action, form, open_page, page

EDITING = {"calls_officer", "planner"}  # the section in charge of the calls of this world, the keepers of the catalogue


def reads_call(_thing: object, path: dict[str, Any]) -> Who:
    announced = Call.objects.get(pk=path["pk"]).announced_at is not None
    return Who(EVERYBODY | {VISITOR} if announced else OVERSEEING, NOBODY)


def edits(_thing: object, _path: dict[str, Any]) -> Who:
    """What others must not even know to be edited; an announced call all may read."""
    return Who(EDITING)


def edits_any(_thing: object, _path: dict[str, Any]) -> Who:
    """Whoever runs calls of some section, and the keepers of the catalogue."""
    return Who(EDITING | {"section_staff"})


def keeps_forms(_thing: object, _path: dict[str, Any]) -> Who:
    """A question set of one's own is made by who may edit question sets."""
    return Who({"planner"})


CALLS_EDITING: dict[str, Cell] = {
    "calls:call": open_page(reads_call),
    "calls:blank": open_page(reads_call),
    "calls:calculator": open_page(reads_call),
    "calls:trial": form(edits, edits),
    "calls:preview": page(edits),
    "calls:letter_example": page(edits),
    "calls:schemes": page(edits_any),
    "calls:scheme_new": page(edits_any),
    "calls:scheme": page(edits),
    "calls:scheme_edit": page(edits),
    "calls:scheme_end": action(edits),
    "calls:call_new": page(edits),
    "calls:edit": page(edits),
    "calls:part": page(edits),
    "calls:announce": action(edits),
    "calls:close": action(edits),
    "calls:reopen": action(edits),
    "calls:release_results": action(edits),
    "calls:release_scores": action(edits),
    "calls:offer_renewal": action(edits),
    "calls:own_form": action(keeps_forms),
    "calls:form_preview": page(edits),
}
