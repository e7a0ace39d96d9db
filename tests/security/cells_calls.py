"""The addresses of calls and applications in the matrix: one line each."""

from typing import Any

from kakehashi.engines.calls.models import Application
from tests.security.cells_calls_applying import cells as applying
from tests.security.cells_calls_board import cells as board
from tests.security.cells_calls_editing import CALLS_EDITING
from tests.security.cells_calls_routes import CALLS_ROUTES
from tests.security.declaring import (
    ASKING,
    EVERYBODY,
    FOLLOWING,
    NOBODY,
    OVERSEEING,
    Cell,
    Who,
    action,
    form,
    only,
    page,
)

MONEY = OVERSEEING | {"accountant"}  # see where the money comes from
DESK = {"calls_officer"}  # the section in charge of the calls of this world


def asks(application: Application) -> set[str]:
    return ASKING if application.applicant.code == "282014" else {"neighbour"}


def sees(application: Application) -> set[str]:
    found = asks(application) | (DESK | OVERSEEING if application.submitted_at else NOBODY)
    found |= FOLLOWING if application.handed_in_at and application.step != "draft" else NOBODY
    found |= {"prefecture_officer"} if application.bodies > 1 else NOBODY  # of a body named in it
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


def desks(application: Application, _path: dict[str, Any]) -> Who:
    return Who(DESK & sees(application), sees(application))


def edits(_thing: object, _path: dict[str, Any]) -> Who:
    """Of an announced call, which everybody may read."""
    return Who(DESK | {"planner"}, EVERYBODY)


def runs(_thing: object, _path: dict[str, Any]) -> Who:
    """The section alone, of an announced call."""
    return Who(DESK, EVERYBODY)


keeps = only("planner", but=MONEY)  # of the funds


CALLS: dict[str, Cell] = CALLS_EDITING | {
    "calls:application": page(reads),
    "calls:move": action(moves),
    "calls:compute_award": action(desks),
    "calls:funds": page(only(*MONEY)),
    "calls:fund_add": form(keeps, keeps),
    "calls:fund": form(keeps, keeps),
    "calls:allocate": action(keeps),
    "calls:letter_issue": page(desks),
    "calls:letter_page": page(desks),
    "calls:letters": page(edits),
    "calls:letters_register": page(edits),
    "calls:letters_register_file": page(edits),
    "calls:letters_ask": action(runs),
    "calls:letters_answer": action(runs),
    "calls:letters_take_back": action(runs),
    "calls:letters_start": action(edits),
    "calls:letter_batch": page(edits),
    "calls:letter_words": page(edits),
    "calls:letter_words_drop": action(edits),
    **board(asks, sees),
    **applying(asks, sees),
    **CALLS_ROUTES,
}
