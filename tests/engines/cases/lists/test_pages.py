"""The list, its files, saved views and the load, as pages."""

import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kakehashi.engines.cases.models import SavedView
from kakehashi.engines.cases.operations.saved_views import save_view
from kakehashi.engines.cases.queries.load import load_of
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories
from tests.engines.cases.lists.many import DAY, make_case

VIEWERS = ["officer", "branch_officer", "staff", "director", "section_staff", "retired"]


@pytest.fixture(autouse=True)
def _in_the_summer_of_2012() -> Any:
    with clock.pinned(DAY):
        yield


def titles(client: Client, query: str) -> list[str]:
    return [line.case.title for line, *_ in client.get(f"/cases/?{query}").context["rows"]]


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
        answer.getvalue()
    return len(asked)


@pytest.mark.parametrize("who", VIEWERS)
@pytest.mark.parametrize("query", ["view=all", "view=open&q=訪問&applicant=姫路&due=overdue", "view=waiting&page=2"])
def test_list_costs_at_most_eight_queries_at_any_size(cast: Cast, sign_in: SignIn, who: str, query: str) -> None:
    person = getattr(cast, who)
    client = sign_in(person)
    make_case(cast, 1, lead=cast.staff)
    path = f"/cases/?{query}"
    client.get(path)
    few = queries(client, path)
    for serial in range(2, 60):
        make_case(cast, serial, lead=cast.staff, branch=cast.branch)
    for number in range(20):
        SavedView.objects.create(person=person, name=f"条件{number}", query="view=open&office=1")

    many = queries(client, path)

    assert many == few
    assert many <= 8


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_file_costs_the_same_with_more_rows(cast: Cast, sign_in: SignIn, suffix: str) -> None:
    client = sign_in(cast.section_staff)
    path = f"/cases/export.{suffix}?view=all"
    make_case(cast, 1, lead=cast.staff)
    client.get(path).getvalue()
    few = queries(client, path)
    for serial in range(2, 40):
        make_case(cast, serial, lead=cast.staff)

    assert queries(client, path) == few


def test_filters_that_are_on_are_removed_one_by_one(cast: Cast, sign_in: SignIn) -> None:
    make_case(cast, 1, theme="disaster")
    client = sign_in(cast.staff)

    page = client.get("/cases/?view=all&step=reviewing&theme=disaster&lead=0&q=訪問&service=7&sort=due")

    removed = {chip.label: set(parse_qs(urlsplit(chip.url).query)) for chip in page.context["chips"]}
    every = {"view", "step", "theme", "lead", "q", "service", "sort"}
    assert removed == {
        "ことば: 訪問": every - {"q"},
        "状態: 可否検討中": every - {"step"},
        "テーマ: 防災・復興": every - {"theme"},
        "担当者: まだ決まっていない": every - {"lead"},
        "事業: トップセールスなどの支援": every - {"service"},
    }


def test_line_says_what_is_next_and_whose_turn_it_is(cast: Cast, sign_in: SignIn) -> None:
    make_case(cast, 1, step="submitted", lead=cast.staff)

    ((for_staff, *_),) = sign_in(cast.staff).get("/cases/?view=all").context["rows"]
    ((for_officer, *_),) = sign_in(cast.officer).get("/cases/?view=all").context["rows"]

    assert (for_staff.is_mine, for_staff.next_step, for_staff.state) == (True, "依頼を受け付ける", "受付待ち")
    assert (for_officer.is_mine, for_officer.next_step, for_officer.whose_turn) == (False, "", "パリ事務所")
    assert for_officer.state == "提出済み"
    assert for_officer.lead == "橋本 クレール"


def test_names_are_english_on_an_english_page(cast: Cast, sign_in: SignIn) -> None:
    make_case(cast, 1)
    client = sign_in(cast.staff)
    client.cookies["django_language"] = "en"

    ((line, *_),) = client.get("/cases/?view=all").context["rows"]

    assert (line.asker, line.office, line.kind) == ("Himeji", "Paris Office", "Support of top-level sales visits")


def test_officers_of_other_offices_are_not_offered(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.staff)

    offered = client.get("/cases/").context["form"].offered["lead"]
    probed = client.get(f"/cases/?lead={cast.london_staff.pk}").content.decode()

    assert set(offered.values()) == {"まだ決まっていない", "架橋 パリ子", "橋本 クレール"}
    assert str(cast.london_staff) not in probed


def test_who_has_left_is_still_offered_while_their_cases_are_listed(cast: Cast, sign_in: SignIn) -> None:
    make_case(cast, 1, lead=cast.staff)
    RoleHeld.objects.filter(person=cast.staff).delete()

    page = sign_in(cast.director).get(f"/cases/?view=all&lead={cast.staff.pk}")

    assert [chip.label for chip in page.context["chips"]] == ["担当者: 橋本 クレール"]


def test_file_holds_what_the_list_holds(cast: Cast, sign_in: SignIn) -> None:
    make_case(cast, 1, title="=1+1", lead=cast.staff, is_urgent=True)
    make_case(cast, 2, title="ほか", step="closed")
    client = sign_in(cast.staff)

    lines = client.get("/cases/export.csv?view=open").getvalue().decode("utf-8-sig").splitlines()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/cases/export.xlsx?view=open").getvalue()))
    rows = book.get_sheet_by_index(0).to_python()

    assert len(lines) == len(rows) == 2
    assert '"\'=1+1"' in lines[1]
    assert rows[0][:3] == ["番号", "件名", "種類"]
    assert rows[1][:5] == ["PAR-2012-0001", "=1+1", "トップセールスなどの支援", "姫路市", "パリ事務所"]
    assert rows[1][11:13] == ["急ぎ", "可否検討中"]
    assert rows[1][16] == "橋本 クレール"


# --- Saved views ------------------------------------------------------------------------------------------------------
def test_view_is_saved_opened_renamed_and_deleted(cast: Cast, sign_in: SignIn) -> None:
    make_case(cast, 1, is_urgent=True)
    make_case(cast, 2)
    client = sign_in(cast.staff)

    saved = client.post("/cases/views/new/?view=open&urgent=1&page=3&x=y", {"name": "急ぎ"})
    page = client.get(saved["Location"])
    view = SavedView.objects.get()
    renamed = client.post(f"/cases/views/{view.pk}/", {"name": "至急"})
    listed = client.get("/cases/views/").content.decode()
    deleted = client.post(f"/cases/views/{view.pk}/delete/")

    assert saved["Location"] == "/cases/?view=open&urgent=1"
    assert view.query == "view=open&urgent=1"
    assert [(link.label, link.count, link.is_current) for link in page.context["views"]] == [("急ぎ", 1, True)]
    assert (renamed.status_code, deleted.status_code) == (302, 302)
    assert "至急" in listed
    assert SavedView.objects.count() == 0
    assert list(AuditRow.objects.order_by("number").values_list("action", flat=True))[-3:] == [
        "cases.save_view",
        "cases.change_view",
        "cases.delete_view",
    ]


def test_private_view_is_for_its_owner_alone(cast: Cast, sign_in: SignIn) -> None:
    view = save_view(name="自分の", query="view=open", shared_with=None, by=cast.staff)

    seen = {
        who: sign_in(getattr(cast, who)).get("/cases/").context["views"] for who in ("staff", "director", "officer")
    }
    touched = {
        (who, path): sign_in(getattr(cast, who)).post(path, {"name": "x"}).status_code
        for who in ("director", "neighbour", "section_staff")
        for path in (f"/cases/views/{view.pk}/", f"/cases/views/{view.pk}/delete/")
    }

    assert {who: [link.label for link in links] for who, links in seen.items()} == {
        "staff": ["自分の"],
        "director": [],
        "officer": [],
    }
    assert set(touched.values()) == {404}
    assert SavedView.objects.get().name == "自分の"


def test_shared_view_is_seen_by_the_office_and_changed_by_its_owner(cast: Cast, sign_in: SignIn) -> None:
    view = save_view(name="みんなの", query="view=open", shared_with=cast.paris, by=cast.staff)

    shown = {who: bool(sign_in(getattr(cast, who)).get("/cases/").context["views"]) for who in VIEWERS}
    changed = sign_in(cast.director).post(f"/cases/views/{view.pk}/", {"name": "x"}).status_code

    assert [who for who, is_shown in shown.items() if is_shown] == ["staff", "director"]
    assert changed == 404


def test_view_is_shared_with_ones_own_office_only(cast: Cast, sign_in: SignIn) -> None:
    refused = sign_in(cast.staff).post("/cases/views/new/?view=open", {"name": "x", "shared_with": cast.london.pk})
    sign_in(cast.officer).post("/cases/views/new/?view=open", {"name": "y", "shared_with": cast.paris.pk})

    assert refused.status_code == 200
    assert [(view.name, view.shared_with) for view in SavedView.objects.all()] == [("y", None)]


def test_name_is_taken_once_and_twenty_are_enough(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.staff)
    for number in range(20):
        save_view(name=f"条件{number}", query="view=open", shared_with=None, by=cast.staff)

    taken = client.post("/cases/views/new/?view=open", {"name": "条件1"}).content.decode()
    too_many = client.post("/cases/views/new/?view=open", {"name": "もう1つ"}).content.decode()
    kept = client.post(f"/cases/views/{SavedView.objects.get(name='条件1').pk}/", {"name": "条件1"})

    assert "同じ名前の条件があります" in taken
    assert "保存できる条件は20件までです" in too_many
    assert kept.status_code == 302
    assert SavedView.objects.count() == 20


# --- Load -------------------------------------------------------------------------------------------------------------
def test_load_counts_what_each_officer_has_in_hand(cast: Cast) -> None:
    today = DAY.date()
    make_case(cast, 1, lead=cast.staff, due_on=today.replace(day=8))
    make_case(
        cast, 2, lead=cast.staff, step="needs_info", due_on=today.replace(day=20), first_day=today.replace(day=15)
    )
    make_case(cast, 3, lead=cast.staff, step="closed")
    make_case(cast, 4, step="submitted")
    make_case(cast, 5, office=cast.london, lead=cast.london_staff)
    make_case(cast, 6, lead=cast.london_staff)

    loads = load_of(cast.paris, cast.director)

    told = [(load.officer, load.has_left, load.open, load.waiting, load.overdue, load.next_day) for load in loads]
    assert told == [
        (cast.staff, False, 2, 1, 1, today.replace(day=15)),
        (cast.london_staff, True, 1, 1, 0, None),
        (cast.director, False, 0, 0, 0, None),
        (None, False, 1, 1, 0, None),
    ]
    assert [load.open for load in load_of(cast.paris, cast.london_staff)] == [0, 0]


def test_whoever_leads_where_the_office_helps_has_not_left(cast: Cast) -> None:
    make_case(cast, 1, office=cast.london, assisting=cast.paris, lead=cast.london_staff)

    told = {load.officer: load.has_left for load in load_of(cast.paris, cast.director)}

    assert told == {cast.london_staff: False, cast.director: False, cast.staff: False}


def test_load_costs_the_same_with_more_rows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.director)
    make_case(cast, 1, lead=cast.staff)
    client.get("/cases/load/")
    few = queries(client, "/cases/load/")
    for serial in range(2, 30):
        make_case(cast, serial, lead=[cast.staff, cast.director, None][serial % 3])

    assert queries(client, "/cases/load/") == few


@pytest.mark.parametrize(
    ("who", "query", "code"),
    [
        ("director", "", 200),
        ("director", "?office=office-london", 404),
        ("section_staff", "", 200),
        ("staff", "", 403),
        ("officer", "", 403),
        ("neighbour", "?office=office-paris", 403),
    ],
)
def test_load_is_for_who_shares_out_the_work(cast: Cast, sign_in: SignIn, who: str, query: str, code: int) -> None:
    assert sign_in(getattr(cast, who)).get(f"/cases/load/{query}").status_code == code


def test_numbers_of_the_load_lead_to_lists_of_that_length(cast: Cast, sign_in: SignIn) -> None:
    make_case(cast, 1, lead=cast.staff, due_on=DAY.date().replace(day=1))
    make_case(cast, 2, lead=cast.staff)
    make_case(cast, 3)
    stories.kind()
    client = sign_in(cast.director)
    office = cast.paris.pk

    assert len(titles(client, f"view=open&office={office}&lead={cast.staff.pk}")) == 2
    assert len(titles(client, f"view=open&office={office}&lead={cast.staff.pk}&due=overdue")) == 1
    assert len(titles(client, f"view=open&office={office}&lead=0")) == 1
