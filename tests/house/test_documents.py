import re
from collections import Counter
from pathlib import Path

from kakehashi.portal.management.commands.draw_flows import drawings
from tests.house.sources import ROOT, files, name_of

AUDIENCES = {"自治体", "支部", "協会職員", "一般", "運用"}


OUR_PATH = re.compile(r"`((?:kakehashi|config|tests|docs|bin|bench|requirements|\.ci)/[\w./-]*)[ `]")


def documents() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def test_every_path_a_document_names_exists() -> None:
    missing = [
        f"{name_of(path)}: {named}"
        for path in documents()
        for named in OUR_PATH.findall(path.read_text())
        if not (ROOT / named).exists()
    ]

    assert missing == []


def test_the_architecture_names_every_app() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    apps_of_ours = [path.parent for path in files() if path.name == "apps.py" and "kakehashi" in path.parts]

    assert [name_of(folder) for folder in apps_of_ours if f"`{name_of(folder)}/`" not in text] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{name_of(path)}: {target}"
        for path in documents()
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
        if not (path.parent / target).exists()
    ]

    assert broken == []


def test_flow_drawings_are_up_to_date() -> None:
    """`python manage.py draw_flows` draws them anew."""
    wanted = {name_of(path): text for path, text in drawings().items()}
    drawn = {name_of(path): path.read_text() for path in (ROOT / "docs" / "flows").glob("*.md")}

    assert drawn == wanted


def test_every_decision_has_its_parts_and_date() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    parts = ["## Context", "## Decision", "## Consequences"]

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text()
        assert [part for part in parts if part not in text] == []
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}", text, re.MULTILINE)
        assert len(text.splitlines()) <= 60  # one page


def test_the_glossary_pairs_each_word_once() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    pairs = [row for row in rows if row[0] != "日本語" and not set(row[0]) <= set("-: ")]

    assert len(pairs) > 30
    assert [word for word, count in Counter(ja for ja, _en, _line in pairs).items() if count > 1] == []
    assert [word for word, count in Counter(en for _ja, en, _line in pairs).items() if count > 1] == []


def test_the_changelog_tells_each_reader_what_changed() -> None:
    entries = re.findall(r"^- (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    tagged = [re.match(r"【([^】]+)】.+。$", entry) for entry in entries]

    assert entries != []
    assert [entry for entry, match in zip(entries, tagged, strict=True) if match is None] == []
    assert {tag for match in tagged if match for tag in match[1].split("・")} - AUDIENCES == set()
