"""Ranking, scenarios, deciding all at once, alternates, minutes."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from kakehashi.engines.calls.choices import Deciding, Middle, Outcome
from kakehashi.engines.calls.models import (
    Application,
    Assignment,
    Call,
    Conflict,
    Reviewer,
    Scenario,
    Track,
)
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.calls import change_call
from kakehashi.engines.calls.operations.calls_rows import RowKeptError
from kakehashi.engines.calls.operations.deciding import (
    Proposed,
    apply_scenario,
    ask_to_apply,
    begin_scenario,
    decide_by_scenario,
    fill_scenario,
    save_scenario,
)
from kakehashi.engines.calls.operations.reviewing_scores import add_remark
from kakehashi.engines.calls.queries.board import board_of
from kakehashi.engines.calls.queries.board_ranking import ordered, ranking
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.spreadsheets import read_sheets
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.tasks.running import run_due
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def said(scenario: Scenario) -> dict[str, str]:
    return {line.application.title: line.outcome for line in scenario.lines.select_related("application")}


def steps(applications: list[Application]) -> list[str]:
    return [stories.fresh(application).step for application in applications]


def test_points_are_weighed(cast: Cast) -> None:
    call = stories.scored_call(cast)
    application = stories.in_scoring(cast, call)
    for reviewer, points in zip(stories.reviewers(cast, call, 3), [(5, 5), (0, 5), (5, 0)], strict=True):
        stories.judged(application, reviewer, *points)

    by_mean = ranking(call, stories.section(cast)[1])[0]
    call.middle = Middle.MEDIAN
    by_median = ranking(call, stories.section(cast)[1])[0]

    assert (by_mean.score, by_median.score) == (Decimal("66.67"), Decimal("66.67"))
    assert (by_mean.lowest, by_mean.highest, by_mean.reviews) == (Decimal("33.33"), Decimal("100.00"), 3)
    assert by_mean.spread == Decimal("27.22")


def test_interests_and_declined_reviews_do_not_count(cast: Cast) -> None:
    call = stories.scored_call(cast)
    application = stories.in_scoring(cast, call)
    first, second, third = stories.reviewers(cast, call, 3)
    for reviewer, points in ((first, (5, 5)), (second, (0, 0)), (third, (1, 1))):
        stories.judged(application, reviewer, *points)
    Conflict.objects.create(reviewer=second, application=application, kind="declared")
    Assignment.objects.filter(reviewer=third).update(is_abstained=True)

    found = ranking(call, stories.section(cast)[1])[0]

    assert (found.score, found.reviews) == (Decimal("100.00"), 1)


def test_points_already_given_stay_within_the_most(cast: Cast) -> None:
    call, _made, officer = stories.ranked_board(cast, [5])
    columns = ("id", "code", "name_ja", "name_en", "about_ja", "about_en", "most", "weight", "anchors")
    rows: list[dict[str, Any]] = list(call.criteria.values(*columns))

    with pytest.raises(RowKeptError, match="満点"):
        change_call(call, {"criteria": [rows[0] | {"most": 4}, *rows[1:]]}, base_revision=call.revision, by=officer)

    assert ranking(call, officer)[0].score == Decimal("100.00")


def test_equals_share_a_rank_and_columns_sort_both_ways(cast: Cast) -> None:
    call, _made, officer = stories.ranked_board(cast, [3, 5, 3, 1])

    found = ranking(call, officer)

    assert [(one.application.title, one.rank) for one in found] == [
        ("事業1", 1),
        ("事業0", 2),
        ("事業2", 2),
        ("事業3", 4),
    ]
    assert [one.application.title for one in ordered(found, "-number")] == ["事業3", "事業2", "事業1", "事業0"]
    assert ordered(found, "nonsense") == found


def test_the_ranking_goes_out_as_a_table(cast: Cast, sign_in: SignIn) -> None:
    call, _made, officer = stories.ranked_board(cast, [3, 5])
    client = sign_in(officer)

    text = client.get(f"/calls/{call.pk}/ranking/table.csv").content.decode("utf-8-sig")
    sheets = read_sheets(client.get(f"/calls/{call.pk}/ranking/table.xlsx").content)

    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["順位", "1", "2"]
    assert [row[7] for row in sheets["順位"]] == ["得点", "100", "60"]
    assert client.get(f"/calls/{call.pk}/ranking/table.pdf").status_code == 404


def test_overseers_read_the_ranking_but_not_the_board(cast: Cast, sign_in: SignIn) -> None:
    call, _made, _officer = stories.ranked_board(cast, [3])
    paths = [f"/calls/{call.pk}/{what}" for what in ("ranking/", "board/", "minutes/", "reviewers/")]

    overseer = [sign_in(cast.planner).get(path).status_code for path in paths]
    applicant = [sign_in(cast.officer).get(path).status_code for path in paths]

    assert overseer == [200, 404, 404, 404]
    assert applicant == [404, 404, 404, 404]


def test_an_interest_hides_the_line_and_closes_the_board(cast: Cast, sign_in: SignIn) -> None:
    call, made, officer = stories.ranked_board(cast, [3, 5])
    reviewer = Reviewer.objects.create(call=call, person=officer)
    Conflict.objects.create(reviewer=reviewer, application=made[0], kind="declared")
    client = sign_in(officer)

    pages = [
        client.get(f"/calls/{call.pk}/{what}").content.decode()
        for what in ("ranking/", "ranking/table.csv", "minutes/")
    ]

    assert ["事業0" in page for page in pages] == [False, False, False]
    assert ["事業1" in page for page in pages] == [True, True, True]
    assert client.get(f"/calls/{call.pk}/board/").status_code == 403
    with pytest.raises(NotPermittedError):
        begin_scenario(call, "案", by=officer)


def test_a_scenario_is_tried_against_its_track(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4, 3], tracks=[("normal", 2_500_000, None)])
    scenario = begin_scenario(call, "案1", by=officer)

    lines = {made[n].pk: Proposed(Outcome.ADOPT, 1_000_000) for n in (0, 1, 2)}
    save_scenario(scenario, lines, base_revision=1, by=officer)
    found = board_of(call, ranking(call, officer), scenario.lines.all())

    track = found.tracks[0]
    assert (track.count, track.yen, track.over_yen, found.is_over) == (3, 3_000_000, 500_000, True)
    assert [row.ranked.application.title for row in found.beyond] == ["事業2"]
    assert found.themes == [("医療", 2), ("防災", 1)]
    assert found.prefectures == [("兵庫県", 3)]


def test_who_is_passed_over_is_named(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4, 3])
    scenario = begin_scenario(call, "案1", by=officer)

    save_scenario(scenario, {made[2].pk: Proposed(Outcome.ADOPT, 1_000_000)}, base_revision=1, by=officer)
    found = board_of(call, ranking(call, officer), scenario.lines.all())

    assert [row.ranked.application.title for row in found.passed_over] == ["事業0", "事業1"]


def test_filling_goes_down_the_ranking_as_far_as_the_money_reaches(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [1, 5, 3], tracks=[("normal", 2_000_000, None)])
    scenario = begin_scenario(call, "案1", by=officer)
    save_scenario(scenario, {made[2].pk: Proposed(Outcome.REJECT)}, base_revision=1, by=officer)

    fill_scenario(scenario, by=officer)

    assert said(scenario) == {"事業0": "adopt", "事業1": "adopt", "事業2": "reject"}


def test_more_than_was_reckoned_is_refused_and_a_stale_save_too(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5])
    scenario = begin_scenario(call, "案1", by=officer)

    with pytest.raises(ValidationError):
        save_scenario(scenario, {made[0].pk: Proposed(Outcome.ADOPT, 1_000_001)}, base_revision=1, by=officer)
    with pytest.raises(StaleError):
        save_scenario(scenario, {}, base_revision=7, by=officer)

    assert scenario.lines.count() == 0


def test_applied_as_a_whole_and_once(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4, 3], tracks=[("normal", 1_500_000, None)])
    scenario = begin_scenario(call, "案1", by=officer)
    lines = {made[0].pk: Proposed(Outcome.ADOPT, 900_000), made[1].pk: Proposed(Outcome.WAIT)}
    save_scenario(scenario, lines | {made[2].pk: Proposed(Outcome.REJECT)}, base_revision=1, by=officer)

    apply_scenario(scenario, by=officer)
    apply_scenario(Scenario.objects.get(pk=scenario.pk), by=officer)

    track = Track.objects.get(call=call)
    first = stories.fresh(made[0])
    assert steps(made) == ["adopted", "alternate", "rejected"]
    assert (first.decided_yen, first.first_decided_yen, first.rank) == (900_000, 900_000, 1)
    assert (track.held_yen, track.held_count) == (900_000, 1)
    with pytest.raises(MoveRefusedError):
        save_scenario(scenario, {}, base_revision=scenario.revision, by=officer)


def test_a_lowered_amount_fits_where_the_reckoned_one_would_not(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5], tracks=[("normal", 600_000, None)])
    scenario = begin_scenario(call, "案1", by=officer)
    save_scenario(scenario, {made[0].pk: Proposed(Outcome.ADOPT, 600_000)}, base_revision=1, by=officer)

    apply_scenario(scenario, by=officer)

    assert Track.objects.get(call=call).held_yen == 600_000


@pytest.mark.parametrize("what", ["too much", "moved on"])
def test_nothing_is_decided_when_one_line_does_not_go(cast: Cast, what: str) -> None:
    call, made, officer = stories.ranked_board(
        cast, [5, 4], tracks=[("normal", 1_500_000 if what == "too much" else None, None)]
    )
    scenario = begin_scenario(call, "案1", by=officer)
    fill = {application.pk: Proposed(Outcome.ADOPT, 1_000_000) for application in made}
    save_scenario(scenario, fill, base_revision=1, by=officer)
    if what == "moved on":
        Application.objects.filter(pk=made[1].pk).update(step="withdrawn")

    with pytest.raises(MoveRefusedError, match=made[1].number):
        apply_scenario(scenario, by=officer)

    track = Track.objects.get(call=call)
    assert steps(made)[0] == "board"
    assert stories.fresh(made[0]).decided_yen is None
    assert (track.held_yen, track.held_count) == (0, 0)
    assert Scenario.objects.get().applied_at is None


def test_the_applicant_reads_scores_only_once_they_are_released(cast: Cast, sign_in: SignIn) -> None:
    call, made, officer = stories.ranked_board(cast, [4])
    MOVES["reject"](stories.fresh(made[0]), by=officer)
    client, path = sign_in(cast.officer), f"/calls/applications/{made[0].pk}/"

    before = client.get(path).content.decode()
    Call.objects.filter(pk=call.pk).update(scores_released_at=clock.now())
    after = client.get(path).content.decode()

    assert ["審査の得点" in page for page in (before, after)] == [False, True]
    assert "80.00" in after
    assert "審査 0子" not in after


def test_a_board_without_scores(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD)
    application = stories.at_board(cast, call)
    _desk, officer = stories.section(cast)
    scenario = begin_scenario(call, "案1", by=officer)

    save_scenario(scenario, {application.pk: Proposed(Outcome.ADOPT, 700_000)}, base_revision=1, by=officer)
    apply_scenario(scenario, by=officer)

    assert stories.fresh(application).decided_yen == 700_000


def test_from_page_to_page(cast: Cast, sign_in: SignIn) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4], tracks=[("normal", 1_000_000, None)])
    add_remark(made[0], "効果が大きい。", by=officer)
    client = sign_in(officer)

    client.post(f"/calls/{call.pk}/board/", {"name": "手堅い案"})
    first = Scenario.objects.get()
    path = f"/calls/scenarios/{first.pk}/"
    wrong = client.post(path, {"_revision": 1, f"outcome-{made[0].pk}": "adopt", f"yen-{made[0].pk}": "百万"})
    filled = client.post(
        path, {"_revision": 1, "fill": "1", f"outcome-{made[0].pk}": "adopt", f"yen-{made[0].pk}": "900,000"}
    )
    client.post(f"/calls/{call.pk}/board/", {"name": "別の案", "copy_of": first.pk})
    second = Scenario.objects.exclude(pk=first.pk).get()
    other = f"/calls/scenarios/{second.pk}/"
    onward = client.post(other, {"_revision": 1, "decide": "1", f"outcome-{made[1].pk}": "reject"})["Location"]
    compared = client.get(f"{path}compare/{second.pk}/").content.decode()
    asked = client.post(f"{path}apply/", follow=True).content.decode()
    locked = client.post(path, {"_revision": 2})
    run_due()
    decided = client.get(path).content.decode()
    minutes = client.get(f"/calls/{call.pk}/minutes/").content.decode()
    paper = client.get(f"/calls/{call.pk}/minutes.pdf")

    assert (wrong.status_code, filled.status_code, locked.status_code) == (422, 302, 409)
    assert ("この案で決定しています" in asked, "この案のとおりに決定しました" in decided) == (True, True)
    assert said(first) == {"事業0": "adopt", "事業1": "wait"}
    assert onward == f"{other}apply/"
    assert "違うところ" in compared
    assert steps(made) == ["adopted", "alternate"]
    assert "手堅い案" in minutes
    assert "効果が大きい。" in minutes
    assert "900,000円" in minutes
    assert paper.content.startswith(b"%PDF")


def test_in_the_background_it_is_whole_or_nothing_and_who_asked_hears_of_it(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4], tracks=[("normal", 1_500_000, None)])
    scenario = begin_scenario(call, "案1", by=officer)
    both = {application.pk: Proposed(Outcome.ADOPT, 1_000_000) for application in made}
    save_scenario(scenario, both, base_revision=1, by=officer)
    ask_to_apply(scenario, by=officer)
    with pytest.raises(MoveRefusedError, match="決定しているところ"):
        ask_to_apply(scenario, by=officer)
    run_due()
    refused = Scenario.objects.get()
    why = refused.failure
    save_scenario(refused, {made[1].pk: Proposed(Outcome.WAIT)}, base_revision=2, by=officer)
    first_steps = steps(made)

    ask_to_apply(refused, by=officer)
    run_due()
    decide_by_scenario.call(scenario.pk)  # the worker died after all was done

    told = Notice.objects.filter(person=officer, kind__startswith="calls.board_").order_by("id")
    assert (first_steps, steps(made)) == (["board", "board"], ["adopted", "alternate"])
    assert "事業1" in why
    assert [one.kind for one in told] == ["calls.board_refused", "calls.board_decided"]


def test_what_was_withdrawn_falls_out_when_the_combination_is_saved_again(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4])
    scenario = begin_scenario(call, "案1", by=officer)
    both = {application.pk: Proposed(Outcome.ADOPT, 1_000_000) for application in made}
    save_scenario(scenario, both, base_revision=1, by=officer)
    MOVES["withdraw"](stories.fresh(made[1]), by=cast.officer, note="都合により")
    with pytest.raises(MoveRefusedError, match=made[1].number):
        apply_scenario(scenario, by=officer)
    copied = begin_scenario(call, "案2", by=officer, copy_of=scenario)

    save_scenario(scenario, {made[0].pk: both[made[0].pk]}, base_revision=2, by=officer)
    apply_scenario(scenario, by=officer)

    assert said(copied) == {"事業0": "adopt"}
    assert steps(made) == ["adopted", "withdrawn"]


def test_a_decision_taken_back_leaves_no_amount(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5])
    scenario = begin_scenario(call, "案1", by=officer)
    save_scenario(scenario, {made[0].pk: Proposed(Outcome.ADOPT, 900_000)}, base_revision=1, by=officer)
    apply_scenario(scenario, by=officer)

    MOVES["take_back_decision"](stories.fresh(made[0]), by=officer, note="誤り")
    taken = stories.fresh(made[0])
    Application.objects.filter(pk=made[0].pk).update(computed_yen=600_000)
    MOVES["adopt"](stories.fresh(made[0]), by=officer)

    again, track = stories.fresh(made[0]), Track.objects.get(call=call)
    assert (taken.decided_yen, taken.first_decided_yen) == (None, None)
    assert (again.decided_yen, again.first_decided_yen, track.held_yen) == (600_000, 600_000, 600_000)


@pytest.mark.parametrize("count", [2, 12])
def test_the_pages_ask_a_fixed_number_of_questions(
    cast: Cast, sign_in: SignIn, count: int, django_assert_max_num_queries: Any
) -> None:
    call, _made, officer = stories.ranked_board(cast, [n % 6 for n in range(count)])
    scenario = fill_scenario(begin_scenario(call, "案1", by=officer), by=officer)
    client = sign_in(officer)

    for path in (f"{call.pk}/ranking/", f"{call.pk}/board/", f"scenarios/{scenario.pk}/", f"{call.pk}/minutes/"):
        with django_assert_max_num_queries(22):
            client.get(f"/calls/{path}")
