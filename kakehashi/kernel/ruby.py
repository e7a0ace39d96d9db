"""Furigana in running text: 避難所《ひなんじょ》; ｜3日《みっか》 where the word is more than the kanji before it."""

import re

_MARKED = re.compile(r"(?:｜([^｜《》\n]+)|([㐀-鿿豈-﫿々〆〇ヶ]+))《([^《》\n]*)》")


def segments(text: str) -> list[tuple[str, str]]:
    """Pairs (base, reading); the reading is "" where there is none. Marks that fit nothing stay as they are."""
    found: list[tuple[str, str]] = []
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            found.append((text[end : match.start()], ""))
        found.append((match[1] or match[2], match[3]))
        end = match.end()
    if end < len(text):
        found.append((text[end:], ""))
    return found


def without_ruby(text: str) -> str:
    return "".join(base for base, _reading in segments(text))


def reading_only(text: str) -> str:
    """As it is read aloud: each marked word by its reading."""
    return "".join(reading or base for base, reading in segments(text))
