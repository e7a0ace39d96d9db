"""Habits that lint does not know: see CONTRIBUTING.md."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, files, functions, modules, name_of, tree

OURS = ("kakehashi", "config", "tests")
REFUSED_NAMES = {"utils", "helpers", "common", "misc"}
CODE = re.compile(r"noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[a-z-]+(, ?[a-z-]+)*\]")


def test_nothing_of_ours_is_imported_inside_a_function() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules(*OURS)
        for function in functions(path)
        # Django itself asks for it in `AppConfig.ready`: models exist only from then on.
        if not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and _imported(node).startswith(OURS)
    ]

    assert found == []


def _imported(node: ast.Import | ast.ImportFrom) -> str:
    return (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name


def test_every_exception_from_lint_or_types_states_code_and_reason() -> None:
    found = [
        f"{name_of(path)}:{line}: {comment}"
        for path in modules(*OURS, "bench")
        for line, comment in _comments(path)
        if re.search(r"\bnoqa\b|type: ?ignore", comment) and not _states_code_and_reason(comment)
    ]

    assert found == []


def _comments(path: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _states_code_and_reason(comment: str) -> bool:
    parts = [part.strip() for part in comment.split("#")[1:]]
    exceptions = [part for part in parts if re.match(r"noqa|type: ?ignore", part)]
    return all(CODE.fullmatch(part) for part in exceptions) and len(parts) > len(exceptions)


def test_no_room_is_a_lumber_room() -> None:
    assert [name_of(path) for path in files() if path.stem in REFUSED_NAMES] == []


def test_views_never_reach_for_a_manager() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules("kakehashi")
        if path.stem == "views" or path.parent.name == "views"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]

    assert found == []


def test_nothing_is_left_for_later() -> None:
    word = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b")
    found = [name_of(path) for path in modules(*OURS, "bench") if word.search(path.read_text())]

    assert found == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    words = re.compile(
        r"--(?:extra-)?index-url|\"resolved\": *\"http|(?:^|[^A-Za-z0-9_.-])(?:/(?:work|farm|root)/|/home/[a-z]+/)",
        re.MULTILINE,
    )
    texts = [path for path in files() if path.suffix not in {".png", ".woff2", ".ico", ".xlsx", ".pdf", ".mo", ".gz"}]
    found = [name_of(path) for path in texts if words.search(path.read_text(errors="ignore"))]

    assert found == []


def test_every_requirement_says_what_it_is_for() -> None:
    lines = [
        line
        for path in (ROOT / "requirements").glob("*.in")
        for line in path.read_text().splitlines()
        if line.strip() and not line.startswith(("#", "-r"))
    ]

    assert [line for line in lines if not re.search(r"\S\s+# \S", line)] == []
    assert lines != []


def test_every_requirement_is_pinned_with_hashes_and_without_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()

        assert re.findall(r"https?://", text) == []
        pins = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9._-]+==", line)]
        assert [line for line in pins if not line.endswith("\\")] == []  # its hashes follow
