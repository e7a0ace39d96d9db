"""What a file is, by its content; and why it cannot be taken, in words.

Only kinds that office work needs. What a browser would run (HTML, SVG, scripts), what an office program would run
(macros, embedded objects) and what is two kinds at once is refused.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.forms.spreadsheets import PartGuard, SpreadsheetError, check_zip, unpack

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PIXELS = 40_000_000
_OFFICE = "application/vnd.openxmlformats-officedocument"


class RefusedFileError(ValidationError):
    """The file cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that can be taken."""

    code: str
    label: str | Promise
    media_type: str
    extensions: tuple[str, ...]


PDF = Kind("pdf", gettext_lazy("PDF"), "application/pdf", ("pdf",))
PNG = Kind("png", gettext_lazy("PNG画像"), "image/png", ("png",))
JPEG = Kind("jpeg", gettext_lazy("JPEG画像"), "image/jpeg", ("jpg", "jpeg"))
GIF = Kind("gif", gettext_lazy("GIF画像"), "image/gif", ("gif",))
DOCX = Kind("docx", gettext_lazy("Word文書"), f"{_OFFICE}.wordprocessingml.document", ("docx",))
XLSX = Kind("xlsx", gettext_lazy("Excelファイル"), f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",))
PPTX = Kind("pptx", gettext_lazy("PowerPoint資料"), f"{_OFFICE}.presentationml.presentation", ("pptx",))
TEXT = Kind("text", gettext_lazy("文字だけのファイル"), "text/plain", ("txt",))
CSV = Kind("csv", gettext_lazy("CSV"), "text/csv", ("csv",))
WAV = Kind("wav", gettext_lazy("WAV音声"), "audio/wav", ("wav",))  # made here; nobody hands one in
IMAGES = frozenset({PNG, JPEG, GIF})
ALL = IMAGES | {PDF, DOCX, XLSX, PPTX, TEXT, CSV}

_MEMBERS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_RUNS_IN_BROWSERS = (b"<script", b"<html", b"<svg", b"<!doctype html", b"<?php", b"<iframe", b"javascript:")
_ACTIVE_PARTS = ("vbaproject", "activex", "oleobject", "macrosheets")


def sniff(content: bytes, name: str, allowed: frozenset[Kind] = ALL) -> Kind:
    """The kind of this content. Raises ``RefusedFileError`` when it is none of `allowed` or its name says otherwise."""
    if not content:
        raise RefusedFileError(_("ファイルが空です。中身のあるファイルを選んでください。"))
    kind = _kind(content, name)
    if kind not in allowed:
        raise RefusedFileError(
            _("%(kind)sは受け取れません。受け取れるのは%(allowed)sです。")
            % {"kind": kind.label, "allowed": "、".join(str(one.label) for one in sorted(allowed, key=_by_code))}
        )
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if extension not in kind.extensions:
        raise RefusedFileError(
            _(
                "ファイル名の終わりは「.%(extension)s」ですが、中身は%(kind)sです。名前の終わりを「.%(right)s」に直してください。"
            )
            % {"extension": extension, "kind": kind.label, "right": kind.extensions[0]}
        )
    return kind


def _by_code(kind: Kind) -> str:
    return kind.code


def _kind(content: bytes, name: str) -> Kind:
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedFileError(
            _(
                "古い形式のファイル、またはパスワードのかかったファイルです。新しい形式(.docx、.xlsx、.pptx)で保存し直してください。"
            )
        )
    for signature, check, kind in _SIGNATURES:
        if content.startswith(signature):
            if check(content) and not _is_two_things(content):
                return kind
            raise RefusedFileError(
                _("%(kind)sとして壊れているか、別の内容が付け足されています。作り直してください。")
                % {"kind": kind.label}
            )
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return _text(content, name)


def _is_two_things(content: bytes) -> bool:
    """Whether a picture or a PDF is also an archive or a page that a browser would run."""
    lower = content[:4096].lower() + content[-65536:].lower()
    return zipfile.is_zipfile(io.BytesIO(content)) or any(mark in lower for mark in _RUNS_IN_BROWSERS)


def _is_pdf(content: bytes) -> bool:
    if b"/JavaScript" in content or b"/Launch" in content:
        raise RefusedFileError(_("プログラムを含むPDFは受け取れません。印刷の機能でPDFを作り直してください。"))
    return b"%%EOF" in content[-2048:]


def _is_png(content: bytes) -> bool:
    """Chunk after chunk to the very end, with a size that can be drawn."""
    place, pixels = 8, 0
    while place + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        if place == 8:
            if name != b"IHDR" or length != 13:
                return False
            width, height = struct.unpack_from(">II", content, 16)
            pixels = width * height
        place += 12 + length
        if name == b"IEND":
            return place == len(content) and 0 < pixels <= MAX_PIXELS
    return False


def _is_jpeg(content: bytes) -> bool:
    """Segments up to the picture data, with a size that can be drawn."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return bool(0 < height * width <= MAX_PIXELS) and b"\xff\xd9" in content[place:]
        place += 2 + length
    return False


def _is_gif(content: bytes) -> bool:
    width, height = struct.unpack_from("<HH", content.ljust(10, b"\0"), 6)
    return bool(0 < width * height <= MAX_PIXELS) and content.endswith(b";")


_WAV_NUMBERS = (("<I", 4), ("<I", 16), ("<H", 20), ("<I", 40))


def _is_wav(content: bytes) -> bool:
    """Plain samples and nothing else, to the very end."""
    if len(content) <= 44 or content[8:16] != b"WAVEfmt " or content[36:40] != b"data":
        return False
    whole, head, coding, sound = (struct.unpack_from(way, content, at)[0] for way, at in _WAV_NUMBERS)
    return (whole + 8, head, coding, sound + 44) == (len(content), 16, 1, len(content))


_SIGNATURES: list[tuple[bytes, Callable[[bytes], bool], Kind]] = [
    (b"%PDF-", _is_pdf, PDF),
    (b"\x89PNG\r\n\x1a\n", _is_png, PNG),
    (b"\xff\xd8\xff", _is_jpeg, JPEG),
    (b"GIF87a", _is_gif, GIF),
    (b"GIF89a", _is_gif, GIF),
    (b"RIFF", _is_wav, WAV),
]


def _office(content: bytes) -> Kind:
    """Word, Excel or PowerPoint without anything that runs; other archives are refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = check_zip(archive)
        types = _types_and_size(content, parts)
    except SpreadsheetError as refusal:
        raise RefusedFileError(str(refusal)) from None
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, KeyError):
        raise RefusedFileError(_("ファイルが壊れています。開いて確かめ、保存し直してください。")) from None
    names = [part.filename for part in parts]
    kinds = [kind for member, kind in _MEMBERS.items() if member in names]
    if len(kinds) != 1 or b"openxmlformats" not in types or parts[0].header_offset != 0:
        raise RefusedFileError(_("圧縮されたファイル(ZIPなど)は受け取れません。中のファイルを一つずつ選んでください。"))
    if b"macroEnabled" in types or any(mark in name.lower() for name in names for mark in _ACTIVE_PARTS):
        raise RefusedFileError(_("マクロや部品を埋め込んだファイルは受け取れません。除いて保存し直してください。"))
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        raise RefusedFileError(_("ファイルが壊れています。開いて確かめ、保存し直してください。"))
    return kinds[0]


def _types_and_size(content: bytes, parts: list[zipfile.ZipInfo]) -> bytes:
    """The list of contents of an office file, after every part was unpacked within the limit.

    We never open it, but colleagues do: what would kill their program is refused like what would kill ours.
    """
    left, types = MAX_UNPACKED, b""
    for part in parts:
        guard, rest, is_sheet = PartGuard(), b"", part.filename.startswith("xl/")
        for piece in unpack(content, part):
            left -= len(piece)
            if left < 0:
                raise RefusedFileError(_("ファイルの中身が大きすぎます。不要な内容を消してください。"))
            if part.filename.endswith((".xml", ".rels")):
                if any(mark in rest[-16:] + piece for mark in (b"<!DOCTYPE", b"<!ENTITY")):
                    raise ValueError(part.filename)
                rest = guard.see(rest + piece) if is_sheet else piece[-16:]
            if part.filename == "[Content_Types].xml":
                types += piece
    return types


def _text(content: bytes, name: str) -> Kind:
    """Text in UTF-8 or Shift_JIS that is nobody's program."""
    text = _decoded(content)
    start = text.lstrip("\ufeff \t\r\n")[:2].lower()
    if text == "" or any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
        raise RefusedFileError(
            _(
                "この種類のファイルは受け取れません。PDF、画像、Word、Excel、PowerPoint、文字だけのファイルを選んでください。"
            )
        )
    if start.startswith("<") or start == "#!" or any(mark in content[:65536].lower() for mark in _RUNS_IN_BROWSERS):
        raise RefusedFileError(_("ウェブページやプログラムのファイルは受け取れません。PDFにして選び直してください。"))
    return CSV if name.lower().endswith(".csv") else TEXT


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Bytes that Shift_JIS does not use come out as these.
        return "" if any("\uf8f0" <= letter <= "\uf8f3" for letter in text) else text
    return ""
