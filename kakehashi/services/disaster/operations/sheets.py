"""Sheets: printed, replaced by a newer one, withdrawn. A sheet that was printed is never changed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.models import Exercise, Facility, Kit, Sheet
from kakehashi.services.disaster.operations.codes import new_code
from kakehashi.services.disaster.operations.publishing import want_pages
from kakehashi.services.disaster.queries.drawing import kept, pictures_of
from kakehashi.services.disaster.queries.sheet_status import meanings_of
from kakehashi.services.disaster.rules.sheets import may_keep

_PAGES = "kakehashi.services.disaster.tasks.keep_pages"


class SheetRefusedError(Exception):
    """What cannot be done to this sheet; the message is the sentence to show."""


@dataclass(frozen=True)
class Planned:
    """What is to be printed. `lines`: ``[{"code", "slots"}]``; `paper` as `forms.making` asks for it."""

    lines: list[dict[str, Any]]
    languages: list[str]
    paper: Mapping[str, Any] = field(default_factory=dict)
    valid_until: dt.datetime | None = None
    facility: Facility | None = None
    exercise: Exercise | None = None
    kit: Kit | None = None


def plan_sheets(organisation: Organisation, planned: Sequence[Planned]) -> list[Sheet]:
    """Not saved yet; each with a code of its own and with the words of this moment, to be drawn and kept."""
    sheets = [
        Sheet(
            code=new_code(),
            organisation=organisation,
            facility=one.facility,
            kit=one.kit,
            exercise=one.exercise,
            lines=one.lines,
            languages=one.languages,
            paper=dict(one.paper),
            valid_until=one.valid_until,
        )
        for one in planned
    ]
    for sheet, picture, meanings in zip(sheets, pictures_of(sheets), meanings_of(sheets), strict=True):
        sheet.said, sheet.meanings = kept(picture), meanings
    return sheets


def print_sheet(organisation: Organisation, planned: Planned, *, by: Actor, replaces: Sheet | None = None) -> Sheet:
    """Keep what the paper says under a code of its own. The page behind the code follows within a minute.

    Raises ``SheetRefusedError`` where it cannot take the place of `replaces`.
    """
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    with act("disaster.print_sheet", None, by=by, permit=permit) as record:
        (sheet,) = plan_sheets(organisation, [planned])
        sheet.made_by = by if isinstance(by, Person) else None
        sheet.save()
        if replaces is not None:
            replace_sheet(replaces, sheet, by=by)
        enqueue_once(task_at(_PAGES), "disaster:pages")
        record.thing = sheet
    return sheet


def replace_sheet(old: Sheet, new: Sheet, *, by: Actor) -> Sheet:
    """The page behind the old code leads to the new one. Raises ``SheetRefusedError``."""
    with act("disaster.replace_sheet", old, by=by, permit=may_keep):
        _hold(old)
        if old.exercise_id != new.exercise_id:
            raise SheetRefusedError(_between_drills(old))
        if old.organisation_id != new.organisation_id:
            raise SheetRefusedError(_("ほかの団体のシートを、このシートに替えることはできません。"))
        old.state = SheetState.REPLACED
        old.replaced_by = new
        old.state_since = clock.now()
        old.save(update_fields=["state", "replaced_by", "state_since"])
        want_pages(old, "sheet replaced")
    return old


def withdraw_sheet(sheet: Sheet, *, reason: str, by: Actor) -> Sheet:
    """The page behind the code says that it is no longer true, and why. Raises ``SheetRefusedError``."""
    with act("disaster.withdraw_sheet", sheet, by=by, permit=may_keep, note=reason):
        _hold(sheet)
        sheet.state = SheetState.WITHDRAWN
        sheet.state_note = reason
        sheet.state_since = clock.now()
        sheet.save(update_fields=["state", "state_note", "state_since"])
        want_pages(sheet, "sheet withdrawn")
    return sheet


def _hold(sheet: Sheet) -> None:
    """Lock the row and look whether it still stands."""
    sheet.refresh_from_db(from_queryset=Sheet.objects.select_for_update(no_key=True))
    if sheet.state != SheetState.CURRENT:
        raise SheetRefusedError(
            _("シート %(code)s は、もう新しいシートに替えたか、取り下げてあります。") % {"code": sheet.code}
        )


def _between_drills(old: Sheet) -> str:
    if old.exercise is None:
        return _("シート %(code)s は本物です。訓練のシートに替えることはできません。") % {"code": old.code}
    return _("シート %(code)s は訓練「%(drill)s」のものです。替えるシートも、同じ訓練のシートにしてください。") % {
        "code": old.code,
        "drill": old.exercise,
    }
