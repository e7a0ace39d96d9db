"""Which of several languages a reader gets when the own one is missing, and furigana drawn or written out."""

import functools
from collections.abc import Callable, Mapping
from typing import TypeVar

from markupsafe import Markup, escape

from kakehashi.kernel.ruby import segments

JAPANESE, EASY = "ja", "ja-x-yasashi"
T = TypeVar("T")


def pick(by_language: Mapping[str, T], language: str) -> tuple[T, str] | None:
    """The value and the language it is in. After the own language: for Easy Japanese the Japanese, then English."""
    for code in (language, *((JAPANESE,) if language == EASY else ()), "en", JAPANESE, EASY):
        if code in by_language:
            return by_language[code], code
    return next(((value, code) for code, value in by_language.items()), None)


@functools.lru_cache(maxsize=20_000)
def drawn(text: str) -> Markup:
    """As HTML, with furigana over the words that carry it. A line never ends between a gloss and its brackets."""
    if "《" not in text:
        return escape(text)
    pairs = [(escape(base), escape(reading)) for base, reading in segments(text)]
    pairs = [(base.replace("＜", "＜\u2060").replace("＞", "\u2060＞"), reading) for base, reading in pairs]
    html = "".join(f"<ruby>{base}<rt>{reading}</rt></ruby>" if reading else base for base, reading in pairs)
    return Markup(html)  # noqa: S704  # escaped one by one


def plain(text: str, language: str) -> str:
    """Without mark-up: Easy Japanese keeps its readings, 避難所（ひなんじょ）; Japanese goes without."""
    if "《" not in text:
        return text
    write: Callable[[str, str], str] = _with_reading if language == EASY else _bare
    return "".join(write(base, reading) for base, reading in segments(text))


def name(names: Mapping[str, str], language: str) -> str:
    """Plain, in the nearest language; empty when there is none at all."""
    found = pick(names, language)
    return plain(*found) if found else ""


def _with_reading(base: str, reading: str) -> str:
    return f"{base}（{reading}）" if reading else base


def _bare(base: str, _reading: str) -> str:
    return base
