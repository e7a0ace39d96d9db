from collections.abc import Callable

import pytest

from kakehashi.foundation.documents.sniffing import IMAGES, RefusedFileError, sniff
from tests.foundation.documents import files
from tests.foundation.forms import bombs


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (files.pdf(), "案内.PDF", "pdf"),
        (files.png(), "a.png", "png"),
        (files.jpeg(), "a.jpeg", "jpeg"),
        (files.gif(), "a.gif", "gif"),
        (files.office(), "a.docx", "docx"),
        (files.office("xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"), "a.xlsx", "xlsx"),
        (files.office("ppt/presentation.xml", "ppt/embeddings/chart.xlsx"), "a.pptx", "pptx"),
        ("議事録\n1 < 2".encode(), "a.txt", "text"),
        ("氏名,市\r\n姫野,姫路市".encode("cp932"), "a.csv", "csv"),
    ],
)
def test_true_files_are_known_by_their_content(content: bytes, name: str, code: str) -> None:
    assert sniff(content, name).code == code


BROKEN = "として壊れているか、別の内容が付け足されています。作り直してください。"
PAGE = "ウェブページやプログラムのファイルは受け取れません。PDFにして選び直してください。"
MACRO = "マクロや部品を埋め込んだファイルは受け取れません。除いて保存し直してください。"
ARCHIVE = "圧縮されたファイル(ZIPなど)は受け取れません。中のファイルを一つずつ選んでください。"
UNKNOWN = "この種類のファイルは受け取れません。PDF、画像、Word、Excel、PowerPoint、文字だけのファイルを選んでください。"
TOO_LARGE = "ファイルの中身が大きすぎるため、受け取れません。不要な内容を消してください。"
OLD = (
    "古い形式のファイル、またはパスワードのかかったファイルです。"
    "新しい形式(.docx、.xlsx、.pptx)で保存し直してください。"
)
PROGRAM = "プログラムを含むPDFは受け取れません。印刷の機能でPDFを作り直してください。"
DAMAGED = "ファイルが壊れています。開いて確かめ、保存し直してください。"
NAMED_PDF = "ファイル名の終わりは「.pdf」ですが、中身はPNG画像です。名前の終わりを「.png」に直してください。"
NAMED_EXE = "ファイル名の終わりは「.exe」ですが、中身はPDFです。名前の終わりを「.pdf」に直してください。"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.pdf", "ファイルが空です。中身のあるファイルを選んでください。"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.txt", PAGE),
        (b"  \n<svg xmlns='http://www.w3.org/2000/svg'/>", "a.txt", PAGE),
        (b"#!/bin/sh\nrm -rf /", "a.txt", PAGE),
        (b"hello <script>alert(1)</script>", "a.csv", PAGE),
        (b"MZ\x90\0\3", "a.txt", UNKNOWN),
        (b"\x7fELF\2\1", "a.txt", UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "a.xls", OLD),
        (
            files.pdf(b"/OpenAction << /S /JavaScript >>"),
            "a.pdf",
            "プログラムを含むPDFは受け取れません。印刷の機能でPDFを作り直してください。",
        ),
        (files.pdf() + files.zipped(a=b"1"), "a.pdf", "PDF" + BROKEN),
        (files.png() + files.zipped(a=b"1"), "a.png", "PNG画像" + BROKEN),
        (files.png()[:-4], "a.png", "PNG画像" + BROKEN),
        (files.png(30_000, 30_000), "a.png", "PNG画像" + BROKEN),
        (files.jpeg() + b"<script>alert(1)</script>", "a.jpg", "JPEG画像" + BROKEN),
        (files.gif()[:-1] + b"/*<script>*/;", "a.gif", "GIF画像" + BROKEN),
        (files.zipped(a=b"1"), "a.docx", ARCHIVE),
        (files.office("word/document.xml", "xl/workbook.xml"), "a.docx", ARCHIVE),
        (files.office("word/document.xml", "word/vbaProject.bin"), "a.docx", MACRO),
        (files.office(types="openxmlformats macroEnabled"), "a.docx", MACRO),
        (files.office("word/document.xml", "word/embeddings/oleObject1.bin"), "a.docx", MACRO),
        (
            files.office("word/document.xml", "../evil"),
            "a.docx",
            "ファイルが壊れています。開いて確かめ、保存し直してください。",
        ),
        (files.png(), "a.pdf", NAMED_PDF),
        (
            files.pdf(),
            "a.pdf.exe",
            "ファイル名の終わりは「.exe」ですが、中身はPDFです。名前の終わりを「.pdf」に直してください。",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else "",
)
def test_hostile_files_are_refused_in_words(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        sniff(content, name)

    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: bombs.huge_sheet(300), TOO_LARGE),
        (
            lambda: bombs.lying(bombs.huge_sheet(150), "xl/worksheets/sheet1.xml", 5_000),
            "ファイルの中身が大きすぎます。不要な内容を消してください。",
        ),
    ],
    ids=["huge", "lying"],
)
def test_what_unpacks_to_too_much_is_refused_in_words(make: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        sniff(make(), "a.xlsx")

    assert refused.value.messages == [sentence]


def test_only_what_is_allowed_here_is_taken() -> None:
    with pytest.raises(RefusedFileError) as refused:
        sniff(files.pdf(), "a.pdf", IMAGES)

    assert refused.value.messages == ["PDFは受け取れません。受け取れるのはGIF画像、JPEG画像、PNG画像です。"]
