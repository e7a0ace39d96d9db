"""Numbers read aloud: 10分 is じゅっぷん, 20日 はつか, 2人 ふたり (`data/easy/counters.csv`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kakehashi.foundation.translation.easy import lexicon

_DIGITS = ("", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_HUNDREDS = {3: "さんびゃく", 6: "ろっぴゃく", 8: "はっぴゃく"}
_THOUSANDS = {3: "さんぜん", 8: "はっせん"}
_MYRIADS = ("", "まん", "おく", "ちょう")
# Before a counter with this sound these numbers are cut short: いっぷん, じゅっかい, はっさい.
_SHORT = {"h": (1, 6, 8, 10, 100), "k": (1, 6, 8, 10, 100), "s": (1, 8, 10)}
_CUT = {"いち": "いっ", "ろく": "ろっ", "はち": "はっ", "じゅう": "じゅっ", "ひゃく": "ひゃっ"}
_HARD = {"は": "ぱ", "ひ": "ぴ", "ふ": "ぷ", "へ": "ぺ", "ほ": "ぽ"}


def number_reading(number: int) -> str:
    """しち, く and よ belong to counters; alone it is なな, きゅう, よん."""
    if number == 0:
        return "ゼロ"
    text, place = "", 0
    while number and place < len(_MYRIADS):
        number, part = divmod(number, 10_000)
        if part:
            text = _below_myriad(part, is_first=place == 0) + _MYRIADS[place] + text
        place += 1
    return text


def _below_myriad(number: int, *, is_first: bool) -> str:
    thousands, hundreds, tens, ones = number // 1000, number // 100 % 10, number // 10 % 10, number % 10
    text = ""
    if thousands:
        plain = "せん" if thousands == 1 and is_first else _DIGITS[thousands].replace("いち", "いっ") + "せん"
        text += _THOUSANDS.get(thousands, plain)
    if hundreds:
        text += _HUNDREDS.get(hundreds, ("" if hundreds == 1 else _DIGITS[hundreds]) + "ひゃく")
    if tens:
        text += ("" if tens == 1 else _DIGITS[tens]) + "じゅう"
    return text + _DIGITS[ones]


@dataclass(frozen=True, slots=True)
class Counter:
    """What follows a number: 人, 日, 時, 分."""

    text: str
    reading: str
    sound: str  # its first sound decides how the number is cut short: h, k, s or none
    third: str  # as it is read after さん, where that differs
    irregular: Mapping[int, str]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How a number with its counter is read."""

    reading: str
    is_regular: bool  # the number's usual reading, then the counter's
    is_sure: bool


@cache
def counters() -> Mapping[str, Counter]:
    found = {}
    for row in lexicon.rows("counters.csv"):
        pairs = (pair.split(":") for pair in row["irregular"].split(";") if pair)
        irregular = {int(number): reading for number, reading in pairs}
        found[row["counter"]] = Counter(
            row["counter"], row["reading"], row["sound"], row["third"], irregular, row["sure"] == "1"
        )
    return found


def read(number: int, counter: str) -> Counted | None:
    """None for a counter no list knows."""
    known = counters().get(counter)
    if known is None:
        return None
    usual = number_reading(number) + known.reading
    reading = _irregular(number, known) or _bound(number, known) or usual
    return Counted(reading, reading == usual, known.is_sure)


def _irregular(number: int, counter: Counter) -> str:
    """As the list has it; of larger numbers the last digit decides, but for days and for people up to three."""
    if number in counter.irregular:
        return counter.irregular[number]
    last = number % 10
    if number < 10 or counter.text[0] in "日つ組歳才" or (counter.text[0] == "人" and last in {1, 2}):
        return ""
    if last and last in counter.irregular:
        return number_reading(number - last) + counter.irregular[last]
    return ""


def _bound(number: int, counter: Counter) -> str:
    last = next((part for part in (number % 10, number % 100, number % 1000) if part), 0)
    if last not in {1, 3, 6, 8, 10, 100} and not (20 <= last <= 90 and last % 10 == 0):
        return ""
    text = number_reading(number)
    if last == 3:
        return text + counter.third if counter.third else ""
    if (last if last < 20 or last == 100 else 10) not in _SHORT.get(counter.sound, ()):
        return ""
    for ending, short in _CUT.items():
        if text.endswith(ending):
            first = counter.reading[0]
            hard = _HARD.get(first, first) if counter.sound == "h" else first
            return text.removesuffix(ending) + short + hard + counter.reading[1:]
    return ""
