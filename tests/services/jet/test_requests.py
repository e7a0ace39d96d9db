"""What organisations ask for: the road from city to council, who may write when, files out and in."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.documents.exports import to_xlsx
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.choices import OrganisationKind, RelationKind
from kakehashi.foundation.organisations.models import Organisation, Person, Relation
from kakehashi.services.jet.models import Cycle, RequestLine, RequestSheet
from kakehashi.services.jet.operations import cycles
from kakehashi.services.jet.operations import requests as operations
from kakehashi.services.jet.queries.requests import waiting_sheets
from kakehashi.services.jet.rules import requests as rules
from tests.cast import Cast, make_organisation
from tests.conftest import SignIn
from tests.services.jet import stories

HEADER = ["団体コード", "行の番号", "職種", "人数", "国(必須)", "運転免許が必須", "勤務地のようす", "住まい"]


@pytest.fixture
def officer(cast: Cast) -> Person:
    return stories.jet_officer(cast)


@pytest.fixture
def cycle(officer: Person) -> Cycle:
    return stories.cycle(officer)


def told(person: Person) -> list[str]:
    return list(
        Notice.objects.filter(person=person, kind__startswith="jet.").order_by("pk").values_list("kind", flat=True)
    )


def excel(*rows: list[Any], header: list[str] = HEADER) -> SimpleUploadedFile:
    return SimpleUploadedFile("requests.xlsx", to_xlsx(header, rows, sheet="要望"))


def bring(browser: Client, upload: SimpleUploadedFile, name: str = "jet:lines_import") -> Any:
    """Where the look is, or the page that refuses."""
    return browser.post(reverse(name, args=[2013]), {"file": upload}, follow=True)


# --- The road ---------------------------------------------------------------------------------------------------------
def test_from_city_over_branch_to_council(cast: Cast, cycle: Cycle, officer: Person) -> None:
    sheet = stories.draft(cycle, cast.himeji, cast.officer)

    stories.gathered(sheet, cast, cast.officer)
    stories.moved(sheet, "accept", officer)

    assert (sheet.step, sheet.host) == ("accepted", cast.branch)
    assert told(cast.branch_officer) == ["jet.to_host", "jet.accepted"]
    assert told(officer) == ["jet.to_council"]
    assert told(cast.officer) == ["jet.accepted"]


def test_returned_by_the_council_it_can_be_mended_when_the_year_takes_no_more(
    cast: Cast, cycle: Cycle, officer: Person
) -> None:
    sheet = stories.gathered(stories.draft(cycle, cast.himeji, cast.officer), cast, cast.officer)
    cycles.change_cycle(cycle, {"takes_requests": False}, base_revision=cycle.revision, by=officer)

    stories.moved(sheet, "return_by_council", officer, note="人数は。")
    sheet.cycle.refresh_from_db()
    operations.add_line(sheet, stories.line(posts=2), by=cast.officer)
    stories.moved(sheet, "submit", cast.officer)

    assert sheet.step == "host_review"
    assert told(cast.officer) == ["jet.returned"]


def test_without_a_branch_it_goes_straight_to_the_council(cast: Cast, cycle: Cycle) -> None:
    Relation.objects.filter(target=cast.himeji).delete()
    Organisation.objects.filter(pk=cast.branch.pk).update(parent=None)
    sheet = stories.draft(cycle, Organisation.objects.get(pk=cast.himeji.pk), cast.officer)

    assert sheet.host is None
    with pytest.raises(MoveRefusedError):
        stories.moved(sheet, "submit", cast.officer)
    assert stories.moved(sheet, "submit_directly", cast.officer).step == "forwarded"


@pytest.mark.parametrize(
    ("lines", "contact", "sentence"),
    [
        (0, stories.CONTACT, "要望の行がありません"),
        (1, {**stories.CONTACT, "phone": ""}, "担当者の名前と"),
        (1, {**stories.CONTACT, "contact": ""}, "担当者の名前と"),
    ],
)
def test_what_lacks_is_said(cast: Cast, cycle: Cycle, lines: int, contact: dict[str, str], sentence: str) -> None:
    sheet = operations.begin_sheet(cycle, cast.himeji, by=cast.officer)
    for _each in range(lines):
        operations.add_line(sheet, stories.line(), by=cast.officer)
    operations.change_contact(sheet, contact, base_revision=sheet.revision, by=cast.officer)

    with pytest.raises(MoveRefusedError, match=sentence):
        stories.moved(sheet, "submit", cast.officer)


def test_next_year_begins_with_the_lines_of_the_last(cast: Cast, cycle: Cycle, officer: Person) -> None:
    last = stories.draft(cycle, cast.himeji, cast.officer, stories.line(posts=3, level="N3", why_first="唯一"))
    operations.set_must_fill(stories.gathered(last, cast, cast.officer).lines.get(), must_fill=True, by=officer)

    sheet = operations.begin_sheet(stories.cycle(officer, 2014), cast.himeji, by=cast.officer)

    [line] = sheet.lines.all()
    assert (line.posts, line.level, line.why_first, line.must_fill) == (3, "N3", "唯一", False)
    assert (sheet.contact, sheet.step) == (stories.CONTACT["contact"], "draft")
    assert last.lines.count() == 1


def test_one_sheet_a_year_whoever_begins(cast: Cast, cycle: Cycle) -> None:
    mine = operations.begin_sheet(cycle, cast.himeji, by=cast.officer)

    assert operations.begin_sheet(cycle, cast.himeji, by=cast.branch_officer) == mine
    with pytest.raises(NotPermittedError):
        operations.begin_sheet(cycle, cast.himeji, by=cast.neighbour)


# --- Who may write when -----------------------------------------------------------------------------------------------
def test_the_city_writes_until_it_hands_in_and_the_branch_until_it_forwards(cast: Cast, cycle: Cycle) -> None:
    sheet = stories.moved(stories.draft(cycle, cast.himeji, cast.officer), "submit", cast.officer)

    with pytest.raises(MoveRefusedError, match="取りまとめ団体が確認中"):
        operations.add_line(sheet, stories.line(), by=cast.officer)
    operations.add_line(sheet, stories.line(), by=cast.branch_officer)
    stories.moved(sheet, "forward", cast.branch_officer)
    with pytest.raises(MoveRefusedError, match="協会が確認中"):
        operations.drop_line(sheet.lines.all()[0], by=cast.branch_officer)


def test_two_at_one_line_lose_nothing(cast: Cast, cycle: Cycle, sign_in: SignIn) -> None:
    sheet = stories.draft(cycle, cast.himeji, cast.officer)
    line, read = sheet.lines.get(), sheet.revision
    operations.change_line(line, stories.line(posts=4), base_revision=read, by=cast.colleague)

    with pytest.raises(StaleError):
        operations.change_line(line, stories.line(posts=9), base_revision=read, by=cast.officer)
    sent = {"_revision": read, "position": "CIR", "posts": 9, "urbanity": "rural", "housing": "own", "driving": "none"}
    page = sign_in(cast.officer).post(reverse("jet:line", args=[line.pk]), sent)

    assert page.status_code == 409
    assert "国際交流員(CIR)" in page.content.decode()
    assert RequestLine.objects.get().posts == 4


def test_only_the_council_says_what_is_filled_first(cast: Cast, cycle: Cycle, officer: Person) -> None:
    sheet = stories.gathered(stories.draft(cycle, cast.himeji, cast.officer), cast, cast.officer)

    with pytest.raises(NotPermittedError):
        operations.set_must_fill(sheet.lines.get(), must_fill=True, by=cast.officer)
    operations.set_must_fill(sheet.lines.get(), must_fill=True, by=officer)

    assert sheet.lines.get().must_fill


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_the_line_as_the_city_types_it(cast: Cast, cycle: Cycle, sign_in: SignIn) -> None:
    browser = sign_in(cast.officer)
    browser.post(reverse("jet:sheet_begin", args=[2013]), {"organisation": cast.himeji.code})
    sheet = RequestSheet.objects.get()
    sent = {
        "position": "ALT", "posts": "2", "countries": ["GB"], "level": "N4", "licence": "on", "groups": ["A", "B"],
        "level_wish": "N2", "urbanity": "rural", "workplaces": ["junior", "elementary"], "schools": "3",
        "duties": "授業", "driving": "own", "housing": "arranged", "household": "2",
    }  # fmt: skip

    answer = browser.post(reverse("jet:line_new", args=[sheet.pk]), sent)
    shown = browser.get(reverse("jet:sheet", args=[sheet.pk])).content.decode()

    assert answer.status_code == 302
    for words in (
        "国: イギリス",
        "日本語能力試験 N4 以上",
        "運転免許",
        "Aグループ、Bグループ",
        "小学校",
        "自家用車が必要",
    ):
        assert words in shown


def test_a_wish_below_the_must_is_refused_beside_its_field(cast: Cast, cycle: Cycle, sign_in: SignIn) -> None:
    sheet = operations.begin_sheet(cycle, cast.himeji, by=cast.officer)
    sent = stories.line(level="N2", level_wish="N3", driving="none")

    page = sign_in(cast.officer).post(reverse("jet:line_new", args=[sheet.pk]), sent)

    assert page.status_code == 422
    assert page.context["form"].errors == {"level_wish": ["必須の級より上の級を選んでください。"]}


def test_the_list_costs_no_more_for_more(cast: Cast, cycle: Cycle, officer: Person, sign_in: SignIn) -> None:
    browser, costs = sign_in(cast.branch_officer), []
    for number in range(3):
        body = make_organisation(
            f"28999{number}", OrganisationKind.MUNICIPALITY, f"市{number}", "City", parent=cast.hyogo
        )
        Relation.objects.create(source=cast.branch, kind=RelationKind.BRANCH_OF, target=body)
        stories.draft(cycle, body, cast.branch_officer, stories.line(), stories.line(posts=2))
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(reverse("jet:sheets", args=[2013]))
        costs.append(len(queries))

    assert [one.posts for one in page.context["page"]] == [3, 3, 3]
    assert costs[1] == costs[2]


def test_the_late_are_reminded_once_a_day(cast: Cast, cycle: Cycle, sign_in: SignIn) -> None:
    stories.draft(cycle, cast.himeji, cast.officer)
    browser = sign_in(cast.branch_officer)

    for _twice in range(2):
        browser.post(reverse("jet:remind", args=[2013]))

    assert told(cast.officer) == told(cast.neighbour) == ["jet.remind"]
    assert told(cast.branch_officer) == []


# --- Excel ------------------------------------------------------------------------------------------------------------
def test_what_goes_out_comes_back_unchanged(cast: Cast, cycle: Cycle, sign_in: SignIn) -> None:
    full = stories.line(
        countries=["FR", "GB"], groups=["C"], workplaces=["junior", "office"], licence=True, level="N1",
        duties="=1+1\n2行目", schools=0, household=4, driving="own",
    )  # fmt: skip
    stories.draft(cycle, cast.himeji, cast.officer, full, stories.line())
    browser = sign_in(cast.officer)

    file = browser.get(reverse("jet:lines_export", args=[2013]))
    page = bring(browser, SimpleUploadedFile("back.xlsx", file.content))

    assert len(CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()) == 3
    found = page.context["found"]
    assert (found.same, found.changes, found.problems) == (2, [], [])


def test_a_file_is_shown_before_it_is_taken(cast: Cast, cycle: Cycle, sign_in: SignIn) -> None:
    stories.draft(cycle, cast.himeji, cast.officer, stories.line(duties="授業"))
    browser = sign_in(cast.branch_officer)
    upload = excel(
        ["282014", 1, "ALT", 3, "イギリス; FR", "はい", "町村部", "団体が用意する"],
        ["282103", "", "国際交流員(CIR)", 1, "", "", "urban", "own"],
    )

    look = bring(browser, upload)
    before = RequestLine.objects.get().posts
    browser.post(look.request["PATH_INFO"])

    assert [(one.title, one.is_new) for one in look.context["changes"]] == [("姫路市 1", False), ("加古川市", True)]
    assert before == 1
    mine, theirs = RequestLine.objects.order_by("sheet__organisation__code")
    assert (mine.posts, mine.countries, mine.licence, mine.urbanity, mine.duties) == (
        3,
        ["GB", "FR"],
        True,
        "rural",
        "授業",
    )
    assert (theirs.sheet.organisation, theirs.position, theirs.housing) == (cast.kakogawa, "CIR", "own")


def test_a_file_with_one_wrong_row_changes_nothing(cast: Cast, cycle: Cycle, sign_in: SignIn) -> None:
    stories.draft(cycle, cast.himeji, cast.officer)
    browser = sign_in(cast.officer)
    good = ["282014", 1, "ALT", 5, "", "", "町村部", "own"]
    upload = excel(good, ["282103", "", "ALT", 1, "", "", "rural", "own"], ["282014", 1, "XXX", 0, "火星", "", "", ""])

    look = bring(browser, upload)
    browser.post(look.request["PATH_INFO"])

    assert [one.number for one in look.context["problems"]] == [3, 4]
    assert "このコードの団体がありません" in look.context["problems"][0].words[0]
    assert {words.partition(":")[0] for words in look.context["problems"][1].words} == {
        "職種", "人数", "国(必須)", "勤務地のようす", "住まい",
    }  # fmt: skip
    assert RequestLine.objects.get().posts == 1


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("x.xlsx", b"no file"), "Excelファイルとして読み取れません"),
        (excel(header=["a", "b"]), "1行目に列の名前"),
        (excel(), "行がありません"),
    ],
)
def test_other_files_are_refused(
    cast: Cast, cycle: Cycle, sign_in: SignIn, upload: SimpleUploadedFile, sentence: str
) -> None:
    upload.seek(0)
    page = bring(sign_in(cast.officer), upload)

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_a_file_written_meanwhile_is_refused_where_it_is_not_ones_turn(
    cast: Cast, cycle: Cycle, sign_in: SignIn
) -> None:
    sheet = stories.draft(cycle, cast.himeji, cast.officer)
    browser = sign_in(cast.officer)
    look = bring(browser, excel(["282014", 1, "ALT", 5, "", "", "町村部", "own"]))
    stories.moved(sheet, "submit", cast.colleague)

    page = browser.post(look.request["PATH_INFO"])

    assert "取りまとめ団体が確認中" in page.content.decode()
    assert RequestLine.objects.get().posts == 1


def test_the_list_says_whose_turn_it_is(cast: Cast, cycle: Cycle, officer: Person) -> None:
    people = {"city": cast.officer, "neighbour": cast.neighbour, "host": cast.branch_officer, "council": officer}
    sheet, turns = stories.draft(cycle, cast.himeji, cast.officer), {}
    for move, by in [("", officer), ("submit", cast.officer), ("forward", cast.branch_officer), ("accept", officer)]:
        if move:
            stories.moved(sheet, move, by)
        turns[sheet.step] = [name for name, person in people.items() if rules.is_turn_of(person, sheet)]
        assert [name for name, person in people.items() if waiting_sheets(person)] == turns[sheet.step]

    assert turns == {"draft": ["city"], "host_review": ["host"], "forwarded": ["council"], "accepted": []}


def test_home_shows_what_waits_for_me(cast: Cast, cycle: Cycle, sign_in: SignIn) -> None:
    stories.moved(stories.draft(cycle, cast.himeji, cast.officer), "submit", cast.officer)
    people = {"city": cast.officer, "host": cast.branch_officer, "other": cast.other_branch_officer}
    shown = {
        name: "あなたの番のJETの要望書" in sign_in(person).get(reverse("portal:home")).content.decode()
        for name, person in people.items()
    }

    assert shown == {"city": False, "host": True, "other": False}
