"""Papers that say everything in Japanese and English side by side, as `typst/bilingual.typ` draws them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kakehashi.foundation.documents import pdf
from kakehashi.foundation.documents.letters import in_words

TEMPLATE = Path(__file__).parents[1] / "typst" / "bilingual.typ"


@dataclass(frozen=True, slots=True)
class Both:
    """What is said in both languages; without English, the Japanese stands for it."""

    ja: str
    en: str = ""

    @property
    def in_english(self) -> str:
        return self.en or self.ja


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands under it; nothing said: 未設定."""

    label: Both
    lines: Sequence[Both] = ()
    table: dict[str, Any] | None = None

    def as_data(self) -> dict[str, Any]:
        lines = [line for line in self.lines if line.ja] or [said(_("未設定"))]
        is_unset = not any(line.ja for line in self.lines) and self.table is None
        return {
            "label": pair(self.label),
            "ja": [line.ja for line in lines],
            "en": [line.in_english for line in lines],
            "is_unset": is_unset,
            "table": self.table,
        }


def in_both(make: Callable[[], str]) -> Both:
    """What `make` says in each language."""
    with override("ja"):
        japanese = make()
    with override("en"):
        return Both(japanese, make())


def said(text: str | Promise, **given: Both | str | int) -> Both:
    """One of our sentences in both languages, filled with what is given."""
    japanese = {name: value.ja if isinstance(value, Both) else value for name, value in given.items()}
    english = {name: value.in_english if isinstance(value, Both) else value for name, value in given.items()}
    plain = in_both(lambda: str(text))
    return Both(plain.ja % japanese, plain.en % english) if given else plain


def day(value: dt.date) -> Both:
    return Both(in_words(value, "ja"), in_words(value, "en"))


def yen(amount: int | None) -> Both:
    return said(_("未設定")) if amount is None else said(_("%(yen)s円"), yen=f"{amount:,}")


def pair(both: Both) -> dict[str, str]:
    return {"ja": both.ja, "en": both.in_english}


def drawn(data: dict[str, Any]) -> bytes:
    """The paper as PDF."""
    return pdf.render(TEMPLATE, data, language="ja")
