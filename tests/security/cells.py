"""Who gets what behind each address: the matrix of roles and things, as data. One line for a new address.

`page(rule)`      a page; what is sent to it is for the same people
`form(get, post)` a page that more people may read than fill in
`action(rule)`    takes only what is sent to it
`open_page(rule)` the same as `page`, without sign-in

A rule answers for one thing and the arguments of the address with `Who`: for whom it is there (answers 200, leads on,
or says why it cannot be done), who is told that it is not theirs (403), everybody else learns nothing (404).
Addresses that every visitor, everybody or every holder of a permission may enter stand in `tests.house.entrances`.
What stands behind an address says `tests.security.world`.
"""

from collections.abc import Callable
from typing import Any

from kakehashi.engines.calls.models import Application
from kakehashi.engines.cases.models import Approval, Case, Letter, Precedent
from tests.security import cells_calls
from tests.security.cells_calls_after import AFTER
from tests.security.cells_disaster import DISASTER
from tests.security.cells_jet import JET
from tests.security.cells_translation import TRANSLATION
from tests.security.declaring import (
    ASKING,
    EDITORS,
    EVERYBODY,
    FOLLOWING,
    HANDLING,
    NOBODY,
    OVERSEEING,
    STAFF,
    VISITOR,
    Cell,
    Who,
    action,
    only,
    open_page,
    page,
)

# Cases: who stands on which side of this one.


def asks(case: Case) -> set[str]:
    return ASKING if case.applicant and case.applicant.code == "282014" else {"neighbour"}


def handles(case: Case) -> set[str]:
    return HANDLING if case.office.code == "office-paris" else {"london_staff"}


def sees(case: Case) -> set[str]:
    return asks(case) | (FOLLOWING | handles(case) | OVERSEEING if case.submitted_at else NOBODY)


def reads(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case), NOBODY)


def reads_receipt(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case) if case.number else NOBODY, NOBODY)


def reads_itinerary(case: Case, _path: dict[str, Any]) -> Who:
    is_sent = case.step in {"ready", "visited", "following_up", "closed"}
    return Who(sees(case) if is_sent else sees(case) & (handles(case) | OVERSEEING), NOBODY)


def reads_paper(case: Case, path: dict[str, Any]) -> Who:
    """Their own while it is theirs to fill in; of the others what has been handed in."""
    paper = case.papers.filter(kind=path["kind"], round=path["round_number"]).first()
    if paper is None:
        return Who(NOBODY, NOBODY)
    return Who(sees(case) if paper.submitted_at else handles(case) if paper.kind == "report" else asks(case), NOBODY)


def checks_paper(case: Case, path: dict[str, Any]) -> Who:
    has_paper = case.papers.filter(kind=path["kind"], round=path["round_number"]).exists()
    return Who(sees(case) if has_paper else NOBODY, NOBODY)


def fills_request(case: Case, _path: dict[str, Any]) -> Who:
    return Who(asks(case) if case.step in {"draft", "needs_info", "needs_detail"} else NOBODY, sees(case))


def writes(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case) if case.submitted_at else NOBODY, sees(case))


def attaches(case: Case, _path: dict[str, Any]) -> Who:
    return Who(asks(case) if case.step == "draft" else writes(case, _path).enters, sees(case))


def followers(_case: Case) -> set[str]:
    return FOLLOWING


def both(case: Case) -> set[str]:
    return asks(case) | handles(case)


_MOVES: dict[Callable[[Case], set[str]], str] = {  # who makes it, as the roads of cases name it
    asks: "submit submit_to_branch supply supply_detail supply_working send_letter send_letter_to_branch withdraw"
    " answer begin log",
    followers: "note_seen forward return_to_client forward_letter return_letter",
    handles: "receive accept ask_back ask_detail send_itinerary rearrange complete close decline find_feasible take_on"
    " deliver deliver_and_close complete_and_close finish",
    both: "carry_out",
}
MOVES = {code: side for side, codes in _MOVES.items() for code in codes.split()}


def moves(case: Case, path: dict[str, Any]) -> Who:
    return Who(MOVES[path["code"]](case) & sees(case), sees(case))


def assigns(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case) & handles(case) if case.is_open else NOBODY, sees(case))


def arranges(case: Case, _path: dict[str, Any]) -> Who:
    return Who(handles(case) if case.step in {"arranging", "needs_detail", "ready"} else NOBODY, sees(case))


def drafts_precedent(case: Case, _path: dict[str, Any]) -> Who:
    is_over = case.step in {"following_up", "closed"}
    return Who(handles(case) | OVERSEEING if is_over else NOBODY, sees(case))


def reads_precedent(precedent: Precedent, _path: dict[str, Any]) -> Who:
    return Who(EVERYBODY | {VISITOR} if precedent.published_at else STAFF, NOBODY)


def edits_precedent(precedent: Precedent, path: dict[str, Any]) -> Who:
    return Who(EDITORS if precedent.published_at else EDITORS | HANDLING, reads_precedent(precedent, path).enters)


def withdraws_precedent(precedent: Precedent, path: dict[str, Any]) -> Who:
    return Who(EDITORS, reads_precedent(precedent, path).enters)


# What hangs on a case and one side may keep to itself: letters and approvals.


def sees_own(case: Case, side: str) -> set[str]:
    return asks(case) if side == "from_client" else handles(case) | OVERSEEING


def works_on_own(case: Case, side: str) -> set[str]:
    return asks(case) if side == "from_client" else handles(case)


def starts_letter(case: Case, path: dict[str, Any]) -> Who:
    may = case.is_open if path["side"] == "from_client" else case.submitted_at is not None
    return Who(works_on_own(case, path["side"]) if may else NOBODY, sees(case))


def reads_letter(case: Case, path: dict[str, Any]) -> Who:
    letter = Letter.objects.get(pk=path["letter_pk"])
    return Who(sees(case) if letter.issued_at else sees_own(case, letter.side), NOBODY)


def changes_letter(case: Case, path: dict[str, Any]) -> Who:
    letter = Letter.objects.get(pk=path["letter_pk"])
    return Who(works_on_own(case, letter.side) if letter.is_draft else NOBODY, reads_letter(case, path).enters)


def reads_approval(case: Case, path: dict[str, Any]) -> Who:
    return Who(sees_own(case, Approval.objects.get(pk=path["approval_pk"]).side), NOBODY)


def manages_approval(case: Case, path: dict[str, Any]) -> Who:
    approval = Approval.objects.get(pk=path["approval_pk"])
    return Who(works_on_own(case, approval.side), reads_approval(case, path).enters)


def decides_approval(case: Case, path: dict[str, Any]) -> Who:
    approval = Approval.objects.get(pk=path["approval_pk"])
    return Who({"colleague"} if approval.side == "from_client" else {"director"}, reads_approval(case, path).enters)


def asks_approval(case: Case, _path: dict[str, Any]) -> Who:
    return Who(both(case) & sees(case) if case.is_open else NOBODY, sees(case))


def ticks(case: Case, _path: dict[str, Any]) -> Who:
    return Who(handles(case) if case.is_open and case.submitted_at else NOBODY, sees(case))


def links(case: Case, _path: dict[str, Any]) -> Who:
    return Who((handles(case) | OVERSEEING) & sees(case), sees(case))


_HANDOVER = only("staff", "director", "planner", but=NOBODY)  # of a draft: whom it concerns
_HANDLERS = {*HANDLING, "london_staff", "section_staff", "calls_officer"}
_CASES: dict[str, Cell] = {
    "cases:start": page(only("officer", "colleague", "neighbour", "ngo_officer", "prefecture_officer")),
    "cases:on_behalf": page(only("director", "staff", "london_staff")),
    "cases:view": page(only(but=NOBODY)),  # nobody has kept one
    "cases:view_delete": action(only(but=NOBODY)),
    "cases:visitor": open_page(only(but=NOBODY)),  # the sample is nobody's link
    "cases:visitor_write": Cell(post=only(but=NOBODY), is_public=True),
    "cases:blank_form": open_page(only(*EVERYBODY, VISITOR)),
    "cases:mails": page(only(*STAFF, "london_staff")),
    "cases:statistics": page(only(*STAFF, "london_staff")),
    "cases:statistics_export": page(only(*STAFF, "london_staff")),
    "cases:calendar": page(only(*STAFF, "london_staff", but=NOBODY)),
    "cases:calendar_month": page(only(*STAFF, but=NOBODY)),  # of Paris
    "cases:calendar_subscribe": page(only(*_HANDLERS, but=NOBODY)),
    "cases:calendar_give": action(only(*_HANDLERS, but=NOBODY)),
    "cases:calendar_end": action(only(*_HANDLERS, but=NOBODY)),
    "cases:calendar_feed": open_page(only(but=NOBODY)),  # the sample is nobody's address
    "cases:mail": page(only("director", "staff", but=NOBODY)),
    "cases:mail_begin": page(only(but=NOBODY)),  # nothing without a kind
    "cases:mail_place": action(only("director", "staff", but=NOBODY)),
    "cases:mail_ignore": action(only("director", "staff", but=NOBODY)),
    "cases:import_check": page(only("officer", but=NOBODY)),  # whoever handed the file in
    "cases:handover": page(_HANDOVER),
    "cases:handover_edit": page(_HANDOVER),
    "cases:handover_report": page(_HANDOVER),
    "cases:handover_settle": action(_HANDOVER),
    "cases:handover_take_back": action(_HANDOVER),
    "cases:handover_discard": action(_HANDOVER),
    "cases:case": page(reads),
    "cases:request": page(reads),
    "cases:request_xlsx": page(reads),
    "cases:request_from_xlsx": action(fills_request),
    "cases:autosave": action(fills_request),
    "cases:beside": page(reads),
    "cases:check": page(reads),
    "cases:receipt": page(reads_receipt),
    "cases:move": action(moves),
    "cases:message": action(writes),
    "cases:assign": action(assigns),
    "cases:attach": action(attaches),
    "cases:item_new": page(arranges),
    "cases:item": page(arranges),
    "cases:item_move": action(arranges),
    "cases:itinerary": page(reads_itinerary),
    "cases:itinerary_pdf": page(reads_itinerary),
    "cases:itinerary_calendar": page(reads_itinerary),
    "cases:follow_up": page(only(*EVERYBODY)),  # only leads on to the paper
    "cases:paper": page(reads_paper),
    "cases:paper_check": page(checks_paper),
    "cases:letter_new": page(starts_letter),
    "cases:letter": page(reads_letter),
    "cases:letter_image": page(reads_letter),
    "cases:letter_pdf": page(reads_letter),
    "cases:letter_edit": page(changes_letter),
    "cases:letter_issue": action(changes_letter),
    "cases:letter_discard": action(changes_letter),
    "cases:approval_new": page(asks_approval),
    "cases:approval": page(reads_approval),
    "cases:approval_image": page(reads_approval),
    "cases:approval_pdf": page(reads_approval),
    "cases:approval_decide": action(decides_approval),
    "cases:approval_remind": action(manages_approval),
    "cases:approval_take_back": action(manages_approval),
    "cases:approve": open_page(only(but=NOBODY)),  # a one-time link: whoever has it; the sample is nobody's
    "cases:approve_image": open_page(only(but=NOBODY)),
    "cases:approve_pdf": open_page(only(but=NOBODY)),
    "cases:approve_file": open_page(only(but=NOBODY)),
    "cases:checks": action(ticks),
    "cases:check_add": action(ticks),
    "cases:check_remove": action(ticks),
    "cases:link_new": page(links),
    "cases:link_remove": action(links),
    "cases:export": page(only(*EVERYBODY)),
    "cases:setting": page(only("director", "planner", but=NOBODY)),
    "cases:precedent": open_page(reads_precedent),
    "cases:precedent_draft": action(drafts_precedent),
    "cases:precedent_edit": page(edits_precedent),
    "cases:precedent_withdraw": action(withdraws_precedent),
}
_OF_HIMEJI = ASKING | {"bulletin_writer", "bulletin_publisher"} | FOLLOWING | OVERSEEING  # who sees the people there
_ADMINS = only("officer", "planner", but=NOBODY)
_FOUNDATION: dict[str, Cell] = {
    "documents:download": page(only(*ASKING, *FOLLOWING, *STAFF, but=NOBODY)),
    "notices:follow": page(only("director", but=NOBODY)),
    "notices:mark_read": action(only("director", but=NOBODY)),
    "organisations:organisation": page(only(*EVERYBODY)),
    "organisations:holidays": page(only(*EVERYBODY)),
    "access:accept": open_page(only(but=NOBODY)),  # the sample is nobody's invitation
    "access:person": page(only(*_OF_HIMEJI, but=NOBODY)),
    "access:edit_person": page(only("colleague", "planner", but=_OF_HIMEJI)),
    "access:roles": page(_ADMINS),
    "access:grant": page(_ADMINS),
    "access:invite": page(_ADMINS),
    "access:end_role": page(only("officer", "planner", but={"colleague"})),
    "access:revoke": page(_ADMINS),
}


def _reads_application(_thing: object, path: dict[str, Any]) -> Who:
    return cells_calls.reads(Application.objects.get(pk=path["pk"]), path)


_PORTAL: dict[str, Cell] = {
    "portal:emergency_page": open_page(only(but=NOBODY)),  # there is none of this name
    "portal:api:cases": page(only(*EVERYBODY)),
    "portal:api:applications": page(only(*EVERYBODY)),
    "portal:api:application": page(_reads_application),
    "portal:api:api-root": open_page(only(but=NOBODY)),  # only the stem of the others
}
CELLS = _CASES | cells_calls.CALLS | AFTER | DISASTER | JET | TRANSLATION | _FOUNDATION | _PORTAL
# Of the addresses in `tests.house.entrances`, those that take only what is sent to them.
ACTIONS = {
    "cases:kind_open",
    "cases:kind_close",
    "cases:kind_own_form",
    "catalogue:end_service",
    "catalogue:resume_service",
    "forms:publish",
    "forms:new_draft",
    "forms:arrange_section",
    "forms:arrange_question",
    "notices:mark_all_read",
    "notices:retry_mail",
    "tasks:drop",
    "tasks:retry",
}


def is_action(name: str) -> bool:
    """Whether the address takes only what is sent to it: there is no page to look at."""
    return name in ACTIONS or (name in CELLS and CELLS[name].get is None)
