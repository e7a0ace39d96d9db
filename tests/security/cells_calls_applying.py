"""The addresses of applying in the matrix."""

from collections.abc import Callable
from typing import Any

from kakehashi.engines.calls.models import Application
from tests.security.declaring import FOLLOWING, NOBODY, Cell, Who, action, form, only, page

OFFICER = "calls_officer"


def cells(asks: Callable[[Application], set[str]], sees: Callable[[Application], set[str]]) -> dict[str, Cell]:
    """`asks`: who applies; `sees`: who may know of it."""

    def reads(application: Application, _path: dict[str, Any]) -> Who:
        return Who(sees(application), NOBODY)

    def drafts(application: Application, _path: dict[str, Any]) -> Who:
        """While it is written."""
        return Who(asks(application) if application.step == "draft" else NOBODY, sees(application))

    def invites(application: Application, _path: dict[str, Any]) -> Who:
        return Who(asks(application), sees(application))

    def writes(application: Application, _path: dict[str, Any]) -> Who:
        return Who((asks(application) | FOLLOWING | {OFFICER}) & sees(application), sees(application))

    def desks(application: Application, _path: dict[str, Any]) -> Who:
        return Who({OFFICER} & sees(application), sees(application))

    def nobody(application: Application, _path: dict[str, Any]) -> Who:
        """No joint application of this world lost its last partner while it was mended."""
        return Who(NOBODY, sees(application))

    def proves(application: Application, _path: dict[str, Any]) -> Who:
        return Who(sees(application) if application.receipt_digest else NOBODY, NOBODY)

    return {
        "calls:enter": form(only(OFFICER), only(OFFICER)),
        "calls:exceptions": form(only(OFFICER), only(OFFICER)),
        "calls:fill": page(reads),
        "calls:renew": form(drafts, drafts),
        "calls:autosave": action(drafts),
        "calls:reckon": action(reads),
        "calls:fill_from_xlsx": action(drafts),
        "calls:fill_xlsx": page(reads),
        "calls:declare": page(drafts),
        "calls:check": page(reads),
        "calls:receipt": page(proves),
        "calls:receipt_pdf": page(proves),
        "calls:discard": action(drafts),
        "calls:partner_add": action(drafts),
        "calls:partner_remove": action(drafts),
        "calls:partner_ask": action(drafts),
        "calls:consent": page(only("prefecture_officer", but=NOBODY)),
        "calls:go_alone": action(nobody),
        "calls:coworker_add": action(invites),
        "calls:coworker_remove": action(invites),
        "calls:move_to_track": action(desks),
        "calls:message": action(writes),
        "calls:attach": action(writes),
    }
