from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kakehashi.engines.cases.models import Case, OfficeSetting, Precedent
from kakehashi.engines.cases.operations import messages, moving, precedents
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search.queries import search
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories

TITLE = "のパリ訪問"  # of the case; what comes before it is marked where 市長 was searched
OUTSIDERS = ["neighbour", "other_branch_officer", "london_staff", "retired", "operator"]


def addresses(case: Case, item: int) -> list[str]:
    """Every address of one case that is read."""
    names: list[tuple[str, list[Any]]] = [
        ("cases:case", []),
        ("cases:request", []),
        ("cases:request_xlsx", []),
        ("cases:beside", []),
        ("cases:check", []),
        ("cases:receipt", []),
        ("cases:itinerary", []),
        ("cases:itinerary_pdf", []),
        ("cases:itinerary_calendar", []),
        ("cases:item_new", []),
        ("cases:item", [item]),
        ("cases:paper", ["result", 1]),
        ("cases:paper", ["report", 1]),
        ("cases:paper_check", ["result", 1]),
    ]
    return [reverse(name, args=[case.pk, *args]) for name, args in names]


def posts(case: Case, item: int) -> list[str]:
    """Every address of one case that is written to."""
    names: list[tuple[str, list[Any]]] = [
        ("cases:move", ["carry_out"]),
        ("cases:message", []),
        ("cases:assign", []),
        ("cases:attach", []),
        ("cases:item_move", [item, "fail"]),
        ("cases:precedent_draft", []),
        ("cases:autosave", []),
        ("cases:request_from_xlsx", []),
    ]
    return [reverse(name, args=[case.pk, *args]) for name, args in names]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsider_gets_404_everywhere(cast: Cast, sign_in: SignIn, who: str) -> None:
    case = stories.visited(cast)
    client = sign_in(getattr(cast, who))
    item = case.items.all()[0].pk

    got = {url: client.get(url).status_code for url in addresses(case, item)}
    posted = {url: client.post(url, {"note": "x", "body": "x"}).status_code for url in posts(case, item)}

    assert {url: code for url, code in (got | posted).items() if code != 404} == {}
    assert stories.fresh(case).step == "visited"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsider_does_not_touch_a_precedent(cast: Cast, sign_in: SignIn, who: str) -> None:
    precedent = stories.published(cast)
    client = sign_in(getattr(cast, who))

    edited = client.get(reverse("cases:precedent_edit", args=[precedent.pk])).status_code
    withdrawn = client.post(reverse("cases:precedent_withdraw", args=[precedent.pk])).status_code

    assert (edited, withdrawn) == (403, 403)
    assert Precedent.objects.get().published_at is not None


def test_the_way_to_the_follow_up_tells_nothing(cast: Cast, sign_in: SignIn) -> None:
    case = stories.following_up(cast)

    response = sign_in(cast.neighbour).get(reverse("cases:follow_up", args=[case.pk]), follow=True)

    assert response.status_code == 404


def test_visitor_is_asked_to_sign_in(cast: Cast, client: Client) -> None:
    case = stories.visited(cast)

    for url in addresses(case, case.items.all()[0].pk):
        assert client.get(url).status_code == 302


def test_draft_is_the_applicants_alone(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    url = reverse("cases:case", args=[case.pk])

    seen = {
        who: sign_in(getattr(cast, who)).get(url).status_code
        for who in ("officer", "colleague", "branch_officer", "staff", "section_staff", "neighbour")
    }

    assert seen == {
        "officer": 200,
        "colleague": 200,
        "branch_officer": 404,
        "staff": 404,
        "section_staff": 404,
        "neighbour": 404,
    }


def test_withdrawn_draft_stays_the_applicants_own(cast: Cast, sign_in: SignIn) -> None:
    case = moving.withdraw(stories.draft(cast), by=cast.officer, note="取りやめ")
    people = [cast.officer, cast.colleague, cast.branch_officer, cast.staff, cast.section_staff, cast.neighbour]
    url = reverse("cases:case", args=[case.pk])

    seen = [sign_in(person).get(url).status_code for person in people]
    found = [search("市長", viewer=person).total for person in people]

    assert (seen, found) == ([200, 200, 404, 404, 404, 404], [1, 1, 0, 0, 0, 0])


@pytest.mark.parametrize("who", ["officer", "colleague", "branch_officer", "director", "staff", "section_staff"])
@pytest.mark.parametrize("scene", ["submitted", "arranging", "ready", "visited", "following_up"])
def test_those_in_the_case_read_its_page(cast: Cast, sign_in: SignIn, who: str, scene: str) -> None:
    case = getattr(stories, scene)(cast)

    response = sign_in(getattr(cast, who)).get(reverse("cases:case", args=[case.pk]))

    assert response.status_code == 200
    assert "市長のパリ訪問" in response.content.decode()


def test_internal_note_is_shown_to_staff_only(cast: Cast, sign_in: SignIn) -> None:
    case = stories.arranging(cast)
    messages.write_message(case, "先方は迷っている", is_internal=True, by=cast.director)
    url = reverse("cases:case", args=[case.pk])

    shown = {
        who: "先方は迷っている" in sign_in(getattr(cast, who)).get(url).content.decode()
        for who in ("staff", "section_staff", "officer", "branch_officer")
    }

    assert shown == {"staff": True, "section_staff": True, "officer": False, "branch_officer": False}


def lists(client: Client) -> dict[str, str]:
    """What every list that can be fetched says."""
    paths = {
        "page": "/cases/?view=all",
        "search in list": "/cases/?view=all&q=市長",
        "csv": "/cases/export.csv?view=all",
        "api": "/api/v1/cases",
        "search": "/search/?q=市長",
        "feed": "/cases/precedents/feed.xml",
        "precedents": "/cases/precedents/",
        "precedents api": "/api/v1/precedents",
        "home": "/home/",
    }
    found = {name: client.get(path) for name, path in paths.items()}
    return {name: str(r.json()) if "api" in name else r.getvalue().decode() for name, r in found.items()}


def test_neighbour_finds_nothing_before_publication_and_the_precedent_after(cast: Cast, sign_in: SignIn) -> None:
    case = stories.following_up(cast)
    client = sign_in(cast.neighbour)
    before = lists(client)

    from_papers = precedents.draft_precedent(case, by=cast.staff)
    drafted = lists(client)
    precedents.publish_precedent(from_papers, by=cast.director)
    after = lists(client)

    assert [name for name, text in before.items() if TITLE in text] == []
    assert [name for name, text in drafted.items() if TITLE in text] == []
    assert [name for name, text in after.items() if TITLE in text] == [
        "search",
        "feed",
        "precedents",
        "precedents api",
    ]


def test_two_characters_find_the_precedent(cast: Cast) -> None:
    precedent = stories.published(cast)

    found = search("市長", viewer=None)

    assert [(hit.ref.kind, hit.ref.id) for hit in found.hits] == [("cases.precedent", precedent.pk)]


def test_withdrawn_precedent_is_gone_everywhere(cast: Cast, sign_in: SignIn) -> None:
    precedent = stories.published(cast)
    precedents.withdraw_precedent(precedent, by=cast.director)

    after = lists(sign_in(cast.neighbour))

    assert [name for name, text in after.items() if TITLE in text] == []
    assert sign_in(cast.neighbour).get(f"/cases/precedents/{precedent.pk}/").status_code == 404


def test_unpublished_precedent_is_404_for_all_but_staff(cast: Cast, sign_in: SignIn) -> None:
    precedent = precedents.draft_precedent(stories.following_up(cast), by=cast.staff)
    url = reverse("cases:precedent", args=[precedent.pk])
    people: dict[str, Person | None] = {
        who: getattr(cast, who) for who in ("staff", "director", "section_staff", "officer", "neighbour")
    }

    seen = {who: sign_in(person).get(url).status_code for who, person in (people | {"visitor": None}).items()}

    assert seen == {
        "staff": 200,
        "director": 200,
        "section_staff": 200,
        "officer": 404,
        "neighbour": 404,
        "visitor": 404,
    }


@pytest.mark.parametrize("path", ["/cases/?view=all", "/home/", "/cases/export.csv?view=all", "/api/v1/cases"])
def test_lists_cost_the_same_with_more_rows(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any, path: str
) -> None:
    client = sign_in(cast.officer)
    stories.visited(cast)
    client.get(path)
    with django_assert_max_num_queries(60) as few:
        client.get(path)
    for scene in (stories.submitted, stories.arranging, stories.visited, stories.submitted):
        scene(cast)
    with django_assert_max_num_queries(60) as many:
        client.get(path)

    assert len(many) == len(few)


def test_request_is_written_checked_and_submitted(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    stories.kind()
    started = client.post("/cases/new/top-sales/", {"office": cast.paris.pk})
    case = Case.objects.get()
    assert started["Location"] == f"/cases/{case.pk}/request/"

    saved = client.post(f"/cases/{case.pk}/request/", form_of(stories.ANSWERS, revision=1) | {"check": "1"})
    assert saved["Location"] == f"/cases/{case.pk}/request/check/"
    sent = client.post(saved["Location"])

    assert sent["Location"] == f"/cases/{case.pk}/request/receipt/"
    assert client.get(sent["Location"]).status_code == 200
    assert stories.fresh(case).step == "submitted"


def form_of(answers: dict[str, Any], *, revision: int) -> dict[str, Any]:
    """Answers as a browser sends them."""
    data: dict[str, Any] = {"_revision": revision}
    for code, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                data |= {f"{code}-{number}-{name}": _typed(cell) for name, cell in row.items()}
        else:
            data[code] = _typed(value)
    return data


def _typed(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def test_stale_request_shows_both_sides_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    url = reverse("cases:request", args=[case.pk])
    sign_in(cast.colleague).post(url, form_of(stories.ANSWERS | {"city": "リヨン"}, revision=2))

    response = sign_in(cast.officer).post(url, form_of(stories.ANSWERS | {"city": "リール"}, revision=2))

    text = response.content.decode()
    assert response.status_code == 409
    assert "リヨン" in text
    assert 'value="リール"' in text
    assert stories.fresh(case).city == "リヨン"


def test_what_was_typed_is_shown_when_a_colleague_submitted_first(cast: Cast, sign_in: SignIn) -> None:
    case = stories.submitted(cast)
    sent = form_of(stories.ANSWERS | {"city": "リール"}, revision=2)

    response = sign_in(cast.colleague).post(reverse("cases:request", args=[case.pk]), sent)

    assert response.status_code == 409
    assert "リール" in response.content.decode()
    assert stories.fresh(case).city == "パリ"


def test_autosave_answers_with_the_revision_and_refuses_a_stale_one(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    url = reverse("cases:autosave", args=[case.pk])
    client = sign_in(cast.officer)

    saved = client.post(url, form_of(stories.ANSWERS | {"city": "ニース"}, revision=2))
    stale = client.post(url, form_of(stories.ANSWERS | {"city": "カンヌ"}, revision=2))

    assert (saved.status_code, saved.json()["revision"]) == (200, 3)
    assert stale.status_code == 409
    assert stories.fresh(case).city == "ニース"


def test_precedents_stand_beside_what_is_being_typed(cast: Cast, sign_in: SignIn) -> None:
    stories.published(cast)
    case = stories.draft(cast, hosts=[], title="別の訪問", theme="culture", city="", country="FR")

    response = sign_in(cast.officer).get(
        reverse("cases:beside", args=[case.pk]), {"hosts-0-name": "フランス観光", "theme": "tourism"}
    )

    text = response.content.decode()
    assert [words in text for words in ("市長のパリ訪問", "同じ訪問先", "同じテーマ", "同じ国")] == [True] * 4


def test_itinerary_as_pdf_and_calendar(cast: Cast, sign_in: SignIn) -> None:
    case = stories.ready(cast)
    client = sign_in(cast.officer)

    pdf = client.get(reverse("cases:itinerary_pdf", args=[case.pk]))
    calendar = client.get(reverse("cases:itinerary_calendar", args=[case.pk]))

    assert pdf.content[:5] == b"%PDF-"
    lines = calendar.content.decode().replace("\r\n ", "").splitlines()
    assert [line for line in lines if line.startswith(("DTSTART;TZID", "SUMMARY"))][-2:] == [
        "SUMMARY:面会・視察の約束の取り付け フランス観光庁",
        "DTSTART;TZID=Europe/Paris:20121015T030000",
    ]


def test_itinerary_is_not_shown_before_it_is_sent(cast: Cast, sign_in: SignIn) -> None:
    case = stories.arranging(cast)
    url = reverse("cases:itinerary", args=[case.pk])

    assert sign_in(cast.officer).get(url).status_code == 404
    assert sign_in(cast.staff).get(url).status_code == 200


def test_export_holds_no_formula(cast: Cast, sign_in: SignIn) -> None:
    stories.draft(cast, title="=HYPERLINK(1)")

    text = sign_in(cast.officer).get("/cases/export.csv?view=all").getvalue().decode("utf-8-sig")

    assert '"\'=HYPERLINK(1)"' in text


def test_precedent_published_by_one_click_after_check(cast: Cast, sign_in: SignIn) -> None:
    case = stories.following_up(cast)
    client = sign_in(cast.director)
    edit = client.post(reverse("cases:precedent_draft", args=[case.pk]))["Location"]
    form = client.get(edit).context["form"]
    values = {name: value for name, value in form.initial.items() if value} | {"_revision": 1}

    refused = client.post(edit, values | {"publish": "1"})
    done = client.post(edit, values | {"publish": "1", "has_no_names": "on"})

    assert (refused.status_code, done.status_code) == (200, 302)
    assert Precedent.objects.get().published_at is not None


def test_request_goes_out_as_excel_and_comes_back(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    client = sign_in(cast.officer)
    content = client.get(reverse("cases:request_xlsx", args=[case.pk])).content
    before = case.papers.get().sheet.answers

    client.post(reverse("cases:request_from_xlsx", args=[case.pk]), {"file": SimpleUploadedFile("a.xlsx", content)})

    assert case.papers.get().sheet.answers == before


def test_the_excel_form_of_another_case_is_refused(cast: Cast, sign_in: SignIn) -> None:
    case, other = stories.draft(cast), stories.draft(cast, title="別の依頼")
    client = sign_in(cast.officer)
    content = client.get(reverse("cases:request_xlsx", args=[case.pk])).content

    client.post(reverse("cases:request_from_xlsx", args=[other.pk]), {"file": SimpleUploadedFile("a.xlsx", content)})

    assert other.papers.get().sheet.answers["title"] == "別の依頼"


def test_foreign_file_is_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    url = reverse("cases:request_from_xlsx", args=[case.pk])

    response = sign_in(cast.officer).post(url, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")}, follow=True)

    assert response.redirect_chain == [(reverse("cases:request", args=[case.pk]), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert case.papers.get().sheet.answers["title"] == "市長のパリ訪問"


@pytest.mark.parametrize(("who", "code"), [("director", 200), ("planner", 200), ("staff", 404), ("officer", 404)])
def test_office_settings_are_the_directors_and_headquarters(cast: Cast, sign_in: SignIn, who: str, code: int) -> None:
    stories.kind()

    assert sign_in(getattr(cast, who)).get(reverse("cases:setting", args=["office-paris"])).status_code == code


def test_director_sets_the_lead_time(cast: Cast, sign_in: SignIn) -> None:
    stories.kind()
    values = {"time_zone": "Europe/Paris", "submit_days": 90, "urgent_days": 100, "notes_ja": "8月は休みです。"}
    client, url = sign_in(cast.director), reverse("cases:setting", args=["office-paris"])

    refused = client.post(url, values)
    client.post(url, values | {"urgent_days": 20, "_revision": 1})

    assert "urgent_days" in refused.context["form"].errors
    setting = OfficeSetting.objects.get(office=cast.paris)
    assert (setting.submit_days, setting.urgent_days, setting.notes_ja) == (90, 20, "8月は休みです。")
