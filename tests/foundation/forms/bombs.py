"""Excel files made to kill whoever opens them."""

import functools
import io
import zipfile
from collections.abc import Iterable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(sheet: Iterable[bytes], strings: Iterable[bytes] = ()) -> bytes:
    """The smallest workbook around this sheet and these shared strings."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET}.sharedStrings+xml"/></Types>'
    )
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">'
    small = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{relations}<Relationship Id="r1" Type="{RELATIONS}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATIONS}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in small.items():
            archive.writestr(name, text)
        for name, pieces in [("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", strings or [_sst()])]:
            with archive.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)
    return target.getvalue()


def _sst() -> bytes:
    return f'<sst xmlns="{MAIN}"/>'.encode()


def sheet_of(rows: bytes) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"


@functools.cache
def huge_sheet(mebibytes: int = 1536) -> bytes:
    return workbook(_around([b" " * (1 << 20)] * mebibytes))


@functools.cache
def many_rows(rows: int = 2_000_000) -> bytes:
    block = (b"<row>" + b"<c><v>1</v></c>" * 20 + b"</row>") * 10_000
    return workbook(_around([block] * (rows // 10_000)))


def far_corner() -> bytes:
    return workbook(
        [sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')]
    )


@functools.cache
def shared_strings(count: int = 12_000_000) -> bytes:
    pieces = [f'<sst xmlns="{MAIN}">'.encode(), *[b"<si><t>x</t></si>" * 200_000] * (count // 200_000), b"</sst>"]
    return workbook([sheet_of(b"")], pieces)


def _around(pieces: Iterable[bytes]) -> Iterable[bytes]:
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    yield from pieces
    yield b"</sheetData></worksheet>"


def lying(content: bytes, part: str, declared: int) -> bytes:
    """The same file, declaring for `part` an unpacked size that is not true."""
    changed = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = archive.getinfo(part).filename.encode()
    place = content.rfind(name) - 46 + 24  # the size in the central directory
    changed[place : place + 4] = declared.to_bytes(4, "little")
    return bytes(changed)
