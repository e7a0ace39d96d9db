"""Schemes set up and ended on screen, without code: a new kind of adviser, the end of LGOTP."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.calls.models import Call, Scheme
from kakehashi.engines.calls.operations import calls as call_operations
from kakehashi.engines.calls.operations import schemes as operations
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.typing_in import typed

SPRING = dt.datetime(2015, 4, 10, 9, 0, tzinfo=clock.JAPAN)


def scheme(cast: Cast, code: str = "lgotp", **values: Any) -> Scheme:
    desk, officer = stories.section(cast)
    words = {"code": code, "name_ja": "自治体職員協力交流事業", "name_en": "LGOTP", "desk": desk}
    return operations.create_scheme(words | values, by=officer)


def fill_in(client: Client, address: str, **values: Any) -> None:
    """Save a page with these values changed."""
    answer = client.post(address, typed(client.get(address)) | values)
    assert answer.status_code == 302, answer.content.decode()


# --- A new kind of adviser from FY2015, typed in page by page ---------------------------------------------------------
def make_promotion_adviser(client: Client, desk: Organisation) -> Call:
    """The scheme and its first call, by what a browser sends."""
    fill_in(
        client, "/calls/schemes/new/", name_ja="プロモーションアドバイザー", name_en="Promotion advisers",
        code="promotion-adviser", desk=desk.pk, service_numbers="9、35", about_ja="企画の段階から専門家が助言します。",
    )  # fmt: skip
    fill_in(client, "/calls/schemes/promotion-adviser/calls/new/", fiscal_year=2015)
    call = Call.objects.get(scheme__code="promotion-adviser")
    edit, form = f"/calls/{call.pk}/edit/", stories.form("test-application", stories.QUESTIONS)
    fill_in(client, f"{edit}words/", guidance_ja="観光と物産の専門家を派遣します。", guidance_en="Experts are sent.",
            contact_ja="経済交流課")  # fmt: skip
    fill_in(client, f"{edit}road/", gives="person", deciding="officer", pays="direct", register="adviser")
    fill_in(client, f"{edit}window/", opens_at="2015-04-01T09:00", closes_at="2016-02-26T17:00", closes_when_spent="on")
    who = {
        "eligibility_lines-0-text_ja": "企画の段階ですか",
        "eligibility_lines-0-refusal_ja": "企画の段階が対象です。",
    }
    kinds = ["prefecture", "designated_city", "municipality"]
    fill_in(client, f"{edit}who/", eligible_kinds=kinds, uses_per_year="2", **who)
    report = stories.form("test-report", [("result", "textarea", True)])
    fill_in(client, f"{edit}forms/", application_form=form.pk, report_form=report.pk)
    fill_in(client, f"{edit}tracks/", **{"tracks-0-places": "20"})
    fill_in(client, f"{edit}money/", is_set="on", rate="1", hours_most="4")
    expenses = {"expenses-0-code": "travel", "expenses-0-name_ja": "旅費", "expenses-0-name_en": "Travel"}
    fill_in(client, f"{edit}expenses/", **expenses)
    expenses = {"expenses-1-code": "meals", "expenses-1-name_ja": "飲食費", "expenses-1-name_en": "Meals"}
    fill_in(
        client, f"{edit}expenses/", **expenses, **{"expenses-1-is_eligible": "", "expenses-1-why_ja": "対象外です。"}
    )
    fill_in(client, f"{edit}checks/", **{"check_lines-0-text_ja": "派遣の目的が書かれている"})
    return call


def test_a_new_kind_of_adviser_is_set_up_on_screen(cast: Cast, sign_in: SignIn) -> None:
    desk, officer = stories.section(cast)
    client = sign_in(officer)

    with clock.pinned(SPRING):
        call = make_promotion_adviser(client, desk)
        revision = Call.objects.get(pk=call.pk).revision
        answer = client.post(f"/calls/{call.pk}/announce/", {"_revision": revision})
        page = Client().get(f"/calls/{call.pk}/").content.decode()
        listed = Client().get("/calls/?fiscal_year=2015&gives=person").content.decode()

        found = Call.objects.get(pk=call.pk)
        assert (answer.status_code, found.is_open, found.is_unconfirmed) == (302, True, True)
    assert found.scheme.service_numbers == [9, 35]
    assert (found.money_rule.rate, found.money_rule.hours_most) == (Decimal(1), 4)
    assert [(one.code, one.is_eligible) for one in found.expenses.all()] == [("travel", True), ("meals", False)]
    said = [
        "観光と物産の専門家を派遣します。",
        "2回まで",
        "旅費",
        "飲食費",
        "4時間まで",
        "企画の段階ですか",
        "要綱未確認",
    ]
    assert [words for words in said if words not in page] == []
    assert "プロモーションアドバイザー" in listed


def test_what_was_set_up_on_screen_takes_applications(cast: Cast, sign_in: SignIn) -> None:
    desk, officer = stories.section(cast)
    with clock.pinned(SPRING):
        call = make_promotion_adviser(sign_in(officer), desk)
        call_operations.announce_call(call, base_revision=Call.objects.get(pk=call.pk).revision, by=officer)

        submitted = stories.submitted(cast, Call.objects.get(pk=call.pk))

    assert (submitted.number, submitted.fiscal_year) == ("2015-PROMOTION-ADVISER-0001", 2015)


# --- LGOTP ends -------------------------------------------------------------------------------------------------------
def test_a_scheme_is_ended_after_a_year_on_screen(cast: Cast, sign_in: SignIn) -> None:
    _desk, officer = stories.section(cast)
    found, client = scheme(cast), sign_in(officer)
    last = call_operations.create_call(found, fiscal_year=2025, by=officer)

    answer = client.post("/calls/schemes/lgotp/end/", {"ends_after": "2025", "_revision": found.revision})
    refused = client.post("/calls/schemes/lgotp/calls/new/", {"fiscal_year": "2026", "like": str(last.pk)})

    assert (answer.status_code, Scheme.objects.get(code="lgotp").ends_after) == (302, 2025)
    assert ("2025年度で終わりました" in refused.content.decode(), found.calls.count()) == (True, 1)
    assert "2025年度で終了" in client.get("/calls/schemes/").content.decode()


def test_what_ended_can_go_on(cast: Cast) -> None:
    _desk, officer = stories.section(cast)
    ended = operations.end_scheme(scheme(cast), ends_after=2011, base_revision=1, by=officer)
    with pytest.raises(call_operations.CallExistsError):
        call_operations.create_call(ended, fiscal_year=2012, by=officer)

    operations.end_scheme(ended, ends_after=None, base_revision=2, by=officer)

    assert call_operations.create_call(ended, fiscal_year=2012, by=officer).fiscal_year == 2012


def test_it_cannot_end_before_an_announced_call(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)
    client = sign_in(stories.section(cast)[1])

    answer = client.post("/calls/schemes/multi/end/", {"ends_after": "2011", "_revision": call.scheme.revision})

    assert (answer.status_code, Scheme.objects.get(code="multi").ends_after) == (409, None)


# --- Changed ----------------------------------------------------------------------------------------------------------
def test_the_second_editor_sees_both_sides(cast: Cast, sign_in: SignIn) -> None:
    found = scheme(cast)
    client = sign_in(stories.section(cast)[1])
    mine = typed(client.get("/calls/schemes/lgotp/edit/")) | {"name_ja": "後の人の名称"}
    fill_in(client, "/calls/schemes/lgotp/edit/", name_ja="先の人の名称")

    answer = client.post("/calls/schemes/lgotp/edit/", mine)

    body = answer.content.decode()
    assert (answer.status_code, "先の人の名称" in body, "後の人の名称" in body) == (409, True, True)
    assert Scheme.objects.get(pk=found.pk).name_ja == "先の人の名称"
    assert AuditRow.objects.filter(action="calls.change_scheme").count() == 1


def test_a_code_is_used_once(cast: Cast, sign_in: SignIn) -> None:
    scheme(cast)
    desk, officer = stories.section(cast)
    sent = {"code": "lgotp", "name_ja": "別", "name_en": "Other", "desk": desk.pk, "order": 0}

    body = sign_in(officer).post("/calls/schemes/new/", sent).content.decode()

    assert ("すでに使われています" in body, Scheme.objects.count()) == (True, 1)


# --- Who --------------------------------------------------------------------------------------------------------------
def test_each_section_has_its_own_schemes(cast: Cast, sign_in: SignIn) -> None:
    scheme(cast)
    _desk, officer = stories.section(cast)

    seen = {
        person.name_en: (
            sign_in(person).get("/calls/schemes/").status_code,
            sign_in(person).get("/calls/schemes/lgotp/").status_code,
        )
        for person in (officer, cast.planner, cast.section_staff, cast.officer, cast.operator)
    }

    assert seen == {
        officer.name_en: (200, 200), "Planner": (200, 200), "Section": (200, 404), "Officer": (404, 404),
        "Operator": (404, 404),
    }  # fmt: skip


def test_nobody_moves_a_scheme_to_a_section_of_others(cast: Cast) -> None:
    found = scheme(cast)
    _desk, officer = stories.section(cast)

    with pytest.raises(NotPermittedError):
        operations.change_scheme(found, {"desk": cast.headquarters}, base_revision=found.revision, by=officer)
    with pytest.raises(NotPermittedError):
        scheme(cast, "other", desk=cast.headquarters)

    assert Scheme.objects.get(pk=found.pk).desk != cast.headquarters


def test_the_lists_cost_the_same_for_many(cast: Cast, sign_in: SignIn) -> None:
    found = scheme(cast)
    _desk, officer = stories.section(cast)
    client = sign_in(officer)

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    call_operations.create_call(found, fiscal_year=2012, by=officer)
    one = [cost("/calls/schemes/"), cost("/calls/schemes/lgotp/")]
    for number in range(3):
        scheme(cast, f"more-{number}")
        call_operations.create_call(found, fiscal_year=2013 + number, by=officer)

    assert [cost("/calls/schemes/"), cost("/calls/schemes/lgotp/")] == one
