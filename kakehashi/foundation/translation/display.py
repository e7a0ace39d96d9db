"""Texts as HTML: furigana over its word, slots as what they are, and what an edit changed."""

import difflib
import re
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kakehashi.kernel.ruby import segments

_SLOT = re.compile(r"(\{[a-z][a-z0-9_]*\})")
# What an edit changes is shown in words where words are spaced, else in single signs.
_TOKEN = re.compile(r"\s+|[^\W\d_぀-ヿ㐀-鿿\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+|\d+|.", re.DOTALL)


def as_html(body: str) -> SafeString:
    """A paragraph for each line, the furigana above its word."""
    return format_html_join("", "<p>{}</p>", ((_line(line),) for line in body.split("\n")))


def _line(line: str) -> SafeString:
    parts = []
    for base, reading in segments(line):
        if reading:
            parts.append(format_html("<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>", base, reading))
        else:
            parts.append(_slots(base))
    return format_html_join("", "{}", ((part,) for part in parts))


def _slots(text: str) -> SafeString:
    parts = ((_SLOT.fullmatch(part), part) for part in _SLOT.split(text) if part)
    return format_html_join(
        "", "{}", ((format_html('<code class="tr-slot">{}</code>', part) if slot else part,) for slot, part in parts)
    )


@dataclass(frozen=True)
class Change:
    """A run of a text: `kind` is "" where both say the same, else "ins" or "del"."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Change]:
    """What was taken out and put in, in reading order."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[Change] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change("", "".join(old[a:b])))
            continue
        if a < b:
            found.append(Change("del", "".join(old[a:b])))
        if c < d:
            found.append(Change("ins", "".join(new[c:d])))
    return found


def changes_html(before: str, after: str) -> SafeString:
    drawn = {"": "{}", "ins": "<ins>{}</ins>", "del": "<del>{}</del>"}
    return mark_safe(  # noqa: S308  # each part is escaped by format_html
        "".join(format_html(drawn[change.kind], change.text) for change in changes(before, after))
    )
