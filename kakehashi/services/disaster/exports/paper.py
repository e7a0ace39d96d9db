"""Sheets as `typst/sheet.typ` draws them."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings

from kakehashi.foundation.documents import pdf
from kakehashi.foundation.translation import cldr, easy_japanese
from kakehashi.kernel.ruby import without_ruby
from kakehashi.services.disaster.exports.phrases import Line, line_of
from kakehashi.services.disaster.models import Sheet
from kakehashi.services.disaster.queries.drawing import InLanguage, Picture, as_printed
from kakehashi.services.disaster.site import addresses

_LATIN_WORD = re.compile(r"[^\W\d_\u3000-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{8,}[.,:;!?)]?")
TEMPLATE = Path(__file__).parents[1] / "typst" / "sheet.typ"
LOOK = 60  # dots per inch of the picture on the screen


def sheets_pdf(sheets: Sequence[Sheet]) -> bytes:
    """All of them, one after the other, in one file: as they were printed, never in the words of today."""
    return pdf.render(TEMPLATE, {"sheets": [printed(one) for one in as_printed(sheets)]}, language="ja")


def first_page(sheet: Sheet) -> bytes:
    """The first page as PNG, small."""
    return pdf.picture(TEMPLATE, {"sheets": [printed(one) for one in as_printed([sheet])]}, language="ja", ppi=LOOK)[0]


def printed(picture: Picture) -> dict[str, Any]:
    """The data of one sheet; their shape stands in the head of the template."""
    sheet, paper = picture.sheet, picture.sheet.paper
    ruby = bool(paper.get("ruby", True))
    per_page = 99 if paper.get("kind") == "pocket" else int(paper.get("per_page") or 6)
    texts = [_text(one, picture, ruby=ruby) for one in picture.texts]
    return {
        "title": picture.title,
        "size": paper.get("size", "a4"),
        "is_landscape": paper.get("orientation") == "landscape",
        "kind": paper.get("kind", "wall"),
        "is_plain": paper.get("look") == "plain",
        "is_urgent": picture.is_urgent,
        "qr": qr(sheet.code),
        "code": sheet.code,
        "icons": list(picture.pictograms.values()),
        "events": _unique(line_of(one.event, one.language.code, ruby=False) for one in picture.texts),
        "drill": " / ".join(dict.fromkeys(map(without_ruby, picture.drill))),
        "pages": [texts[start : start + per_page] for start in range(0, len(texts), per_page)],
    }


def _text(one: InLanguage, picture: Picture, *, ruby: bool) -> dict[str, Any]:
    code = one.language.code
    names = list(picture.pictograms)
    return {
        "language": code,
        "name": one.language.endonym,
        "is_rtl": cldr.is_rtl(code),
        "parts": [
            {
                "icon": names.index(part.pictogram) if part.pictogram in names else None,
                "said_in": part.said_in,
                "lines": [line_of(line, part.said_in, ruby=ruby) for line in part.lines],
            }
            for part in one.parts
        ],
        "notes": [line_of(note, code, ruby=ruby and code == easy_japanese.CODE) for note in one.notes],
        "scan": line_of(one.scan, code, ruby=False),
        "longest": max(
            _LATIN_WORD.findall(" ".join(line for part in one.parts for line in part.lines)), key=len, default=""
        ),
    }


def _unique(lines: Iterable[Line]) -> list[str]:
    """Words of the band: plain text, each once."""
    said = (" ".join("".join(word for word, _reading in phrase) for phrase in line["phrases"]) for line in lines)
    return list(dict.fromkeys(text for text in said if text))


def address(code: str) -> str:
    """What the square on the paper opens."""
    return addresses.public(settings.DISASTER_PAGES_URL, addresses.sheet(code))


@cache
def qr(code: str) -> str:
    return str(segno.make(address(code), error="m").svg_inline(omitsize=True, border=0))
