import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kakehashi.foundation.catalogue import operations, registry
from kakehashi.foundation.catalogue.choices import ServiceState
from kakehashi.foundation.catalogue.models import Aim, Plan, Service
from kakehashi.foundation.catalogue.registry import Figures
from tests.cast import Cast
from tests.conftest import SignIn

PUBLIC = [
    "/services/",
    "/services/aims/leader-visit/",
    "/services/fy2012/",
    "/services/fy2012/fields/3/",
    "/services/fy2012/7/",
    "/services/fy2012/8/",
]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_public_pages_answer_a_visitor(plan: Plan, path: str, language: str) -> None:
    response = Client(headers={"accept-language": language}).get(path)

    text = response.content.decode()
    assert response.status_code == 200
    assert "!!unknown" not in text
    assert f'lang="{language}"' in text


def test_every_aim_leads_to_its_services(plan: Plan) -> None:
    visitor = Client()

    answers = {aim.code: visitor.get(aim.get_absolute_url()).status_code for aim in Aim.objects.all()}

    assert set(answers.values()) == {200}


def test_from_aims_to_service_in_two_clicks(plan: Plan) -> None:
    visitor = Client()

    aims = visitor.get("/services/").content.decode()
    aim = visitor.get("/services/aims/leader-visit/").content.decode()
    service = visitor.get("/services/fy2012/7/").content.decode()

    assert 'href="/services/aims/leader-visit/"' in aims
    assert 'href="/services/fy2012/7/"' in aim
    assert 'href="/begin/7/"' in service


def test_a_service_in_preparation_says_why_and_has_no_button(plan: Plan) -> None:
    text = Client().get("/services/fy2012/8/").content.decode()

    assert "このサービスは準備中です" in text
    assert plan.services.get(number=8).preparing_reason_ja in text
    assert "依頼を始める" not in text


def test_an_ended_service_and_a_past_year_still_answer(cast: Cast, plan: Plan, top_sales: Service) -> None:
    operations.end_service(plan.services.get(number=8), by=cast.planner)
    ended = Client().get("/services/fy2012/8/")
    operations.make_current(operations.copy_plan(plan, by=cast.planner, fiscal_year=2013), by=cast.planner)
    past = Client().get("/services/fy2012/7/")

    assert (ended.status_code, past.status_code) == (200, 200)
    assert "このサービスは終了しました" in ended.content.decode()
    assert 'href="/services/fy2013/7/"' in past.content.decode()
    assert 'href="/begin/7/"' not in past.content.decode()


def test_figures_are_shown_with_the_way_to_the_records(plan: Plan) -> None:
    registry.register_figures(lambda plan: {7: Figures(4, 5, 9, "/cases/?service=7")})

    service = Client().get("/services/fy2012/7/").content.decode()
    whole = Client().get("/services/fy2012/").content.decode()

    assert 'href="/cases/?service=7"' in service
    assert "これまで9件、進行中4件" in whole


def test_unknown_and_draft_are_not_found(cast: Cast, plan: Plan, sign_in: SignIn) -> None:
    operations.copy_plan(plan, by=cast.planner, fiscal_year=2013)
    paths = ["/services/fy2013/", "/services/fy2013/7/", "/services/fy2013/fields/1/", "/services/fy2012/112/"]

    for person in (None, cast.officer, cast.section_staff):
        assert [sign_in(person).get(path).status_code for path in paths] == [404] * 4
    assert [sign_in(cast.planner).get(path).status_code for path in paths] == [200, 200, 200, 404]


def test_pages_cost_the_same_for_any_number_of_services(
    plan: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor = Client()
    Service.objects.exclude(number__in=[7, 43]).delete()

    with django_assert_num_queries(6):
        visitor.get("/services/fy2012/")

    for number in range(200, 230):
        programme = plan.services.get(number=43).programme
        service = Service.objects.create(plan=plan, number=number, programme=programme, engine="jet", state="open")
        service.also_under.add(programme)
    with django_assert_num_queries(6):
        visitor.get("/services/fy2012/")


def _form(service: Service) -> dict[str, object]:
    return {
        "name_ja": "首長の訪問の支援",
        "name_en": "Support for leaders' visits",
        "description_ja": "説明です。",
        "description_en": "A description.",
        "who_asks": ["municipality"],
        "responsible": "",
        "responsible_note_ja": "",
        "responsible_note_en": "",
        "state": service.state,
        "reason_ja": "",
        "reason_en": "",
        "revision": service.revision,
    }


def test_edit_service(cast: Cast, top_sales: Service, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    path = "/services/fy2012/7/edit/"

    shown = client.get(path)
    saved = client.post(path, _form(top_sales))

    top_sales.refresh_from_db()
    assert (shown.status_code, saved.status_code, saved["Location"]) == (200, 302, "/services/fy2012/7/")
    assert (top_sales.name_ja, top_sales.revision) == ("首長の訪問の支援", 1)


def test_a_conflict_shows_both_and_loses_nothing(cast: Cast, top_sales: Service, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    client.post("/services/fy2012/7/edit/", _form(top_sales) | {"name_ja": "先に保存した名称"})

    answer = client.post("/services/fy2012/7/edit/", _form(top_sales) | {"name_ja": "後から書いた名称"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "先に保存した名称" in text
    assert "後から書いた名称" in text
    assert 'name="revision" value="1"' in text
    assert Service.objects.get(pk=top_sales.pk).name_ja == "先に保存した名称"


def test_errors_say_what_is_wrong(cast: Cast, plan: Plan, sign_in: SignIn) -> None:
    fair = plan.services.get(number=8)
    client = sign_in(cast.planner)

    opened = client.post("/services/fy2012/8/edit/", _form(fair) | {"state": "open"}).content.decode()
    silent = client.post("/services/fy2012/8/edit/", _form(fair) | {"state": "preparing"}).content.decode()

    assert "このサービスを受け付ける画面がまだないため、受付中にできません。" in opened
    assert "準備中にするときは、理由を日本語と英語で書いてください。" in silent
    assert Service.objects.get(pk=fair.pk).revision == 0


EDITING = [
    "plans/",
    "fy2012/copy/",
    "fy2012/manage/",
    "fy2012/rename/",
    "fy2012/make-current/",
    "fy2012/add/",
    "fy2012/fields/1/edit/",
    "fy2012/fields/1/add/",
    "fy2012/7/edit/",
]


@pytest.mark.parametrize("path", EDITING)
def test_pages_of_editing_exist_for_editors_only(cast: Cast, plan: Plan, sign_in: SignIn, path: str) -> None:
    address = f"/services/{path}"

    assert sign_in(cast.planner).get(address).status_code == 200
    for person in (cast.officer, cast.director, cast.section_staff, cast.operator):
        assert sign_in(person).get(address).status_code == 404
        assert sign_in(person).post(address).status_code == 404
    assert sign_in(None).get(address).status_code == 302


def test_ending_is_for_editors(cast: Cast, top_sales: Service, sign_in: SignIn) -> None:
    refused = sign_in(cast.officer).post("/services/fy2012/7/end/")
    by_get = sign_in(cast.planner).get("/services/fy2012/7/end/")
    done = sign_in(cast.planner).post("/services/fy2012/7/end/")

    assert (refused.status_code, by_get.status_code, done.status_code) == (404, 405, 302)
    assert Service.objects.get(pk=top_sales.pk).state == ServiceState.ENDED

    sign_in(cast.planner).post("/services/fy2012/7/resume/")

    assert Service.objects.get(pk=top_sales.pk).state == ServiceState.OPEN


def test_a_year_is_made_on_screen(cast: Cast, plan: Plan, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    programme = plan.fields.get(number=1).programmes.first()
    assert programme is not None

    taken = client.post("/services/fy2012/copy/", {"fiscal_year": 2012})
    made = client.post("/services/fy2012/copy/", {"fiscal_year": 2013})
    renamed = client.post("/services/fy2013/rename/", {"title_ja": "新計画", "title_en": "New plan"})
    draft = Plan.objects.get(code="fy2013")
    heading = draft.fields.get(number=1).programmes.get(order=programme.order)
    path = reverse("catalogue:edit_programme", args=["fy2013", heading.pk])
    reheaded = client.post(path, {"rank": "priority", "heading_ja": "新見出し", "heading_en": "New heading"})
    added = client.post(
        "/services/fy2013/add/", _form(plan.services.get(number=7)) | {"programme": heading.pk, "engine": "events"}
    )
    current = client.post("/services/fy2013/make-current/")

    assert "この年度の計画はすでにあります。" in taken.content.decode()
    assert [made.status_code, renamed.status_code, reheaded.status_code] == [302, 302, 302]
    assert (added["Location"], current["Location"]) == ("/services/fy2013/112/", "/services/fy2013/")
    assert Client().get("/services/fy2013/112/").status_code == 200
    assert "新見出し" in Client().get("/services/fy2013/").content.decode()


def test_a_heading_is_not_doubled(cast: Cast, plan: Plan, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    known = plan.services.get(number=1).programme
    values = {"rank": known.rank, "heading_ja": known.heading_ja, "heading_en": "Again"}

    doubled = client.post("/services/fy2012/fields/1/add/", values)
    kept = client.post(reverse("catalogue:edit_programme", args=["fy2012", known.pk]), values)

    assert "同じ区分に同じ見出しがあります。" in doubled.content.decode()
    assert kept.status_code == 302


def test_a_closed_year_cannot_be_edited(cast: Cast, plan: Plan, sign_in: SignIn) -> None:
    operations.make_current(operations.copy_plan(plan, by=cast.planner, fiscal_year=2013), by=cast.planner)
    client = sign_in(cast.planner)

    page = client.get("/services/fy2012/manage/")
    refused = client.post("/services/fy2012/rename/", {"title_ja": "改名", "title_en": "Renamed"})

    assert "直すことはできません。" in page.content.decode()
    assert refused.status_code == 403
