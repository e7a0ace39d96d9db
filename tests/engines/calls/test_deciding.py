"""Deciding by a scenario: what goes wrong is told, what was decided stays to be read, places without money."""

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Gives, Outcome, Pays
from kakehashi.engines.calls.models import Application, Call, Scenario, ScenarioLine
from kakehashi.engines.calls.models.deciding import APPLYING, BROKEN, ISSUING
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.calls import change_call
from kakehashi.engines.calls.operations.calls_rows import RowKeptError
from kakehashi.engines.calls.operations.deciding import (
    Proposed,
    apply_scenario,
    ask_to_apply,
    begin_scenario,
    decide_by_scenario,
    save_scenario,
)
from kakehashi.engines.calls.operations.letters import run_batch
from kakehashi.engines.calls.queries.board import board_of_scenario
from kakehashi.engines.calls.queries.board_minutes import minutes_of
from kakehashi.engines.calls.queries.board_ranking import ranking
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.tasks.running import run_due
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

COLUMNS = ("id", "code", "name_ja", "name_en", "about_ja", "about_en", "most", "weight", "anchors")


def steps(applications: list[Application]) -> list[str]:
    return [stories.fresh(application).step for application in applications]


def scenario_of(call: Call, outcomes: dict[Application, Outcome], *, by: Person, yen: int | None = None) -> Scenario:
    scenario = begin_scenario(call, "案1", by=by)
    lines = {application.pk: Proposed(outcome, yen) for application, outcome in outcomes.items()}
    return save_scenario(scenario, lines, base_revision=1, by=by)


# --- What goes wrong --------------------------------------------------------------------------------------------------
def test_after_a_failure_it_can_be_decided_again_and_the_reason_is_shown(cast: Cast, sign_in: SignIn) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4])
    scenario = scenario_of(call, dict.fromkeys(made, Outcome.ADOPT), by=officer)
    spoilt = scenario.lines.filter(application=made[1])
    spoilt.update(outcome="maybe")  # no such outcome: the second step of the carrying out fails
    ask_to_apply(scenario, by=officer)

    run_due()
    page = sign_in(officer).get(reverse("calls:scenario", args=[scenario.pk])).content.decode()
    failed = Scenario.objects.get()
    before = (failed.is_being_applied, failed.why_not_applied, steps(made))
    spoilt.update(outcome=Outcome.REJECT)
    ask_to_apply(failed, by=officer)
    run_due()

    assert before == (False, str(BROKEN), ["board", "board"])
    assert ("何も決定していません" in page, str(BROKEN) in page) == (True, True)
    assert Notice.objects.filter(person=officer, kind="calls.board_refused").count() == 1
    assert steps(made) == ["adopted", "rejected"]


def test_a_task_that_is_gone_for_good_does_not_hold_the_scenario(cast: Cast, sign_in: SignIn) -> None:
    call, made, officer = stories.ranked_board(cast, [5])
    scenario = scenario_of(call, {made[0]: Outcome.ADOPT}, by=officer)
    ask_to_apply(scenario, by=officer)
    Job.objects.update(state=State.FAILED, finished_at=clock.now())  # its worker was lost again and again

    page = sign_in(officer).get(reverse("calls:scenario", args=[scenario.pk])).content.decode()
    save_scenario(Scenario.objects.get(), {made[0].pk: Proposed(Outcome.WAIT)}, base_revision=2, by=officer)
    Job.objects.update(state=State.WAITING, finished_at=None)
    run_due()  # somebody runs it after all

    assert str(BROKEN) in page
    assert steps(made) == ["board"]


def test_the_models_know_their_tasks_by_name() -> None:
    assert (decide_by_scenario.module_path, run_batch.module_path) == (APPLYING, ISSUING)


# --- What was decided -------------------------------------------------------------------------------------------------
def test_what_was_decided_stays_to_be_read(cast: Cast, sign_in: SignIn) -> None:
    call, made, officer = stories.ranked_board(cast, [5, 4, 3])
    outcomes = {made[0]: Outcome.ADOPT, made[1]: Outcome.ADOPT, made[2]: Outcome.REJECT}
    scenario = apply_scenario(scenario_of(call, outcomes, by=officer, yen=400_000), by=officer)
    MOVES["withdraw"](stories.fresh(made[0]), by=cast.officer, note="都合")
    Application.objects.filter(pk=made[1].pk).update(decided_yen=300_000)

    board = board_of_scenario(scenario, ranking(call, officer), officer)
    page = sign_in(officer).get(reverse("calls:scenario", args=[scenario.pk])).content.decode()

    assert (board.counts["adopt"], board.counts["reject"]) == (2, 1)
    assert [(one.count, one.yen) for one in board.tracks] == [(2, 800_000)]
    assert {row.ranked.application.pk: row.yen for row in board.rows if row.adds} == {
        made[0].pk: 400_000, made[1].pk: 400_000,
    }  # fmt: skip
    assert ("800,000円" in page, "300,000円" in page, "取下げ" in page) == (True, False, True)


def test_the_amount_that_was_reckoned_is_kept_with_the_decision(cast: Cast) -> None:
    call, made, officer = stories.ranked_board(cast, [5])
    apply_scenario(scenario_of(call, {made[0]: Outcome.ADOPT}, by=officer), by=officer)

    assert ScenarioLine.objects.get().yen == 1_000_000


# --- Places without money ---------------------------------------------------------------------------------------------
def test_an_award_is_decided_by_places_alone(cast: Cast, sign_in: SignIn) -> None:
    given = {"gives": Gives.HONOUR, "pays": Pays.NOTHING, "tracks": [("normal", None, 3)]}
    call, made, officer = stories.ranked_board(cast, [5, 4], yen=777_000, **given)
    scenario = scenario_of(call, {made[0]: Outcome.ADOPT, made[1]: Outcome.WAIT}, by=officer)
    client = sign_in(officer)
    addresses = [
        reverse("calls:board", args=[call.pk]), reverse("calls:scenario", args=[scenario.pk]),
        reverse("calls:scenario_apply", args=[scenario.pk]), reverse("calls:ranking", args=[call.pk]),
        reverse("calls:minutes", args=[call.pk]),
    ]  # fmt: skip

    before = [client.get(address).content.decode() for address in addresses]
    apply_scenario(scenario, by=officer)
    after = [client.get(address).content.decode() for address in addresses]

    money = ("777,000", "額(円)", "申請額", "予算")
    assert [word for page in before + after for word in money if word in page.split("<main")[1]] == []
    assert "3件まで" in before[1]
    assert "1件 / 3件まで" in str(minutes_of(call, officer).parts[0].rows)


# --- What counts, once somebody judged --------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["weight", "most", "one more", "one less"])
def test_what_counts_stays_once_a_review_was_handed_in(cast: Cast, what: str) -> None:
    call, _made, officer = stories.ranked_board(cast, [4])
    rows = list(call.criteria.values(*COLUMNS))
    before = ranking(call, officer)[0].score
    changed = {
        "weight": [rows[0] | {"weight": 3}, rows[1]],
        "most": [rows[0] | {"most": 10}, rows[1]],
        "one more": [*rows, rows[0] | {"id": None, "code": ""}],
        "one less": rows[:1],
    }[what]

    with pytest.raises(RowKeptError, match="採点を終えた審査員"):
        change_call(call, {"criteria": changed}, base_revision=call.revision, by=officer)

    assert ranking(call, officer)[0].score == before


def test_words_of_the_criteria_can_be_mended_at_any_time(cast: Cast) -> None:
    call, _made, officer = stories.ranked_board(cast, [4], announced_at=None)
    rows = [row | {"name_ja": f"{row['name_ja']}(直した)"} for row in call.criteria.values(*COLUMNS)]

    change_call(call, {"criteria": rows}, base_revision=call.revision, by=officer)

    assert [str(one) for one in call.criteria.all()] == ["必要性(直した)", "先駆性(直した)"]
