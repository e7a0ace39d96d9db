"""Approvals inside a case: asked of colleagues and of people without an account, decided once."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kakehashi.engines.cases.models import Approval, Case
from kakehashi.engines.cases.operations import answering, letters, moving, requests
from kakehashi.engines.cases.operations.approvals import (
    BY_LINK,
    ApprovalOverError,
    decide,
    remind,
    take_back,
)
from kakehashi.engines.cases.queries.approvals import approvals_for, may_be_asked
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.flow.approvals import ApprovalState
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import formal, stories
from tests.engines.cases.formal import CLIENT, COUNCIL


def link_to(approval: Approval) -> str:
    """The path in the last mail to somebody without an account."""
    mail = Mail.objects.filter(address=approval.email).order_by("-pk")[0]
    found = re.search(r"/cases/approve/[^/\s]+/", mail.body)
    assert found
    return found[0]


def approve(client: Client, path: str, **sent: Any) -> Any:
    return client.post(path, {"decision": "approve", "comment": ""} | sent)


@pytest.fixture
def case(cast: Cast) -> Case:
    return formal.awaiting_letter(cast)


# --- Who asks whom ----------------------------------------------------------------------------------------------------
def test_colleagues_and_headquarters_can_be_asked(cast: Cast, case: Case) -> None:
    of_client = set(may_be_asked(case, CLIENT, cast.officer))
    of_council = set(may_be_asked(case, COUNCIL, cast.staff))

    assert of_client == {cast.colleague}
    assert of_council == {cast.director, cast.planner, cast.section_staff}


@pytest.mark.parametrize("who", ["neighbour", "branch_officer", "planner", "london_staff"])
def test_others_ask_for_nothing(cast: Cast, case: Case, who: str) -> None:
    with pytest.raises(NotPermittedError):
        formal.asked(case, getattr(cast, who))


def test_each_side_knows_only_of_its_own(cast: Cast, case: Case) -> None:
    ours, theirs = formal.asked(case, cast.officer), formal.asked(case, cast.staff, cast.director)

    seen = {
        who: approvals_for(case, getattr(cast, who)) for who in ("colleague", "director", "planner", "branch_officer")
    }

    assert seen == {"colleague": [ours], "director": [theirs], "planner": [theirs], "branch_officer": []}


def test_a_waiting_approval_holds_the_moves_of_its_own_side_only(cast: Cast, case: Case) -> None:
    formal.issued_letter(case, cast.officer)
    formal.asked(case, cast.staff, cast.director)
    with pytest.raises(MoveRefusedError):
        moving.decline(stories.fresh(case), by=cast.staff, note="不可")

    assert answering.send_letter(stories.fresh(case), by=cast.officer).step == "working"


def test_the_client_waits_for_the_superior(cast: Cast, case: Case) -> None:
    formal.issued_letter(case, cast.officer)
    approval = formal.asked(case, cast.officer, cast.colleague)
    with pytest.raises(MoveRefusedError):
        answering.send_letter(stories.fresh(case), by=cast.officer)

    decide(approval, is_approved=True, comment="", by=cast.colleague)

    assert answering.send_letter(stories.fresh(case), by=cast.officer).step == "working"


# --- Deciding with an account -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["officer", "staff", "planner", "neighbour"])
def test_only_the_one_who_was_asked_decides(cast: Cast, case: Case, who: str) -> None:
    approval = formal.asked(case, cast.officer, cast.colleague)

    with pytest.raises(NotPermittedError):
        decide(approval, is_approved=True, comment="", by=getattr(cast, who))
    with pytest.raises(NotPermittedError):
        decide(approval, is_approved=True, comment="", by=BY_LINK)


def test_the_asker_is_told_and_the_story_says_it(cast: Cast, case: Case) -> None:
    approval = formal.asked(case, cast.staff, cast.director)
    decide(approval, is_approved=False, comment="費用を確かめること。", by=cast.director)

    told = [(line.what, line.text, line.is_internal) for line in stories.story(case, cast.staff)][:2]

    assert told == [
        ("不承認: 正式依頼文の決裁", "費用を確かめること。", True),
        ("架橋 パリ子 に承認を依頼: 正式依頼文の決裁", "", True),
    ]
    assert [n.person for n in Notice.objects.filter(kind="cases.not_approved")] == [cast.staff]
    assert [line.what for line in stories.story(case, cast.officer) if "承認" in str(line.what)] == []


def test_two_tabs_decide_once(cast: Cast, case: Case) -> None:
    approval = formal.asked(case, cast.officer, cast.colleague)
    other_tab = Approval.objects.get()
    other_tab.case = case
    decide(approval, is_approved=False, comment="だめ", by=cast.colleague)

    with pytest.raises(ApprovalOverError):
        decide(other_tab, is_approved=True, comment="", by=cast.colleague)

    assert Approval.objects.get().state == ApprovalState.REFUSED


def test_decided_on_screen(cast: Cast, case: Case, sign_in: SignIn) -> None:
    approval = formal.asked(case, cast.staff, cast.director)
    url = reverse("cases:approval", args=[case.pk, approval.pk])
    director = sign_in(cast.director)

    page = director.get(reverse("cases:case", args=[case.pk])).content.decode()
    bare = director.post(f"{url}decide/", {"decision": "refuse", "comment": ""})
    done = director.post(f"{url}decide/", {"decision": "refuse", "comment": "費用"})
    again = director.post(f"{url}decide/", {"decision": "approve", "comment": ""})

    assert "あなたの承認が求められています" in page
    assert [answer.status_code for answer in (bare, done, again)] == [422, 302, 409]
    assert "承認しない理由を書いてください。" in bare.content.decode()
    assert Approval.objects.get().state == ApprovalState.REFUSED


def test_asked_on_screen(cast: Cast, case: Case, sign_in: SignIn) -> None:
    letter = formal.draft_letter(case, cast.officer)
    officer = sign_in(cast.officer)
    url = reverse("cases:approval_new", args=[case.pk])
    sent = {
        "subject": "決裁",
        "letter": letter.pk,
        "expires_on": clock.today() + dt.timedelta(days=3),
        "language": "ja",
    }

    form = officer.get(f"{url}?letter={letter.pk}").context["form"]
    nobody = officer.post(url, sent)
    both = officer.post(url, sent | {"approver": cast.colleague.pk, "name": "課長", "email": "a@example.invalid"})
    late = officer.post(url, sent | {"approver": cast.colleague.pk, "expires_on": "2099-01-01"})
    stranger = officer.post(url, sent | {"approver": cast.neighbour.pk})
    done = officer.post(url, sent | {"approver": cast.colleague.pk})

    assert form["letter"].value() == str(letter.pk)
    assert [answer.status_code for answer in (nobody, both, late, stranger, done)] == [200, 200, 200, 200, 302]
    assert [(a.approver, a.letter, a.side) for a in Approval.objects.all()] == [(cast.colleague, letter, "from_client")]


def test_reminding_and_taking_back_on_screen(cast: Cast, case: Case, sign_in: SignIn) -> None:
    approval = formal.asked(case, cast.officer, cast.colleague, expires_on=clock.today())
    url = reverse("cases:approval", args=[case.pk, approval.pk])
    colleague = sign_in(cast.officer)

    reminded = colleague.post(f"{url}remind/")
    taken_back = colleague.post(f"{url}take-back/")
    too_late = colleague.post(f"{url}remind/")

    assert [answer.status_code for answer in (reminded, taken_back, too_late)] == [302, 302, 403]
    approval.refresh_from_db()
    assert (approval.state, approval.expires_on) == (ApprovalState.TAKEN_BACK, clock.today() + dt.timedelta(days=7))
    assert Notice.objects.filter(person=cast.colleague, kind="cases.approval_wanted").count() == 2


def test_what_was_shown_stays_what_was_shown(cast: Cast, case: Case) -> None:
    letter = formal.draft_letter(case, cast.officer)
    approval = formal.asked(case, cast.officer, cast.colleague, letter=letter)
    decide(approval, is_approved=True, comment="", by=cast.colleague)
    values = {name: getattr(letter, name) for name in letters.EDITABLE}
    letters.change_letter(letter, values | {"subject": "別の件名"}, base_revision=1, by=cast.officer)

    kept = Approval.objects.get()

    assert (kept.shown["letter"]["title"], kept.is_of_another_version) == ("市長のパリ訪問について(依頼)", True)
    letters.discard_letter(letter, by=cast.officer)
    assert Approval.objects.get().shown == kept.shown


# --- The one-time link ------------------------------------------------------------------------------------------------
def test_the_link_shows_what_is_asked_and_nothing_else(cast: Cast, case: Case) -> None:
    letter = formal.draft_letter(case, cast.officer, body="よろしくお願いします。")
    file = store(SimpleUploadedFile("予算.txt", "十万円".encode()), about=case.ref, by=cast.officer, permit=True)
    approval = formal.asked(case, cast.officer, letter=letter, documents=[file])
    path = link_to(approval)

    page = Client().get(path)

    text = page.content.decode()
    assert page.status_code == 200
    assert "正式依頼文の決裁" in text
    assert "予算.txt" in text
    assert str(case.number) not in text
    assert "パリ事務所" not in text
    assert Client().get(f"{path}page-1.png")["Content-Type"] == "image/png"
    assert Client().get(f"{path}page-9.png").status_code == 404
    assert Client().get(f"{path}letter.pdf").content[:5] == b"%PDF-"
    assert b"".join(Client().get(f"{path}files/{file.pk}/").streaming_content).decode() == "十万円"  # type: ignore[attr-defined]  # a file
    assert Client().get(f"{path}files/{file.pk + 1}/").status_code == 404


def test_the_answer_is_shown_as_it_was(cast: Cast, case: Case) -> None:
    formal.issued_letter(case, cast.officer)
    case = answering.send_letter(stories.fresh(case), by=cast.officer)
    paper = case.papers.select_related("case", "sheet").get(kind="answer")
    requests.save_paper(paper, stories.REPORT, base_revision=paper.sheet.revision, by=cast.staff)
    approval = formal.asked(case, cast.staff, with_answer=True)

    requests.save_paper(paper, {"support": "別の答え"}, base_revision=paper.sheet.revision, by=cast.staff)
    page = Client().get(link_to(approval)).content.decode()

    assert ("面会を調整し、同行した。" in page, "別の答え" in page) == (True, False)


def test_opening_decides_nothing_and_the_token_is_nowhere_kept(cast: Cast, case: Case) -> None:
    approval = formal.asked(case, cast.officer)
    path = link_to(approval)
    token = path.split("/")[3]

    for method in ("get", "head", "options"):
        getattr(Client(), method)(path)

    approval.refresh_from_db()
    assert approval.is_waiting
    assert len(token) == 43  # 256 bits
    assert token not in str(Approval.objects.values().get())


def test_a_decision_by_link_is_made_once(cast: Cast, case: Case) -> None:
    approval = formal.asked(case, cast.officer)
    path, here = link_to(approval), Client()

    done = approve(here, path, comment="よい", _once="a-key-of-one-form-1")
    double = approve(here, path, comment="よい", _once="a-key-of-one-form-1")
    other_tab = approve(here, path, decision="refuse", comment="いや")
    replayed = approve(Client(), path, decision="refuse", comment="いや")

    assert [answer.status_code for answer in (done, double, other_tab, replayed)] == [302, 302, 409, 404]
    approval.refresh_from_db()
    assert (approval.state, approval.comment) == (ApprovalState.APPROVED, "よい")
    assert "回答を記録しました" in here.get(path).content.decode()
    assert Client().get(path).status_code == 404
    assert [n.person for n in Notice.objects.filter(kind="cases.approved")] == [cast.officer]


def test_a_refusal_by_link_says_why(cast: Cast, case: Case) -> None:
    path = link_to(formal.asked(case, cast.officer))

    answer = Client().post(path, {"decision": "refuse", "comment": " "})
    neither = Client().post(path, {"comment": "x"})

    assert (answer.status_code, neither.status_code) == (422, 422)
    assert "承認しない理由を書いてください。" in answer.content.decode()
    assert Approval.objects.get().is_waiting


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(cast: Cast, case: Case) -> None:
    used, taken, expired = (formal.asked(case, cast.officer, email=f"{n}@example.invalid") for n in range(3))
    paths = [link_to(one) for one in (used, taken, expired)]
    decide(used, is_approved=True, comment="", by=BY_LINK)
    take_back(taken, by=cast.officer)
    Approval.objects.filter(pk=expired.pk).update(expires_on=clock.today() - dt.timedelta(days=1))

    answers = [Client().get(path) for path in [*paths, "/cases/approve/nothing/", f"{paths[0][:-2]}/"]]
    posted = [approve(Client(), path) for path in [*paths, "/cases/approve/nothing/"]]

    assert {answer.status_code for answer in [*answers, *posted]} == {404}
    bodies = {
        re.sub(r"name=\"csrfmiddlewaretoken\" value=\"\w+\"|/cases/approve/[\w-]+/", "", a.content.decode())
        for a in answers
    }
    assert len(bodies) == 1
    assert "このリンクは使えません" in bodies.pop()


def test_a_link_ends_with_its_case(cast: Cast, case: Case) -> None:
    path = link_to(formal.asked(case, cast.officer))

    moving.withdraw(stories.fresh(case), by=cast.officer, note="中止")

    assert Client().get(path).status_code == 404


def test_a_reminder_brings_a_new_link(cast: Cast, case: Case) -> None:
    approval = formal.asked(case, cast.officer, expires_on=clock.today())
    old = link_to(approval)

    remind(approval, by=cast.colleague)

    new = link_to(approval)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    assert Approval.objects.get().expires_on == clock.today() + dt.timedelta(days=7)


def test_wrong_links_are_counted(cast: Cast, case: Case) -> None:
    path = link_to(formal.asked(case, cast.officer))
    cache.clear()
    client = Client()

    answers = [client.get(f"/cases/approve/wrong-{number}/").status_code for number in range(61)]

    assert (answers[0], answers[59], answers[60]) == (404, 404, 429)
    assert client.post("/cases/approve/wrong/").status_code == 429
    assert client.get(path).status_code == 200  # somebody else behind the same address


def test_the_mail_is_in_the_language_that_was_chosen(cast: Cast, case: Case) -> None:
    approval = formal.asked(case, cast.officer, language="en")

    mail = Mail.objects.get(address=approval.email)

    assert mail.subject == "Please approve: 正式依頼文の決裁"
    assert "Himeji" in mail.body
    assert str(case) not in mail.body
