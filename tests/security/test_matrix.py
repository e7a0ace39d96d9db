"""Role by thing: for every address with a thing behind it and everybody of the cast, what they get is declared.

What is declared for a step of a case is declared by who may see it and who may act; an address without a line here
fails. 200 stands for any answer of the page itself (200, a redirect onwards, a refused move, a mended form).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve

from kakehashi.engines.cases.models import Approval, Case, Item, Letter, Precedent
from tests.cast import Cast
from tests.conftest import SignIn
from tests.house.test_entrances import ADDRESSES
from tests.security.world import World, make_world

ASKING = {"officer", "colleague"}
FOLLOWING = {"branch_officer"}
HANDLING = {"director", "staff"}
OVERSEEING = {"planner", "section_staff"}
STAFF = HANDLING | OVERSEEING
EDITORS = {"director", "planner"}  # of what is published
NOBODY: set[str] = set()
SIGN_IN = 0  # led to the sign-in
SENT = {"ready", "visited", "following_up", "closed"}
MOVES = {
    "submit": ASKING, "supply": ASKING, "supply_detail": ASKING, "withdraw": ASKING, "answer": ASKING,
    "note_seen": FOLLOWING, "carry_out": ASKING | HANDLING,
    "receive": HANDLING, "accept": HANDLING, "ask_back": HANDLING, "ask_detail": HANDLING, "send_itinerary": HANDLING,
    "rearrange": HANDLING, "complete": HANDLING, "close": HANDLING, "decline": HANDLING,
    "submit_to_branch": ASKING, "supply_working": ASKING, "send_letter": ASKING, "send_letter_to_branch": ASKING,
    "forward": FOLLOWING, "return_to_client": FOLLOWING, "forward_letter": FOLLOWING, "return_letter": FOLLOWING,
    "find_feasible": HANDLING, "take_on": HANDLING, "deliver": HANDLING, "deliver_and_close": HANDLING,
    "complete_and_close": HANDLING, "begin": HANDLING, "log": HANDLING, "finish": HANDLING,
}  # fmt: skip


@dataclass(frozen=True)
class Who:
    """Who gets in and for whom the thing exists; everybody else is told that there is no such page.

    ``None``: whoever may not enter is refused either way.
    """

    enters: set[str]
    sees: set[str] | None

    def expected(self, who: str) -> set[int]:
        if who in self.enters:
            return {200}
        return {403, 404} if self.sees is None else {403} if who in self.sees else {404}


Rule = Callable[[Any, dict[str, Any]], Who]


def sees(case: Case) -> set[str]:
    return ASKING | (FOLLOWING | STAFF if case.submitted_at else NOBODY)


def reads(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case), NOBODY)


def reads_receipt(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case) if case.number else NOBODY, NOBODY)


def reads_itinerary(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case) if case.step in SENT else sees(case) & STAFF, NOBODY)


def reads_paper(case: Case, path: dict[str, Any]) -> Who:
    """Their own while it is theirs to fill in; of the others what has been handed in."""
    paper = case.papers.filter(kind=path["kind"], round=path["round_number"]).first()
    if paper is None:
        return Who(NOBODY, NOBODY)
    return Who(sees(case) if paper.submitted_at else HANDLING if paper.kind == "report" else ASKING, NOBODY)


def checks_paper(case: Case, path: dict[str, Any]) -> Who:
    has_paper = case.papers.filter(kind=path["kind"], round=path["round_number"]).exists()
    return Who(sees(case) if has_paper else NOBODY, NOBODY)


def fills_request(case: Case, _path: dict[str, Any]) -> Who:
    return Who(ASKING if case.step in {"draft", "needs_info", "needs_detail"} else NOBODY, sees(case))


def writes(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case) if case.submitted_at else NOBODY, sees(case))


def attaches(case: Case, _path: dict[str, Any]) -> Who:
    return Who(ASKING if case.step == "draft" else writes(case, _path).enters, sees(case))


def moves(case: Case, path: dict[str, Any]) -> Who:
    return Who(MOVES[path["code"]] & sees(case), sees(case))


def assigns(case: Case, _path: dict[str, Any]) -> Who:
    return Who(sees(case) & HANDLING if case.is_open else NOBODY, sees(case))


def arranges(case: Case, _path: dict[str, Any]) -> Who:
    return Who(HANDLING if case.step in {"arranging", "needs_detail", "ready"} else NOBODY, sees(case))


def drafts_precedent(case: Case, _path: dict[str, Any]) -> Who:
    return Who(STAFF if case.step in {"following_up", "closed"} else NOBODY, sees(case))


def reads_precedent(precedent: Precedent, _path: dict[str, Any]) -> Who:
    return Who(EVERYBODY if precedent.published_at else STAFF, NOBODY)


def edits_precedent(precedent: Precedent, path: dict[str, Any]) -> Who:
    return Who(EDITORS if precedent.published_at else EDITORS | HANDLING, reads_precedent(precedent, path).enters)


def withdraws_precedent(precedent: Precedent, path: dict[str, Any]) -> Who:
    return Who(EDITORS, reads_precedent(precedent, path).enters)


def _own(side: str) -> tuple[set[str], set[str]]:
    """Who sees what one side keeps to itself, and who works for it."""
    return (ASKING, ASKING) if side == "from_client" else (STAFF, HANDLING)


def starts_letter(case: Case, path: dict[str, Any]) -> Who:
    may = case.is_open if path["side"] == "from_client" else case.submitted_at is not None
    return Who(_own(path["side"])[1] if may else NOBODY, sees(case))


def reads_letter(case: Case, path: dict[str, Any]) -> Who:
    letter = Letter.objects.get(pk=path["letter_pk"])
    return Who(sees(case) if letter.issued_at else _own(letter.side)[0], NOBODY)


def changes_letter(case: Case, path: dict[str, Any]) -> Who:
    letter = Letter.objects.get(pk=path["letter_pk"])
    return Who(_own(letter.side)[1] if letter.is_draft else NOBODY, reads_letter(case, path).enters)


def reads_approval(_case: Case, path: dict[str, Any]) -> Who:
    return Who(_own(Approval.objects.get(pk=path["approval_pk"]).side)[0], NOBODY)


def manages_approval(case: Case, path: dict[str, Any]) -> Who:
    approval = Approval.objects.get(pk=path["approval_pk"])
    return Who(_own(approval.side)[1], reads_approval(case, path).enters)


def decides_approval(case: Case, path: dict[str, Any]) -> Who:
    approval = Approval.objects.get(pk=path["approval_pk"])
    return Who({"colleague"} if approval.side == "from_client" else {"director"}, reads_approval(case, path).enters)


def asks_approval(case: Case, _path: dict[str, Any]) -> Who:
    return Who((ASKING | HANDLING) & sees(case) if case.is_open else NOBODY, sees(case))


def ticks(case: Case, _path: dict[str, Any]) -> Who:
    return Who(HANDLING if case.is_open and case.submitted_at else NOBODY, sees(case))


def links(case: Case, _path: dict[str, Any]) -> Who:
    return Who(STAFF & sees(case), sees(case))


def only(*people: str, but: set[str] | None = None) -> Rule:
    return lambda _thing, _path: Who(set(people), but)


PEOPLE = {
    "officer", "colleague", "neighbour", "branch_officer", "other_branch_officer", "director", "staff",
    "london_staff", "planner", "section_staff", "operator", "retired",
}  # fmt: skip
EVERYBODY = PEOPLE
OF_HIMEJI = ASKING | FOLLOWING | OVERSEEING  # who sees the people there
PLANNER, OPERATOR = only("planner"), only("operator")
ADMINS = only("officer", "planner", but=NOBODY)

PLANNERS: dict[str, Rule] = dict.fromkeys(
    [
        "organisations:edit", "organisations:add_relation", "organisations:end_relation", "organisations:add_term",
        "organisations:end_term", "organisations:add_successor", "organisations:add_holiday",
        "organisations:remove_holiday", "forms:version", "forms:preview", "forms:new_section", "forms:section",
        "forms:new_question", "forms:question", "catalogue:copy_plan", "catalogue:manage", "catalogue:rename_plan",
        "catalogue:add_service", "catalogue:edit_field", "catalogue:add_programme", "catalogue:edit_programme",
        "catalogue:edit_service", "cases:kind", "cases:kind_preview", "cases:kind_part", "cases:menu_item",
    ],
    PLANNER,
)  # fmt: skip
GET: dict[str, Rule] = {
    "cases:start": only("officer", "colleague", "neighbour"),
    "cases:on_behalf": only("director", "staff", "london_staff"),
    "cases:case": reads,
    "cases:request": reads,
    "cases:beside": reads,
    "cases:check": reads,
    "cases:receipt": reads_receipt,
    "cases:request_xlsx": reads,
    "cases:setting": only("director", "planner", but=NOBODY),
    "cases:letter_new": starts_letter,
    "cases:letter": reads_letter,
    "cases:letter_image": reads_letter,
    "cases:letter_pdf": reads_letter,
    "cases:letter_edit": changes_letter,
    "cases:approval_new": asks_approval,
    "cases:approval": reads_approval,
    "cases:approval_image": reads_approval,
    "cases:approval_pdf": reads_approval,
    "cases:link_new": links,
    "cases:itinerary": reads_itinerary,
    "cases:itinerary_pdf": reads_itinerary,
    "cases:itinerary_calendar": reads_itinerary,
    "cases:follow_up": only(*EVERYBODY),  # only leads on to the paper
    "cases:paper": reads_paper,
    "cases:paper_check": checks_paper,
    "cases:item_new": arranges,
    "cases:item": arranges,
    "cases:precedent": reads_precedent,
    "cases:precedent_edit": edits_precedent,
    "documents:download": only(*ASKING, *FOLLOWING, *STAFF, but=NOBODY),
    "notices:follow": only("director", but=NOBODY),
    "organisations:organisation": only(*EVERYBODY),
    "organisations:holidays": only(*EVERYBODY),
    "access:person": only(*OF_HIMEJI, but=NOBODY),
    "access:edit_person": only("colleague", "planner", but=OF_HIMEJI),
    "access:roles": ADMINS,
    "access:grant": ADMINS,
    "access:invite": ADMINS,
    "access:end_role": only("officer", "planner", but={"colleague"}),
    "access:revoke": ADMINS,
    "audit:row": OPERATOR,
}
GET |= PLANNERS
POST: dict[str, Rule] = {
    "cases:autosave": fills_request,
    "cases:request_from_xlsx": fills_request,
    "cases:move": moves,
    "cases:message": writes,
    "cases:assign": assigns,
    "cases:attach": attaches,
    "cases:item": arranges,
    "cases:item_move": arranges,
    "cases:precedent_draft": drafts_precedent,
    "cases:precedent_withdraw": withdraws_precedent,
    "cases:letter_issue": changes_letter,
    "cases:letter_discard": changes_letter,
    "cases:approval_decide": decides_approval,
    "cases:approval_remind": manages_approval,
    "cases:approval_take_back": manages_approval,
    "cases:checks": ticks,
    "cases:check_add": ticks,
    "cases:link_remove": links,
    "notices:mark_read": only("director", but=NOBODY),
    "tasks:drop": OPERATOR,
    "cases:kind_open": PLANNER,
    "cases:kind_close": PLANNER,
    "cases:kind_own_form": PLANNER,
    "catalogue:end_service": PLANNER,
    "catalogue:resume_service": PLANNER,
    "forms:publish": PLANNER,
    "forms:new_draft": PLANNER,
    "forms:arrange_section": PLANNER,
    "forms:arrange_question": PLANNER,
}
# Public, without a thing, or guarded by the state of a sign-in: `tests.house.entrances` says which.
ELSEWHERE = ("account", "mfa_", "usersessions", "saml_", "openid", "socialaccount", "portal:", "ui:", "access:accept")
# The thing of the world is not in the state they need: `tests.house.test_entrances` tries them by permission.
OTHER_STATE = {"notices:retry_mail", "tasks:retry", "catalogue:make_current"}
PUBLIC = {"cases:approve", "cases:approve_image", "cases:approve_pdf", "cases:approve_file"}
PUBLIC |= {"catalogue:aim", "catalogue:plan", "catalogue:field", "catalogue:service", "cases:export"}
# Which steps tell something about an address; the others would only repeat it.
STEPS = {
    "cases:move": {"draft", "submitted", "arranging"},
    "cases:item": {"arranging", "closed"},
    "cases:item_move": {"arranging", "closed"},
    "cases:itinerary_pdf": {"arranging"},
    "cases:letter": {"awaiting_letter"},
    "cases:letter_image": {"awaiting_letter"},
    "cases:letter_pdf": {"awaiting_letter"},
    "cases:letter_edit": {"awaiting_letter"},
    "cases:letter_issue": {"awaiting_letter"},
    "cases:letter_discard": {"awaiting_letter"},
    "cases:approval": {"awaiting_letter"},
    "cases:approval_image": {"awaiting_letter"},
    "cases:approval_pdf": {"awaiting_letter"},
    "cases:approval_decide": {"awaiting_letter"},
    "cases:approval_remind": {"awaiting_letter"},
    "cases:approval_take_back": {"awaiting_letter"},
    "cases:link_remove": {"submitted"},
    "cases:paper": {"visited", "following_up"},
    "cases:paper_check": {"visited", "following_up"},
}
USUAL = {"draft", "submitted", "needs_detail", "ready", "closed", "withdrawn unsent"}


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def test_every_address_with_a_thing_is_declared(world: World) -> None:
    names = {name for name, address in ADDRESSES.items() if address.arguments and not name.startswith(ELSEWHERE)}

    assert sorted(names - PUBLIC - OTHER_STATE - set(GET) - set(POST)) == []
    assert sorted((set(GET) | set(POST)) - names) == []


def test_reading(world: World, sign_in: SignIn) -> None:
    assert "\n".join(_deviations(world, sign_in, "get", GET)) == ""


def test_writing(world: World, sign_in: SignIn) -> None:
    assert "\n".join(_deviations(world, sign_in, "post", POST)) == ""


def test_what_is_not_theirs_is_nowhere(world: World, sign_in: SignIn) -> None:
    """By list, export, search, home and API as by page."""
    for number, case in enumerate(world.cases.values()):
        case.title = f"姫路の用事{number}"
        case.save()
    titles = {case.title for case in world.cases.values()}
    pages = ["/cases/?view=all", "/cases/export.csv?view=all", "/home/", "/api/v1/cases", "/api/v1/precedents"]
    pages += ["/search/?q=姫路の用事", "/cases/precedents/", "/cases/precedents/feed.xml", "/notices/"]

    for who in ("visitor", "neighbour", "other_branch_officer", "london_staff", "operator", "retired"):
        client = sign_in(world.people[who])
        shown = "".join(client.get(page).getvalue().decode() for page in pages)
        assert {title for title in titles if title in shown} == set(), who


def _deviations(world: World, sign_in: SignIn, method: str, rules: dict[str, Rule]) -> Iterator[str]:
    """Where the answer is not the declared one: what came, what was expected."""
    for who, person in world.people.items():
        client = sign_in(person)
        for name, path in world.targets:
            if name not in rules or not _is_telling(world, name, path):
                continue
            expected = _rule(rules[name], path).expected("neighbour" if person is None else who)
            if person is None and name != "cases:precedent":
                expected = {SIGN_IN}
            got = _asked(client, method, path, world.cast)
            if got not in expected:
                yield f"{got} instead of {sorted(expected)}: {method} {name} {path} {_step(path)} as {who}"


def _asked(client: Client, method: str, path: str, cast: Cast) -> int:
    """The answer's kind; what it did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path, _sent(path, cast) if method == "post" else None)
        transaction.set_rollback(True)
    status: int = answer.status_code
    if answer.get("Location", "").startswith("/accounts/login/"):
        return SIGN_IN
    return 200 if status in {200, 302, 409, 410, 422} else status


def _sent(path: str, cast: Cast) -> dict[str, Any]:
    """A form that would be taken, if it may."""
    code = resolve(path).kwargs.get("code", "")
    sent = {
        f"{code}-note": "理由",
        "note": "理由",
        "body": "連絡",
        "lead": cast.staff.pk,
        "_revision": 1,
        "title": "面会",
    }
    return sent | ({"file": SimpleUploadedFile("a.txt", b"text")} if path.endswith("/files/") else {})


def _rule(rule: Rule, path: str) -> Who:
    found = resolve(path)
    thing: Case | Precedent | None = None
    if found.view_name.startswith("cases:precedent") and found.view_name != "cases:precedent_draft":
        thing = Precedent.objects.get(pk=found.kwargs["pk"])
    elif found.view_name.startswith("cases:") and "pk" in found.kwargs:
        thing = Case.objects.get(pk=found.kwargs["pk"])
    return rule(thing, found.kwargs)


def _is_telling(world: World, name: str, path: str) -> bool:
    telling = [f"/cases/{world.cases[step].pk}/" for step in STEPS.get(name, USUAL)]
    is_of_case = re.match(r"/cases/[0-9]+/", path)
    return is_of_case is None or is_of_case[0] in telling


def _step(path: str) -> str:
    found = resolve(path)
    if found.view_name == "cases:item_move":
        return Item.objects.get(pk=found.kwargs["item_pk"]).step
    if found.view_name.startswith("cases:") and "pk" in found.kwargs and "precedents" not in path:
        return Case.objects.get(pk=found.kwargs["pk"]).step
    return ""
