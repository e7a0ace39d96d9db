"""Small true files of every kind, made by hand."""

import io
import struct
import zipfile
import zlib


def png(width: int = 1, height: int = 1) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    application = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 1, 1, 1) + b"\1\x11\0"
    return b"\xff\xd8" + application + frame + b"\xff\xda\0\2\0\xff\xd9"


def gif() -> bytes:
    return b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1\0\0;"


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<>>\n" + inside + b"endobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"


def office(main: str = "word/document.xml", *others: str, types: str = "openxmlformats") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        for name in (main, *others):
            archive.writestr(name, "<x/>")
    return target.getvalue()


def zipped_office(main: str, content: bytes) -> bytes:
    """An office file whose main part is this."""
    return zipped(**{"[Content_Types].xml": b"<Types>openxmlformats</Types>", main: content})


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()
