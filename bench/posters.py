"""Twenty posters, one language each: our sheet by Typst against the same words by WeasyPrint.

    python bench/posters.py [--json]

WeasyPrint is no dependency: `pip install weasyprint` where it is to be compared; its fonts are those of our wheels.
Goal: 20 posters in at most a tenth of WeasyPrint's time. Also: one sheet in five languages (goal 3 s with the words).
"""

import argparse
import html
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from kakehashi.foundation.documents import pdf  # noqa: E402  # once Django is set up
from kakehashi.foundation.translation import cldr  # noqa: E402  # once Django is set up
from kakehashi.services.disaster.exports.paper import TEMPLATE, qr  # noqa: E402  # once Django is set up
from kakehashi.services.disaster.exports.phrases import line_of  # noqa: E402  # once Django is set up
from kakehashi.services.disaster.queries.pictograms import pictograms  # noqa: E402  # once Django is set up
from kakehashi.services.disaster.seed.bank import BANK  # noqa: E402  # once Django is set up

SENTENCES = ("SH-02", "FD-05", "LF-01")
LANGUAGES = sorted(path.stem for path in (BANK / "texts").glob("*.json"))


def words(language: str) -> list[list[str]]:
    texts = json.loads((BANK / "texts" / f"{language}.json").read_text("utf-8"))
    return [[line for line in texts[code].split("\n") if "{" not in line] for code in SENTENCES]


def text(language: str) -> dict[str, object]:
    said = words(language)
    return {
        "language": language,
        "name": language,
        "is_rtl": cldr.is_rtl(language),
        "parts": [
            {"icon": 0, "said_in": language, "lines": [line_of(line, language, ruby=True) for line in lines]}
            for lines in said
        ],
        "notes": [line_of("2026-11-23", language, ruby=False)],
        "scan": line_of("H7K9QX", language, ruby=False),
        "longest": "",
    }


def poster(languages: list[str]) -> dict[str, object]:
    sheet = {
        "title": "poster", "size": "a4", "is_landscape": False, "kind": "wall", "is_plain": False, "is_urgent": False,
        "qr": qr("H7K9QX"), "code": "H7K9QX", "icons": list(pictograms(["water_tap"]).values()), "events": ["水"],
        "drill": "", "pages": [[text(one) for one in languages]],
    }  # fmt: skip
    return {"sheets": [sheet]}


def ours(languages: list[str]) -> float:
    began = time.perf_counter()
    for language in languages:
        assert pdf.render(TEMPLATE, poster([language]), language="ja")[:5] == b"%PDF-"
    return time.perf_counter() - began


def page(language: str) -> str:
    body = "".join(
        f"<h1>{html.escape(lines[0])}</h1>" + "".join(f"<p>{html.escape(line)}</p>" for line in lines[1:])
        for lines in words(language)
    )
    faces = "".join(
        f"@font-face{{font-family:F{number};src:url('{path.as_uri()}')}}" for number, path in enumerate(font_files())
    )
    families = ",".join(f"F{number}" for number in range(len(font_files())))
    style = f"{faces}@page{{size:A4;margin:12mm}}body{{font:24pt {families}}}h1{{font-size:1.4em}}"
    return f"<html lang={language}><style>{style}</style>{body}{qr('H7K9QX')}</html>"


def font_files() -> list[Path]:
    return [path for folder in pdf._font_folders() for path in sorted(Path(folder).rglob("NotoSans*.ttf"))]


def theirs(languages: list[str], *, with_our_fonts: bool) -> float:
    import weasyprint  # noqa: PLC0415  # only where it is installed

    began = time.perf_counter()
    for language in languages:
        source = page(language)
        if not with_our_fonts:
            source = source.replace("@font-face", "@none").replace("font:24pt", "font-size:24pt;--x:")
        assert weasyprint.HTML(string=source).write_pdf()[:5] == b"%PDF-"
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    languages = [LANGUAGES[number % len(LANGUAGES)] for number in range(20)]
    ours(languages[:1])  # fonts are read once in the life of a worker
    found: dict[str, float | None] = {
        "posters_typst_s": ours(languages),
        "five_languages_s": _timed(lambda: pdf.render(TEMPLATE, poster(LANGUAGES[:5]), language="ja")),
        "posters_weasyprint_s": None,
        "posters_weasyprint_system_fonts_s": None,
    }
    try:
        theirs(languages[:1], with_our_fonts=False)
        found["posters_weasyprint_system_fonts_s"] = theirs(languages, with_our_fonts=False)
        found["posters_weasyprint_s"] = theirs(languages, with_our_fonts=True)
    except ImportError:
        pass
    if asked.json:
        print(json.dumps(found))
        return
    for name, seconds in found.items():
        ratio = f"  {seconds / found['posters_typst_s']:.1f} x" if seconds and found["posters_typst_s"] else ""
        print(f"{name:36} {'not installed' if seconds is None else f'{seconds:.2f}'}{ratio}")


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]  # a callable
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
