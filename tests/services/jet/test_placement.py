"""A placement from the question to the notice, as the council, the committee, the candidate and the city see it."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.tasks.running import run_due
from kakehashi.services.jet.models import Assignment
from kakehashi.services.jet.operations import placement as operations
from kakehashi.services.jet.operations.candidates import Wish
from kakehashi.services.jet.placing.apart import NotSolvedError
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.services.jet import placements
from tests.services.jet.placements import Season, announced, moved, ready, reckoned

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(cast: Cast) -> Season:
    return placements.season(cast)


@pytest.fixture
def people(cast: Cast, year: Season) -> None:
    """Three ALTs for three posts, of whom the plan takes two; a CIR who is not strong enough."""
    ready(year, "GB-1", Wish(1, cast.kakogawa), licence=True)
    ready(year, "GB-2", Wish(1, cast.himeji), Wish(2, cast.kakogawa))
    ready(year, "GB-3", score=40)
    ready(year, "FR-1", country_id="FR", position="CIR", level="N3")


@pytest.mark.usefixtures("people")
def test_what_is_ready_is_placed_within_the_plan_and_proven(year: Season) -> None:
    run = reckoned(year)
    assert run.step == "solved"
    assert run.places == {"GB-1": "282103-1", "GB-2": "282014-1"}  # the plan takes two from GB
    assert run.values[:2] == [0, 2]
    assert run.values[5] == 2
    assert run.values == run.bounds
    assert all(run.proven)


@pytest.mark.usefixtures("people")
def test_an_edit_is_a_run_of_its_own_that_shows_what_it_costs(sign_in: SignIn, year: Season) -> None:
    base = reckoned(year)
    client = sign_in(year.officer)
    sent = {"kind": "seat", "candidate": "GB-3", "line": "282014-1", "reason": "通院のため"}
    answer = client.post(reverse("jet:run_edit", args=[base.pk]), sent, follow=True)
    run_due()
    run = year.cycle.runs.get(base=base)
    assert answer.redirect_chain[-1][0] == reverse("jet:run", args=[run.pk])
    assert run.places["GB-3"] == "282014-1"
    page = client.get(reverse("jet:run", args=[run.pk])).content.decode()
    assert "悪くなった" in page
    assert "通院のため" in page
    assert base.places == year.cycle.runs.get(pk=base.pk).places


@pytest.mark.usefixtures("people")
def test_an_edit_without_a_reason_or_with_unknown_ids_is_refused(sign_in: SignIn, year: Season) -> None:
    base = reckoned(year)
    client = sign_in(year.officer)
    url = reverse("jet:run_edit", args=[base.pk])
    sent = {"kind": "bar", "candidate": "GB-1", "line": "282103-1"}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, "candidate": "GB-9", "reason": "x"}).status_code == 422
    assert year.cycle.runs.count() == 1


@pytest.mark.usefixtures("people")
def test_two_more_from_a_country_are_only_a_trial(year: Season) -> None:
    base = reckoned(year)
    edit = {"kind": "more", "country": "GB", "position": "ALT", "number": 2, "reason": ""}
    run = operations.edit_run(base, edit, by=year.officer)
    run_due()
    run.refresh_from_db()
    assert run.values[1] == 3
    assert run.is_trial
    with pytest.raises(MoveRefusedError, match="試算"):
        moved(run, "propose", year.officer)


@pytest.mark.usefixtures("people")
def test_by_score_nobody_with_less_has_what_somebody_wants(year: Season) -> None:
    run = reckoned(year, mode="stable")
    assert run.step == "solved"
    assert run.bounds == []
    assert "GB-3" not in run.places
    assert run.envies == []


def test_nothing_to_place_is_said(sign_in: SignIn, year: Season) -> None:
    client = sign_in(year.officer)
    url = reverse("jet:run_new", args=[year.cycle.year])
    answer = client.post(url, {"mode": "best", "seed": 0, "limit": 10})
    assert answer.status_code == 422
    assert "候補者" in answer.content.decode()


@pytest.mark.usefixtures("people")
def test_whoever_asked_does_not_approve_and_only_one_holds(cast: Cast, year: Season) -> None:
    run = moved(reckoned(year), "propose", year.officer)
    with pytest.raises(NotPermittedError):
        moved(run, "approve", year.officer)
    both = make_person("both", "両方 持", ("jet_staff", cast.headquarters), ("jet_committee", cast.headquarters))
    own = operations.ask_run(year.cycle, mode="best", seed=1, limit=10, by=both)
    run_due()
    own.refresh_from_db()
    moved(own, "propose", both)
    with pytest.raises(NotPermittedError):
        moved(own, "approve", both)
    moved(run, "approve", year.approver)
    with pytest.raises(MoveRefusedError, match="もう承認"):
        moved(own, "approve", year.approver)


@pytest.mark.usefixtures("people")
def test_what_changed_meanwhile_is_reckoned_anew(year: Season) -> None:
    run = moved(reckoned(year), "propose", year.officer)
    ready(year, "GB-4")
    with pytest.raises(MoveRefusedError, match="計算し直して"):
        moved(run, "approve", year.approver)


@pytest.mark.usefixtures("people")
def test_nobody_is_told_before_the_approval(sign_in: SignIn, cast: Cast, year: Season) -> None:
    moved(moved(reckoned(year), "propose", year.officer), "approve", year.approver)
    assert not Assignment.objects.exists()
    sheet = year.cycle.sheets.get(organisation=cast.himeji)
    client = sign_in(cast.officer)
    assert client.get(reverse("jet:sheet_placed", args=[sheet.pk])).status_code == 404


@pytest.mark.usefixtures("people")
def test_the_city_and_the_candidate_read_what_was_decided_and_why(sign_in: SignIn, cast: Cast, year: Season) -> None:
    one = year.cycle.applications.get(number="GB-2")
    one.person = make_person("gb2", "候補 二", ("jet_candidate", year.mission))
    one.save()
    run = announced(year)
    assert run.assignments.count() == len(run.places) == 2
    one.refresh_from_db()
    assert one.step == "placed"

    client = sign_in(one.person)
    page = client.get(reverse("jet:candidate_placed", args=[one.pk])).content.decode()
    assert "姫路市" in page
    assert "かないました" in page
    other = year.cycle.applications.get(number="GB-1")
    assert client.get(reverse("jet:candidate_placed", args=[other.pk])).status_code == 404

    client = sign_in(cast.officer)
    sheet = year.cycle.sheets.get(organisation=cast.himeji)
    page = client.get(reverse("jet:sheet_placed", args=[sheet.pk])).content.decode()
    assert "Candidate GB-2" in page
    assert "日本語能力" in page  # why no CIR comes
    assert "Candidate GB-1" not in page
    neighbours = year.cycle.sheets.get(organisation=cast.kakogawa)
    assert client.get(reverse("jet:sheet_placed", args=[neighbours.pk])).status_code == 404


@pytest.mark.usefixtures("people")
def test_telling_twice_tells_once(year: Season) -> None:
    run = announced(year)
    assert operations.announce_run(run, by=operations.PLACER) == 0
    assert Assignment.objects.count() == 2


@pytest.mark.usefixtures("people")
def test_the_tables_are_those_of_the_command(sign_in: SignIn, year: Season, tmp_path: Path) -> None:
    run = reckoned(year)
    client = sign_in(year.officer)
    answer = client.get(reverse("jet:run_tables", args=[run.pk]))
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    call_command("jet_place", str(tmp_path / "in"), str(tmp_path / "again"))
    ours, again = (tmp_path / "out" / "assignments.csv", tmp_path / "again" / "assignments.csv")
    assert ours.read_text() == again.read_text()


@pytest.mark.usefixtures("people")
def test_every_page_of_a_run_explains(sign_in: SignIn, year: Season) -> None:
    run = reckoned(year)
    client = sign_in(year.officer)
    assert client.get(reverse("jet:placement", args=[year.cycle.year])).status_code == 200
    page = client.get(reverse("jet:run", args=[run.pk])).content.decode()
    assert "証明済み" in page
    assert "国別計画の上限" in page
    why = client.get(reverse("jet:why_candidate", args=[run.pk, "GB-3"])).content.decode()
    assert "国別計画の上限" in why
    line = client.get(reverse("jet:why_line", args=[run.pk, "282014-2"])).content.decode()
    assert "日本語能力" in line
    assert client.get(reverse("jet:why_candidate", args=[run.pk, "GB-9"])).status_code == 404


@pytest.mark.usefixtures("people")
def test_the_committee_sees_what_is_proposed_only(sign_in: SignIn, year: Season) -> None:
    run = reckoned(year)
    client = sign_in(year.approver)
    assert client.get(reverse("jet:run", args=[run.pk])).status_code == 404
    moved(run, "propose", year.officer)
    assert client.get(reverse("jet:run", args=[run.pk])).status_code == 200


def test_a_process_that_ends_says_so(year: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(year, "GB-1")
    monkeypatch.setattr(operations, "solve_apart", _ends)
    run = reckoned(year)
    assert run.step == "failed"
    assert "ended" in run.failure


def _ends(*_args: object, **_more: object) -> None:
    raise NotSolvedError("the process ended with -9")


@pytest.mark.usefixtures("people")
def test_the_roll_is_ticked_off_and_everybody_sees_their_own(sign_in: SignIn, cast: Cast, year: Season) -> None:
    announced(year)
    council, city = sign_in(year.officer), sign_in(cast.officer)
    url = reverse("jet:arrivals", args=[2013])
    assert "Candidate GB-1" in council.get(url).content.decode()
    page = city.get(url).content.decode()
    assert "Candidate GB-2" in page
    assert "Candidate GB-1" not in page
    assert "Candidate GB-2" not in council.get(f"{url}?group=B").content.decode()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(council.get(reverse("jet:arrivals_export", args=[2013])).content))
    assert [row[1] for row in rows.get_sheet_by_index(0).to_python()[1:]] == ["GB-1", "GB-2"]
    mark = reverse("jet:arrivals_mark", args=[2013])
    assert city.post(mark, {"on": "2013-07-30", "arrived": "GB-2"}).status_code == 404
    for _again in range(2):
        assert council.post(mark, {"on": "2013-07-30", "arrived": ["GB-2", "GB-3", "nobody"]}).status_code == 302
    steps = dict(year.cycle.applications.values_list("number", "step"))
    assert (steps["GB-1"], steps["GB-2"], steps["GB-3"]) == ("placed", "departed", "documents_ok")


@pytest.mark.usefixtures("people")
def test_a_supposition_is_typed_and_refused_beside_its_field(sign_in: SignIn, year: Season) -> None:
    base = reckoned(year)
    browser = sign_in(year.officer)
    url = reverse("jet:run_edit", args=[base.pk])
    assert browser.post(url, {"kind": "more", "country": "GB", "position": "ALT", "number": "0"}).status_code == 422
    assert browser.post(url, {"kind": "more", "country": "GB", "position": "ALT", "number": "2"}).status_code == 302
    assert year.cycle.runs.filter(is_trial=True).count() == 1
