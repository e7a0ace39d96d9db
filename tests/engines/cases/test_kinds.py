"""Kinds of cases are made, changed, opened and closed by headquarters, without code."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.cases import queries
from kakehashi.engines.cases.forms.kinds import NewKindForm, ReceptionForm, RoadForm
from kakehashi.engines.cases.models import CaseKind, MenuItem
from kakehashi.engines.cases.operations import kinds as operations
from kakehashi.engines.cases.operations import requests
from kakehashi.engines.cases.queries import kind_editing
from kakehashi.engines.cases.queries.road import road_of, sample_of
from kakehashi.engines.cases.roads import ROADS, Road
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.catalogue import seed as catalogue
from kakehashi.foundation.catalogue.models import Service
from kakehashi.foundation.forms.models import QuestionSet
from kakehashi.foundation.forms.queries import current_version
from kakehashi.foundation.search.queries import search
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories

WORDS = {
    "code": "promotion-adviser", "name_ja": "プロモーションアドバイザー相談", "name_en": "Promotion adviser",
    "service_number": 9,
}  # fmt: skip


@pytest.fixture
def kind(cast: Cast) -> CaseKind:
    """Closed, to be answered, with question sets and a desk."""
    stories.kind()
    made = operations.create_kind(WORDS, road=Road.ANSWERED, by=cast.planner)
    return change(made, cast, desks=[cast.headquarters])


def change(kind: CaseKind, cast: Cast, **values: Any) -> CaseKind:
    return operations.change_kind(kind, values, base_revision=kind.revision, by=cast.planner)


def now(kind: CaseKind) -> CaseKind:
    return CaseKind.objects.get(pk=kind.pk)


def opened(kind: CaseKind, cast: Cast) -> CaseKind:
    return operations.open_kind(kind, base_revision=kind.revision, by=cast.planner)


# --- Made ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("road", Road.values)
def test_every_template_gives_a_whole_road(cast: Cast, road: str) -> None:
    stories.kind()

    made = operations.create_kind(WORDS, road=road, by=cast.planner)

    steps = [step.code for step in road_of(sample_of(made))]
    assert {name: getattr(made, name) for name in ROADS[road]} == ROADS[road]
    assert (made.is_open, steps[0], steps[-1]) == (False, "draft", "closed")
    assert [row.version is not None for row in kind_editing.forms_of(made) if row.role != "later_form"] == [
        row.chosen is not None for row in kind_editing.forms_of(made) if row.role != "later_form"
    ]


def test_a_copy_has_everything_but_the_words(cast: Cast, kind: CaseKind) -> None:
    change(kind, cast, targets={"submitted": 3}, checks=[("過去の回答を確かめた", "Earlier answers checked")])

    copy = operations.copy_kind(kind, WORDS | {"code": "second", "name_ja": "二つ目"}, by=cast.planner)

    assert (copy.name_ja, copy.is_open, copy.request_form) == ("二つ目", False, kind.request_form)
    assert list(copy.desks.all()) == [cast.headquarters]
    assert list(copy.targets.values_list("step", "working_days")) == [("submitted", 3)]
    assert list(copy.check_templates.values_list("text_ja", "text_en")) == [
        ("過去の回答を確かめた", "Earlier answers checked")
    ]


def test_a_code_is_used_once(cast: Cast, kind: CaseKind) -> None:
    with pytest.raises(operations.CodeTakenError):
        operations.create_kind(WORDS, road=Road.RECORDED, by=cast.planner)


@pytest.mark.parametrize("who", ["section_staff", "director", "officer", "operator"])
def test_only_headquarters_planners_make_kinds(cast: Cast, kind: CaseKind, who: str) -> None:
    with pytest.raises(NotPermittedError):
        operations.create_kind(WORDS | {"code": "other"}, road=Road.ANSWERED, by=getattr(cast, who))
    with pytest.raises(NotPermittedError):
        operations.open_kind(kind, base_revision=kind.revision, by=getattr(cast, who))


# --- Opened and closed ------------------------------------------------------------------------------------------------
def test_an_open_kind_is_begun_from_its_service_and_the_search(cast: Cast, kind: CaseKind) -> None:
    catalogue.load()

    opened(kind, cast)

    assert [one.code for one in queries.startable_kinds(cast.officer, 9)] == ["economic-adviser", "promotion-adviser"]
    hits = search("プロモーションアドバイザー", viewer=cast.officer).hits
    assert [(hit.title, hit.url) for hit in hits] == [
        ("プロモーションアドバイザー相談", "/cases/new/promotion-adviser/")
    ]
    assert search("プロモーションアドバイザー", viewer=None).hits == ()


def test_what_is_closed_is_found_no_more_and_begun_no_more(cast: Cast, kind: CaseKind) -> None:
    opened(kind, cast)

    operations.close_kind(kind, reason_ja="休止", reason_en="Paused", base_revision=kind.revision, by=cast.planner)

    assert search("プロモーションアドバイザー", viewer=cast.officer).hits == ()
    with pytest.raises(NotPermittedError):
        requests.start_case(now(kind), applicant=cast.himeji, office=cast.headquarters, by=cast.officer)


def test_the_plan_says_what_is_open(cast: Cast, kind: CaseKind) -> None:
    catalogue.load()
    adviser = CaseKind.objects.get(code="economic-adviser")

    operations.close_kind(adviser, reason_ja="休止", reason_en="-", base_revision=adviser.revision, by=cast.planner)
    closed = Service.objects.get(number=9).state
    opened(kind, cast)

    assert (closed, Service.objects.get(number=9).state) == ("preparing", "open")


def test_what_is_missing_is_said_in_words(cast: Cast, kind: CaseKind) -> None:
    unpublished = QuestionSet.objects.create(code="empty", title_ja="空")
    change(kind, cast, desks=[], answer_form=None, request_form=unpublished)

    with pytest.raises(operations.NotReadyError) as refused:
        opened(kind, cast)

    assert refused.value.faults == [
        "回答書の質問票が選ばれていません。「受付と質問票」で選んでください。",
        "質問票「空」に公開中の版がありません。質問票を公開してください。",
        "受け付ける事務所も課もありません。「受付と質問票」で選んでください。",
    ]
    assert not now(kind).is_open


def test_an_open_kind_stays_whole(cast: Cast, kind: CaseKind) -> None:
    opened(kind, cast)

    with pytest.raises(operations.NotReadyError):
        change(kind, cast, desks=[])
    with pytest.raises(operations.NotReadyError):
        change(now(kind), cast, answer_form=None)

    assert list(now(kind).desks.all()) == [cast.headquarters]


def test_what_will_be_noticed_is_said_too(cast: Cast, kind: CaseKind) -> None:
    catalogue.load()

    change(kind, cast, desks=[cast.headquarters, cast.london], service_number=8)

    assert kind_editing.what_to_mind(kind) == ["今の事業計画には、案件として受け付けるサービス8がありません。"]


# --- Changed ----------------------------------------------------------------------------------------------------------
def test_the_second_editor_is_told(cast: Cast, kind: CaseKind) -> None:
    old = kind.revision
    change(kind, cast, name_ja="先の人の名称")

    with pytest.raises(StaleError):
        operations.change_kind(now(kind), {"name_ja": "後の人の名称"}, base_revision=old, by=cast.planner)

    assert now(kind).name_ja == "先の人の名称"


def test_the_road_is_fixed_once_there_are_cases(cast: Cast, kind: CaseKind) -> None:
    opened(kind, cast)
    requests.start_case(kind, applicant=cast.himeji, office=cast.headquarters, by=cast.officer)

    with pytest.raises(operations.RoadFixedError):
        change(now(kind), cast, through_branch=True)
    change(now(kind), cast, through_branch=False, name_ja="改めた名称")

    assert now(kind).name_ja == "改めた名称"


def test_days_and_checks_are_replaced_and_written_down(cast: Cast, kind: CaseKind) -> None:
    change(kind, cast, targets={"submitted": 3, "reviewing": 10})

    change(kind, cast, targets={"submitted": None, "reviewing": 5}, checks=[("一", ""), ("二", "")])

    row = AuditRow.objects.filter(action="cases.change_kind").order_by("-number")[0]
    assert list(kind.targets.values_list("step", "working_days")) == [("reviewing", 5)]
    assert (row.after["targets"], row.after["checks"]) == ({"reviewing": 5}, [["一", ""], ["二", ""]])


def test_a_form_of_its_own_leaves_the_others_alone(cast: Cast, kind: CaseKind) -> None:
    common = kind.request_form

    draft = operations.give_own_form(kind, "request_form", base_revision=kind.revision, by=cast.planner)

    own = now(kind).request_form
    assert own is not None and common is not None
    assert (own.code, own.title_ja) == (
        "promotion-adviser-request",
        "プロモーションアドバイザー相談 依頼書・相談票・記録の質問票",
    )
    assert (draft.question_set, draft.number, draft.state) == (own, 2, "draft")
    first, theirs = current_version(own.code), current_version(common.code)
    assert first is not None and theirs is not None
    assert [q.code for q in first.all_questions] == [q.code for q in theirs.all_questions]


def test_a_second_copy_gets_a_code_of_its_own(cast: Cast, kind: CaseKind) -> None:
    operations.give_own_form(kind, "answer_form", base_revision=kind.revision, by=cast.planner)

    operations.give_own_form(kind, "answer_form", base_revision=kind.revision, by=cast.planner)

    assert QuestionSet.objects.filter(code="promotion-adviser-answer-2").exists()


# --- Forms ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts": "anyone", "work": "arrange"}, "work"),
        ({"starts": "staff", "work": "answer"}, "work"),
        ({"starts": "client", "work": "record"}, "work"),
        ({"starts": "anyone", "work": "answer", "through_branch": True}, "through_branch"),
        ({"starts": "client", "work": "arrange", "has_formal_stage": True}, "has_formal_stage"),
    ],
)
def test_roads_that_lead_nowhere_are_refused(kind: CaseKind, values: dict[str, Any], field: str) -> None:
    form = RoadForm(kind, values)

    assert (form.is_valid(), list(form.errors)) == (False, [field])


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"code": "new", "road": "answered"}, ["code"]),
        ({"code": "2012", "road": "answered"}, ["code"]),
        ({"code": "fine"}, ["road"]),
        ({"code": "fine", "road": "nowhere"}, ["road"]),
        ({"code": "fine", "road": "answered"}, []),
    ],
)
def test_a_new_kind_has_a_code_and_one_origin(kind: CaseKind, values: dict[str, str], fields: list[str]) -> None:
    form = NewKindForm({"name_ja": "相談", "name_en": "Advice"} | values)

    assert list(form.errors) == fields


def test_the_form_of_the_reception_asks_for_what_the_road_needs(kind: CaseKind) -> None:
    recorded = CaseKind.objects.get(code="tokyo-office-visit")

    assert list(ReceptionForm(kind).fields) == [
        "at_offices", "desks", "needs_assisting_office", "second_follow_up_months", "request_form", "answer_form",
        "follow_up_form", "later_form",
    ]  # fmt: skip
    assert list(ReceptionForm(recorded).fields) == ["at_offices", "desks", "request_form"]


# --- Pages ------------------------------------------------------------------------------------------------------------
PAGES = [
    "/cases/kinds/", "/cases/kinds/new/", "/cases/kinds/promotion-adviser/", "/cases/menu/", "/cases/menu/vehicle/",
    "/cases/kinds/promotion-adviser/preview/",
    *[f"/cases/kinds/promotion-adviser/{part}/" for part in ("words", "road", "reception", "targets", "checks")],
]  # fmt: skip


@pytest.mark.parametrize("who", ["officer", "neighbour", "director", "section_staff", "operator"])
def test_nobody_else_finds_the_pages(cast: Cast, kind: CaseKind, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))

    assert {page: client.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 404)


def test_planners_read_every_page(cast: Cast, kind: CaseKind, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)

    assert {page: client.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)
    assert client.get("/cases/kinds/promotion-adviser/nothing/").status_code == 404
    assert client.post("/cases/kinds/promotion-adviser/forms/nothing/copy/").status_code == 404


def test_the_list_costs_the_same_with_more_kinds(cast: Cast, kind: CaseKind, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    few = _cost(client)
    for number in range(10):
        operations.copy_kind(kind, WORDS | {"code": f"kind-{number}"}, by=cast.planner)

    assert _cost(client) == few


def _cost(client: Client) -> int:
    client.get("/cases/kinds/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/cases/kinds/")
    return len(asked)


def test_a_kind_is_made_on_screen(cast: Cast, sign_in: SignIn) -> None:
    like = stories.kind(9)
    sent = {"name_ja": "新しい相談", "name_en": "New", "code": "new-advice", "service_number": "9", "like": like.pk}

    answer = sign_in(cast.planner).post("/cases/kinds/new/", sent)

    assert answer["Location"] == "/cases/kinds/new-advice/"
    assert CaseKind.objects.get(code="new-advice").answer_form == like.answer_form


def test_a_stale_page_shows_both_sides(cast: Cast, kind: CaseKind, sign_in: SignIn) -> None:
    client, old = sign_in(cast.planner), kind.revision
    sent = {"name_en": "Advice", "order": 0, "service_number": 9}
    client.post("/cases/kinds/promotion-adviser/words/", sent | {"_revision": old, "name_ja": "先の人の名称"})

    second = sent | {"_revision": old, "name_ja": "後の人の名称"}
    stale = client.post("/cases/kinds/promotion-adviser/words/", second)

    page = stale.content.decode()
    assert (stale.status_code, now(kind).name_ja) == (409, "先の人の名称")
    assert "<td>先の人の名称</td><td>後の人の名称</td>" in page
    assert f'name="_revision" value="{old + 1}"' in page


def test_every_part_is_saved_on_screen(cast: Cast, kind: CaseKind, sign_in: SignIn) -> None:
    client, page = sign_in(cast.planner), "/cases/kinds/promotion-adviser/"
    forms = {role: getattr(kind, role).pk for role in ("request_form", "answer_form")}
    parts: list[tuple[str, dict[str, Any]]] = [
        ("road", {"starts": "client", "work": "answer", "through_branch": "on"}),
        ("reception", forms | {"desks": [cast.headquarters.pk], "second_follow_up_months": 0}),
        ("targets", {"submitted": 2, "reviewing": ""}),
        ("checks", {"checks": "過去の回答を確かめた | Earlier answers checked\n\n二つ目"}),
    ]

    for part, sent in parts:
        answer = client.post(f"{page}{part}/", sent | {"_revision": now(kind).revision})
        assert (answer.status_code, answer.get("Location")) == (302, page), part

    after = now(kind)
    assert (after.through_branch, after.follow_up_form, after.second_follow_up_months) == (True, None, 0)
    assert list(after.targets.values_list("step", "working_days")) == [("submitted", 2)]
    assert list(after.check_templates.values_list("text_ja", flat=True)) == ["過去の回答を確かめた", "二つ目"]


def test_it_is_opened_and_closed_on_screen(cast: Cast, kind: CaseKind, sign_in: SignIn) -> None:
    client, page = sign_in(cast.planner), "/cases/kinds/promotion-adviser/"

    client.post(f"{page}open/", {"_revision": kind.revision})
    was_open = now(kind).is_open
    silent = client.post(f"{page}close/", {"_revision": now(kind).revision})
    stale = client.post(f"{page}close/", {"_revision": 1, "reason_ja": "休止", "reason_en": "Paused"})
    client.post(f"{page}close/", {"_revision": now(kind).revision, "reason_ja": "休止", "reason_en": "Paused"})

    assert (was_open, silent.status_code, stale.status_code) == (True, 200, 409)
    assert (now(kind).is_open, now(kind).reason_ja) == (False, "休止")


def test_one_click_gives_a_form_of_its_own(cast: Cast, kind: CaseKind, sign_in: SignIn) -> None:
    sent = {"_revision": kind.revision}

    answer = sign_in(cast.planner).post("/cases/kinds/promotion-adviser/forms/request_form/copy/", sent)

    own = now(kind).request_form
    assert own is not None
    assert answer["Location"] == f"/forms/versions/{own.versions.get(state='draft').pk}/"


# --- The menu ---------------------------------------------------------------------------------------------------------
def test_the_menu_grows_and_shrinks_on_screen(cast: Cast, kind: CaseKind, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)

    client.post("/cases/menu/", {"name_ja": "工場見学", "name_en": "Factory visit", "code": "factory"})
    taken = client.post("/cases/menu/", {"name_ja": "車両", "name_en": "Vehicle", "code": "vehicle"})
    client.post("/cases/menu/vehicle/", {"name_ja": "車両の紹介", "name_en": "Vehicle"})

    assert taken.status_code == 200
    assert "このコードはすでに使われています。" in taken.content.decode()
    assert list(MenuItem.objects.order_by("-order").values_list("code", "is_offered")[:1]) == [("factory", True)]
    assert not MenuItem.objects.get(code="vehicle").is_offered
