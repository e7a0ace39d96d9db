"""Amounts: the vectors of the programmes by command, and what holds for every rule and all facts."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.engines.calls import seed
from kakehashi.engines.calls.rules.award import Award, Cap, Facts, Rule, award, cap_for
from kakehashi.kernel.money import Rounding
from tests.cast import Cast, make_cast
from tests.databases import cast_standing

CITY = {"applicant_kind": "municipality"}
ALONE = {"joint": False, "bodies": 1}
VECTORS: list[tuple[str, dict[str, Any], int]] = [
    ("exchange", CITY | {"place": "abroad", "eligible": 8_000_000}, 4_000_000),
    ("exchange", CITY | {"place": "abroad", "eligible": 12_000_000}, 5_000_000),
    ("exchange", CITY | {"place": "japan", "eligible": 8_000_000}, 3_000_000),
    ("exchange", CITY | {"place": "japan", "eligible": 5_866_667, "requested": 2_933_333}, 2_933_000),
    ("multicultural", CITY | {"requested": 450_000}, 0),
    ("multicultural", CITY | {"requested": 500_000}, 500_000),
    ("multicultural", CITY | {"requested": 3_200_000}, 3_000_000),
    ("multicultural", CITY | {"requested": 3_200_000, "joint": True, "bodies": 2}, 3_200_000),
    ("multicultural", {"applicant_kind": "prefecture", "requested": 4_200_000}, 4_000_000),
    ("multicultural", {"applicant_kind": "association", "requested": 4_200_000}, 3_000_000),
    (
        "multicultural",
        {"applicant_kind": "designated_city", "requested": 4_500_000, "joint": True, "bodies": 5},
        4_000_000,
    ),
    ("multicultural", {"applicant_kind": "npo_joint", "requested": 4_500_000, "joint": True, "bodies": 5}, 4_000_000),
    ("multicultural", {"applicant_kind": "npo_joint", "requested": 4_500_000, "joint": False}, 0),
    ("model", CITY | ALONE | {"requested": 3_400_000}, 3_000_000),
    ("model", CITY | {"requested": 3_400_000, "joint": True, "bodies": 2}, 3_400_000),
    ("model", CITY | {"requested": 3_400_000, "joint": True, "bodies": 1}, 0),
    ("model", CITY | ALONE | {"requested": 3_000_000, "co_subsidy": True}, 0),
    ("adviser", CITY | {"uses_this_year": 1, "eligible": 80_000}, 80_000),
    ("adviser", CITY | {"uses_this_year": 2, "eligible": 80_000}, 0),
]


def cast_and_schemes() -> Cast:
    cast = make_cast()
    seed.load()
    return cast


standing = cast_standing("schemes", cast_and_schemes)


def asked(tmp_path: Path, programme: str, facts: Any, *, fiscal_year: int = 2025) -> dict[str, Any]:
    path, printed = tmp_path / "input.json", StringIO()
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
    call_command("award", programme, fiscal_year=fiscal_year, input=path, stdout=printed)
    found: dict[str, Any] = json.loads(printed.getvalue())
    return found


# --- By command -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("programme", "facts", "yen"), VECTORS)
def test_the_vectors_of_the_programmes(
    cast: Cast, tmp_path: Path, programme: str, facts: dict[str, Any], yen: int
) -> None:
    found = asked(tmp_path, programme, facts)

    assert list(found) == ["award", "refusals", "steps"]
    assert (found["award"], bool(found["refusals"])) == (yen, yen == 0)


@pytest.mark.parametrize(
    ("programme", "year", "refusal"),
    [
        ("overseas_economic", 2012, "金額の決まりが未設定です。"),
        ("overseas_economic", 2025, "金額の決まりが未設定です。"),
        ("multicultural", 2012, "金額の決まりが未設定です。"),
        ("adviser", 2012, "金額の決まりが未設定です。"),
        ("jiam", 2025, "金額の決まりが未設定です。"),
        ("award", 2025, "この公募ではお金を支払いません。"),
    ],
)
def test_what_is_not_set_is_refused(cast: Cast, tmp_path: Path, programme: str, year: int, refusal: str) -> None:
    found = asked(tmp_path, programme, CITY | {"requested": 1_000_000}, fiscal_year=year)

    assert found == {"award": 0, "refusals": [refusal], "steps": []}


def test_the_steps_say_how_it_came_about(cast: Cast, tmp_path: Path) -> None:
    facts = CITY | {
        "place": "abroad", "eligible": 11_000_999, "requested": 6_000_000, "starts_on": "2025-05-01",
        "ends_on": "2026-02-28", "decided_on": "2025-03-31",
    }  # fmt: skip

    found = asked(tmp_path, "exchange", facts)

    assert found["steps"] == [
        "対象経費 11,000,999円",
        "対象経費 × 補助率 50% = 5,500,499円",
        "申請額 6,000,000円 以内",
        "上限額 5,000,000円(主に海外)を超えるため 5,000,000円",
        "1,000円未満切捨て: 5,000,000円",
    ]


def test_the_period_of_the_call_counts(cast: Cast, tmp_path: Path) -> None:
    facts = CITY | {"place": "abroad", "eligible": 8_000_000}

    found = [
        asked(tmp_path, "exchange", facts | {"starts_on": starts, "ends_on": ends, "decided_on": decided})["refusals"]
        for starts, ends, decided in [
            ("2025-04-01", "2026-02-28", "2025-04-01"),
            ("2025-03-31", "2025-06-01", "2025-03-01"),
            ("2025-05-01", "2026-03-01", "2025-03-01"),
            ("2025-05-01", "2025-06-01", "2025-05-02"),
        ]
    ]

    assert found == [
        [],
        ["事業の期間が、実施期間の初日(2025-04-01)より前にかかっています。"],
        ["事業の期間が、実施期間の末日(2026-02-28)より後にかかっています。"],
        ["決定の通知(2025-05-02)より前に事業を始めています。"],
    ]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"amount": 1}, "「amount」という項目はありません。"),
        ({"eligible": -1}, "eligible: 0以上999,999,999,999,999以下の数で書いてください。"),
        ({"eligible": 10**15}, "eligible: 0以上999,999,999,999,999以下の数で書いてください。"),
        ({"eligible": 1.5}, "eligible: 整数で書いてください。"),
        ({"bodies": True}, "bodies: 整数で書いてください。"),
        ({"bodies": 0}, "bodies: 1以上999,999,999,999,999以下の数で書いてください。"),
        ({"joint": "yes"}, "joint: true または false を書いてください。"),
        ({"place": "mars"}, "place: 次のどれかを書いてください: abroad | japan"),
        ({"place": ["abroad"]}, "place: 次のどれかを書いてください: abroad | japan"),
        ({"starts_on": "2025-02-30"}, "starts_on: 日付を 2025-04-01 のように書いてください。"),
        ({"starts_on": 20250401}, "starts_on: 日付を 2025-04-01 のように書いてください。"),
        ([], "入力は、項目の名前と値を書いた1つのJSONオブジェクトにしてください。"),
    ],
)
def test_faulty_input_is_named(cast: Cast, tmp_path: Path, facts: Any, words: str) -> None:
    with pytest.raises(CommandError) as refused:
        asked(tmp_path, "exchange", facts)

    assert str(refused.value) == words


def test_what_cannot_be_read_is_said(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"を読めません"):
        call_command("award", "exchange", fiscal_year=2025, input=tmp_path / "nowhere.json")
    with pytest.raises(CommandError, match=r"を読めません"):
        asked(tmp_path, "exchange", '{"eligible": ')
    with pytest.raises(CommandError, match=r"「gift」という制度はありません。"):
        asked(tmp_path, "gift", {})


# --- Rules ------------------------------------------------------------------------------------------------------------
def codes(found: Award) -> list[str]:
    return [refusal.code for refusal in found.refusals]


def test_every_reason_is_told_at_once() -> None:
    rule = Rule(is_set=True, eligible_kinds=("municipality",), floor_yen=500_000, uses_per_year=2)

    found = award(rule, Facts(applicant_kind="foreign", requested=100_000, uses_this_year=2, joint=True, bodies=1))

    assert codes(found) == ["kind", "bodies", "uses", "floor"]


@pytest.mark.parametrize(
    ("ends_on", "refused"),
    [(date(2026, 3, 31), []), (date(2026, 4, 1), ["too_long"]), (date(2025, 3, 1), ["dates"])],
)
def test_a_year_ends_the_day_before(ends_on: date, refused: list[str]) -> None:
    rule = Rule(is_set=True, longest_months=12)

    found = award(rule, Facts(requested=100_000, starts_on=date(2025, 4, 1), ends_on=ends_on))

    assert codes(found) == refused


def test_the_row_that_names_most_counts_and_of_two_the_lower() -> None:
    caps = (Cap(9), Cap(8, applicant_kind="association"), Cap(7, jointly="joint"), Cap(6, "association", "japan"))

    found = [
        cap_for(caps, facts)
        for facts in (
            Facts(applicant_kind="prefecture", joint=False),
            Facts(applicant_kind="association", joint=False),
            Facts(applicant_kind="association", joint=True),
            Facts(applicant_kind="association", place="japan", joint=True),
        )
    ]

    assert [cap.yen if cap else None for cap in found] == [9, 8, 7, 6]


def test_a_cap_that_cannot_be_told_refuses() -> None:
    rule = Rule(is_set=True, caps=(Cap(5_000_000, place="abroad"), Cap(3_000_000, place="japan")))

    assert codes(award(rule, Facts(requested=1_000_000))) == ["no_cap"]


def test_rounding_up_never_leads_above_what_is_allowed() -> None:
    rule = Rule(is_set=True, caps=(Cap(1_500_500),), rounding=Rounding.UP)

    assert [award(rule, Facts(requested=yen)).yen for yen in (1_000_001, 1_500_001, 1_499_001)] == [
        1_000_000, 1_500_000, 1_499_000,
    ]  # fmt: skip


def test_without_any_amount_only_the_council_pays() -> None:
    grant, dispatch = Rule(is_set=True), Rule(is_set=True, paid_by_council=True)

    assert codes(award(grant, Facts())) == ["no_amount"]
    assert codes(award(dispatch, Facts())) == []


# --- What always holds ------------------------------------------------------------------------------------------------
YEN = st.integers(0, 50_000_000)
RULES = st.builds(
    Rule,
    is_set=st.just(True),
    caps=st.lists(st.builds(Cap, yen=YEN, place=st.sampled_from(["", "japan"])), max_size=3).map(tuple),
    rate=st.none() | st.decimals(Decimal("0.00001"), 1, places=5),
    floor_yen=st.none() | YEN,
    rounding_unit=st.sampled_from([1, 100, 1_000, 10_000]),
    rounding=st.sampled_from(list(Rounding)),
)
FACTS = st.builds(Facts, place=st.sampled_from([None, "japan", "abroad"]), eligible=YEN, requested=st.none() | YEN)


@given(RULES, FACTS)
def test_never_above_cap_expenses_or_wish_and_never_below_the_floor(rule: Rule, facts: Facts) -> None:
    found = award(rule, facts)

    cap = cap_for(rule.caps, facts)
    limits = [facts.eligible, facts.requested, cap.yen if cap else None]
    assert found.yen <= min(limit for limit in limits if limit is not None)
    assert (found.yen == 0) == bool(found.refusals)
    assert found.refusals or found.yen >= (rule.floor_yen or 0)
    assert found.yen % rule.rounding_unit == 0


@given(RULES, FACTS, YEN)
def test_who_spends_more_never_gets_less(rule: Rule, facts: Facts, more: int) -> None:
    assert facts.eligible is not None
    richer = Facts(place=facts.place, eligible=facts.eligible + more, requested=facts.requested)

    assert award(rule, facts).yen <= award(rule, richer).yen


@given(RULES, FACTS, YEN)
def test_who_asks_for_more_never_gets_less(rule: Rule, facts: Facts, more: int) -> None:
    bolder = Facts(
        place=facts.place,
        eligible=facts.eligible,
        requested=None if facts.requested is None else facts.requested + more,
    )

    assert award(rule, facts).yen <= award(rule, bolder).yen
