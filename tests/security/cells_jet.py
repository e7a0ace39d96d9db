"""The addresses of the JET Programme in the matrix: one line each."""

from typing import Any

from kakehashi.services.jet.models import RequestLine, RequestSheet
from tests.security.declaring import ASKING, FOLLOWING, NOBODY, Cell, Who, action, only, page

COUNCIL = {"jet_officer"}
ASKERS = {*ASKING, "neighbour", "ngo_officer", "prefecture_officer"}
GATHERERS = {"branch_officer", "other_branch_officer"}
_BY_HOST = {"forward", "return"}
_BY_COUNCIL = {"accept", "return_by_council"}


def _asks(sheet: RequestSheet) -> set[str]:
    return set(ASKING) if sheet.organisation.code == "282014" else {"neighbour"}


def _reads(sheet: RequestSheet) -> set[str]:
    return _asks(sheet) | FOLLOWING | (COUNCIL if sheet.step in ("forwarded", "accepted") else NOBODY)


def reads(sheet: RequestSheet, _path: dict[str, Any]) -> Who:
    return Who(_reads(sheet), NOBODY)


def writes(sheet: RequestSheet, _path: dict[str, Any]) -> Who:
    return Who(_asks(sheet) | FOLLOWING, _reads(sheet))


def moves(sheet: RequestSheet, path: dict[str, Any]) -> Who:
    code = path["code"]
    if code in _BY_HOST:
        return Who(set(FOLLOWING), _reads(sheet))
    if code in _BY_COUNCIL:
        return Who(COUNCIL & _reads(sheet), _reads(sheet))
    return Who(_asks(sheet) | (FOLLOWING if code == "submit" else NOBODY), _reads(sheet))


def writes_line(line: RequestLine, path: dict[str, Any]) -> Who:
    return writes(line.sheet, path)


def ranks(line: RequestLine, _path: dict[str, Any]) -> Who:
    return Who(COUNCIL & _reads(line.sheet), _reads(line.sheet))


TAKING_PART = only(*ASKERS, *GATHERERS, *COUNCIL, but=NOBODY)
RUNNING = only(*COUNCIL, but=NOBODY)
JET: dict[str, Cell] = {
    "jet:home": page(TAKING_PART),
    "jet:cycles": page(TAKING_PART),
    "jet:cycle_new": page(RUNNING),
    "jet:cycle": page(TAKING_PART),
    "jet:cycle_edit": page(RUNNING),
    "jet:deadline": action(RUNNING),
    "jet:deadline_drop": action(RUNNING),
    "jet:plan": page(RUNNING),
    "jet:plan_edit": page(RUNNING),
    "jet:plan_export": page(RUNNING),
    "jet:plan_import": action(RUNNING),
    "jet:plan_look": page(RUNNING),
    "jet:plan_drop": action(RUNNING),
    "jet:sheets": page(TAKING_PART),
    "jet:sheet_begin": action(only(but=NOBODY)),  # for nobody without an organisation
    "jet:remind": action(only(*GATHERERS, but={*ASKERS, *COUNCIL})),
    "jet:lines_export": page(TAKING_PART),
    "jet:lines_import": action(TAKING_PART),
    "jet:lines_look": page(TAKING_PART),
    "jet:sheet": page(reads),
    "jet:contact": page(writes),
    "jet:line_new": page(writes),
    "jet:sheet_move": action(moves),
    "jet:line": page(writes_line),
    "jet:line_drop": action(writes_line),
    "jet:line_rank": action(ranks),
}
