"""What a notice says: kinds with their words, rendered for one reader in one language.

    ASKED_BACK = register(NoticeKind("cases.asked_back", _("質問が届きました：%(title)s"), _("%(office)sから…")))

Words are lazy translations with ``%(name)s`` places. What may stand there: text, whole numbers, days, moments, and
``{"ja": …, "en": …}`` where a name differs by language.
"""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.kernel import clock, japanese

Param = str | int | dt.date | dt.datetime | Mapping[str, str]
SUBJECT_LENGTH = 200
BODY_LENGTH = 10_000
# Characters that make text read in another order than it is written.
_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice and its words."""

    code: str
    subject: str | Promise
    body: str | Promise
    has_secret: bool = False  # its mail carries a link that lets its bearer in: no copy of the text is kept


class Named(Protocol):
    """Whoever and whatever has a name in both languages."""

    @property
    def name_ja(self) -> str: ...

    @property
    def name_en(self) -> str: ...


@dataclass(frozen=True)
class Words:
    subject: str  # one line
    body: str


_kinds: dict[str, NoticeKind] = {}
# A notice can outlive the code that wrote it; its link still leads to the thing.
_FORGOTTEN = NoticeKind("", _("お知らせ"), _("このお知らせの文面は現在使われていません。"))


def register(kind: NoticeKind) -> NoticeKind:
    """Make a kind known; import the module that does it in ``AppConfig.ready``."""
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds of notice are called {kind.code}")
    return kind


def kinds() -> dict[str, NoticeKind]:
    """All kinds by code."""
    return dict(_kinds)


def kinds_with_secret() -> list[str]:
    """The codes of those whose mails let their bearer in."""
    return [code for code, kind in _kinds.items() if kind.has_secret]


def named(thing: Named) -> dict[str, str]:
    """Its name as a ``Param``: in the language of whoever reads the notice."""
    return {"ja": thing.name_ja, "en": thing.name_en or thing.name_ja}


def encode(params: Mapping[str, Param]) -> dict[str, Any]:
    """As JSON: days and moments marked by their type."""
    return {name: _encoded(value) for name, value in params.items()}


def words(code: str, params: Mapping[str, Any], language: str) -> Words:
    """The notice in that language; `params` as `encode` left them. ``KeyError`` when one is missing."""
    kind = _kinds.get(code, _FORGOTTEN)
    with translation.override(language):
        shown = {name: _shown(value, language) for name, value in params.items()}
        return Words(one_line(str(kind.subject) % shown), many_lines(str(kind.body) % shown))


def one_line(text: str) -> str:
    """A subject: one line without control characters and encoded words, not longer than a subject may be."""
    line = japanese.clean_line(text).replace("=?", "= ?")
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1] + "…"


def many_lines(text: str) -> str:
    """A text: line ends the same, no other control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c in "\n\t" or (c not in _BIDI and unicodedata.category(c) not in {"Cc", "Cs"}))
    return "".join(kept)[:BODY_LENGTH].strip()


def _encoded(value: Param) -> Any:
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, str):
        return many_lines(value)
    return {key: many_lines(text) for key, text in value.items()} if isinstance(value, Mapping) else value


def _shown(value: Any, language: str) -> str:
    if not isinstance(value, dict):
        return str(value)
    day = clock.long_date_en if language == "en" else clock.long_date_ja
    if "day" in value:
        return day(dt.date.fromisoformat(value["day"]))
    if "moment" in value:
        moment = dt.datetime.fromisoformat(value["moment"]).astimezone(clock.JAPAN)
        return f"{day(moment.date())} {moment:%H:%M}"
    return str(value.get(language) or value["ja"])
