"""Calls with several tracks: chosen by the applicant, mended by the section, and nothing is promised outside one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.models import Application, Call, Message, Track
from kakehashi.engines.calls.operations import MOVES, save_paper, start_application
from kakehashi.engines.calls.operations.tracks import move_to_track
from kakehashi.engines.calls.queries.tracks import track_for
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.fill import as_data
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

TWO = [("normal", 3_000_000, None), ("recovery", 1_000_000, None)]


def two(cast: Cast, **values: Any) -> Call:
    return stories.call(cast, tracks=TWO, **values)


def coded(call: Call, code: str) -> Track:
    return call.tracks.get(code=code)


def outside(application: Application) -> Application:
    """As if by an error in code."""
    Application.objects.filter(pk=application.pk).update(track=None)
    return stories.fresh(application)


def chosen(cast: Cast, call: Call, code: str) -> Application:
    """A complete draft in this track."""
    application = start_application(call, applicant=cast.himeji, track=coded(call, code), by=cast.officer)
    paper = application.papers.get()
    save_paper(paper, stories.ANSWERS, base_revision=paper.sheet.revision, by=cast.officer)
    return stories.fresh(application)


def before_the_board(cast: Cast, call: Call) -> Application:
    _desk, officer = stories.section(cast)
    received = MOVES["receive"](MOVES["submit"](chosen(cast, call, "normal"), by=cast.officer), by=officer)
    return stories.fresh(MOVES["pass_to_board"](stories.checked(received, officer), by=officer))


# --- The applicant chooses --------------------------------------------------------------------------------------------
def test_the_track_is_chosen_before_the_form_opens(cast: Cast, sign_in: SignIn) -> None:
    call = two(cast)
    client, url = sign_in(cast.officer), reverse("calls:apply", args=[call.pk])

    without = client.post(url, {"applicant": cast.himeji.pk})
    client.post(url, {"applicant": cast.himeji.pk, "track": coded(call, "recovery").pk})

    assert (without.status_code, Application.objects.get().track) == (422, coded(call, "recovery"))


def test_it_is_changed_in_the_draft_by_saving_and_by_autosave(cast: Cast, sign_in: SignIn) -> None:
    call = two(cast)
    application, client = chosen(cast, call, "normal"), sign_in(cast.officer)
    sheet = application.papers.get().sheet
    data = as_data(sheet.version, stories.ANSWERS)
    sent = {name: data.getlist(name) for name in data} | {"_track": coded(call, "recovery").pk}

    shown = client.get(reverse("calls:fill", args=[application.pk])).content.decode()
    client.post(reverse("calls:fill", args=[application.pk]), sent | {"_revision": sheet.revision})
    saved = stories.fresh(application).track
    sheet.refresh_from_db()
    again = sent | {"_revision": sheet.revision, "_track": coded(call, "normal").pk}
    client.post(reverse("calls:autosave", args=[application.pk]), again)

    assert shown.count('name="_track"') == 2
    assert (saved, stories.fresh(application).track) == (coded(call, "recovery"), coded(call, "normal"))


def test_of_a_single_track_nobody_is_asked(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)

    shown = sign_in(cast.officer).get(reverse("calls:fill", args=[application.pk])).content.decode()

    assert application.track == application.call.tracks.get()
    assert ("_track" in shown, application.shown_track) == (False, None)


def test_last_years_track_is_taken_over_by_its_code(cast: Cast) -> None:
    last, other = two(cast, fiscal_year=2011), stories.call(cast, "other", tracks=TWO)
    chosen(cast, last, "recovery")
    this = two(cast)

    assert track_for(this, cast.himeji) == coded(this, "recovery")
    assert [track_for(this, cast.kakogawa), track_for(other, cast.himeji)] == [None, None]
    assert start_application(this, applicant=cast.himeji, by=cast.officer).track == coded(this, "recovery")


def test_the_track_of_another_call_is_nobodys_choice(cast: Cast, sign_in: SignIn) -> None:
    call, other = two(cast), stories.call(cast, "other", tracks=TWO)
    application, foreign = chosen(cast, call, "normal"), coded(other, "normal")
    paper = application.papers.get()

    with pytest.raises(NotPermittedError):
        start_application(call, applicant=cast.himeji, track=foreign, by=cast.officer)
    save_paper(paper, stories.ANSWERS, base_revision=paper.sheet.revision, track=foreign, by=cast.officer)
    typed = sign_in(cast.officer).post(
        reverse("calls:apply", args=[call.pk]), {"applicant": cast.himeji.pk, "track": foreign.pk}
    )

    assert (stories.fresh(application).track, typed.status_code) == (coded(call, "normal"), 422)


def test_excel_carries_the_track_out_and_in(cast: Cast, sign_in: SignIn) -> None:
    call = two(cast)
    application, client = chosen(cast, call, "recovery"), sign_in(cast.officer)
    file = client.get(reverse("calls:fill_xlsx", args=[application.pk])).content
    Application.objects.update(track=coded(call, "normal"))

    upload = SimpleUploadedFile("application.xlsx", file)
    client.post(reverse("calls:fill_from_xlsx", args=[application.pk]), {"file": upload})
    blank = client.get(reverse("calls:blank", args=[call.pk, "application_form"])).content
    empty = SimpleUploadedFile("blank.xlsx", blank)
    client.post(reverse("calls:fill_from_xlsx", args=[application.pk]), {"file": empty})

    assert stories.fresh(application).track == coded(call, "recovery")


def test_whoever_sees_the_application_sees_its_track(cast: Cast, sign_in: SignIn) -> None:
    call = two(cast)
    application = MOVES["submit"](chosen(cast, call, "recovery"), by=cast.officer)
    _desk, officer = stories.section(cast)
    names = ("application", "receipt")

    pages = [
        sign_in(one).get(reverse(f"calls:{n}", args=[application.pk])) for one in (cast.officer, officer) for n in names
    ]
    listed = sign_in(officer).get(reverse("calls:applications"), {"view": "all"})

    assert ["recovery" in page.content.decode() for page in [*pages, listed]] == [True] * 5


# --- Nothing without one ----------------------------------------------------------------------------------------------
def test_without_a_track_nothing_is_handed_in(cast: Cast, sign_in: SignIn) -> None:
    application = outside(chosen(cast, two(cast), "normal"))

    shown = sign_in(cast.officer).get(reverse("calls:check", args=[application.pk])).content.decode()

    assert "枠が選ばれていません" in shown
    with pytest.raises(MoveRefusedError, match="枠が選ばれていません"):
        MOVES["submit"](application, by=cast.officer)


def test_without_a_track_nothing_is_adopted(cast: Cast) -> None:
    _desk, officer = stories.section(cast)
    call = two(cast, deciding=Deciding.BOARD)
    ready = stories.checked(
        MOVES["receive"](MOVES["submit"](chosen(cast, call, "normal"), by=cast.officer), by=officer), officer
    )
    at_board = outside(MOVES["pass_to_board"](ready, by=officer))

    with pytest.raises(MoveRefusedError, match="枠が選ばれていません"):
        MOVES["adopt"](at_board, by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=at_board.pk).update(step="adopted")


def test_money_is_never_taken_out_of_the_track_of_another_call(cast: Cast) -> None:
    _desk, officer = stories.section(cast)
    at_board = stories.at_board(cast, stories.call(cast, deciding=Deciding.BOARD))
    foreign = stories.call(cast, "other").tracks.get()
    Application.objects.filter(pk=at_board.pk).update(track=foreign)

    with pytest.raises(MoveRefusedError, match="枠が選ばれていません"):
        MOVES["adopt"](stories.fresh(at_board), by=officer)

    assert set(Track.objects.values_list("held_yen", flat=True)) == {0}


# --- The section mends it ---------------------------------------------------------------------------------------------
def test_the_section_moves_it_with_a_reason_the_applicant_reads(cast: Cast, sign_in: SignIn) -> None:
    call = two(cast)
    application = MOVES["submit"](chosen(cast, call, "normal"), by=cast.officer)
    _desk, officer = stories.section(cast)
    url = reverse("calls:move_to_track", args=[application.pk])
    sent = {"track": coded(call, "recovery").pk, "why": "復興のための事業です。"}

    refused = [sign_in(one).post(url, sent).status_code for one in (cast.officer, cast.neighbour)]
    silent = sign_in(officer).post(url, {"track": coded(call, "recovery").pk, "why": ""}, follow=True)
    before = stories.fresh(application).track
    moved = sign_in(officer).post(url, sent, follow=True).content.decode()

    assert (refused, before) == ([403, 404], coded(call, "normal"))
    assert "枠は変えていません" in silent.content.decode()
    assert ("枠を変えました" in moved, stories.fresh(application).track) == (True, coded(call, "recovery"))
    assert Message.objects.get().body == "枠を「normal」から「recovery」に変えました。\n復興のための事業です。"
    row = AuditRow.objects.get(action="calls.move_to_track")
    assert (row.before, row.note) == ({"track_id": coded(call, "normal").pk}, "復興のための事業です。")
    assert "復興のための事業です。" in sign_in(cast.officer).get("/notices/").content.decode()


def test_once_something_is_promised_the_track_stays(cast: Cast, sign_in: SignIn) -> None:
    call = two(cast, deciding=Deciding.BOARD)
    _desk, officer = stories.section(cast)
    ready = stories.checked(
        MOVES["receive"](MOVES["submit"](chosen(cast, call, "normal"), by=cast.officer), by=officer), officer
    )
    adopted = MOVES["adopt"](MOVES["pass_to_board"](ready, by=officer), by=officer)

    with pytest.raises(MoveRefusedError, match="決定のあとは枠を変えられません"):
        move_to_track(adopted, coded(call, "recovery"), by=officer, why="誤り")
    shown = sign_in(officer).get(reverse("calls:application", args=[adopted.pk])).content.decode()

    assert "別の枠に移す" not in shown
