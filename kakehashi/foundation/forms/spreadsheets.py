"""Reading an Excel file that anybody may have made.

Three walls, each cheaper than what it keeps out: the zip is measured (declared sizes, number of parts, ratio, and the
bytes that really come out), the sheets are streamed with caps on cells and coordinates, and only then a child process
with limits on memory and time parses them. Values only: formulas, macros and links are never looked at.
"""

import io
import json
import math
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

MAX_FILE = 10 * 1024 * 1024  # bytes of the upload
MAX_PARTS = 500
MAX_UNPACKED = 100 * 1024 * 1024  # bytes of all parts
MAX_RATIO = 200  # a part of more than SMALL_PART bytes may not shrink more than this
SMALL_PART = 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
MAX_AREA = 3_000_000  # rows × columns of the rectangle around all cells
MAX_STRINGS = 500_000
MAX_TEXT = 32 * 1024 * 1024  # letters of all cells together: a thousand cells may show one long string
CHILD_MEMORY = 512 * 1024 * 1024  # bytes of address space
CHILD_SECONDS = 10
TOO_MUCH_TEXT = 3  # the child's way to say so
CHUNK = 256 * 1024

_XLSX_PARTS = {"[Content_Types].xml", "xl/workbook.xml"}
_LONGEST_TAG = 32 * 1024
_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?(row|c|si)[\s/>]")
_HAS_REFERENCE = re.compile(rb"\sr\s*=")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
_HIDDEN_IN_XML = (b"<!DOCTYPE", b"<!ENTITY", b"\0")  # NUL: another encoding, in which no tag would be seen

Sheets = dict[str, list[list[str]]]


class SpreadsheetError(Exception):
    """The file cannot be taken; the message says why, to be shown."""


def read_sheets(content: bytes) -> Sheets:
    """Every sheet by name as rows of strings: dates as 2012-07-09, whole numbers without a point, empty cells as "".

    Raises ``SpreadsheetError``.
    """
    _measure(content)
    child = Path(__file__).with_name("spreadsheet_child.py")
    try:
        done = subprocess.run(  # noqa: S603  # our own file, nothing of the user's on the command line
            [sys.executable, "-I", str(child), str(CHILD_MEMORY), str(math.ceil(CHILD_SECONDS)), str(MAX_TEXT)],
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SpreadsheetError(
            _("ファイルが複雑すぎて読み取れません。必要な表だけを残し、保存し直してください。")
        ) from None
    if done.returncode == TOO_MUCH_TEXT:
        raise _too_full()
    if done.returncode != 0:
        raise _unreadable()
    sheets: Sheets = json.loads(done.stdout)
    return sheets


def _measure(content: bytes) -> None:
    """Refuse what is too large in any direction, without unpacking more than the caps."""
    if len(content) > MAX_FILE:
        raise SpreadsheetError(_("ファイルが大きすぎます(%(limit)dMBまで)。") % {"limit": MAX_FILE // 1024 // 1024})
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = check_zip(archive)
        if not {part.filename for part in parts} >= _XLSX_PARTS:
            raise SpreadsheetError(_("Excelファイル(.xlsx)ではありません。"))
        left = MAX_UNPACKED
        for part in parts:
            left -= _stream(content, part, left)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError):
        raise _unreadable() from None


def _unreadable() -> SpreadsheetError:
    return SpreadsheetError(_("Excelファイルとして読み取れません。Excelで開き、保存し直してください。"))


def _too_large() -> SpreadsheetError:
    return SpreadsheetError(
        _("表が大きすぎるため、受け取れません(%(rows)s行、%(columns)d列まで)。余分な行や列を消してください。")
        % {"rows": f"{MAX_ROWS:,}", "columns": MAX_COLUMNS}
    )


def _too_full() -> SpreadsheetError:
    return SpreadsheetError(_("ファイルの中身が大きすぎるため、受け取れません。不要な内容を消してください。"))


def check_zip(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts of an archive whose own table of contents is within the limits; else ``SpreadsheetError``."""
    parts = archive.infolist()
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(part.file_size > SMALL_PART and part.file_size > part.compress_size * MAX_RATIO for part in parts)
    ):
        raise _too_full()
    if len({part.filename for part in parts}) != len(parts) or any(part.flag_bits & 1 for part in parts):
        raise zipfile.BadZipFile
    return parts


def unpack(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes that really come out of one part, in pieces, whatever the archive declares."""
    names, extras = struct.unpack_from("<HH", content, part.header_offset + 26)
    start = part.header_offset + 30 + names + extras
    packed = content[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError
    inflate = zlib.decompressobj(-15)
    while not inflate.eof:
        piece = inflate.decompress(packed, CHUNK)
        packed = inflate.unconsumed_tail
        if not piece and not inflate.eof:
            raise zipfile.BadZipFile
        yield piece


def _stream(content: bytes, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part, counting bytes, cells and coordinates; answers how many bytes came out."""
    size, guard, rest = 0, PartGuard(), b""
    for piece in unpack(content, part):
        size += len(piece)
        if size > left:
            raise _too_full()
        if part.filename.endswith((".xml", ".rels")):
            rest = guard.see(rest + piece)
    return size


class PartGuard:
    """Rows, cells and shared strings of one part, by their tags; it does not need the XML to be sound.

    ``rest = guard.see(rest + piece)`` for one piece after the other; raises ``SpreadsheetError``.
    """

    def __init__(self) -> None:
        self.row = self.column = self.widest = self.cells = self.strings = 0

    def see(self, piece: bytes) -> bytes:
        """Look at the whole tags of `piece`; answers the end that may be the beginning of one."""
        if any(mark in piece for mark in _HIDDEN_IN_XML):
            raise _unreadable()
        cut = piece.rfind(b"<")
        end = len(piece) if cut == -1 or b">" in piece[cut:] else cut
        if len(piece) - end > _LONGEST_TAG:
            raise _unreadable()
        for found in _TAG.finditer(piece, 0, end):
            self._tag(found[1], piece[found.start() : piece.find(b">", found.start(), end)])
        return piece[end:]

    def _tag(self, name: bytes, tag: bytes) -> None:
        if name == b"si":
            self.strings += 1
        elif name == b"row":
            self.row, self.column = _reference(tag)[1] or self.row + 1, 0
        else:
            column, row = _reference(tag)
            self.column = column or self.column + 1
            self.row = max(row, self.row)
            self.widest = max(self.widest, self.column)
            self.cells += 1
        if (
            self.row > MAX_ROWS
            or self.widest > MAX_COLUMNS
            or self.cells > MAX_CELLS
            or self.row * self.widest > MAX_AREA
            or self.strings > MAX_STRINGS
        ):
            raise _too_large()


def _reference(tag: bytes) -> tuple[int, int]:
    """Column and row that a tag names (A → 1, XFD → 16384), 0 where it names none."""
    found = _REFERENCE.search(tag)
    if found is None:
        if _HAS_REFERENCE.search(tag):
            raise _unreadable()
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return column, int(found[2])
