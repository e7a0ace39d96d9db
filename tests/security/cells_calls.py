"""The addresses of calls and applications in the matrix: one line each."""

from typing import Any

from kakehashi.engines.calls.models import Application
from tests.security.declaring import ASKING, FOLLOWING, NOBODY, OVERSEEING, Cell, Who, action, page

DESK = {"calls_officer"}  # the section in charge of the calls of this world


def asks(application: Application) -> set[str]:
    return ASKING if application.applicant.code == "282014" else {"neighbour"}


def sees(application: Application) -> set[str]:
    found = asks(application) | (FOLLOWING | DESK | OVERSEEING if application.submitted_at else NOBODY)
    return found | ({"accountant"} if application.step in {"settled", "claimed", "paid", "returning"} else NOBODY)


def reads(application: Application, _path: dict[str, Any]) -> Who:
    return Who(sees(application), NOBODY)


_SIDES = {
    "asks": "submit submit_to_branch correct submit_report correct_report claim withdraw",
    "follows": "forward return_to_applicant",
    "pays": "pay receive_return",
}
SIDES = {code: side for side, codes in _SIDES.items() for code in codes.split()}


def moves(application: Application, path: dict[str, Any]) -> Who:
    side = SIDES.get(path["code"], "desk")
    makers = {"asks": asks(application), "follows": FOLLOWING, "pays": {"accountant"}, "desk": DESK}[side]
    return Who(makers & sees(application), sees(application))


CALLS: dict[str, Cell] = {
    "calls:application": page(reads),
    "calls:move": action(moves),
}
