"""Cards people show, fill in or point at: Japanese beside one language, out of the words of the bank."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kakehashi.foundation.documents import pdf
from kakehashi.foundation.translation import cldr
from kakehashi.foundation.translation.models import Unit
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.kernel.ruby import without_ruby
from kakehashi.services.disaster.exports.phrases import line_of
from kakehashi.services.disaster.queries.bank import words

TEMPLATE = Path(__file__).parents[1] / "typst" / "cards.typ"
_PREFIX = "disaster.word."
# What a card is made of: its title, how to use it, and the families of words on it.
_CARDS = {
    "help": ("help_card_title", "help_card_how_to", ("help.",)),
    "need": ("need_title", "help_card_how_to", ("need.",)),
    "staff": ("board_title", "board_how_to", ("board.staff.", "board.both.")),
    "evacuee": ("board_title", "board_how_to", ("board.evacuee.", "board.both.")),
    "register": ("card_title", "card_why", ("card.",)),
}
_NO_ITEMS = {"consent", "signature"}
# The card to fill in: what is ticked, what is answered by yes or no, and with what its back begins.
_TICKED = {"card.pregnant", "card.baby"}
_ASKED = {"card.japanese", "card.traveller", "card.family_tell", "card.embassy"}
_BACK = "card.why_here"
_ROWS = 12  # of two boxes on a page, at most


def cards_pdf(card: str, languages: Sequence[str]) -> bytes:
    """As few pages as hold it for each language, each of them filled. Raises KeyError for an unknown card."""
    title, how, families = _CARDS[card]
    keys = _keys(families)
    said = words(
        [title, how, "card_privacy", "card.consent", "card.signature", "machine_draft", "yes", "no", *keys],
        ["ja", *languages],
    )
    sides = _sides(keys) if card == "register" else _shared_out(keys)
    known = {one.code: one for one in resident_languages()}
    pages = [
        {
            "language": code,
            "name": known[code].endonym,
            "is_rtl": cldr.is_rtl(code),
            "title": _both(said[title], code),
            "how": _both(said[how], code),
            "sides": [[{**_both(said[key], code), "kind": _kind(key)} for key in side] for side in sides],
            "answers": [_both(said[key], code) for key in ("yes", "no")],
            "privacy": _both(said["card_privacy"], code),
            "consent": _both(said["card.consent"], code),
            "signature": _both(said["card.signature"], code),
            "note": line_of(said["machine_draft"][code], code, ruby=False),
        }
        for code in languages
        if code in known
    ]
    return pdf.render(TEMPLATE, {"title": without_ruby(said[title]["ja"]), "card": card, "pages": pages}, language="ja")


def _keys(families: Sequence[str]) -> list[str]:
    """The words of the families, in the order of the bank."""
    units = Unit.objects.filter(key__startswith=_PREFIX, is_retired=False).order_by("order", "id")
    keys = [key.removeprefix(_PREFIX) for key in units.values_list("key", flat=True)]
    return [
        key
        for family in families
        for key in keys
        if key.startswith(family) and key.removeprefix(family) not in _NO_ITEMS
    ]


def _sides(keys: Sequence[str]) -> list[Sequence[str]]:
    """Who somebody is on the front; why they came and what they need on the back."""
    turn = keys.index(_BACK) if _BACK in keys else len(keys)
    return [side for side in (keys[:turn], keys[turn:]) if side]


def _shared_out(keys: Sequence[str]) -> list[Sequence[str]]:
    """The same number of rows on every page."""
    rows = math.ceil(len(keys) / 2)
    each = 2 * math.ceil(rows / max(1, math.ceil(rows / _ROWS)))
    return [keys[start : start + each] for start in range(0, len(keys), each)]


def _kind(key: str) -> str:
    if key == _BACK:
        return "head"
    if key in _ASKED:
        return "asked"
    return "ticked" if key in _TICKED or key.startswith("card.why_") else "written"


def _both(said: dict[str, str], code: str) -> dict[str, Any]:
    return {"ja": line_of(said["ja"], "ja", ruby=False), "own": line_of(said[code], code, ruby=True)}
