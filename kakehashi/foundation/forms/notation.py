"""How an editor writes what a question keeps as JSON: lines of parts with a bar between them.

options     visit | 表敬訪問 | Courtesy call
columns     name | text | 氏名 | Name | 必須 |  | 120          code, kind, words, English, 必須, choices, letters
            head | choice | 役割 | Role |  | chief=団長=Head; member=団員=Member
            from | country | 国 | Country |  | @countries      "@" names a source of choices
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kakehashi.foundation.forms.choices import COLUMN_KINDS, QuestionKind

CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
Rows = list[dict[str, Any]]


def options_of(text: str) -> Rows:
    """The options written in `text`, one a line. A line of one part is value and words at once."""
    return [_option(_parts(line)) for line in _lines(text)]


def options_text(options: Rows) -> str:
    return "\n".join(_joined(one["value"], one["label_ja"], one.get("label_en", "")) for one in options)


def columns_of(text: str) -> Rows:
    """The columns written in `text`; ``ValidationError`` names the line that cannot be understood."""
    return [_column(line) for line in _lines(text)]


def columns_text(columns: Rows) -> str:
    lines = []
    for one in columns:
        choices = f"@{one['source']}" if one.get("source") else ""
        choices = choices or "; ".join(
            "=".join(filter(None, [option["value"], option["label_ja"], option.get("label_en", "")]))
            for option in one.get("options", [])
        )
        required = _("必須") if one.get("required") else ""
        english = one.get("label_en", "")
        letters = one.get("max_length") or ""
        lines.append(_joined(one["code"], one["kind"], one["label_ja"], english, required, choices, str(letters)))
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("｜", "|").splitlines() if line.strip()]


def _parts(line: str, separator: str = "|") -> list[str]:
    return [part.strip() for part in line.split(separator)]


def _joined(*parts: str) -> str:
    return " | ".join(parts).rstrip(" |")


def _option(parts: list[str]) -> dict[str, Any]:
    value, label_ja, label_en = (*parts, "", "")[:3]
    return {"value": value, "label_ja": label_ja or value, "label_en": label_en}


def _column(line: str) -> dict[str, Any]:
    code, kind, label_ja, label_en, required, choices, letters = (*_parts(line), *[""] * 7)[:7]
    if not CODE.fullmatch(code) or not label_ja:
        raise ValidationError(
            _("列「%(line)s」は「コード | 種類 | 日本語 | 英語」の順に書いてください。コードは英小文字です。")
            % {"line": line}
        )
    if kind not in COLUMN_KINDS:
        kinds = "、".join(one.value for one in QuestionKind if one in COLUMN_KINDS)
        raise ValidationError(
            _("列「%(line)s」の種類は次のどれかにしてください: %(kinds)s") % {"line": line, "kinds": kinds}
        )
    column: dict[str, Any] = {"code": code, "kind": kind, "label_ja": label_ja, "label_en": label_en}
    if required:
        column["required"] = True
    if choices.startswith("@"):
        column["source"] = choices[1:]
    elif choices:
        column["options"] = [_option(_parts(one, "=")) for one in choices.split(";") if one.strip()]
    if letters.isascii() and letters.isdigit():
        column["max_length"] = int(letters)
    return column
