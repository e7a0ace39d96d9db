"""Yen: whole amounts, read as people type them, calculated with decimals, rounded by a named rule."""

import re
import unicodedata
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum


class Rounding(StrEnum):
    """How an amount is cut to its unit (端数処理)."""

    DOWN = "down"  # 切捨て
    UP = "up"  # 切上げ
    HALF_UP = "half_up"  # 四捨五入


_MODES = {Rounding.DOWN: ROUND_FLOOR, Rounding.UP: ROUND_CEILING, Rounding.HALF_UP: ROUND_HALF_UP}


def rounded(amount: Decimal | int, unit: int = 1, how: Rounding = Rounding.DOWN) -> int:
    """`amount` in yen cut to a multiple of `unit` yen: rounded(2_933_333, 1_000) → 2_933_000."""
    return int((Decimal(amount) / unit).to_integral_value(rounding=_MODES[how])) * unit


def yen(amount: int) -> str:
    """1,234,000円."""
    return f"{amount:,}円"


def read_yen(typed: str) -> int:
    """1,234,000円, ¥1234000, １，２３４，０００ → 1234000. ``ValueError`` for anything but whole yen below 10¹³."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split()).replace("−", "-")
    plain = re.sub(r"(?<=\d)[,、](?=\d{3}(?!\d))", "", plain).removesuffix("円").removeprefix("¥").removeprefix("\\")
    if not re.fullmatch(r"-?\d{1,13}", plain):
        raise ValueError(typed)
    return int(plain)
