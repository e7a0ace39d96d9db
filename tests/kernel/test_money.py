from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.kernel.money import Rounding, read_yen, rounded, yen

AMOUNTS = st.decimals(Decimal("-1e10"), Decimal("1e10"), places=2)
UNITS = st.sampled_from([1, 10, 100, 1_000, 10_000])


@pytest.mark.parametrize(
    ("amount", "unit", "how", "result"),
    [
        (2_933_333, 1_000, Rounding.DOWN, 2_933_000),
        (2_933_333, 1_000, Rounding.UP, 2_934_000),
        (2_933_500, 1_000, Rounding.HALF_UP, 2_934_000),
        (2_933_499, 1_000, Rounding.HALF_UP, 2_933_000),
        (2_933_000, 1_000, Rounding.UP, 2_933_000),
        (Decimal("0.5"), 1, Rounding.HALF_UP, 1),
        (Decimal("1.5"), 1, Rounding.HALF_UP, 2),  # not to the even number
        (Decimal("2.5"), 1, Rounding.HALF_UP, 3),
        (Decimal("0.1") * 3, 1, Rounding.DOWN, 0),
        (999, 1_000, Rounding.DOWN, 0),
        (0, 1_000, Rounding.UP, 0),
    ],
)
def test_rounded(amount: Decimal | int, unit: int, how: Rounding, result: int) -> None:
    assert rounded(amount, unit, how) == result


@given(AMOUNTS, UNITS)
def test_down_is_never_more_and_up_never_less(amount: Decimal, unit: int) -> None:
    down, up = rounded(amount, unit, Rounding.DOWN), rounded(amount, unit, Rounding.UP)

    assert down <= amount <= up
    assert up - down in (0, unit)


@given(AMOUNTS, UNITS, st.sampled_from(Rounding))
def test_the_result_is_a_multiple_of_the_unit_and_stays_itself(amount: Decimal, unit: int, how: Rounding) -> None:
    result = rounded(amount, unit, how)

    assert result % unit == 0
    assert abs(result - amount) < unit
    assert rounded(result, unit, how) == result


def test_without_a_rule_nothing_is_given_away() -> None:
    assert rounded(Decimal("1234.99")) == 1234


@pytest.mark.parametrize(("amount", "text"), [(0, "0円"), (1_234_000, "1,234,000円"), (-5_000, "-5,000円")])
def test_yen(amount: int, text: str) -> None:
    assert yen(amount) == text


@pytest.mark.parametrize(
    "typed",
    [
        "1234000",
        "1,234,000",
        "１２３４０００",
        "１，２３４，０００円",
        "1、234、000",
        "¥1,234,000",
        "￥１２３４０００",
        " 1 234 000 円 ",
    ],
)
def test_yen_as_people_type_them(typed: str) -> None:
    assert read_yen(typed) == 1_234_000


@pytest.mark.parametrize(
    "typed", ["", "円", "百万", "100万円", "1.5", "1,23", "1,2345", "1e6", "12345678901234", "1,000ドル", "--1", "1-2"]
)
def test_what_is_no_amount_in_whole_yen_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_yen(typed)


@given(st.integers(-(10**13) + 1, 10**13 - 1))
def test_what_is_written_is_read_again(amount: int) -> None:
    assert read_yen(yen(amount)) == amount
