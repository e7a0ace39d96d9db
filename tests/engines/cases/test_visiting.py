"""Asking without an account, and what a desk writes down for somebody."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django import Settings

from kakehashi.engines.cases.models import Case, Visitor
from kakehashi.engines.cases.operations import moving, requests, visiting
from kakehashi.engines.cases.operations.moves import MOVES
from kakehashi.engines.cases.queries import visitor_path
from kakehashi.foundation.notices.models import Mail
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import roads, stories

QUESTION = roads.CONSULTATION


@pytest.fixture
def desk(cast: Cast) -> Organisation:
    return roads.plaza_desk(cast)


def fields(answers: dict[str, object]) -> dict[str, object]:
    return {code: value for code, value in answers.items() if not isinstance(value, list)} | {"send": "1"}


def test_anybody_asks_and_reads_the_answer(cast: Cast, desk: Organisation, client: Client) -> None:
    page = client.get("/cases/ask/plaza/")
    sent = client.post("/cases/ask/plaza/", fields(QUESTION) | {"email": "somebody@example.invalid"})
    case = Case.objects.get()
    roads.answered(case, cast)
    read = client.get(sent["Location"])

    assert page.status_code == 200
    assert (case.applicant, case.requester, case.office, case.step) == (None, None, desk, "submitted")
    assert stories.fresh(case).step == "closed"
    assert roads.THE_ANSWER in read.content.decode()
    mails = Mail.objects.filter(address="somebody@example.invalid")
    assert all(visitor_path(case.visitor) in mail.body for mail in mails)
    assert mails.count() == 2  # received, answered


def test_nothing_is_kept_of_what_is_not_complete(cast: Cast, desk: Organisation, client: Client) -> None:
    answer = client.post("/cases/ask/plaza/", {"name": "だれか", "send": "1"})

    assert (answer.status_code, Case.objects.count()) == (200, 0)
    assert "だれか" in answer.content.decode()


def test_a_changed_link_leads_nowhere(cast: Cast, desk: Organisation, client: Client) -> None:
    case = roads.asked_by_nobody(cast)
    path = visitor_path(case.visitor)

    assert client.get(path).status_code == 200
    assert client.get(path[:-3] + "xx/").status_code == 404
    Visitor.objects.update(nonce="another")
    assert client.get(path).status_code == 404


def test_the_visitor_answers_what_the_desk_asks(cast: Cast, desk: Organisation, client: Client) -> None:
    case = roads.asked_by_nobody(cast)
    moving.ask_back(case, by=cast.section_staff, note="どの国ですか。")

    client.post(f"{visitor_path(case.visitor)}write/", {"body": "ベトナムです。"})

    assert stories.fresh(case).step == "reviewing"
    assert "ベトナムです。" in client.get(visitor_path(case.visitor)).content.decode()


def test_internal_notes_stay_inside(cast: Cast, desk: Organisation, client: Client) -> None:
    case = roads.asked_by_nobody(cast)
    roads.note(case, "内部の話", by=cast.section_staff)

    assert "内部の話" not in client.get(visitor_path(case.visitor)).content.decode()


def test_a_city_does_not_see_what_somebody_unknown_asked(cast: Cast, desk: Organisation, sign_in: SignIn) -> None:
    case = roads.asked_by_nobody(cast)

    assert sign_in(cast.officer).get(f"/cases/{case.pk}/").status_code == 404
    assert sign_in(cast.staff).get(f"/cases/{case.pk}/").status_code == 404
    assert sign_in(cast.section_staff).get(f"/cases/{case.pk}/").status_code == 200


def test_a_desk_writes_down_a_call(cast: Cast, desk: Organisation, sign_in: SignIn) -> None:
    client = sign_in(cast.section_staff)
    begun = client.post("/cases/new/plaza/for/", {"channel": "phone", "office": desk.pk, "applicant": "姫路市"})
    case = Case.objects.get()
    paper = case.papers.get()
    requests.save_paper(paper, QUESTION, base_revision=paper.sheet.revision, by=cast.section_staff)
    MOVES["submit"](paper.case, by=cast.section_staff)

    assert begun["Location"] == f"/cases/{case.pk}/request/"
    assert (case.applicant, case.channel) == (cast.himeji, "phone")
    assert sign_in(cast.officer).get(f"/cases/{case.pk}/").status_code == 200


def test_the_body_that_called_does_not_see_the_draft(cast: Cast, desk: Organisation, sign_in: SignIn) -> None:
    sign_in(cast.section_staff).post(
        "/cases/new/plaza/for/", {"channel": "counter", "office": desk.pk, "applicant": "282014"}
    )

    assert sign_in(cast.officer).get(f"/cases/{Case.objects.get().pk}/").status_code == 404


def test_who_has_no_desk_writes_nothing_down(cast: Cast, desk: Organisation, sign_in: SignIn) -> None:
    assert sign_in(cast.officer).get("/cases/new/plaza/for/").status_code == 404
    assert sign_in(cast.staff).get("/cases/new/plaza/for/").status_code == 404


def test_who_asked_is_forgotten_a_year_after(cast: Cast, desk: Organisation, client: Client) -> None:
    client.post("/cases/ask/plaza/", fields(QUESTION) | {"name": "だれか", "email": "somebody@example.invalid"})
    case = Case.objects.get()
    roads.answered(case, cast)

    with clock.pinned(clock.now() + dt.timedelta(days=360)):
        kept = visiting.forget_old_visitors()
    with clock.pinned(clock.now() + dt.timedelta(days=370)):
        gone = visiting.forget_old_visitors()

    assert (kept, gone) == (0, 1)
    visitor = Visitor.objects.get()
    assert (visitor.name, visitor.email) == ("", "")


def test_one_place_cannot_flood_the_desk(cast: Cast, desk: Organisation, client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"cases_ask": "2/h/ip"}

    answers = [client.post("/cases/ask/plaza/", fields(QUESTION)).status_code for _time in range(3)]

    assert answers == [302, 302, 429]
    assert Case.objects.count() == 2
