"""Before a rule counts: tried on earlier applications, reckoned for an example, everything looked at."""

import datetime as dt
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.calls import seed
from kakehashi.engines.calls.forms.editing_trials import TrialForm
from kakehashi.engines.calls.forms.reckoning import FactsForm
from kakehashi.engines.calls.models import Application, Call, LetterTemplate, MoneyCap, MoneyRule, Scheme, Track
from kakehashi.engines.calls.operations.calls_copies import copy_call
from kakehashi.engines.calls.queries.awarding import rule_of
from kakehashi.engines.calls.queries.editing_lacks import moved_days, still_of_then
from kakehashi.engines.calls.queries.trials import Thought, Trial, trial_of, trial_sources
from kakehashi.engines.calls.rules.award import award
from kakehashi.foundation.organisations.models import Holiday, Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.test_award import VECTORS
from tests.engines.calls.typing_in import typed

Rows = list[tuple[str, int, int]]


def last_year(cast: Cast) -> Call:
    """Three applications: half of 2,000,000, half of 7,000,000 up to the cap, and one that asks for too little."""
    call = stories.call(cast, tracks=[("normal", 10_000_000, None)])
    row: dict[str, Any] = {"category": "travel", "item": "旅費", "unit_yen": 1, "quantity": 1}
    for eligible, asked in ((2_000_000, 1_000_000), (7_000_000, 3_500_000), (150_000, 75_000)):
        stories.screening(cast, call, expenses=[row | {"amount_yen": eligible}], requested_yen=asked)
    return call


def this_year(cast: Cast, source: Call) -> Call:
    return copy_call(source, fiscal_year=source.fiscal_year + 1, by=stories.section(cast)[1])


def tried(call: Call, source: Call, by: Person, *, cap: int | None = None, **money: Any) -> Trial:
    rule = MoneyRule.objects.get(call=call)
    for name, value in money.items():
        setattr(rule, name, value)
    return trial_of(call, source, Thought(rule, [MoneyCap(yen=cap)] if cap else list(rule.caps.all())), by)


def amounts(trial: Trial) -> list[tuple[int, int]]:
    return [(row.then_yen, row.now.yen) for row in trial.rows]


# --- Tried on the applications of last year ---------------------------------------------------------------------------
def test_the_rule_as_it_was_changes_nothing(cast: Cast) -> None:
    source = last_year(cast)

    trial = tried(this_year(cast, source), source, stories.section(cast)[1])

    assert amounts(trial) == [(1_000_000, 1_000_000), (3_000_000, 3_000_000), (0, 0)]
    assert (trial.changed, trial.total.difference, trial.total.refused_now) == (0, 0, 1)


def test_a_lower_cap_and_another_rate_are_told_for_each(cast: Cast) -> None:
    source = last_year(cast)
    call, officer = this_year(cast, source), stories.section(cast)[1]

    lower = tried(call, source, officer, cap=2_000_000)
    third = tried(call, source, officer, rate=Decimal("0.2"), floor_yen=500_000)

    assert amounts(lower) == [(1_000_000, 1_000_000), (3_000_000, 2_000_000), (0, 0)]
    assert (lower.changed, lower.total.difference) == (1, -1_000_000)
    assert amounts(third) == [(1_000_000, 0), (3_000_000, 1_400_000), (0, 0)]
    assert [row.now.refusals[0].code for row in third.rows if not row.now.yen] == ["floor", "floor"]
    assert [(one.label, one.count, one.refused_then, one.refused_now) for one in third.kinds] == [
        ("その他の市区町村", 3, 1, 2)
    ]


def test_what_falls_out_of_the_budget_is_told(cast: Cast) -> None:
    source = last_year(cast)
    call = this_year(cast, source)
    Track.objects.filter(call=call).update(ceiling_yen=3_500_000)

    trial = tried(Call.objects.get(pk=call.pk), source, stories.section(cast)[1])

    assert [row.application.requested_yen for row in trial.out] == [3_500_000]
    track = trial.tracks[0]
    assert (track.ceiling_yen, track.taken, track.left_yen, track.out, track.out_yen) == (
        3_500_000, 1, 2_500_000, 1, 3_000_000,
    )  # fmt: skip


def test_those_adopted_come_first_and_the_rejected_do_not_count(cast: Cast) -> None:
    source = last_year(cast)
    first, second, _third = Application.objects.order_by("pk")
    Application.objects.filter(pk=first.pk).update(step="rejected")
    Application.objects.filter(pk=second.pk).update(step="granted", decided_yen=3_000_000)

    trial = tried(this_year(cast, source), source, stories.section(cast)[1])

    assert [(row.application.pk, row.fits) for row in trial.rows][:2] == [(first.pk, None), (second.pk, True)]
    assert (trial.is_decided, trial.tracks[0].taken) == (True, 1)


def test_the_days_are_moved_by_the_years_in_between(cast: Cast) -> None:
    source = last_year(cast)
    call = this_year(cast, source)
    Call.objects.filter(pk=call.pk).update(first_day=dt.date(2013, 4, 1), last_day=dt.date(2014, 2, 28))

    trial = tried(Call.objects.get(pk=call.pk), source, stories.section(cast)[1])

    assert [row.now.yen for row in trial.rows] == [1_000_000, 3_000_000, 0]


def test_it_is_tried_on_screen_and_nothing_is_kept(cast: Cast, sign_in: SignIn) -> None:
    source = last_year(cast)
    call, client = this_year(cast, source), sign_in(stories.section(cast)[1])
    before = (MoneyCap.objects.count(), MoneyRule.objects.get(call=call).rate, call.revision)

    as_kept = client.get(f"/calls/{call.pk}/trial/")
    sent = typed(as_kept) | {"caps-0-yen": "2000000", "ceiling_normal": "1500000"}
    answer = client.post(f"/calls/{call.pk}/trial/", sent)
    from_money = client.post(f"/calls/{call.pk}/trial/", typed(client.get(f"/calls/{call.pk}/edit/money/")))

    assert (as_kept.status_code, answer.status_code, from_money.status_code) == (200, 200, 200)
    assert amounts(answer.context["trial"]) == [(1_000_000, 1_000_000), (3_000_000, 2_000_000), (0, 0)]
    assert len(answer.context["trial"].out) == 1
    assert from_money.context["trial"].changed == 0
    after = (MoneyCap.objects.count(), MoneyRule.objects.get(call=call).rate, Call.objects.get(pk=call.pk).revision)
    assert after == before


def test_rows_that_arrive_without_their_count_are_asked_for_again(cast: Cast, sign_in: SignIn) -> None:
    call = last_year(cast)

    answer = sign_in(stories.section(cast)[1]).post(f"/calls/{call.pk}/trial/", {"caps-0-yen": "1"})

    assert (answer.status_code, answer.context["form"].is_valid()) == (200, False)


def test_what_was_tried_can_be_kept_by_the_same_form(cast: Cast, sign_in: SignIn) -> None:
    source = last_year(cast)
    call, client = this_year(cast, source), sign_in(stories.section(cast)[1])

    sent = typed(client.get(f"/calls/{call.pk}/trial/")) | {"caps-0-yen": "2000000"}
    answer = client.post(f"/calls/{call.pk}/edit/money/", sent)

    rule = MoneyRule.objects.get(call=call)
    assert (answer.status_code, rule.is_set, rule.is_confirmed, rule.rate) == (302, True, False, Decimal("0.5"))
    assert [cap.yen for cap in rule.caps.all()] == [2_000_000]


def test_only_calls_that_one_runs_are_tried_on(cast: Cast, sign_in: SignIn) -> None:
    source = last_year(cast)
    call = this_year(cast, source)

    assert trial_sources(stories.section(cast)[1], call) == [source]
    assert trial_sources(cast.section_staff, call) == []
    assert sign_in(cast.section_staff).get(f"/calls/{call.pk}/trial/").status_code == 404


def test_without_applications_the_example_is_offered(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)

    page = sign_in(stories.section(cast)[1]).get(f"/calls/{call.pk}/trial/").content.decode()

    assert "試せる申請がまだありません" in page
    assert f"/calls/{call.pk}/calculator/" in page


def test_it_costs_the_same_for_many(cast: Cast) -> None:
    source = last_year(cast)
    call, officer = this_year(cast, source), stories.section(cast)[1]

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            found = Call.objects.get(pk=call.pk)
            form = TrialForm(found, trial_sources(officer, found))
            trial_of(found, Call.objects.get(pk=source.pk), form.thought(), officer)
        return len(queries)

    cost()
    three = cost()
    for _number in range(4):
        stories.screening(cast, source)

    assert cost() == three


# --- One example ------------------------------------------------------------------------------------------------------
def typed_facts(facts: dict[str, Any]) -> dict[str, str]:
    """The facts of the command as somebody types them."""
    found = {name: str(value) for name, value in facts.items() if name not in {"joint", "co_subsidy"}}
    found["jointly"] = "joint" if facts.get("joint") else "alone"
    return found | ({"co_subsidy": "on"} if facts.get("co_subsidy") else {})


def by_command(path: Path, programme: str, facts: dict[str, Any], fiscal_year: int = 2025) -> tuple[int, list[str]]:
    printed = StringIO()
    path.write_text(json.dumps(facts), encoding="utf-8")
    call_command("award", programme, fiscal_year=fiscal_year, input=path, stdout=printed)
    found = json.loads(printed.getvalue())
    return found["award"], found["refusals"]


def test_the_vectors_give_the_same_on_screen(cast: Cast, tmp_path: Path) -> None:
    seed.load()
    Call.objects.update(announced_at=clock.now())
    calls = {call.scheme.code: call.pk for call in Call.objects.filter(fiscal_year=2025).select_related("scheme")}

    shown = [
        Client().get(f"/calls/{calls[programme]}/calculator/", typed_facts(facts)).context["award"]
        for programme, facts, _yen in VECTORS
    ]

    said = [(one.yen, [refusal.words for refusal in one.refusals]) for one in shown]
    assert said == [by_command(tmp_path / "input.json", programme, facts) for programme, facts, _yen in VECTORS]
    assert [one.yen for one in shown] == [yen for _programme, _facts, yen in VECTORS]


def test_the_example_is_reckoned_before_anybody_typed(cast: Cast) -> None:
    call = stories.call(cast)

    form = FactsForm(rule_of(call))

    assert (form.is_valid(), form.is_example) == (True, True)
    assert award(rule_of(call), form.facts()).yen == 2_000_000


def test_the_calculator_is_for_whoever_reads_the_call(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, announced_at=None)
    address = f"/calls/{call.pk}/calculator/"

    seen = [client.get(address).status_code for client in (Client(), sign_in(stories.section(cast)[1]))]
    faulty = sign_in(stories.section(cast)[1]).get(f"{address}?applicant_kind=x&eligible=-1&jointly=alone")

    assert seen == [404, 200]
    assert (faulty.status_code, faulty.context["award"]) == (200, None)


# --- Everything before it is announced --------------------------------------------------------------------------------
def test_the_preview_shows_all_that_applicants_see(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, announced_at=None)
    client = sign_in(stories.section(cast)[1])

    page = client.get(f"/calls/{call.pk}/preview/").content.decode()
    letters = [client.get(f"/calls/{call.pk}/preview/{kind}/{language}.png") for kind, language in
               (("grant", "ja"), ("settlement", "en"), ("certificate", "ja"), ("grant", "fr"))]  # fmt: skip

    addresses = ["", "forms/application_form/", "calculator/", "trial/", "preview/grant/ja.png"]
    assert [one for one in addresses if f'"/calls/{call.pk}/{one}"' not in page] == []
    assert "募集の案内がありません" in page
    assert [one.status_code for one in letters] == [200, 200, 404, 404]
    assert letters[0]["Content-Type"] == "image/png"
    assert sign_in(cast.section_staff).get(f"/calls/{call.pk}/preview/").status_code == 404


def test_the_editor_leads_from_part_to_part(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, announced_at=None)
    client, address = sign_in(stories.section(cast)[1]), f"/calls/{call.pk}/edit/words/"
    page = client.get(address)

    onward = client.post(address, typed(page) | {"_next": "1"})

    states = {step.label: step.state for step in page.context["parts"]}
    assert (states["名称と案内"], states["枠"], states["審査"]) == ("current", "done", "problem")
    assert onward["Location"] == f"/calls/{call.pk}/edit/road/"


# --- A copy -----------------------------------------------------------------------------------------------------------
def test_a_copy_lists_what_to_look_at(cast: Cast) -> None:
    source = stories.call(
        cast, first_day=dt.date(2012, 4, 2), guidance_ja="平成24年度の事業です。2012年中に。", opens_at=None
    )
    call = this_year(cast, source)

    days = {str(one.label): (one.before, one.after, one.off, one.is_touched) for one in moved_days(call)}
    still = [lack.words for lack in still_of_then(call)]

    assert days["実施期間の初日"] == (dt.date(2012, 4, 2), dt.date(2013, 4, 2), "", False)
    assert still == [
        "枠「normal」の予算が、前の公募と同じ10,000,000円です。",
        "「募集の案内」に「2012年」と書かれています。",
        "「募集の案内」に「平成24年度」と書かれています。",
    ]


def test_days_moved_onto_a_holiday_are_flagged_beside_the_field(cast: Cast, sign_in: SignIn) -> None:
    source = stories.call(
        cast, opens_at=None, first_day=dt.date(2012, 9, 17), decides_on=dt.date(2012, 11, 22), closes_at=None
    )
    Holiday.objects.create(country_id="JP", day="2013-11-22", name_ja="臨時の休み")
    call = this_year(cast, source)
    Call.objects.filter(pk=call.pk).update(first_day=dt.date(2014, 9, 15), last_day=dt.date(2015, 3, 1))
    client = sign_in(stories.section(cast)[1])

    fields = client.get(f"/calls/{call.pk}/edit/window/").context["form"].fields
    page = client.get(f"/calls/{call.pk}/edit/").content.decode()

    assert "敬老の日" in fields["first_day"].help_text
    assert "日曜日" in fields["last_day"].help_text
    assert "臨時の休み" in fields["decides_on"].help_text
    assert "敬老の日です" in page


def test_a_new_scheme_begins_from_a_call_of_another(cast: Cast, sign_in: SignIn) -> None:
    source = stories.call(cast, title_ja="前の名前")
    desk, officer = stories.section(cast)
    LetterTemplate.objects.create(scheme=source.scheme, kind="grant", subject="件名", body="本文")
    Scheme.objects.create(code="next", name_ja="後継の制度", name_en="Successor", desk=desk)

    answer = sign_in(officer).post("/calls/schemes/next/calls/new/", {"fiscal_year": "2015", "like": str(source.pk)})

    call = Call.objects.get(scheme__code="next")
    assert (answer.status_code, call.title, call.money_rule.rate) == (302, "後継の制度", Decimal("0.5"))
    assert [(one.subject, one.scheme_id) for one in call.letter_templates.all()] == [("件名", None)]
    assert call.closes_at is not None
    assert source.closes_at is not None
    assert call.closes_at.year == source.closes_at.year + 3
