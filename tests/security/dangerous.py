"""Every file that must be refused before a parser sees it: its name, how it is made, and the two doors it may knock at.

`UPLOADS` knock where documents are kept (`sniffing.sniff`), `SPREADSHEETS` where Excel files are read (`read_sheets`).
"""

import io
import struct
import zipfile
from collections.abc import Callable

from tests.foundation.documents import files
from tests.foundation.forms import bombs

Made = tuple[str, Callable[[], bytes]]

LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
QUADRATIC = b'<!DOCTYPE l [<!ENTITY a "' + b"a" * 50_000 + b'">]><l>' + b"&a;" * 50_000 + b"</l>"
OUTSIDE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'


def deep() -> bytes:
    return bombs.workbook([b"<a>" * 2_000_000])


def encrypted() -> bytes:
    content = bytearray(files.office("xl/workbook.xml"))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        found = content.find(mark)
        content[found + place] |= 1
    return bytes(content)


def nested_zip(levels: int = 6) -> bytes:
    content = b"0" * 10_000_000
    for _level in range(levels):
        content = files.zipped(a=content, b=content[:1])
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", content)
        content = target.getvalue()
    return content


def many_parts(count: int = 20_000) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(count):
            archive.writestr(f"xl/{number}.xml", b"")
    return target.getvalue()


def overlapping() -> bytes:
    """Many parts that all stand at the same bytes."""
    content = bytearray(files.office("xl/workbook.xml", *[f"xl/a{n:03}.xml" for n in range(300)]))
    place = content.find(b"PK\1\2")
    while place != -1:
        struct.pack_into("<I", content, place + 42, 0)
        place = content.find(b"PK\1\2", place + 4)
    return bytes(content)


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


SPREADSHEETS: list[Made] = [
    ("sheet-of-1.5-GiB", bombs.huge_sheet),
    ("2-million-rows", bombs.many_rows),
    ("far-corner", bombs.far_corner),
    ("12-million-strings", bombs.shared_strings),
    ("lying-about-its-size", lambda: bombs.lying(bombs.huge_sheet(150), "xl/worksheets/sheet1.xml", 5_000)),
    ("billion-laughs", lambda: bombs.workbook([LAUGHS])),
    ("quadratic", lambda: bombs.workbook([QUADRATIC])),
    ("external-entity", lambda: bombs.workbook([OUTSIDE])),
    ("2-million-levels", deep),
    ("utf-16-inside", lambda: bombs.workbook(["<c r='XFD1048576'/>".encode("utf-16")])),
    ("encrypted-parts", encrypted),
    ("20000-parts", many_parts),
    ("zip-in-zip", nested_zip),
    ("cut-off", lambda: cut(bombs.far_corner())),
    ("empty", lambda: b""),
    ("only-a-signature", lambda: b"PK\3\4"),
]
UPLOADS: list[Made] = [
    ("parts-on-each-other.xlsx", overlapping),
    ("billion-laughs.docx", lambda: files.zipped_office("word/document.xml", LAUGHS)),
    ("external-entity.pptx", lambda: files.zipped_office("ppt/presentation.xml", OUTSIDE)),
    ("macro-inside.xlsx", lambda: files.office("xl/workbook.xml", "xl/vbaProject.bin")),
    ("macro.xlsm", lambda: files.office("xl/workbook.xml", "xl/vbaProject.bin", types="openxmlformats macroEnabled")),
    ("macro.docm", lambda: files.office(types="openxmlformats macroEnabled")),
    ("old.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ("900-megapixels.png", lambda: files.png(30_000, 30_000)),
    ("169-megapixels.png", lambda: files.png(13_000, 13_000)),
    ("endless-chunk.png", lambda: files.png()[:8] + struct.pack(">I4s", 0xFFFFFFFF, b"IHDR") + b"\0" * 99),
    ("picture-and-archive.png", lambda: files.png() + files.zipped(a=b"1")),
    ("picture-and-page.gif", lambda: files.gif()[:-1] + b"<script>alert(1)</script>;"),
    ("paper-and-archive.pdf", lambda: files.pdf() + files.zipped(a=b"1")),
    ("paper-with-program.pdf", lambda: files.pdf(b"/OpenAction << /S /JavaScript >>")),
    ("page.html", lambda: b"<!DOCTYPE html><script>alert(1)</script>"),
    ("drawing.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("page-called.txt", lambda: b"\xef\xbb\xbf  <html><script>alert(1)</script>"),
    ("page-called.png", lambda: b"<svg onload='alert(1)'/>"),
    ("program.exe", lambda: b"MZ\x90\0\3"),
    ("program.txt", lambda: b"\x7fELF\2\1"),
    ("script.sh", lambda: b"#!/bin/sh\nrm -rf /"),
    ("paper.exe", files.pdf),
    ("archive.zip", lambda: files.zipped(a=b"1")),
    ("archive.docx", lambda: files.zipped(a=b"1")),
    ("out-of-its-folder.docx", lambda: files.office("word/document.xml", "../../evil")),
    ("cut-off.png", lambda: cut(files.png())),
    ("cut-off.docx", lambda: cut(files.office())),
    ("utf-16.csv", lambda: "氏名,市".encode("utf-16")),
    ("of-no-encoding.csv", lambda: "氏名,市".encode("cp932") + b"\xff"),
    ("nul.csv", lambda: b"a,b\0c"),
    ("odd-bytes.txt", lambda: bytes(range(256))),
]
