"""What Japanese banks take: half-width kana (JIS X 0201), and the fixed-width file of transfers (全銀協, 総合振込).

A file is a header, one record for each transfer, a trailer with count and sum, an end: each of 120 bytes, then CR LF.
Layout as published by the banks: numbers to the right with zeros, text to the left with spaces.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

RECORD = 120  # bytes
MOST_YEN = 10**10 - 1  # what ten digits hold
_FULL = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン゙゚「」"
_HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝﾞﾟ｢｣"
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_DASHES = str.maketrans(dict.fromkeys("ー‐‑‒–—―−-", "-"))
_KANA = str.maketrans(dict(zip(_FULL, _HALF, strict=True)) | {"\u309b": "ﾞ", "\u309c": "ﾟ", "¥": "\\"})
_ALLOWED = frozenset(_HALF) | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ()-./\\,")


class NotWritableError(ValueError):
    """Characters that a bank cannot write; `characters` are they, each once."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


def bank_text(text: str) -> str:
    """`text` as banks write it: ひめじし → ﾋﾒｼﾞｼ. Raises ``NotWritableError`` for anything else, kanji above all."""
    found = unicodedata.normalize("NFKC", text).upper().translate(_HIRAGANA).translate(_SMALL).translate(_DASHES)
    written = {whole: unicodedata.normalize("NFD", whole).translate(_KANA) for whole in found}
    if refused := [whole for whole, parts in written.items() if not _ALLOWED.issuperset(parts)]:
        raise NotWritableError("".join(refused))
    return "".join(written[whole] for whole in found)


@dataclass(frozen=True)
class Payer:
    """Who pays, out of which account (仕向). `code` is what the bank calls the payer."""

    code: str
    name: str
    bank_code: str
    bank: str
    branch_code: str
    branch: str
    kind: str
    number: str


@dataclass(frozen=True)
class Transfer:
    """One payment. `reference` comes back in the bank's answer."""

    bank_code: str
    bank: str
    branch_code: str
    branch: str
    kind: str
    number: str
    holder: str
    yen: int
    reference: int


def transfer_file(payer: Payer, day: dt.date, transfers: Iterable[Transfer]) -> bytes:
    """The file. Raises ``NotWritableError``, ``ValueError`` for what does not fit its place."""
    lines, count, total = [_header(payer, day)], 0, 0
    for transfer in transfers:
        lines.append(_data(transfer))
        count, total = count + 1, total + transfer.yen
    lines += ["8" + _number(count, 6) + _number(total, 12) + " " * 101, "9" + " " * 119]
    records = [line.encode("shift_jis") for line in lines]
    if any(len(record) != RECORD for record in records):
        raise ValueError("a record is not of 120 bytes")
    return b"".join(record + b"\r\n" for record in records)


def _header(payer: Payer, day: dt.date) -> str:
    return (
        "1" + "21" + "0" + _number(payer.code, 10) + _text(payer.name, 40) + f"{day:%m%d}"
        + _number(payer.bank_code, 4) + _text(payer.bank, 15) + _number(payer.branch_code, 3) + _text(payer.branch, 15)
        + _number(payer.kind, 1) + _number(payer.number, 7) + " " * 17
    )  # fmt: skip


def _data(transfer: Transfer) -> str:
    return (
        "2" + _number(transfer.bank_code, 4) + _text(transfer.bank, 15) + _number(transfer.branch_code, 3)
        + _text(transfer.branch, 15) + " " * 4 + _number(transfer.kind, 1) + _number(transfer.number, 7)
        + _text(transfer.holder, 30) + _number(transfer.yen, 10) + "0" + _number(transfer.reference, 10) + " " * 10
        + "7" + " " + " " * 7
    )  # fmt: skip


def _text(text: str, width: int) -> str:
    written = bank_text(text)
    if len(written) > width:
        raise ValueError(f"{text!r} is longer than {width}")
    return written.ljust(width)


def _number(value: int | str, width: int) -> str:
    digits = str(value)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > width:
        raise ValueError(f"{value!r} is not a number of {width} digits at most")
    return digits.rjust(width, "0")
