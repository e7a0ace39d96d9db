"""Hostile files are refused in words, by little memory, before any parser sees them."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kakehashi.foundation.documents.sniffing import RefusedFileError, sniff
from kakehashi.foundation.forms import spreadsheets
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError, read_sheets
from tests.foundation.forms import bombs
from tests.security.dangerous import SPREADSHEETS, UPLOADS

MEMORY = 100 * 1024 * 1024  # bytes more than before
SENTENCE_ENDS = "。"


@contextmanager
def little_memory() -> Iterator[None]:
    """Whoever asks for more gets a ``MemoryError``."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.fixture
def no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", lambda *args, **kwargs: pytest.fail("it reached the parser"))


@pytest.mark.parametrize(("name", "make"), UPLOADS, ids=[name for name, _make in UPLOADS])
def test_a_hostile_document_is_refused_in_words(no_parser: None, name: str, make: Callable[[], bytes]) -> None:
    content = make()

    with little_memory(), pytest.raises(RefusedFileError) as refused:
        sniff(content, name)

    assert refused.value.messages[0].endswith(SENTENCE_ENDS)


@pytest.mark.parametrize(("name", "make"), SPREADSHEETS, ids=[name for name, _make in SPREADSHEETS])
def test_a_hostile_spreadsheet_is_refused_in_words(no_parser: None, name: str, make: Callable[[], bytes]) -> None:
    content = make()

    with little_memory():
        with pytest.raises(SpreadsheetError) as refused_by_reader:
            read_sheets(content)
        with pytest.raises(RefusedFileError) as refused_as_document:
            sniff(content, "a.xlsx")

    assert str(refused_by_reader.value).endswith(SENTENCE_ENDS)
    assert refused_as_document.value.messages[0].endswith(SENTENCE_ENDS)


def test_one_long_string_in_many_cells_is_refused() -> None:
    """Small in the file, endless when it is read: the child counts the letters, and has little memory."""
    text = b"a" * 100_000
    strings = [f'<sst xmlns="{bombs.MAIN}">'.encode(), b"<si><t>" + text + b"</t></si></sst>"]
    few, many = (
        bombs.workbook([bombs.sheet_of(b'<row><c t="s"><v>0</v></c></row>' * n)], strings) for n in (400, 20_000)
    )

    with pytest.raises(SpreadsheetError, match="大きすぎる"):
        read_sheets(few)
    with pytest.raises(SpreadsheetError, match="読み取れません"):
        read_sheets(many)


def test_the_child_may_not_ask_for_more_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "_measure", lambda content: None)

    with pytest.raises(SpreadsheetError, match="読み取れません"):
        read_sheets(bombs.many_rows(400_000))
