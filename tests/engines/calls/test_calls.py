"""Calls prepared on screen: copied, changed part by part, announced, closed, reopened."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.forms.editing import PARTS
from kakehashi.engines.calls.forms.editing_fields import RateField
from kakehashi.engines.calls.models import (
    Call,
    Criterion,
    EligibilityLine,
    ExpenseCategory,
    LetterTemplate,
    MoneyRule,
    Track,
)
from kakehashi.engines.calls.operations import calls as operations
from kakehashi.engines.calls.operations.calls_copies import copy_call
from kakehashi.engines.calls.operations.calls_rows import RowKeptError
from kakehashi.engines.calls.queries import editing
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.forms.models import QuestionSet
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.typing_in import typed

NOON = dt.datetime(2012, 2, 29, 12, 0, tzinfo=clock.JAPAN)


def change(call: Call, cast: Cast, **values: Any) -> Call:
    _desk, officer = stories.section(cast)
    return operations.change_call(call, values, base_revision=call.revision, by=officer)


def now(call: Call) -> Call:
    return Call.objects.get(pk=call.pk)


def ready(cast: Cast, **values: Any) -> Call:
    return stories.call(
        cast, announced_at=None, guidance_ja="案内", contact_ja="03-0000-0000", deciding=Deciding.BOARD, **values
    )


# --- Copied -----------------------------------------------------------------------------------------------------------
def test_a_copy_has_everything_and_is_to_be_checked(cast: Cast) -> None:
    call = ready(cast, opens_at=NOON, closes_at=NOON + dt.timedelta(days=30), uses_per_year=2)
    Criterion.objects.create(call=call, code="need", name_ja="必要性", anchors=[{"points": 5, "ja": "とても"}])
    EligibilityLine.objects.create(call=call, text_ja="営利でない", refusal_ja="営利です。")
    ExpenseCategory.objects.create(call=call, code="travel", name_ja="旅費")
    LetterTemplate.objects.create(call=call, kind="grant", subject="件名", body="本文")
    MoneyRule.objects.filter(call=call).update(is_confirmed=True)
    Track.objects.filter(call=call).update(held_yen=100, held_count=1)
    _desk, officer = stories.section(cast)

    copy = copy_call(call, fiscal_year=2013, by=officer)

    track, rule = copy.tracks.get(), copy.money_rule
    assert (copy.announced_at, copy.is_unconfirmed, copy.copied_from, rule.is_confirmed) == (None, True, call, False)
    assert copy.opens_at == dt.datetime(2013, 2, 28, 12, 0, tzinfo=clock.JAPAN)
    assert (track.ceiling_yen, track.held_yen, track.held_count) == (10_000_000, 0, 0)
    assert (rule.rate, [cap.yen for cap in rule.caps.all()]) == (Decimal("0.5"), [3_000_000])
    assert [one.code for one in copy.criteria.all()] == ["need"]
    assert [one.code for one in copy.expenses.all()] == ["travel"]
    assert [str(one) for one in copy.eligibility_lines.all()] == ["営利でない"]
    assert [str(one) for one in copy.check_lines.all()] == ["書類がそろっている"]
    assert [one.subject for one in copy.letter_templates.all()] == ["件名"]
    assert (copy.application_form, copy.uses_per_year) == (call.application_form, 2)


def test_a_year_and_round_is_called_once(cast: Cast) -> None:
    call = ready(cast)
    _desk, officer = stories.section(cast)

    with pytest.raises(operations.CallExistsError):
        copy_call(call, fiscal_year=2012, by=officer)

    assert copy_call(call, fiscal_year=2012, round_number=2, by=officer).round == 2


def test_a_call_is_copied_on_screen(cast: Cast, sign_in: SignIn) -> None:
    call = ready(cast)
    client = sign_in(stories.section(cast)[1])

    answer = client.post("/calls/schemes/multi/calls/new/", {"fiscal_year": "2012", "like": str(call.pk)})

    copy = Call.objects.get(copied_from=call)
    assert (answer["Location"], copy.round) == (f"/calls/{copy.pk}/edit/", 2)
    assert "写した公募です" in client.get(answer["Location"]).content.decode()


# --- Changed ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_saved_as_it_stands(cast: Cast, sign_in: SignIn, part: str) -> None:
    """What is shown and sent back changes nothing."""
    call = ready(cast, opens_at=NOON, closes_at=NOON + dt.timedelta(days=30), first_day=dt.date(2012, 4, 1))
    Criterion.objects.create(
        call=call, code="need", name_ja="必要性", name_en="Need", anchors=[{"points": 5, "ja": "とても", "en": "Vital"}]
    )
    ExpenseCategory.objects.create(call=call, code="travel", name_ja="旅費", name_en="Travel")
    Track.objects.filter(call=call).update(name_en="Normal")
    EligibilityLine.objects.create(call=call, text_ja="営利でない", refusal_ja="営利です。")
    client, address = sign_in(stories.section(cast)[1]), f"/calls/{call.pk}/edit/{part}/"
    before = [PARTS[name](now(call)).initial for name in PARTS]
    lists = [[form.initial for form in one.initial_forms] for name in PARTS for one in PARTS[name](now(call)).line_sets]

    answer = client.post(address, typed(client.get(address)))

    assert (answer.status_code, answer.get("Location")) == (302, f"/calls/{call.pk}/edit/")
    assert [PARTS[name](now(call)).initial for name in PARTS] == before
    assert [
        [form.initial for form in one.initial_forms] for name in PARTS for one in PARTS[name](now(call)).line_sets
    ] == lists
    assert now(call).revision == call.revision + 1


def test_rows_are_added_moved_and_taken_out_on_screen(cast: Cast, sign_in: SignIn) -> None:
    call = ready(cast, tracks=[("a", None, None), ("b", None, None)])
    Track.objects.filter(call=call).update(name_en="x")
    client, address = sign_in(stories.section(cast)[1]), f"/calls/{call.pk}/edit/tracks/"
    sent = typed(client.get(address)) | {
        "tracks-0-DELETE": "on", "tracks-1-ORDER": "9", "tracks-2-ORDER": "1",
        "tracks-2-name_ja": "復興枠", "tracks-2-name_en": "Recovery", "tracks-2-ceiling_yen": "5000000", "_stay": "1",
    }  # fmt: skip

    answer = client.post(address, sent)

    assert answer["Location"] == address
    rows = [(track.code, track.name_ja, track.ceiling_yen) for track in call.tracks.all()]
    assert rows == [("track-1", "復興枠", 5_000_000), ("b", "b", None)]


def test_errors_stand_beside_their_fields(cast: Cast, sign_in: SignIn) -> None:
    call = ready(cast)
    client = sign_in(stories.section(cast)[1])
    money, window = f"/calls/{call.pk}/edit/money/", f"/calls/{call.pk}/edit/window/"

    rate = client.post(money, typed(client.get(money)) | {"rate": "2/0", "caps-1-yen": "-5"}).content.decode()
    days = typed(client.get(window)) | {"opens_at": "2013-01-02T10:00", "closes_at": "2013-01-01T10:00"}
    when = client.post(window, days).content.decode()
    tracks = f"/calls/{call.pk}/edit/tracks/"
    most = client.post(tracks, typed(client.get(tracks)) | {"tracks-0-ceiling_yen": "9" * 20}).content.decode()

    assert 'id="id_tracks-0-ceiling_yen_error"' in most
    assert ('id="id_rate_error"' in rate, 'id="id_caps-1-yen_error"' in rate) == (True, True)
    assert 'id="id_closes_at_error"' in when
    assert now(call).revision == call.revision


def test_the_second_editor_sees_both_sides(cast: Cast, sign_in: SignIn) -> None:
    call = ready(cast)
    client, address = sign_in(stories.section(cast)[1]), f"/calls/{call.pk}/edit/tracks/"
    sent = typed(client.get(address)) | {"tracks-0-name_en": "x", "tracks-0-ceiling_yen": "777"}
    Track.objects.filter(call=call).update(ceiling_yen=555)
    change(call, cast, guidance_ja="先の人の案内")

    answer = client.post(address, sent)

    body = answer.content.decode()
    assert (answer.status_code, "555" in body, "777" in body) == (409, True, True)
    assert call.tracks.get().ceiling_yen == 555


def test_a_row_that_is_used_stays(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD, guidance_ja="案内", contact_ja="連絡先")
    stories.adopted(cast, call, yen=1_000_000)
    track = call.tracks.get()
    row = {
        "id": track.pk,
        "name_ja": "通常",
        "name_en": "x",
        "about_ja": "",
        "about_en": "",
        "places": None,
        "code": "",
    }

    with pytest.raises(RowKeptError, match="消せません"):
        change(now(call), cast, tracks=[])
    with pytest.raises(RowKeptError, match="1,000,000円"):
        change(now(call), cast, tracks=[row | {"ceiling_yen": 999_999}])
    change(now(call), cast, tracks=[row | {"ceiling_yen": 1_000_000}])

    assert call.tracks.get().ceiling_yen == 1_000_000


def test_the_road_is_fixed_once_something_was_handed_in(cast: Cast) -> None:
    call = stories.call(cast, guidance_ja="案内", contact_ja="連絡先", deciding=Deciding.BOARD)
    stories.draft(cast, call)
    change(now(call), cast, through_branch=True)
    change(now(call), cast, through_branch=False)
    stories.submitted(cast, now(call))

    with pytest.raises(operations.RoadFixedError):
        change(now(call), cast, through_branch=True)

    assert change(now(call), cast, through_branch=False, report_days=30).report_days == 30


@pytest.mark.parametrize(
    ("text", "rate"),
    [("1/2", "0.5"), ("２／３", "0.66667"), ("50%", "0.5"), ("0.35", "0.35"), ("1", "1"), ("", None)],
)  # fmt: skip
def test_a_rate_is_typed_as_people_write_it(text: str, rate: str | None) -> None:
    assert RateField(required=False).clean(text) == (Decimal(rate) if rate else None)


# --- Announced, closed, reopened --------------------------------------------------------------------------------------
def test_what_is_missing_is_said_in_words(cast: Cast) -> None:
    call = stories.call(cast, announced_at=None, application_form=None, tracks=[])
    empty = QuestionSet.objects.create(code="empty", title_ja="空")
    Call.objects.filter(pk=call.pk).update(report_form=empty)
    _desk, officer = stories.section(cast)

    with pytest.raises(operations.NotReadyError) as refused:
        operations.announce_call(now(call), base_revision=call.revision, by=officer)

    assert refused.value.faults == [
        "募集の案内がありません。「名称と案内」に書いてください。",
        "問合せ先がありません。「名称と案内」に書いてください。",
        "申請書の質問票が選ばれていません。「質問票」で選んでください。",
        "質問票「空」に公開中の版がありません。質問票を公開してください。",
        "枠がありません。一つの枠だけで募集するときも、「枠」に一つ加えてください。",
        "採点の観点がありません。「審査」に加えるか、「申請の進め方」で採点しない決め方を選んでください。",
    ]


def test_an_announced_call_stays_whole(cast: Cast) -> None:
    _desk, officer = stories.section(cast)
    call = operations.announce_call(ready(cast), base_revision=1, by=officer)

    with pytest.raises(operations.NotReadyError):
        change(now(call), cast, application_form=None)

    assert now(call).application_form is not None


def test_a_call_is_announced_closed_and_reopened_on_screen(cast: Cast, sign_in: SignIn) -> None:
    call = ready(cast)
    client = sign_in(stories.section(cast)[1])

    states = []
    for move, sent in [("announce", {}), ("close", {}), ("reopen", {"closes_at": "2099-01-01T17:00"})]:
        answer = client.post(f"/calls/{call.pk}/{move}/", {"_revision": now(call).revision} | sent)
        states.append((answer.status_code, now(call).is_open))

    assert states == [(302, True), (302, False), (302, True)]
    assert client.post(f"/calls/{call.pk}/close/", {"_revision": 1}).status_code == 409
    past = {"_revision": now(call).revision, "closes_at": "1999-01-01T17:00"}
    assert client.post(f"/calls/{call.pk}/reopen/", past).status_code == 409


def test_results_and_scores_are_released_once(cast: Cast, sign_in: SignIn) -> None:
    _desk, officer = stories.section(cast)
    call = operations.announce_call(ready(cast), base_revision=1, by=officer)
    client = sign_in(officer)

    for move in ("release-results", "release-scores"):
        client.post(f"/calls/{call.pk}/{move}/", {"_revision": now(call).revision})
    first = now(call)
    operations.release_results(now(call), base_revision=first.revision, by=officer)

    assert (first.results_released_at is None, first.scores_released_at is None) == (False, False)
    assert now(call).results_released_at == first.results_released_at


# --- Forms ------------------------------------------------------------------------------------------------------------
def test_a_form_of_its_own_leaves_the_others_alone(cast: Cast) -> None:
    call = ready(cast)
    shared = call.application_form

    draft = operations.give_own_form(call, "application_form", base_revision=call.revision, by=cast.planner)

    own = now(call).application_form
    assert own is not None
    assert (own == shared, own.code, draft.question_set) == (False, "multi-2012-application", own)
    assert editing.published_version(own) is not None


def test_a_form_is_seen_as_who_applies_sees_it(cast: Cast, sign_in: SignIn) -> None:
    call = ready(cast, follow_up_form=None)
    client = sign_in(stories.section(cast)[1])

    body = client.get(f"/calls/{call.pk}/forms/application_form/").content.decode()
    none = client.get(f"/calls/{call.pk}/forms/follow_up_form/").content.decode()

    assert ('name="title"' in body, "公開中の質問票がありません" in none) == (True, True)
    assert client.get(f"/calls/{call.pk}/forms/x/").status_code == 404


# --- Who --------------------------------------------------------------------------------------------------------------
def test_another_section_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    call = ready(cast)

    seen = {
        name: sign_in(getattr(cast, name)).get(f"/calls/{call.pk}/edit/").status_code
        for name in ("section_staff", "planner", "officer", "director", "operator")
    }

    assert seen == {"section_staff": 404, "planner": 200, "officer": 404, "director": 404, "operator": 404}
    for move in (operations.announce_call, operations.close_call, operations.release_scores):
        with pytest.raises(NotPermittedError):
            move(now(call), base_revision=call.revision, by=cast.section_staff)
    with pytest.raises(NotPermittedError):
        copy_call(call, fiscal_year=2013, by=cast.officer)


def test_the_page_costs_the_same_for_many_rows(cast: Cast, sign_in: SignIn) -> None:
    call = ready(cast)
    client = sign_in(stories.section(cast)[1])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/calls/{call.pk}/edit/").status_code == 200
        return len(queries)

    cost()
    one = cost()
    for number in range(4):
        Track.objects.create(call=call, code=f"t{number}", name_ja="枠", name_en="Track")
        stories.call(cast, f"other-{number}")

    assert cost() == one
