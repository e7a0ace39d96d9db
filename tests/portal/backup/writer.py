"""Somebody at work in a process of their own (see `tests/portal/backup/office.py`)."""

import time
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.documents.operations import remove, store
from kakehashi.foundation.notices.kinds import NoticeKind, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel.references import Ref

LEFT = 5  # documents that are not removed again
ASKED = register(NoticeKind("test.asked", "質問%(number)s", "%(number)s番の質問"))


def work(person_id: int, log: Path) -> None:
    """Round after round, each one transaction: a document, a notice with its mail, a line of the record for both.

    In `log` a line for each acknowledged round, with the moments before and after it in seconds.
    """
    person = Person.objects.get(pk=person_id)
    robot = Robot("writer")
    documents = []
    number = 0
    with log.open("a", buffering=1) as lines:
        while True:
            number += 1
            before = time.monotonic()
            with act("test.work", person, by=robot, permit=True):
                upload = SimpleUploadedFile("memo.txt", f"{person_id} {number} 打合せの記録".encode() * 500)
                documents.append(store(upload, about=None, by=person, permit=True))
                about, key = Ref("documents.document", documents[-1].pk), f"test:{person_id}:{number}"
                tell([person], ASKED, about=about, url="/", key=key, number=number)
            if len(documents) > LEFT:
                remove(documents.pop(0), by=robot, permit=True)
            lines.write(f"{before} {time.monotonic()}\n")
