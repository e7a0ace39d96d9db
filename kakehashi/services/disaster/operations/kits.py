"""Kits: sheets prepared in peace for a shelter and a phase, printed as one."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.documents import operations as documents
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.models import Kit, Sheet
from kakehashi.services.disaster.operations.publishing import want_pages
from kakehashi.services.disaster.operations.sheets import Planned, plan_sheets
from kakehashi.services.disaster.rules.sheets import may_keep

REF = "disaster.kit"
PRINT_TASK = "kakehashi.services.disaster.tasks.print_kit"
_REMEMBERED = 3600  # seconds
MOST_LINES = 60


def save_kit(organisation: Organisation, values: Mapping[str, Any], *, by: Actor) -> Kit:
    """`values`: name, facility, phase, lines, languages, paper."""
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    with act("disaster.save_kit", None, by=by, permit=permit) as record:
        record.thing = kit = Kit.objects.create(organisation=organisation, **values)
    return kit


def change_kit(kit: Kit, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Kit:
    """Raises ``StaleError``."""
    with act("disaster.change_kit", kit, by=by, permit=may_keep):
        kit.refresh_from_db(from_queryset=Kit.objects.select_for_update(no_key=True))
        if kit.revision != base_revision:
            raise StaleError(kit)
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
        note_printing(kit.pk, len(kit.lines))
        enqueue_once(task_at(PRINT_TASK), f"disaster:kit:{kit.pk}", kit.pk)


def plan_print(kit: Kit) -> list[Sheet]:
    """A sheet for each sentence, not saved yet; what is not filled is filled by hand."""
    paper = {**kit.paper, "by_hand": True}
    planned = [Planned([line], kit.languages, paper, facility=kit.facility, kit=kit) for line in kit.lines]
    return plan_sheets(kit.organisation, planned)


def keep_print(kit: Kit, sheets: list[Sheet], content: bytes, *, by: Actor) -> Document:
    """The PDF, its sheets and what they replace, all at once: until then the paper that hangs holds."""
    with act("disaster.keep_print", kit, by=by, permit=may_keep) as record:
        hanging = _hanging(kit)
        Sheet.objects.bulk_create(sheets)
        for sheet in sheets:
            earlier = hanging.pop(sheet.lines[0]["code"], [])
            values = {"state": SheetState.REPLACED, "replaced_by": sheet, "state_since": clock.now()}
            Sheet.objects.filter(pk__in=earlier).update(**values)
        for old in Document.objects.filter(about_kind=REF, about_id=kit.pk, is_removed=False):
            documents.remove(old, by=by, permit=True)
        upload = SimpleUploadedFile(f"{kit.name[:60]}.pdf", content, "application/pdf")
        record.extra = {"sheets": [sheet.code for sheet in sheets]}
        want_pages(kit, "kit printed")
        return documents.store(upload, about=Ref(REF, kit.pk), by=by, permit=True)


def _hanging(kit: Kit) -> dict[str, list[int]]:
    """The sheets of earlier prints that hold, locked: code of the sentence → their numbers."""
    found: dict[str, list[int]] = defaultdict(list)
    current = Sheet.objects.select_for_update(no_key=True).filter(kit=kit, state=SheetState.CURRENT).order_by("pk")
    for pk, lines in current.values_list("pk", "lines"):
        found[lines[0]["code"]].append(pk)
    return found


def printing(kit: Kit) -> int:
    """How many sheets are being drawn now; 0: the kit is not being printed."""
    found: int = cache.get(f"disaster:kit:{kit.pk}", 0)
    return found


def note_printing(kit_id: int, sheets: int) -> None:
    cache.set(f"disaster:kit:{kit_id}", sheets, _REMEMBERED)
