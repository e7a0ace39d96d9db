"""A line of text as paper draws it: phrases that stay together, each of words with their readings."""

import re
import unicodedata
from typing import Any

from kakehashi.foundation.translation import easy_japanese
from kakehashi.kernel.morphemes import tokenizer
from kakehashi.kernel.ruby import segments

# {"phrases": [[[word, reading], …], …], "is_spaced": a gap stands between phrases, "signs": about how long it is}
Line = dict[str, Any]
JOINER = "\u2060"
_IDEOGRAPHIC = {"zh-Hans", "zh-Hant"}
_NAME = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,12}"
)  # as it stands on the sign, kept together
_CLINGING = {"助詞", "助動詞", "接尾辞", "補助記号", "空白", "記号"}


def line_of(text: str, language: str, *, ruby: bool) -> Line:
    """Easy Japanese and Korean break at their gaps, Japanese between phrases, every other language as it likes."""
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return {**_line(text, language, ruby=ruby), "signs": width / 2}


def _line(text: str, language: str, *, ruby: bool) -> Line:
    if language == easy_japanese.CODE:
        return {"phrases": _at_gaps(segments(text) if ruby else _unread(text)), "is_spaced": True}
    if language == "ko":
        return {"phrases": _at_gaps([(text, "")]), "is_spaced": True}
    if language == "ja":
        return {"phrases": [[[phrase, ""]] for phrase in _cut("".join(_bare(text)))], "is_spaced": False}
    if language not in _IDEOGRAPHIC:
        text = _NAME.sub(lambda found: JOINER.join(found[0]), text)
    return {"phrases": [[[text, ""]]], "is_spaced": False}


def _bare(text: str) -> list[str]:
    return [word for word, _reading in segments(text)]


def _unread(text: str) -> list[tuple[str, str]]:
    return [("".join(_bare(text)), "")]


def _at_gaps(words: list[tuple[str, str]]) -> list[list[list[str]]]:
    phrases: list[list[list[str]]] = [[]]
    for word, reading in words:
        if reading:
            phrases[-1].append([word, reading])
            continue
        for number, piece in enumerate(word.split(" ")):
            if number:
                phrases.append([])
            if piece:
                phrases[-1].append([piece, ""])
    return [phrase for phrase in phrases if phrase] or [[["", ""]]]


def _cut(text: str) -> list[str]:
    """Where a reader pauses: before a word that is no ending of the one before it."""
    phrases: list[str] = []
    is_open = False  # the last token opens a bracket, or asks for what follows (…て ください)
    before = ""
    for token in tokenizer().tokenize(text):
        kind, detail = token.part_of_speech()[:2]
        clings = kind in _CLINGING and detail != "括弧開"
        clings = (
            clings
            or (kind == "名詞" and before in {"名詞", "接頭辞", "接尾辞"})
            or (detail == "非自立可能" and before == "助詞て")
        )
        if phrases and (clings or is_open):
            phrases[-1] += token.surface()
        else:
            phrases.append(token.surface())
        is_open = detail == "括弧開" or kind == "接頭辞"
        before = f"{kind}{token.surface()[-1:]}" if detail == "接続助詞" and token.surface() in {"て", "で"} else kind
        before = "助詞て" if before in {"助詞て", "助詞で"} else before
    return phrases or [""]
