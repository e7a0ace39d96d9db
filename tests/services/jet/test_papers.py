"""Contracts and notices to download: what stands in them, and for whom they are."""

import datetime as dt
from typing import Any

import pytest

from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.services.jet.exports import papers
from kakehashi.services.jet.exports.contract import Contract, contract_data
from kakehashi.services.jet.exports.placement_notice import Placement, candidate_notice
from kakehashi.services.jet.models import ContractTerms, Participant, RequestSheet
from kakehashi.services.jet.operations import costs, cycles, participants
from kakehashi.services.jet.queries.participants import served as spells_of
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.jet import placements
from tests.services.jet.placements import Season

pytestmark = pytest.mark.django_db
TERMS = {
    "representative_ja": "姫路市長 実演 太郎",
    "representative_en": "JITSUEN Taro, Mayor",
    "hours": "37.5",
    "leave_days": 12,
    "insurances_ja": "健康保険\r\n雇用保険",
    "insurances_en": "Health insurance\r\nEmployment insurance",
    "early_notice": 30,
    "authoritative": "ja",
}


@pytest.fixture
def season(cast: Cast) -> Season:
    return placements.season(cast)


def placed(season: Season) -> RequestSheet:
    """GB-1 goes to one of the organisations, as it was announced."""
    day = {"kind": "arrival_a", "group": "", "country": None, "on": dt.date(2013, 7, 28)}
    cycles.set_deadline(season.cycle, day, by=season.officer)
    placements.ready(season, "GB-1")
    placements.announced(season)
    return RequestSheet.objects.get(lines__assignments__application__number="GB-1")


def served(season: Season, cast: Cast, **values: Any) -> Participant:
    facts = {"name": "One", "country_id": "GB", "position": "ALT", "organisation": cast.himeji, "count": 2}
    return participants.add_participant({**facts, "arrived_on": dt.date(2012, 7, 31), **values}, by=season.officer)


def kept(monkeypatch: pytest.MonkeyPatch, name: str) -> list[Any]:
    """What goes into the papers that are drawn."""
    found: list[Any] = []
    drawn = getattr(papers, name)

    def draw(given: Any, **more: Any) -> bytes:
        found.append(given)
        made: bytes = drawn(given, **more)
        return made

    monkeypatch.setattr(papers, name, draw)
    return found


def test_a_contract_says_what_the_organisation_set(
    season: Season, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, made = served(season, cast), kept(monkeypatch, "contract_pdf")
    client = sign_in(cast.officer)
    assert client.post("/jet/terms/282014/", {**TERMS, "insurances_en": "one line"}).status_code == 422
    client.post("/jet/terms/282014/", {**TERMS, "_revision": 0})
    answer = client.get(f"/jet/people/{one.pk}/contract/2/")

    assert answer.content.startswith(b"%PDF-") and answer["Content-Type"] == "application/pdf"
    contract: Contract = made[0]
    assert (contract.term.first_day, contract.term.year) == (dt.date(2013, 8, 1), 2)
    said = {row["label"]["en"]: (row["ja"], row["en"]) for row in contract_data(contract)["rows"]}
    assert said["Working hours"] == (["1週間に37.5時間"], ["37.5 hours a week"])
    assert said["Social insurance"][1] == ["Health insurance", "Employment insurance"]
    assert said["Pay"][0][0] == "この任用期間の合計: 3,600,000円"
    assert said["Workplace"][0] == ["未設定"]  # of somebody without a request nobody knows it
    assert client.get(f"/jet/people/{one.pk}/contract/3/").status_code == 404


def test_an_arrival_before_april_2012_has_the_old_scheme(
    season: Season, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept(monkeypatch, "contract_pdf")
    one = served(season, cast, arrived_on=dt.date(2011, 7, 31))
    papers.contract_of(one, *spells_of(one)[0])

    assert made[0].is_net and [year.annual for year in made[0].schedule] == [None] * 5


def test_a_part_served_elsewhere_is_a_contract_of_its_own(
    season: Season, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, made = served(season, cast), kept(monkeypatch, "contract_pdf")
    agreed = ["participant", "origin", "organisation", "origin_host", "host"]
    move = {"on": dt.date(2012, 11, 1), "organisation": cast.kakogawa, "reason": "other", "note": ""}
    participants.transfer(one, move, agreed=agreed, by=season.officer)
    client = sign_in(cast.neighbour)
    for number in (1, 2):
        assert client.get(f"/jet/people/{one.pk}/contract/{number}/").status_code == 200

    first, second = made
    assert (first.organisation.ja, first.term.last_day) == ("姫路市", dt.date(2012, 10, 31))
    assert (second.organisation.ja, second.term.first_day) == ("加古川市", dt.date(2012, 11, 1))


def test_a_notice_says_where_and_when(
    season: Season, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet, made = placed(season), kept(monkeypatch, "candidate_notice_pdf")
    one = sheet.lines.get(assignments__application__number="GB-1").assignments.get().application
    client = sign_in(season.officer)
    assert client.get(f"/jet/candidates/{one.pk}/placed/notice/").content.startswith(b"%PDF-")
    assert client.get(f"/jet/candidates/{one.pk}/placed/contract/").content.startswith(b"%PDF-")
    assert client.get(f"/jet/candidates/{one.pk}/placed/other/").status_code == 404

    notice: Placement = made[0]
    assert notice.arrival is not None and notice.arrival.day == dt.date(2013, 7, 28)
    rows = {row["label"]["en"]: row["ja"] for row in candidate_notice(notice)["rows"]}
    assert rows["Prefecture"] == ["兵庫県"]


def test_the_organisation_downloads_both_and_its_neighbour_nothing(season: Season, cast: Cast, sign_in: SignIn) -> None:
    sheet = placed(season)
    application = sheet.lines.get(assignments__application__number="GB-1").assignments.get().application
    theirs, others = (cast.officer, cast.neighbour)
    if sheet.organisation == cast.kakogawa:
        theirs, others = others, theirs
    client = sign_in(theirs)
    page = client.get(f"/jet/requests/{sheet.pk}/placed/").content.decode()
    for paper in ("notice", "contract"):
        address = f"/jet/requests/{sheet.pk}/placed/{application.pk}/{paper}/"
        assert address in page
        assert client.get(address).content.startswith(b"%PDF-")
        assert sign_in(others).get(address).status_code == 404
        client = sign_in(theirs)


def test_without_a_day_of_arrival_there_is_no_contract_yet(season: Season, sign_in: SignIn) -> None:
    sheet = placed(season)
    season.cycle.deadlines.all().delete()
    application = sheet.lines.get(assignments__application__number="GB-1").assignments.get().application
    client = sign_in(season.officer)

    assert client.get(f"/jet/candidates/{application.pk}/placed/contract/").status_code == 404
    assert "contract/" not in client.get(f"/jet/candidates/{application.pk}/placed/").content.decode()
    assert client.get(f"/jet/candidates/{application.pk}/placed/notice/").status_code == 200


def test_terms_are_the_organisations_own(cast: Cast, sign_in: SignIn) -> None:
    for person in (cast.neighbour, cast.branch_officer):
        assert sign_in(person).get("/jet/terms/282014/").status_code == 404
    terms = ContractTerms(organisation=cast.himeji)
    with pytest.raises(NotPermittedError):
        costs.set_terms(terms, {"leave_days": 10}, base_revision=0, by=cast.neighbour)
    costs.set_terms(terms, {"leave_days": 10}, base_revision=0, by=cast.officer)
    with pytest.raises(StaleError):
        costs.set_terms(ContractTerms(organisation=cast.himeji), {"leave_days": 11}, base_revision=0, by=cast.officer)
    late = sign_in(cast.officer).post("/jet/terms/282014/", {"leave_days": "11", "_revision": "0"})
    assert late.status_code == 409 and "10" in late.content.decode()
