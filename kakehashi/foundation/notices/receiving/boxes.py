"""Where mail waits to be taken in: a folder of files, and a mailbox on an IMAP server."""

import imaplib
import logging
import re
import ssl
from pathlib import Path

from django.conf import settings

from kakehashi.foundation.notices.receiving.letters import MOST_BYTES
from kakehashi.foundation.notices.receiving.taking_in import take_in

AT_A_TIME = 50
PATIENCE = 30  # seconds
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_logger = logging.getLogger(__name__)


def empty_folder(folder: Path) -> int:
    """Take in every file of the folder, or of ``new`` in it (a Maildir), and delete it. Returns how many.

    A file that is still being written belongs under a name that begins with a point, or in ``tmp``.
    """
    box = folder / "new" if (folder / "new").is_dir() else folder
    if not box.is_dir():
        return 0
    files = sorted(path for path in box.iterdir() if not path.name.startswith(".") and path.is_file())
    taken = 0
    for path in files[:AT_A_TIME]:
        if path.is_symlink():
            continue
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if take_in(raw, size=path.stat().st_size):
            path.unlink()
            taken += 1
    return taken


def empty_mailbox() -> int:
    """Take in what is unread in the mailbox of the settings and mark it read. Returns how many.

    A server that does not answer is tried again the next time.
    """
    try:
        with _connected() as mailbox:
            return _take_unread(mailbox)
    except (OSError, imaplib.IMAP4.error) as error:
        _logger.warning("The IMAP mailbox cannot be read: %s", error)
        return 0


def _connected() -> imaplib.IMAP4:
    host, port = settings.IMAP_HOST, settings.IMAP_PORT
    mailbox: imaplib.IMAP4
    if settings.IMAP_TLS:
        mailbox = imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=PATIENCE)
    else:
        mailbox = imaplib.IMAP4(host, port, timeout=PATIENCE)
    mailbox.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
    mailbox.select(settings.IMAP_FOLDER)
    return mailbox


def _take_unread(mailbox: imaplib.IMAP4) -> int:
    _said, found = mailbox.uid("SEARCH", "UNSEEN")
    taken = 0
    for uid in (found[0] or b"").decode("ascii", "ignore").split()[:AT_A_TIME]:
        size = _size(mailbox, uid)
        what = "(BODY.PEEK[])" if size <= MOST_BYTES else "(BODY.PEEK[HEADER])"
        _said, brought = mailbox.uid("FETCH", uid, what)
        raw = next((one[1] for one in brought if isinstance(one, tuple)), b"")
        if take_in(raw, size=size):
            mailbox.uid("STORE", uid, "+FLAGS", "(\\Seen)")
            taken += 1
    return taken


def _size(mailbox: imaplib.IMAP4, uid: str) -> int:
    _said, brought = mailbox.uid("FETCH", uid, "(RFC822.SIZE)")
    lines = (one[0] if isinstance(one, tuple) else one for one in brought)
    found = next((found for line in lines if isinstance(line, bytes) and (found := _SIZE.search(line))), None)
    return int(found[1]) if found else 0
