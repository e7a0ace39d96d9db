"""Kana in Latin letters by Hepburn's table, as on road signs: long vowels unmarked (Osaka, Shogakko)."""

import re
from functools import lru_cache

from kakehashi.kernel import japanese

_BASE = (
    "あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto "
    "なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo "
    "らra りri るru れre ろro わwa ゐi ゑe をo んn がga ぎgi ぐgu げge ごgo ざza じji ずzu ぜze ぞzo "
    "だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo ゔvu "
    "ぁa ぃi ぅu ぇe ぉo ゃya ゅyu ょyo"
)
_TABLE = {pair[0]: pair[1:] for pair in _BASE.split()}
_PALATAL = {"し": "sh", "ち": "ch", "じ": "j", "ぢ": "j"}
_GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o", "ぇ": "e"}
_FOREIGN = {
    "ふぁ": "fa",
    "ふぃ": "fi",
    "ふぇ": "fe",
    "ふぉ": "fo",
    "てぃ": "ti",
    "でぃ": "di",
    "うぃ": "wi",
    "うぇ": "we",
}
# Ends of names that are words of their own; the longest first.
_WORDS = (
    "こうとうがっこう", "しょうがっこう", "ちゅうがっこう", "しみんかいかん", "ぶんかせんたー",
    "こうみんかん", "たいいくかん", "ほいくえん", "ようちえん", "びょういん",
    "しやくしょ", "くやくしょ", "こうこう", "だいがく", "こうえん",
    "せんたー", "くうこう", "やくば", "ほーる", "えき",
)  # fmt: skip
_LONG = re.compile(r"(?<=o)[ou]|(?<=u)u")


@lru_cache(maxsize=5_000)
def romanised(kana: str) -> str:
    """さくらしょうがっこう → Sakura Shogakko. What is no kana stays as it is."""
    reading = japanese.fold(kana).replace("〜", "ー")
    reading = "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in reading)
    words = [part for word in reading.split() for part in _parted(word)]
    return " ".join(word[:1].upper() + word[1:] for word in map(_word, words))


def _parted(word: str) -> list[str]:
    for end in _WORDS:
        if word.endswith(end) and len(word) > len(end):
            return [*_parted(word[: -len(end)]), end]
    return [word]


def _word(kana: str) -> str:
    letters, at, doubled = "", 0, False
    while at < len(kana):
        sign, pair = kana[at], kana[at : at + 2]
        if sign == "っ":
            doubled, at = True, at + 1
            continue
        said, step = _syllable(sign, pair)
        if doubled:
            letters += "t" if said.startswith("ch") else said[:1]
            doubled = False
        letters += said
        at += step
    letters = _LONG.sub("", letters.replace("ー", ""))
    return re.sub(r"n(?=[bmp])", "m", letters)


def _syllable(sign: str, pair: str) -> tuple[str, int]:
    """What the next one or two kana are, and how many they were."""
    if pair in _FOREIGN:
        return _FOREIGN[pair], 2
    glide = _GLIDES.get(pair[1:])
    if glide and sign in _PALATAL:
        return _PALATAL[sign] + glide, 2
    if glide and _TABLE.get(sign, "").endswith("i") and len(_TABLE[sign]) > 1:
        return f"{_TABLE[sign][:-1]}y{glide}", 2
    return _TABLE.get(sign, sign), 1
