"""Every page of a whole small site."""

import base64
import hashlib
import re

import pytest

from kakehashi.services.disaster.site.paging import LARGEST
from kakehashi.services.disaster.site.plan import Plan
from kakehashi.services.disaster.site.words import KEYS
from tests.services.disaster.site import sample
from tests.services.disaster.site.pages import Page, resolved

OUTSIDE = re.compile(r"[a-z]+:")
CODES = [code for code, *_rest in sample.LANGUAGES]


def html(files: dict[str, bytes]) -> dict[str, str]:
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def word(code: str, key: str) -> str:
    """As it stands on the page of this language."""
    return sample.words(code).get(key) or sample.words("en")[key]


def test_every_page_is_well_formed_and_carries_no_script(files: dict[str, bytes]) -> None:
    pages = {path: Page(text) for path, text in html(files).items()}

    assert [(path, page.problems) for path, page in pages.items() if page.problems] == []
    assert {tag for page in pages.values() for tag in page.tags} & {
        "script",
        "iframe",
        "img",
        "form",
        "object",
    } == set()
    assert [path for path, page in pages.items() if page.tags.count("h1") > 1 or page.tags.count("main") != 1] == []


def test_every_link_leads_to_a_file_of_the_folder(files: dict[str, bytes]) -> None:
    broken = []
    for path, text in html(files).items():
        for reference in Page(text).references:
            if reference.startswith(("tel:", "data:,")):
                continue
            if OUTSIDE.match(reference) or reference.startswith("/") or resolved(path, reference) not in files:
                broken.append((path, reference))

    assert broken == [("404.html", "https://kakehashi.example.jp/emergency/")]


def test_every_page_is_small(files: dict[str, bytes]) -> None:
    sizes = {path: len(text.encode()) for path, text in html(files).items()}

    assert {path: size for path, size in sizes.items() if size > LARGEST} == {}


def test_the_policy_of_each_page_allows_its_style_and_nothing_else(files: dict[str, bytes]) -> None:
    for path, text in html(files).items():
        style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)

        assert style, path
        assert policy, path
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert policy[1] == (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
        )
        assert ("url(" in style[1], "@import" in style[1]) == (False, False)


@pytest.mark.parametrize("code", CODES)
def test_pages_say_their_language_and_direction_and_link_to_all_others(files: dict[str, bytes], code: str) -> None:
    page = Page(files[f"{code}/b/1/index.html"].decode())

    assert page.root == {"lang": code, "dir": "rtl" if code in {"ar", "fa"} else "ltr"}
    assert {f"../../../{other}/b/1/index.html" for other in CODES if other != code} <= set(page.references)


def test_texts_that_are_not_checked_say_so(files: dict[str, bytes]) -> None:
    said = {code: Page(files[f"{code}/b/7/index.html"].decode()).text for code in ("my", "ar", "zh-Hans", "th", "en")}

    found = {
        code: [key for key in ("machine_draft", "not_checked", "stale", "missing") if word(code, key) in text]
        for code, text in said.items()
    }
    assert found == {"my": ["machine_draft"], "ar": ["not_checked"], "zh-Hans": ["stale"], "th": ["missing"], "en": []}


@pytest.mark.parametrize("code", ["th", "zh-Hans"])
def test_easy_japanese_stands_in_for_a_missing_or_stale_text(files: dict[str, bytes], code: str) -> None:
    text = files[f"{code}/b/7/index.html"].decode()

    assert '<div class="e" lang="ja-x-yasashi" dir="ltr">' in text
    assert "<ruby>逃<rt>に</rt></ruby>げて" in text
    assert "<svg viewBox=" in text


def test_a_drill_says_so_on_every_page_of_it(files: dict[str, bytes]) -> None:
    word = sample.words("ja")["drill_short"]
    drills = [path for path in files if re.fullmatch(r"[^/]+/b/6/.*html|s/K006/.*html", path)]

    assert len(drills) >= len(CODES) + 1
    assert [path for path in drills if 'class="d"' not in files[path].decode()] == []
    assert word in files["ja/b/6/index.html"].decode()
    assert 'class="z"' not in files["ja/b/7/index.html"].decode()


def test_what_is_real_comes_before_drills(files: dict[str, bytes]) -> None:
    text = files["en/index.html"].decode()

    order = re.findall(r'href="b/(\d+)/index.html"', text)
    assert order == ["7", "3", "1", "6"]
    assert text.index('class="d"') > text.index('href="b/1/')


def test_the_page_behind_the_code_says_where_the_paper_stands(files: dict[str, bytes]) -> None:
    words = sample.words("en")
    said = {code: Page(files[f"s/{code}/index.html"].decode()) for code in ("K001", "K002", "K004", "K005", "S901")}

    found = {
        code: next(key for key in ("current", "superseded", "withdrawn", "expired") if words[key] in page.text)
        for code, page in said.items()
    }
    assert found == {"K001": "current", "K002": "superseded", "K004": "withdrawn", "K005": "expired", "S901": "current"}
    assert "../../en/b/3/index.html" in said["K002"].references
    assert re.findall(r'<section lang="([^"]+)"', files["s/S901/index.html"].decode()) == ["ja", "en", "ar"]


def test_a_place_shows_what_is_for_it_and_around_it(files: dict[str, bytes]) -> None:
    himeji, tokyo = files["en/a/0320100/index.html"].decode(), files["en/a/13/index.html"].decode()

    assert re.findall(r'href="../../b/(\d+)/index.html"', himeji) == ["7", "3", "1", "6"]
    assert Page(himeji).references.count("../../../offline/0320100.zip") == 1
    assert sample.words("en")["no_items"] in tokyo


def test_a_shelter_of_a_prefecture_or_of_no_known_place_is_in_a_list() -> None:
    shelters = (sample.shelter(), sample.shelter("ken", area="28"), sample.shelter("edo", area="13"))
    found = sample.snapshot(shelters=(*shelters, sample.shelter("any", area="", names={"en": "Anywhere"})), offline=())

    made = {path: content.decode() for bundle in Plan(found).bundles() for path, content in bundle.make()}

    assert "Anywhere" in made["en/shelters/index.html"]
    assert made["en/shelters/28/index.html"].count('<p><span class="c x2">') == 2


@pytest.mark.parametrize("code", ["ja", "ja-x-yasashi", "en"])
def test_the_bank_has_every_word_the_pages_use(code: str) -> None:
    assert sorted(KEYS - sample.words(code).keys()) == []


def test_a_long_list_goes_on_on_the_next_page() -> None:
    made: dict[str, str] = {}
    for bundle in Plan(sample.snapshot(*(sample.bulletin(number) for number in range(60)))).bundles():
        if bundle.name == "now":
            made |= {path: content.decode() for path, content in bundle.make()}

    pages = [path for path in made if path.startswith("ja/")]
    items = [number for path in pages for number in re.findall(r'href="b/(\d+)/', made[path])]
    assert pages[:3] == ["ja/index.html", "ja/2.html", "ja/3.html"]
    assert (len(items), len(set(items))) == (60, 60)
    assert max(len(text.encode()) for text in made.values()) <= LARGEST
    assert '<a href="index.html">1</a> <b>2</b> <a href="3.html">3</a>' in made["ja/2.html"]
