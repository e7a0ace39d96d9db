"""How answers are kept, read from what was typed, and written back into a control.

    text, textarea, choice, country, email, phone, url   str
    multiple      list[str]          yes_no     bool
    date          "2012-07-09"       number     int or float        money    int, whole yen
    table         list[dict[column code, value]]                    file     list[int], ids given by the store
    computed      int or float or None

A value of another shape is something that could not be understood: drafts keep it as it was typed.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from kakehashi.foundation.forms.choices import CHOSEN_KINDS, QuestionKind
from kakehashi.foundation.forms.models import Question
from kakehashi.foundation.forms.sources import Choices, choices_of
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import japanese, money

MAX_TEXT = 10_000
MAX_LINE = 500
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_DAY = re.compile(
    r"(令和|平成|昭和|[RHS])?\s*(元|\d{1,4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:\(.\))?", re.I
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PHONE = re.compile(r"\+?[0-9() .-]{5,30}(?:(?:内線|ext\.?|x)\s*[0-9]{1,8})?", re.I)


@dataclass(frozen=True)
class Ask:
    """What a question and a table's column have in common."""

    code: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    source: str = ""
    options: list[dict[str, Any]] = field(default_factory=list)
    max_length: int | None = None
    max_rows: int | None = None
    minimum: int | None = None
    maximum: int | None = None

    @cached_property
    def choices(self) -> Choices:
        return choices_of(self.kind, self.options, self.source)


def ask_question(question: Question) -> Ask:
    return Ask(
        code=question.code,
        kind=question.kind,
        label=question.label,
        help=question.help,
        required=question.required,
        source=question.source,
        options=question.options,
        max_length=question.max_length,
        max_rows=question.max_rows,
        minimum=question.minimum,
        maximum=question.maximum,
    )


def ask_columns(question: Question) -> list[Ask]:
    """The columns of a table question."""
    return [
        Ask(
            code=column["code"],
            kind=column["kind"],
            label=spoken(column["label_ja"], column.get("label_en", "")),
            required=column.get("required", False),
            source=column.get("source", ""),
            options=column.get("options", []),
            max_length=column.get("max_length"),
        )
        for column in question.columns
    ]


def read(ask: Ask, raw: Any) -> Any:
    """The value meant by `raw` (a string, or a list of them for several); ``None`` for nothing.

    Raises ``ValidationError`` with the sentence that says how to mend it.
    """
    if ask.kind == QuestionKind.MULTIPLE:
        values = [value for value in (raw if isinstance(raw, list) else [raw]) if value not in (None, "")]
        return [_choice(ask, str(value)) for value in values] or None
    text = raw if isinstance(raw, str) else "" if raw is None else str(raw)
    text = clean_text(text) if ask.kind == QuestionKind.TEXTAREA else japanese.clean_line(text)
    return _READERS.get(ask.kind, _text)(ask, text) if text else None


def clean_text(text: str) -> str:
    """Several lines as people mean them: one kind of line end, no control or bidi-override characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(c for c in line if c == "\t" or unicodedata.category(c) not in {"Cc", "Cs"}) for line in lines)
    return "\n".join(line.rstrip() for line in kept).translate(_OVERRIDES).strip()


_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def check_limits(ask: Ask, value: Any) -> None:
    """Refuse, in words, what is longer, larger or more than the question allows."""
    if isinstance(value, str):
        limit = ask.max_length or (MAX_TEXT if ask.kind == QuestionKind.TEXTAREA else MAX_LINE)
        if len(value) > limit:
            raise ValidationError(
                _("%(limit)d文字以内で入力してください(今は%(now)d文字です)。") % {"limit": limit, "now": len(value)}
            )
    elif isinstance(value, list) and ask.max_rows is not None and len(value) > ask.max_rows:
        raise ValidationError(_("%(limit)d件までにしてください。") % {"limit": ask.max_rows})
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if ask.minimum is not None and value < ask.minimum:
            raise ValidationError(_("%(limit)s以上の数を入力してください。") % {"limit": f"{ask.minimum:,}"})
        if ask.maximum is not None and value > ask.maximum:
            raise ValidationError(_("%(limit)s以下の数を入力してください。") % {"limit": f"{ask.maximum:,}"})


def missing(ask: Ask) -> ValidationError:
    """What is said when a required answer is not there."""
    if ask.kind in CHOSEN_KINDS or ask.kind == QuestionKind.YES_NO:
        return ValidationError(_("「%(label)s」を選んでください。") % {"label": ask.label})
    if ask.kind == QuestionKind.FILE:
        return ValidationError(_("「%(label)s」のファイルを選んでください。") % {"label": ask.label})
    return ValidationError(_("「%(label)s」を入力してください。") % {"label": ask.label})


def write(ask: Ask, value: Any) -> Any:
    """The value as its control shows it; what could not be understood comes back as it was typed."""
    if value is None:
        return [] if ask.kind == QuestionKind.MULTIPLE else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if ask.kind == QuestionKind.MONEY and isinstance(value, int):
        return f"{value:,}"
    if ask.kind == QuestionKind.MULTIPLE:
        return value if isinstance(value, list) else [value]
    if isinstance(value, float):
        return f"{Decimal(str(value)):f}"  # never with an exponent, which nobody could type
    return str(value)


def _text(ask: Ask, text: str) -> str:
    return text


def _choice(ask: Ask, text: str) -> str:
    if all(text != value for value, _label in ask.choices):
        raise ValidationError(_("選択肢の中から選んでください。"))
    return text


def _yes_no(ask: Ask, text: str) -> bool:
    answer = {"yes": True, "true": True, "はい": True, "no": False, "false": False, "いいえ": False}.get(text.lower())
    if answer is None:
        raise ValidationError(_("「はい」か「いいえ」を選んでください。"))
    return answer


def _date(ask: Ask, text: str) -> str:
    if found := _DAY.fullmatch(unicodedata.normalize("NFKC", text)):
        era, year, month, day = found.groups()
        number = 1 if year == "元" else int(year)
        base = _ERAS[era.upper()] if era else 0
        try:
            if base or number >= 1868:
                return dt.date(base + number, int(month), int(day)).isoformat()
        except ValueError:
            pass
    raise ValidationError(_("日付は「2012年7月9日」「平成24年7月9日」のように入力してください。"))


def _plain_number(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(",", "").replace("−", "-").replace(" ", "")


def _number(ask: Ask, text: str) -> int | float:
    plain = _plain_number(text)
    if not _NUMBER.fullmatch(plain) or len(plain) > 15:
        raise ValidationError(_("数字で入力してください(例: 12)。"))
    value = float(plain)
    return int(value) if value.is_integer() else value


def _money(ask: Ask, text: str) -> int:
    try:
        return money.read_yen(text)
    except ValueError:
        raise ValidationError(_("金額を円の整数で入力してください(例: 1,234,000)。")) from None


def _email(ask: Ask, text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    EmailValidator(_("メールアドレスは「name@example.jp」のように入力してください。"))(text)
    return text


def _phone(ask: Ask, text: str) -> str:
    plain = re.sub("[‐‑‒–—―−ー]", "-", unicodedata.normalize("NFKC", text))
    if not _PHONE.fullmatch(plain):
        raise ValidationError(_("電話番号は数字とハイフンで入力してください(例: 079-221-0000、+33 1 40 00 00 00)。"))
    return plain


def _url(ask: Ask, text: str) -> str:
    URLValidator(["http", "https"], message=_("アドレスは「https://」から始めて入力してください。"))(text)
    return text


_READERS: dict[str, Callable[[Ask, str], Any]] = {
    QuestionKind.CHOICE: _choice,
    QuestionKind.COUNTRY: _choice,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.DATE: _date,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _money,
    QuestionKind.EMAIL: _email,
    QuestionKind.PHONE: _phone,
    QuestionKind.URL: _url,
}
