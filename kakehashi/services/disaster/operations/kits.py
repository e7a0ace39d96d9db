"""Kits: sheets prepared in peace for a shelter and a phase, printed as one."""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.documents import operations as documents
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.kernel.references import Ref
from kakehashi.services.disaster.models import Kit, Sheet
from kakehashi.services.disaster.operations.sheets import Planned, print_sheet
from kakehashi.services.disaster.rules.sheets import may_keep

REF = "disaster.kit"
PRINT_TASK = "kakehashi.services.disaster.tasks.print_kit"
_REMEMBERED = 3600  # seconds
MOST_LINES = 60


class StaleKitError(Exception):
    """Somebody else saved it meanwhile; `kit` is how it stands now."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(_("ほかの人が先に変更しました。今の内容を確かめてから、もう一度保存してください。"))
        self.kit = kit


def save_kit(organisation: Organisation, values: Mapping[str, Any], *, by: Actor) -> Kit:
    """`values`: name, facility, phase, lines, languages, paper."""
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    with act("disaster.save_kit", None, by=by, permit=permit) as record:
        record.thing = kit = Kit.objects.create(organisation=organisation, **values)
    return kit


def change_kit(kit: Kit, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Kit:
    """Raises ``StaleKitError``."""
    with act("disaster.change_kit", kit, by=by, permit=may_keep):
        kit.refresh_from_db(from_queryset=Kit.objects.select_for_update(no_key=True))
        if kit.revision != base_revision:
            raise StaleKitError(kit)
        for name, value in values.items():
            setattr(kit, name, value)
        kit.revision += 1
        kit.save()
    return kit


def add_to_kit(kit: Kit, lines: list[dict[str, Any]], *, by: Actor) -> Kit:
    """A sentence that is in it already gets the new values of its slots."""
    with act("disaster.add_to_kit", kit, by=by, permit=may_keep):
        kit.refresh_from_db(from_queryset=Kit.objects.select_for_update(no_key=True))
        found = {line["code"]: line for line in kit.lines} | {line["code"]: line for line in lines}
        kit.lines = list(found.values())[:MOST_LINES]
        kit.revision += 1
        kit.save()
    return kit


def order_print(kit: Kit, *, by: Actor) -> None:
    """Print all of it in the background; pressing twice prints once."""
    with act("disaster.order_kit", kit, by=by, permit=may_keep):
        note_progress(kit.pk, 0, len(kit.lines))
        enqueue_once(task_at(PRINT_TASK), f"disaster:kit:{kit.pk}", kit.pk)


def sheets_of(kit: Kit, *, by: Actor) -> list[Sheet]:
    """A sheet for each sentence, with a code of its own; what is not filled is filled by hand."""
    paper = {**kit.paper, "by_hand": True}
    sheets: list[Sheet] = []
    for line in kit.lines:
        planned = Planned([line], kit.languages, paper, facility=kit.facility, kit=kit)
        sheets.append(print_sheet(kit.organisation, planned, by=by, replaces=_earlier(kit, line["code"])))
        note_progress(kit.pk, len(sheets), len(kit.lines))
    return sheets


def _earlier(kit: Kit, code: str) -> Sheet | None:
    """The sheet of that sentence when the kit was last printed."""
    earlier = Sheet.objects.filter(kit=kit, state="current").order_by("-made_at")
    return next((sheet for sheet in earlier if [line["code"] for line in sheet.lines] == [code]), None)


def keep_print(kit: Kit, content: bytes, *, by: Actor) -> Document:
    """The newest print is kept; the ones before it go."""
    with act("disaster.keep_print", kit, by=by, permit=may_keep):
        for old in Document.objects.filter(about_kind=REF, about_id=kit.pk, is_removed=False):
            documents.remove(old, by=by, permit=True)
        upload = SimpleUploadedFile(f"{kit.name[:60]}.pdf", content, "application/pdf")
        return documents.store(upload, about=Ref(REF, kit.pk), by=by, permit=True)


def progress_of(kit: Kit) -> tuple[int, int] | None:
    """Sheets done and all of them while the kit is being printed; ``None`` when it is not."""
    found: tuple[int, int] | None = cache.get(f"disaster:kit:{kit.pk}")
    return found


def note_progress(kit_id: int, done: int, total: int) -> None:
    """`total` 0: it is not being printed."""
    cache.set(f"disaster:kit:{kit_id}", (done, total) if total else None, _REMEMBERED)
