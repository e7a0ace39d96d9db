"""The addresses of the JET Programme in the matrix: one line each."""

from typing import Any

from kakehashi.services.jet.models import (
    Application,
    CostPlan,
    Participant,
    PlacementRun,
    Reappointment,
    ReplacementOffer,
    RequestLine,
    RequestSheet,
    Vacancy,
)
from kakehashi.services.jet.models.placement import BEFORE_COMMITTEE
from tests.security.declaring import ASKING, FOLLOWING, NOBODY, Cell, Who, action, only, page

COUNCIL = {"jet_officer"}
COMMITTEE = {"jet_approver"}
MISSIONS = {"jet_mission", "other_mission"}
SELECTING = {*COUNCIL, "jet_mission"}
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


def _is_self(one: Application) -> set[str]:
    return {"jet_candidate"} if one.person is not None else NOBODY


def reads_candidate(one: Application, _path: dict[str, Any]) -> Who:
    return Who(SELECTING | _is_self(one), NOBODY)


def writes_candidate(one: Application, _path: dict[str, Any]) -> Who:
    return Who(SELECTING, _is_self(one))


def cares(one: Application, _path: dict[str, Any]) -> Who:
    return Who(COUNCIL, SELECTING | _is_self(one))


_BY_SELF = {"accept", "decline", "withdraw"}
_COUNCIL_ONLY = {"clear", "depart", "disqualify"}


def moves_candidate(one: Application, path: dict[str, Any]) -> Who:
    all_ = SELECTING | _is_self(one)
    if path["code"] in ("place", "call_up"):
        return Who(NOBODY, all_)
    if path["code"] in _COUNCIL_ONLY:
        return Who(COUNCIL, all_)
    return Who(all_ if path["code"] in _BY_SELF else SELECTING, all_)


def reads_place(one: Application, _path: dict[str, Any]) -> Who:
    went_in = one.step in ("placed", "documents_ok")  # of the year that was announced, with or without a place
    return Who(SELECTING | _is_self(one) if went_in else NOBODY, NOBODY)


def reads_comers(sheet: RequestSheet, _path: dict[str, Any]) -> Who:
    is_told = sheet.step == "accepted" and sheet.cycle.runs.filter(step="notified").exists()
    return Who(_reads(sheet) if is_told else NOBODY, NOBODY)


def _sees_run(run: PlacementRun) -> set[str]:
    return COUNCIL | (COMMITTEE if run.step in BEFORE_COMMITTEE else NOBODY)


def reads_run(run: PlacementRun, _path: dict[str, Any]) -> Who:
    return Who(_sees_run(run), NOBODY)


def edits_run(_run: PlacementRun, _path: dict[str, Any]) -> Who:
    return Who(COUNCIL, NOBODY)


def moves_run(run: PlacementRun, path: dict[str, Any]) -> Who:
    if path["code"] in ("solve", "fail"):
        return Who(NOBODY, _sees_run(run))
    if path["code"] in ("approve", "return"):
        return Who(COMMITTEE & _sees_run(run), _sees_run(run))
    return Who(COUNCIL, _sees_run(run))


def candidates_paper(one: Application, path: dict[str, Any]) -> Who:
    return reads_place(one, path) if path["paper"] == "notice" else Who(NOBODY, NOBODY)


def comers_paper(sheet: RequestSheet, path: dict[str, Any]) -> Who:
    return reads_comers(sheet, path) if path["paper"] == "notice" else Who(NOBODY, NOBODY)


def _works_for(one: Participant | Vacancy | CostPlan) -> set[str]:
    return set(ASKING) if one.organisation.code == "282014" else {"neighbour"}


def _sees_participant(one: Participant) -> set[str]:
    return _works_for(one) | FOLLOWING | COUNCIL | ({"jet_candidate"} if one.person is not None else NOBODY)


def reads_participant(one: Participant, _path: dict[str, Any]) -> Who:
    return Who(_sees_participant(one), NOBODY)


def reports_leaving(one: Participant, _path: dict[str, Any]) -> Who:
    return Who(_works_for(one) | FOLLOWING | COUNCIL, _sees_participant(one))


def calls_off(one: Participant, _path: dict[str, Any]) -> Who:
    return Who(COUNCIL, _sees_participant(one))


def reads_reappointment(one: Reappointment, _path: dict[str, Any]) -> Who:
    return Who(_sees_participant(one.participant), NOBODY)


def answers_reappointment(one: Reappointment, path: dict[str, Any]) -> Who:
    held, bodies = one.participant, _works_for(one.participant) | FOLLOWING | COUNCIL
    if path["side"] == "participant" and held.person is not None:
        bodies = {"jet_candidate"}
    return Who(bodies, _sees_participant(held))


def moves_reappointment(one: Reappointment, path: dict[str, Any]) -> Who:
    by = {"collect": NOBODY, "reopen": COUNCIL}.get(path["code"], FOLLOWING | COUNCIL)
    return Who(set(by), _sees_participant(one.participant))


def reads_plan(one: CostPlan, _path: dict[str, Any]) -> Who:
    return Who(_works_for(one) | FOLLOWING | COUNCIL, NOBODY)


def writes_plan(one: CostPlan, _path: dict[str, Any]) -> Who:
    return Who(_works_for(one), _works_for(one) | FOLLOWING | COUNCIL)


def sets_terms(_one: None, path: dict[str, Any]) -> Who:
    return Who(set(ASKING) if path["code"] == "282014" else {"neighbour"}, NOBODY)


def _sees_vacancy(one: Vacancy) -> set[str]:
    return _works_for(one) | FOLLOWING | COUNCIL


def reads_vacancy(one: Vacancy, _path: dict[str, Any]) -> Who:
    return Who(_sees_vacancy(one), NOBODY)


def moves_vacancy(one: Vacancy, path: dict[str, Any]) -> Who:
    return Who(COUNCIL if path["code"] in ("search", "wait", "give_up") else NOBODY, _sees_vacancy(one))


def answers_offer(made: ReplacementOffer, _path: dict[str, Any]) -> Who:
    return Who(SELECTING | _is_self(made.application), NOBODY)


ENTERING = only(*COUNCIL, *MISSIONS, but=NOBODY)
DECIDING = only(*COUNCIL, *COMMITTEE, but=NOBODY)
TAKING_PART = only(*ASKERS, *GATHERERS, *COUNCIL, *MISSIONS, *COMMITTEE, but=NOBODY)
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
    "jet:remind": action(only(*GATHERERS, but={*ASKERS, *COUNCIL, *MISSIONS, *COMMITTEE})),
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
    "jet:candidates": page(ENTERING),
    "jet:candidate_new": page(ENTERING),
    "jet:candidates_export": page(ENTERING),
    "jet:candidates_import": action(ENTERING),
    "jet:candidates_look": page(ENTERING),
    "jet:mine": page(only("jet_candidate", but=NOBODY)),
    "jet:candidate": page(reads_candidate),
    "jet:candidate_edit": page(writes_candidate),
    "jet:candidate_wishes": page(reads_candidate),
    "jet:candidate_care": action(cares),
    "jet:candidate_invite": action(writes_candidate),
    "jet:candidate_move": action(moves_candidate),
    "jet:candidate_placed": page(reads_place),
    "jet:sheet_placed": page(reads_comers),
    "jet:arrivals": page(TAKING_PART),
    "jet:arrivals_export": page(TAKING_PART),
    "jet:arrivals_mark": action(RUNNING),
    "jet:reappointments": page(TAKING_PART),
    "jet:reappointments_ask": action(RUNNING),
    "jet:reappointment": page(reads_reappointment),
    "jet:reappointment_answer": action(answers_reappointment),
    "jet:reappointment_move": action(moves_reappointment),
    "jet:people": page(TAKING_PART),
    "jet:people_import": page(RUNNING),
    "jet:people_look": page(RUNNING),
    "jet:people_export": page(TAKING_PART),
    "jet:participant_new": page(RUNNING),
    "jet:participant": page(reads_participant),
    "jet:participant_leave": page(reports_leaving),
    "jet:participant_stay": action(calls_off),
    "jet:participant_causes": page(reads_participant),
    "jet:participant_transfer": page(RUNNING),
    "jet:participant_travel": page(reads_participant),
    "jet:vacancies": page(TAKING_PART),
    "jet:replacement_rules": page(RUNNING),
    "jet:vacancy": page(reads_vacancy),
    "jet:vacancy_offer": action(RUNNING),
    "jet:vacancy_take_back": action(RUNNING),
    "jet:vacancy_arrival": action(RUNNING),
    "jet:vacancy_move": action(moves_vacancy),
    "jet:offer_answer": action(answers_offer),
    "jet:participant_contract": page(reads_participant),
    "jet:candidate_paper": page(candidates_paper),
    "jet:sheet_paper": page(comers_paper),
    "jet:costs": page(TAKING_PART),
    "jet:cost_new": page(only(*ASKERS, but=NOBODY)),
    "jet:cost": page(reads_plan),
    "jet:cost_edit": page(writes_plan),
    "jet:cost_drop": action(writes_plan),
    "jet:cost_export": page(reads_plan),
    "jet:cost_post_new": page(writes_plan),
    "jet:cost_post": page(writes_plan),
    "jet:cost_post_drop": action(writes_plan),
    "jet:terms": page(sets_terms),
    "jet:leaving": page(RUNNING),
    "jet:rates": page(TAKING_PART),
    "jet:rate_new": page(RUNNING),
    "jet:placement": page(DECIDING),
    "jet:run_new": action(RUNNING),
    "jet:run": page(reads_run),
    "jet:run_tables": page(reads_run),
    "jet:run_edit": action(edits_run),
    "jet:run_move": action(moves_run),
    "jet:why_candidate": page(reads_run),
    "jet:why_line": page(reads_run),
}
