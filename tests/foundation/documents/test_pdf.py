import re
import zlib
from collections.abc import Mapping

import pytest
import typst

from kakehashi.foundation.documents import pdf

CODE = '#import "/etc/passwd": * #read("/etc/passwd") $x^2$ @ref *bold* <a> `code` \\ #sys.inputs ] } "'
SCRIPTS = "避難所 مركز ภาษาไทย မြန်မာ ខ្មែរ नेपाली Tiếng Việt 简体中文 繁體中文 한국어 বাংলা தமிழ் తెలుగు עברית ລາວ"

LETTER = {
    "number": "国際第123号",
    "date": "平成24年7月9日",
    "to": ["姫路市長 様"],
    "from": ["パリ事務所長"],
    "title": "支援について(通知)",
    "body": f"{CODE}\n\n記\n\n1　件名　{CODE}\n(2) {CODE}\n　{SCRIPTS}\n以上",
    "seal_omitted": True,
    "is_draft": True,
    "contact": [CODE],
}
ITINERARY = {
    "title": CODE,
    "number": "2012-0042",
    "applicant": "姫路市",
    "office": "パリ事務所",
    "zone": "Europe/Paris",
    "days": [{"day": "9月3日", "rows": [{"time": "09:30", "title": CODE, "host": CODE, "place": SCRIPTS}]}],
}
TEXT = {
    "title": "架け橋",
    "lead": CODE,
    "sections": [
        {
            "title": SCRIPTS,
            "body": "一\n二\n\n三",
            "words": [{"word": "避難所", "reading": "ひなんじょ"}, {"word": "です"}],
            "rows": [{"label": "質問", "value": "答え"}],
        }
    ],
}


@pytest.mark.parametrize("language", ["ja", "en", "ar", "zh-TW", "ko", "vi"])
@pytest.mark.parametrize(
    ("template", "data"),
    [
        ("letter", LETTER),
        ("itinerary", ITINERARY),
        ("text", TEXT),
        ("itinerary", {"title": "空"}),
        ("text", {"title": ""}),
        ("letter", {"title": "短い件名"}),
    ],
)
def test_every_template_takes_every_text_as_text(template: str, data: dict[str, object], language: str) -> None:
    content = pdf.render(template, data, language=language)

    assert content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in content  # tagged, so that it can be read aloud


def test_what_is_typed_is_drawn_as_typed() -> None:
    """The same page as when the sign that begins code is written in a way that never could."""
    plain = pdf.picture("text", {"title": "a", "lead": "#set text(red)\n#pagebreak()\n$1$"}, language="ja")

    assert len(plain) == 1


def test_every_script_has_a_font() -> None:
    found = {match.decode() for match in re.findall(rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z]+)", _objects(TEXT))}

    assert found >= {
        f"NotoSans{name}" for name in ["Arabic", "Thai", "Myanmar", "Khmer", "Devanagari", "KR", "SC", "JP"]
    }


def _objects(data: Mapping[str, object]) -> bytes:
    """The PDF with its compressed objects unpacked."""
    content = pdf.render("text", dict(data), language="ja")
    streams = re.findall(rb"/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", content, re.S)
    return content + b"".join(zlib.decompress(stream) for stream in streams)


def test_the_compiler_sees_nothing_but_the_templates() -> None:
    compiler = typst.Compiler(
        b'#read("/etc/passwd") #read("../models.py")', root=pdf.TEMPLATES, font_paths=pdf._fonts(), sys_inputs={}
    )

    with pytest.raises(typst.TypstError):
        compiler.compile(format="pdf")


@pytest.mark.parametrize("name", ["../pdf", "nothing", "/etc/passwd"])
def test_there_are_no_other_templates(name: str) -> None:
    with pytest.raises(ValueError, match="no template"):
        pdf.render(name, {}, language="ja")


def test_the_title_is_in_the_documents_properties() -> None:
    content = pdf.render("text", {"title": "Kakehashi"}, language="en")

    assert b"Kakehashi" in content
    assert b"/Lang (en)" in content or b"/Lang(en)" in content


def test_a_word_without_an_end_stays_on_the_sheet() -> None:
    """What would run off the sheet takes as many lines as it needs: after enough of them another sheet."""
    pages = pdf.picture("text", {"title": "a", "lead": "W" * 9_000}, language="ja", ppi=10)

    assert len(pages) > 1
