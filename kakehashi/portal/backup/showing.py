"""The comparisons as a table for a terminal."""

import unicodedata

from django.utils.translation import gettext as _

from kakehashi.portal.backup.checking import Report


def as_text(report: Report) -> str:
    """One line for each comparison: what, expected, found, and what is wrong."""
    lines = [(_("検査"), _("控え"), _("実際"), _("結果"))]
    lines += [(check.what, check.expected, check.found, check.wrong or _("一致")) for check in report.checks]
    widths = [max(_width(line[column]) for line in lines) for column in range(3)]
    return "\n".join("  ".join([_filled(line, widths), line[3]]) for line in lines)


def _filled(line: tuple[str, ...], widths: list[int]) -> str:
    """Words to the left, figures to the right."""
    what, *figures = line[:3]
    blanks = [" " * (wide - _width(text)) for text, wide in zip(line, widths, strict=False)]
    return "  ".join([what + blanks[0], *(blank + text for blank, text in zip(blanks[1:], figures, strict=True))])


def _width(text: str) -> int:
    """Columns on a terminal: a full-width character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
