"""The glossary as a table: one row for each term and language, for spreadsheets and for what we ship."""

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kakehashi.foundation.documents.exports import safe_cell, to_csv
from kakehashi.foundation.translation.choices import TermRule
from kakehashi.foundation.translation.models import Term
from kakehashi.foundation.translation.operations import TermLine, TermSeed

COLUMNS = ("ja", "kana", "gloss", "note", "source", "language", "rule", "text")
LARGEST = 2 * 1024 * 1024  # bytes
_LENGTHS = {"ja": 80, "kana": 120, "gloss": 200, "note": 300, "source": 200, "text": 160}


class TableError(ValueError):
    """`faults`: every line that cannot be read, in sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults[0])
        self.faults = faults


def written(terms: Iterable[Term]) -> bytes:
    """As CSV for a spreadsheet. `terms` with their `texts` prefetched."""
    return to_csv(COLUMNS, (row for term in terms for row in _rows(term)))


def _rows(term: Term) -> list[tuple[str, ...]]:
    columns = (term.ja, term.kana, term.gloss, term.note, term.source)
    lines = [(text.language_id, text.rule, text.text) for text in term.texts.all()]
    return [(*columns, *line) for line in lines or [("", "", "")]]


def read(table: str, languages: Collection[str]) -> list[TermSeed]:
    """Raises ``TableError`` with every line that cannot be taken in."""
    rows = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    if rows.fieldnames is None or set(COLUMNS) - set(rows.fieldnames):
        missing = "、".join(name for name in COLUMNS if name not in (rows.fieldnames or ()))
        raise TableError([_("1行目に次の列名がありません：%(names)s") % {"names": missing}])
    seeds: dict[str, TermSeed] = {}
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        values = {name: _cell(row[name] or "") for name in COLUMNS}
        if fault := _fault(values, languages):
            faults.append(_("%(number)s行目：%(fault)s") % {"number": number, "fault": fault})
            continue
        known = seeds.get(values["ja"])
        lines = known.lines if known else ()
        if values["language"]:
            lines = (*lines, TermLine(values["language"], TermRule(values["rule"]), values["text"]))
        seeds[values["ja"]] = TermSeed(**{name: values[name] for name in COLUMNS[:5]}, lines=lines)
    if faults:
        raise TableError(faults)
    return list(seeds.values())


def _cell(value: str) -> str:
    """Single white space, NFC; joiners stay: Persian and Khmer are written with them."""
    text = " ".join(unicodedata.normalize("NFC", value).split())
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


def _fault(values: dict[str, str], languages: Collection[str]) -> str:
    if not values["ja"]:
        return _("用語（ja）が空です。")
    for name, length in _LENGTHS.items():
        if len(values[name]) > length:
            return _("%(name)sは%(length)s字までです。") % {"name": name, "length": length}
    return _fault_of_line(values, languages) if values["language"] else ""


def _fault_of_line(values: dict[str, str], languages: Collection[str]) -> str:
    if values["language"] not in languages:
        return _("「%(code)s」という言語は登録されていません。") % {"code": values["language"]}
    if values["rule"] not in TermRule.values:
        return _("きまり（rule）は、must、forbidden、keepのどれかです。")
    if values["rule"] != TermRule.KEEP and not values["text"]:
        return _("訳語（text）が空です。")
    return ""


def decoded(file: UploadedFile) -> str:
    """Raises ``TableError`` for what is no text."""
    if (file.size or 0) > LARGEST:
        raise TableError([_("ファイルが大きすぎます。2MBまでにしてください。")])
    try:
        return str(file.read(), "utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError([_("文字を読み取れません。UTF-8のCSVで保存し直してください。")]) from error
