import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from pytest_django import Settings

from kakehashi.foundation.notices import tasks
from kakehashi.foundation.notices.receiving import taking_in
from kakehashi.foundation.notices.receiving.addressing import ReplyTag, reply_address
from kakehashi.foundation.notices.receiving.boxes import empty_folder, empty_mailbox
from kakehashi.foundation.notices.receiving.letters import MOST_BYTES, Letter
from kakehashi.foundation.notices.receiving.taking_in import register_desk, register_route, take_in
from tests.foundation.notices.imap_server import mailbox_of

MAIL = b"From: a@example.invalid\r\nMessage-ID: <%d@x>\r\nSubject: x\r\n\r\nwords\r\n"
Taken = list[tuple[str, ReplyTag | None, str]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Taken]:
    """What was taken in by the route "case" and by the desk."""
    settings.REPLY_ADDRESS = "k@example.jp"
    monkeypatch.setattr(taking_in, "_routes", {})
    monkeypatch.setattr(taking_in, "_desk", [])
    found: Taken = []

    def taker(letter: Letter, tag: ReplyTag | None, plus: str) -> str:
        found.append((letter.key, tag, plus))
        return "kept"

    register_route("case", taker)
    register_desk(taker)
    yield found


def test_a_letter_goes_where_its_address_says(taken: Taken) -> None:
    address = reply_address("case", 12, 3)

    for to in (address, "k@example.jp", "k+office-paris@example.jp", reply_address("other", 1)):
        take_in(b"To: %b\r\n" % to.encode() + MAIL % 1)

    assert [tag for _key, tag, _plus in taken] == [ReplyTag("case", (12, 3)), None, None, ReplyTag("other", (1,))]
    assert taken[2][2] == "office-paris"


def test_nobody_to_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "_desk", [])

    assert take_in(MAIL % 1) == ""


def test_a_folder_is_emptied(taken: Taken, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(MAIL % 1)
    (tmp_path / "2.eml").write_bytes(MAIL % 2 + b"x" * MOST_BYTES)
    (tmp_path / ".3.eml").write_bytes(MAIL % 3)
    (tmp_path / "4.eml").symlink_to(tmp_path / ".3.eml")

    assert empty_folder(tmp_path) == 2
    assert [key for key, _tag, _plus in taken] == ["<1@x>", "<2@x>"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".3.eml", "4.eml"]


def test_a_maildir_is_emptied(taken: Taken, tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1").write_bytes(MAIL % 1)

    assert (empty_folder(tmp_path), empty_folder(tmp_path), len(taken)) == (1, 0, 1)
    assert empty_folder(tmp_path / "nowhere") == 0


def test_a_mailbox_is_emptied_once(taken: Taken, settings: Settings) -> None:
    with mailbox_of(MAIL % 1, MAIL % 2 + b"x" * MOST_BYTES) as box:
        settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", box.port, False

        assert (empty_mailbox(), empty_mailbox()) == (2, 0)

    assert ([key for key, _tag, _plus in taken], box.seen) == (["<1@x>", "<2@x>"], {1, 2})


def test_a_server_that_is_away_is_tried_again(settings: Settings) -> None:
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", 1, False

    assert empty_mailbox() == 0


def test_the_task_empties_the_folder(taken: Taken, settings: Settings, tmp_path: Path) -> None:
    settings.MAIL_IN_FOLDER = tmp_path
    (tmp_path / "1.eml").write_bytes(MAIL % 1)

    assert tasks.receive_mails.func() == 1


def _pipe(monkeypatch: pytest.MonkeyPatch, content: bytes) -> str:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    out = io.StringIO()
    call_command("receive_mail", "--recipient", "k@example.jp", stdout=out, stderr=out)
    return out.getvalue().strip()


def test_a_mail_server_hands_it_in(taken: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _pipe(monkeypatch, MAIL % 1) == "kept"
    assert _pipe(monkeypatch, MAIL % 2 + b"x" * 50_000_000) == "kept"
    assert [key for key, _tag, _plus in taken] == ["<1@x>", "<2@x>"]


def test_a_mail_server_is_asked_to_try_again(monkeypatch: pytest.MonkeyPatch, taken: Taken) -> None:
    def broken(letter: Letter, tag: ReplyTag | None, plus: str) -> str:
        raise OperationalError("away")

    register_desk(broken)

    with pytest.raises(SystemExit) as ended:
        _pipe(monkeypatch, MAIL % 1)
    assert ended.value.code == 75
