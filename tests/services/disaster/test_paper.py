"""Paper: every letter of the bank has a shape; lines break where readers pause."""

import json
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # has no types

from kakehashi.foundation.documents import pdf
from kakehashi.services.disaster.exports.paper import TEMPLATE, printed, sheets_pdf
from kakehashi.services.disaster.exports.phrases import line_of
from kakehashi.services.disaster.queries.drawing import as_printed, kept, pictures_of
from kakehashi.services.disaster.seed.bank import BANK
from tests.cast import Cast
from tests.services.disaster import sheet_stories as stories

standing = stories.standing
LANGUAGES = sorted(path.stem for path in (BANK / "texts").glob("*.json"))
# The font of each script, as `tongues.typ` names them; Latin and Cyrillic are in Noto Sans, digits and signs anywhere.
FONTS = {
    "ja": "NotoSansJP", "ja-x-yasashi": "NotoSansJP", "zh-Hans": "NotoSansSC", "zh-Hant": "NotoSansTC",
    "ko": "NotoSansKR", "ar": "NotoSansArabic", "fa": "NotoSansArabic", "th": "NotoSansThai", "km": "NotoSansKhmer",
    "my": "NotoSansMyanmar", "ne": "NotoSansDevanagari", "hi": "NotoSansDevanagari", "bn": "NotoSansBengali",
}  # fmt: skip


@cache
def letters_of(font: str) -> frozenset[int]:
    paths = [path for folder in pdf._font_folders() for path in Path(folder).rglob(f"{font}[[]*.ttf")]
    (path,) = [one for one in paths if "Italic" not in one.name]
    return frozenset(TTFont(path, lazy=True).getBestCmap())


def said_in(language: str) -> str:
    files = [BANK / part / f"{language}.json" for part in ("texts", "choices", "words")]
    return "".join("".join(json.loads(one.read_text("utf-8")).values()) for one in files if one.exists())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_the_bank_has_a_shape_in_the_font_of_its_script(language: str) -> None:
    own = letters_of(FONTS.get(language, "NotoSans"))
    signs = letters_of("NotoSans") | letters_of("NotoSansJP")

    lacking = {
        sign
        for sign in set(said_in(language))
        if unicodedata.category(sign) not in {"Cc", "Cf"}  # line ends; joiners and isolates have no shape
        and ord(sign) not in own | (signs if unicodedata.category(sign)[0] != "M" else frozenset())
    }

    assert lacking == set()


def test_japanese_breaks_between_phrases() -> None:
    assert _phrases("この避難所には、だれでも入れます。", "ja") == ["この", "避難所には、", "だれでも", "入れます。"]
    assert _phrases("すぐに行ってください。", "ja") == ["すぐに", "行ってください。"]
    assert _phrases("「高齢者等避難」が出ています", "ja") == ["「高齢者等避難」が", "出ています"]


def test_easy_japanese_breaks_at_its_gaps_and_keeps_its_readings() -> None:
    line = line_of("水《みず》が 出《で》ません", "ja-x-yasashi", ruby=True)

    assert (line["phrases"], line["is_spaced"]) == (
        [[["水", "みず"], ["が", ""]], [["出", "で"], ["ません", ""]]],
        True,
    )
    assert _phrases("水《みず》が 出《で》ません", "ja-x-yasashi") == ["水が", "出ません"]
    assert _phrases("대피소로 가십시오", "ko") == ["대피소로", "가십시오"]
    assert _phrases("Go to the shelter", "en") == ["Go to the shelter"]


def test_a_name_as_it_stands_on_the_sign_is_never_broken() -> None:
    joined = "桜\u2060小\u2060学\u2060校"

    assert _phrases("Water: 桜小学校 (Sakura)", "en") == [f"Water: {joined} (Sakura)"]
    assert _phrases("آب: 桜小学校", "fa") == [f"آب: {joined}"]
    assert _phrases("发水：桜小学校", "zh-Hans") == ["发水：桜小学校"]


def _phrases(text: str, language: str) -> list[str]:
    phrases = line_of(text, language, ruby=False)["phrases"]
    return ["".join(word for word, _reading in phrase) for phrase in phrases]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "paper",
    [{"kind": kind, "size": size} for kind in ("wall", "board", "flyer", "pocket") for size in ("a4", "a3")],
)
def test_every_kind_of_paper_is_drawn(cast: Cast, paper: dict[str, str]) -> None:
    sheet = stories.sheet(cast, stories.writer(cast))
    sheet.languages = ["ja", "ja-x-yasashi", "en", "ko", "ar", "my", "th"]
    sheet.paper = {**sheet.paper, **paper, "look": "plain", "orientation": "landscape", "per_page": 3}

    sheet.said = kept(pictures_of([sheet])[0])

    data = printed(as_printed([sheet])[0])

    assert len(data["pages"]) == (1 if paper["kind"] == "pocket" else 3)
    assert [text["is_rtl"] for page in data["pages"] for text in page] == [False] * 4 + [True, False, False]
    assert sheets_pdf([sheet])[:5] == b"%PDF-"
    assert len(pdf.picture(TEMPLATE, {"sheets": [data]}, language="ja", ppi=10)) == len(data["pages"])
