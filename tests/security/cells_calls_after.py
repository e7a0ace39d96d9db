"""The addresses of what comes after the decision of an application: papers, changes."""

from typing import Any

from kakehashi.engines.calls.models import Application
from tests.security.cells_calls import DESK, asks, desks, reads, sees
from tests.security.declaring import EVERYBODY, FOLLOWING, NOBODY, VISITOR, Cell, Who, action, only, open_page, page


def asking(application: Application, _path: dict[str, Any]) -> Who:
    return Who(asks(application) & sees(application), sees(application))


def judges(application: Application, path: dict[str, Any]) -> Who:
    makers = asks(application) if path["code"] == "withdraw" else DESK
    return Who(makers & sees(application), sees(application))


def writes(application: Application, _path: dict[str, Any]) -> Who:
    """The report of this application is not handed in yet."""
    return Who(asks(application), NOBODY)


def follows(application: Application, _path: dict[str, Any]) -> Who:
    return Who(FOLLOWING & sees(application), sees(application))


PAYERS = only("accountant", but=EVERYBODY)
AFTER: dict[str, Cell] = {
    "calls:paper": page(writes),
    "calls:paper_autosave": action(writes),
    "calls:paper_check": page(writes),
    "calls:report": page(writes),
    "calls:result_write": page(desks),
    "calls:results": open_page(only(*EVERYBODY, VISITOR)),
    "calls:results_csv": open_page(only(*EVERYBODY, VISITOR)),
    "calls:results_json": open_page(only(*EVERYBODY, VISITOR)),
    "calls:result": open_page(only(*EVERYBODY, VISITOR)),
    "calls:advance": page(asking),
    "calls:settle": page(desks),
    "calls:give_back": page(desks),
    "calls:hand_back": page(follows),
    "calls:account": page(only("officer", "colleague", but=NOBODY)),
    "calls:payments": page(PAYERS),
    "calls:payment": page(PAYERS),
    "calls:payment_mark": action(PAYERS),
    "calls:payment_list": page(PAYERS),
    "calls:payment_list_paid": action(PAYERS),
    "calls:payment_list_bank": page(PAYERS),
    "calls:payment_list_csv": page(PAYERS),
    "calls:change_start": action(asking),
    "calls:change": page(reads),
    "calls:change_approve": page(desks),
    "calls:change_move": action(judges),
}
