"""Candidates from the mission to the reply: who reads what, files in and out, wishes, couples, papers."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.access.operations.invitations import accept
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.documents.exports import to_xlsx
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.services.jet.models import Application
from kakehashi.services.jet.operations import candidates as operations
from kakehashi.services.jet.operations.candidates import Wish
from tests.cast import Cast, make_organisation, make_person
from tests.conftest import SignIn
from tests.services.jet import placements
from tests.services.jet.placements import Season, ready

pytestmark = pytest.mark.django_db
HEADER = ["在外公館のコード", "受験番号", "氏名(旅券のつづり)", "国", "職種", "来日グループ", "面接の点(0~100)"]
MORE = [*HEADER, "補欠の順位", "選考の結果"]


@pytest.fixture
def year(cast: Cast) -> Season:
    return placements.season(cast)


@pytest.fixture
def officer(year: Season) -> Person:
    """Of the mission."""
    return make_person("mission", "公館 選", ("jet_mission", year.mission))


def entered(year: Season, number: str = "GB-1", **values: Any) -> Application:
    facts = {"name": f"Candidate {number}", "country_id": "GB", "position": "ALT", "group": "A", **values}
    return operations.add_application(year.cycle, year.mission, {"number": number, **facts}, by=year.officer)


def led(one: Application, *codes: str, by: Person) -> Application:
    for code in codes:
        operations.move_application(one, code, by=by, note="理由", base_revision=None)
    return one


def excel(header: list[str], *rows: list[Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("candidates.xlsx", to_xlsx(header, rows, sheet="候補者"))


def bring(browser: Client, upload: SimpleUploadedFile) -> Any:
    return browser.post(reverse("jet:candidates_import", args=[2013]), {"file": upload}, follow=True)


def taken(browser: Client, upload: SimpleUploadedFile) -> Any:
    looked = bring(browser, upload)
    return browser.post(looked.redirect_chain[-1][0], follow=True)


# --- On the screen ----------------------------------------------------------------------------------------------------
def test_a_mission_enters_and_changes_its_own_only(sign_in: SignIn, year: Season, officer: Person) -> None:
    browser = sign_in(officer)
    url = reverse("jet:candidate_new", args=[2013])
    facts = {"number": "GB-7", "name": "A B", "country": "GB", "position": "ALT", "group": "A"}
    assert browser.post(url, {**facts, "mission": "mission-london", "score": "101"}).status_code == 422
    answer = browser.post(url, {**facts, "mission": "mission-london"}, follow=True)
    one = Application.objects.get(number="GB-7")
    assert answer.redirect_chain[-1][0] == reverse("jet:candidate", args=[one.pk])
    assert browser.post(url, {**facts, "mission": "mission-london"}).status_code == 422  # the number is taken

    edit = reverse("jet:candidate_edit", args=[one.pk])
    assert browser.post(edit, {**facts, "name": "A C", "_revision": one.revision}).status_code == 302
    stale = browser.post(edit, {**facts, "name": "A D", "_revision": one.revision})
    assert stale.status_code == 409
    assert "A D" in stale.content.decode()

    make_organisation("mission-paris", OrganisationKind.MISSION, "在仏国日本国大使館", "Embassy in Paris")
    other = make_person("paris", "公館 他", ("jet_mission", Organisation.objects.get(code="mission-paris")))
    for name in ("jet:candidate", "jet:candidate_edit", "jet:candidate_wishes"):
        assert sign_in(other).get(reverse(name, args=[one.pk])).status_code == 404
    with pytest.raises(NotPermittedError):
        operations.add_application(year.cycle, year.mission, {"number": "X"}, by=other)


def test_the_road_needs_a_score_a_rank_and_papers(year: Season) -> None:
    year.cycle.needed_documents = ["health", "passport"]
    year.cycle.save()
    one = led(entered(year), "submit", "invite", by=year.officer)
    with pytest.raises(MoveRefusedError, match="面接の点"):
        led(one, "interview", by=year.officer)
    operations.change_application(one, {"score": 70, "care_note": "車いす"}, base_revision=None, by=year.officer)
    led(one, "interview", by=year.officer)
    with pytest.raises(MoveRefusedError, match="補欠の順位"):
        led(one, "make_alternate", by=year.officer)
    led(one, "short_list", "accept", by=year.officer)
    with pytest.raises(MoveRefusedError, match="健康診断書"):
        led(one, "clear", by=year.officer)
    operations.change_application(one, {"documents": ["health", "passport"]}, base_revision=None, by=year.officer)
    with pytest.raises(MoveRefusedError, match="確かめる事情"):
        led(one, "clear", by=year.officer)
    operations.confirm_care(one, base_revision=one.revision, by=year.officer)
    assert led(one, "clear", by=year.officer).step == "documents_ok"
    operations.change_application(one, {"care_note": "別のこと"}, base_revision=None, by=year.officer)
    assert not one.care_confirmed


def test_nobody_takes_the_place_of_the_platform(year: Season) -> None:
    one = ready(year, "GB-1")
    with pytest.raises(NotPermittedError):
        led(one, "place", by=year.officer)


# --- The candidate ----------------------------------------------------------------------------------------------------
def test_an_accepted_invitation_makes_the_candidate(sign_in: SignIn, year: Season, officer: Person) -> None:
    one = entered(year, email="gb1@example.invalid", score=81, care_note="持病")
    browser = sign_in(officer)
    assert browser.post(reverse("jet:candidate_invite", args=[one.pk])).status_code == 302
    invitation = Invitation.objects.get(email="gb1@example.invalid", role="jet_candidate")
    person = make_person("gb1", "候補 一")
    assert person.user is not None
    person.user.email = "gb1@example.invalid"
    person.user.save()
    accept(invitation, by=person)
    one.refresh_from_db()
    assert one.person == person

    led(one, "submit", by=year.officer)
    mine = sign_in(person)
    assert one.number in mine.get(reverse("jet:mine")).content.decode()
    page = mine.get(reverse("jet:candidate", args=[one.pk])).content.decode()
    assert "81" not in page
    assert "持病" not in page
    assert officer.name_ja not in page
    assert mine.get(reverse("jet:candidates", args=[2013])).status_code == 404
    other = entered(year, "GB-2")
    assert mine.get(reverse("jet:candidate", args=[other.pk])).status_code == 404


def test_an_invitation_for_another_role_makes_nobody_a_candidate(cast: Cast, year: Season) -> None:
    one = entered(year, email="x@example.invalid")
    invitation = Invitation(email="x@example.invalid", organisation=year.mission, role="jet_mission")
    operations.know_candidate(invitation, by=cast.officer)
    one.refresh_from_db()
    assert one.person is None


def test_wishes_are_the_candidates_until_the_placement(sign_in: SignIn, cast: Cast, year: Season) -> None:
    one = entered(year)
    one.person = make_person("gb1", "候補 一", ("jet_candidate", year.mission))
    one.save()
    browser = sign_in(one.person)
    url = reverse("jet:candidate_wishes", args=[one.pk])
    sent = {"place1": "姫路市", "reason1": "城", "place2": "282103", "wish": "rural", "_revision": one.revision}
    assert browser.post(url, {**sent, "place2": "どこにもない市"}).status_code == 422
    assert browser.post(url, {**sent, "place2": "姫路市"}).status_code == 422
    assert browser.post(url, sent).status_code == 302
    assert [(each.rank, each.place) for each in one.choices.all()] == [(1, cast.himeji), (2, cast.kakogawa)]
    stale = browser.post(url, {**sent, "place1": "加古川市", "place2": ""})
    assert stale.status_code == 409
    assert "第1希望" in stale.content.decode()
    led(one, "submit", "withdraw", by=year.officer)
    one.refresh_from_db()
    assert browser.post(url, {**sent, "_revision": one.revision}).status_code == 409


def test_a_couple_needs_both(year: Season) -> None:
    one, other = entered(year, "GB-1"), entered(year, "GB-2")

    def name(whom: Application, number: str) -> None:
        operations.set_wishes(whom, [], wish="", partner=number, base_revision=whom.revision, by=year.officer)

    name(one, "GB-2")
    assert not one.is_couple
    name(other, "GB-1")
    assert Application.objects.get(number="GB-1").is_couple
    with pytest.raises(MoveRefusedError, match="自分の受験番号"):
        name(one, "GB-1")
    with pytest.raises(MoveRefusedError, match="GB-9"):
        name(one, "GB-9")


def test_the_reply_is_the_candidates(year: Season) -> None:
    one = entered(year, score=60)
    one.person = make_person("gb1", "候補 一", ("jet_candidate", year.mission))
    one.save()
    led(one, "submit", "invite", "interview", "short_list", by=year.officer)
    with pytest.raises(NotPermittedError):
        led(one, "clear", by=one.person)
    assert led(one, "accept", by=one.person).step == "accepted"
    with pytest.raises(MoveRefusedError):
        operations.move_application(one, "withdraw", by=one.person, base_revision=None)  # without a reason
    with pytest.raises(StaleError):
        operations.move_application(one, "withdraw", by=one.person, note="x", base_revision=one.revision - 1)
    assert led(one, "withdraw", by=one.person).step == "withdrawn"


# --- Files ------------------------------------------------------------------------------------------------------------
def test_a_file_brings_new_ones_and_their_results(sign_in: SignIn, year: Season, officer: Person) -> None:
    browser = sign_in(officer)
    rows: list[list[Any]] = [
        ["mission-london", "GB-1", "A", "イギリス", "ALT", "A", 80, "", "合格"],
        ["mission-london", "GB-2", "B", "GB", "ALT", "A", 60, 1, "補欠候補"],
        ["mission-london", "GB-3", "C", "GB", "ALT", "A", 30, "", "不合格"],
        ["mission-london", "GB-4", "D", "GB", "CIR", "B", "", "", ""],
    ]
    answer = taken(browser, excel(MORE, *rows))
    assert "4人" in answer.content.decode()
    steps = dict(Application.objects.values_list("number", "step"))
    assert steps == {"GB-1": "short_listed", "GB-2": "alternate", "GB-3": "rejected", "GB-4": "submitted"}
    # the alternate is called up later
    rows[1][-1] = "合格"
    taken(browser, excel(MORE, *rows))
    assert Application.objects.get(number="GB-2").step == "short_listed"


def test_what_is_wrong_in_a_file_takes_in_nothing(sign_in: SignIn, year: Season, officer: Person) -> None:
    browser = sign_in(officer)
    good = ["mission-london", "GB-1", "A", "GB", "ALT", "A", 80, "", "合格"]
    wrong = [
        ["mission-paris", "GB-2", "B", "GB", "ALT", "A", 60, "", ""],
        ["mission-london", "GB-3", "C", "ZZ", "ALT", "A", 60, "", ""],
        ["mission-london", "GB-4", "D", "GB", "ALT", "A", 60, "", "補欠候補"],
        ["mission-london", "GB-1", "E", "GB", "ALT", "A", 60, "", ""],
    ]
    answer = bring(browser, excel(MORE, good, *wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "在外公館のコード" in page
    assert "補欠の順位" in page
    assert "2行目と同じ" in page
    assert browser.post(answer.redirect_chain[-1][0]).status_code == 422
    assert not Application.objects.exists()


def test_what_was_exported_changes_nothing(sign_in: SignIn, cast: Cast, year: Season, officer: Person) -> None:
    one = ready(year, "GB-1", Wish(1, cast.himeji))
    other = ready(year, "GB-2", level="N2")
    for each, number in ((one, "GB-2"), (other, "GB-1")):
        Application.objects.filter(pk=each.pk).update(partner=Application.objects.get(number=number))
    browser = sign_in(officer)
    content = browser.get(reverse("jet:candidates_export", args=[2013])).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 3
    answer = bring(browser, SimpleUploadedFile("again.xlsx", content))
    assert "今と同じもの2件" in answer.content.decode()


def test_a_result_is_not_turned_round_by_a_file(sign_in: SignIn, year: Season, officer: Person) -> None:
    ready(year, "GB-1")
    row = ["mission-london", "GB-1", "Candidate GB-1", "GB", "ALT", "A", 60, "", "不合格"]
    answer = taken(sign_in(officer), excel(MORE, row))
    assert "結果を変えられません" in answer.content.decode()
    assert Application.objects.get(number="GB-1").step == "documents_ok"


def _queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(url).status_code == 200
    return sum(" FROM " in query["sql"] for query in counted)  # what only checks the values of a row asks no table


def test_lists_and_looks_ask_as_often_for_many(sign_in: SignIn, year: Season, officer: Person) -> None:
    browser = sign_in(officer)
    entered(year, "GB-0")
    url = reverse("jet:candidates", args=[2013])
    _queries(browser, url)
    few = _queries(browser, url)

    def looked(count: int) -> int:
        rows = [["mission-london", f"N-{at}", "A", "GB", "ALT", "A", 50] for at in range(count)]
        return _queries(browser, bring(browser, excel(HEADER, *rows)).redirect_chain[-1][0])

    assert looked(2) == looked(40)
    for at in range(1, 30):
        entered(year, f"GB-{at}")
    assert _queries(browser, url) == few


def test_the_list_is_narrowed(sign_in: SignIn, year: Season, officer: Person) -> None:
    entered(year, "GB-1", name="Alpha")
    led(entered(year, "GB-2", name="Beta", position="CIR"), "submit", by=year.officer)
    browser = sign_in(officer)
    url = reverse("jet:candidates", args=[2013])
    for asked in ("q=alp", "step=draft", "position=ALT"):
        page = browser.get(f"{url}?{asked}").content.decode()
        assert "Alpha" in page
        assert "Beta" not in page
    assert "GB-1" in browser.get(f"{url}?country=GB").content.decode()
    assert "あてはまる候補者はいません" in browser.get(f"{url}?country=FR").content.decode()
