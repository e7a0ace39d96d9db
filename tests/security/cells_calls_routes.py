"""The special roads of calls in the matrix: registers, dispatches, nominations, matching."""

from typing import Any

from kakehashi.engines.calls.models import Application, Expert
from kakehashi.foundation.access.choices import Permission
from tests.security.declaring import (
    ASKING,
    EVERYBODY,
    FOLLOWING,
    HANDLING,
    HOLDERS,
    NOBODY,
    OVERSEEING,
    Cell,
    Who,
    action,
    page,
)

DESK = {"calls_officer"}  # the section in charge of the calls of this world
TWO_BODIES = ASKING | {"neighbour"}
ASKERS = TWO_BODIES | {"prefecture_officer", "ngo_officer"}
KEEPERS = HOLDERS[Permission.HANDLE_CALLS]


def _known(path: dict[str, Any]) -> set[str]:
    return EVERYBODY if Expert.objects.get(pk=path["pk"]).is_listed else OVERSEEING


def reads_expert(_thing: object, path: dict[str, Any]) -> Who:
    return Who(_known(path), NOBODY)


def keeps_expert(_thing: object, path: dict[str, Any]) -> Who:
    return Who(KEEPERS & _known(path), _known(path))


def _sees(application: Application) -> set[str]:
    asks = ASKING if application.applicant.code == "282014" else {"neighbour"}
    asks = asks | ({"prefecture_officer"} if application.bodies > 1 else NOBODY)  # of a body named in it
    asks |= {"accountant"} if application.step in {"settled", "claimed", "paid", "returning"} else NOBODY
    return asks | (FOLLOWING | OVERSEEING if application.submitted_at else NOBODY)


def wishes(application: Application, _path: dict[str, Any]) -> Who:
    asks = ASKING if application.applicant.code == "282014" else {"neighbour"}
    is_there = application.call.gives == "person" and application.step == "draft"
    return Who(asks if is_there else NOBODY, _sees(application))


def chooses(application: Application, _path: dict[str, Any]) -> Who:
    is_there = application.call.gives == "person" and application.step != "draft"
    return Who(DESK & _sees(application) if is_there else NOBODY, _sees(application))


def rules_dispatch(_thing: object, _path: dict[str, Any]) -> Who:
    """The section, and whoever keeps the catalogue; the calls of the small world that send somebody or honour."""
    return Who(DESK | HOLDERS[Permission.EDIT_CATALOGUE], EVERYBODY)


def nominates(_thing: object, _path: dict[str, Any]) -> Who:
    return Who(ASKERS, EVERYBODY)


def reads_nomination(_thing: object, _path: dict[str, Any]) -> Who:
    return Who(TWO_BODIES | OVERSEEING, NOBODY)


def answers_nomination(_thing: object, _path: dict[str, Any]) -> Who:
    """Kakogawa was nominated."""
    return Who({"neighbour"}, TWO_BODIES | OVERSEEING)


def withdraws_nomination(_thing: object, _path: dict[str, Any]) -> Who:
    return Who(ASKING, TWO_BODIES | OVERSEEING)


def reads_board(_thing: object, _path: dict[str, Any]) -> Who:
    return Who(OVERSEEING | HANDLING | {"london_staff"}, EVERYBODY)


def enters_candidates(_thing: object, _path: dict[str, Any]) -> Who:
    return Who(DESK | HANDLING | {"london_staff"}, EVERYBODY)


def edits_candidate(_thing: object, _path: dict[str, Any]) -> Who:
    """The section, and the office of the candidate's country (France)."""
    return Who(DESK | HANDLING, DESK | HANDLING | OVERSEEING)


def matches(_thing: object, _path: dict[str, Any]) -> Who:
    return Who(DESK, EVERYBODY)


def answers_proposals(application: Application, _path: dict[str, Any]) -> Who:
    return Who(ASKING if application.step == "matching" else NOBODY, _sees(application))


CALLS_ROUTES: dict[str, Cell] = {
    "calls:expert": page(reads_expert),
    "calls:expert_edit": page(keeps_expert),
    "calls:expert_absence": action(keeps_expert),
    "calls:expert_absence_drop": action(keeps_expert),
    "calls:dispatch_wish": page(wishes),
    "calls:dispatch_choose": page(chooses),
    "calls:dispatch_costs": page(chooses),
    "calls:dispatch_agreements": page(chooses),
    "calls:dispatch_rule": page(rules_dispatch),
    "calls:ceremony": page(rules_dispatch),
    "calls:candidate_wishes": page(edits_candidate),
    "calls:matching": page(reads_board),
    "calls:matching_propose": action(matches),
    "calls:proposal_confirm": action(matches),
    "calls:proposal_withdraw": action(matches),
    "calls:invitees": page(reads_board),
    "calls:invite": action(matches),
    "calls:candidate_new": page(enters_candidates),
    "calls:candidate": page(edits_candidate),
    "calls:proposals": page(answers_proposals),
    "calls:nominate": page(nominates),
    "calls:nomination": page(reads_nomination),
    "calls:nomination_accept": action(answers_nomination),
    "calls:nomination_decline": action(answers_nomination),
    "calls:nomination_withdraw": action(withdraws_nomination),
}
