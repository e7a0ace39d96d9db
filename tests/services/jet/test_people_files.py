"""Participants as a file: out, changed, looked at, and in."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kakehashi.foundation.documents.exports import to_xlsx
from kakehashi.foundation.forms.spreadsheets import read_sheets
from kakehashi.services.jet.models import Participant
from kakehashi.services.jet.operations import participants
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.jet import stories

pytestmark = pytest.mark.django_db
COLUMNS = ["JET番号", "氏名", "国", "職種", "団体コード", "来日した日", "任用した回数"]
NEW = ["20120000009", "Jane Doe", "GB", "ALT", "282103", dt.date(2011, 7, 31), 2]


@pytest.fixture
def council(cast: Cast, sign_in: SignIn) -> Client:
    officer = stories.jet_officer(cast)
    stories.cycle(officer)
    facts = {"country_id": "GB", "position": "ALT", "organisation": cast.himeji, "arrived_on": dt.date(2011, 7, 31)}
    participants.add_participant({"number": "20110000001", "name": "Jon Doe", **facts}, by=officer)
    return sign_in(officer)


def sent(client: Client, rows: list[list[Any]], columns: list[str] = COLUMNS) -> Any:
    upload = SimpleUploadedFile("people.xlsx", to_xlsx(columns, rows, sheet="x"))
    return client.post("/jet/people/import/", {"file": upload})


def test_what_is_written_out_comes_back_without_a_change(council: Client) -> None:
    [rows] = read_sheets(council.get("/jet/people/export/").content).values()
    looked = council.get(sent(council, rows[1:], rows[0]).url)

    found = looked.context["found"]
    assert (found.same, found.changes, found.problems) == (1, [], [])


def test_new_ones_are_added_and_others_corrected(council: Client, cast: Cast) -> None:
    right = ["20110000001", "John Doe", "GB", "ALT", "282014", dt.date(2011, 8, 7), 1]
    answer = sent(council, [NEW, right])
    page = council.get(answer.url).content.decode()
    assert "John Doe" in page and "Jon Doe" in page and not Participant.objects.filter(name="John Doe").exists()
    council.post(answer.url)

    john, jane = Participant.objects.order_by("number")
    assert (john.name, john.ends_on) == ("John Doe", dt.date(2012, 8, 7))
    assert (jane.organisation, jane.ends_on, jane.count) == (cast.kakogawa, dt.date(2013, 7, 31), 2)
    assert council.post(answer.url)["Location"] == "/jet/people/import/"  # what was taken in is not taken in twice


def test_what_is_wrong_is_told_by_row_and_nothing_is_taken(council: Client) -> None:
    rows = [NEW, ["1", *NEW[1:]], [*NEW[:4], "999999", *NEW[5:]], [*NEW[:5], dt.date(2999, 1, 1), 1]]
    answer = sent(council, rows)
    looked = council.get(answer.url)

    assert looked.status_code == 422
    assert [one.number for one in looked.context["found"].problems] == [3, 4, 5]
    council.post(answer.url)
    assert Participant.objects.count() == 1
    assert sent(council, [["x"]], ["y"]).status_code == 422


def test_an_organisation_is_changed_by_a_move_only(council: Client) -> None:
    answer = sent(council, [["20110000001", "Jon Doe", "GB", "ALT", "282103", dt.date(2011, 7, 31), 1]])
    page = council.post(answer.url, follow=True).content.decode()

    assert "ほかの団体に移る手続き" in page
    assert Participant.objects.get().organisation.code == "282014"


def test_only_the_council_takes_a_file_in(cast: Cast, sign_in: SignIn) -> None:
    for person in (cast.officer, cast.branch_officer):
        assert sign_in(person).get("/jet/people/import/").status_code == 404
        assert sign_in(person).get("/jet/people/import/x/").status_code == 404
