"""Sheets: printed, replaced by a newer one, withdrawn. A sheet that was printed is never changed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.foundation.translation.queries import standing_texts
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.models import Choice, Exercise, Facility, Kit, Sentence, Sheet
from kakehashi.services.disaster.operations.codes import new_code
from kakehashi.services.disaster.operations.publishing import want_pages
from kakehashi.services.disaster.rules.sheets import may_keep

_PAGES = "kakehashi.services.disaster.tasks.keep_pages"


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


def print_sheet(organisation: Organisation, planned: Planned, *, by: Actor, replaces: Sheet | None = None) -> Sheet:
    """Keep what the paper says under a code of its own. The page behind the code follows within a minute."""
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    with act("disaster.print_sheet", None, by=by, permit=permit) as record:
        sheet = Sheet.objects.create(
            code=new_code(),
            organisation=organisation,
            facility=planned.facility,
            kit=planned.kit,
            exercise=planned.exercise,
            lines=planned.lines,
            languages=planned.languages,
            paper=dict(planned.paper),
            meanings=_meanings(planned.lines, planned.languages),
            valid_until=planned.valid_until,
            made_by=by if isinstance(by, Person) else None,
        )
        if replaces is not None:
            replace_sheet(replaces, sheet, by=by)
        enqueue_once(task_at(_PAGES), "disaster:pages")
        record.thing = sheet
    return sheet


def replace_sheet(old: Sheet, new: Sheet, *, by: Actor) -> Sheet:
    """The page behind the old code leads to the new one."""
    with act("disaster.replace_sheet", old, by=by, permit=may_keep):
        old.state = SheetState.REPLACED
        old.replaced_by = new
        old.state_since = clock.now()
        old.save(update_fields=["state", "replaced_by", "state_since"])
        want_pages(old, "sheet replaced")
    return old


def withdraw_sheet(sheet: Sheet, *, reason: str, by: Actor) -> Sheet:
    """The page behind the code says that it is no longer true, and why."""
    with act("disaster.withdraw_sheet", sheet, by=by, permit=may_keep, note=reason):
        sheet.state = SheetState.WITHDRAWN
        sheet.state_note = reason
        sheet.state_since = clock.now()
        sheet.save(update_fields=["state", "state_note", "state_since"])
        want_pages(sheet, "sheet withdrawn")
    return sheet


def _meanings(lines: Iterable[Mapping[str, Any]], languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """What each sentence and each choice in it means now: unit key → language → meaning."""
    lines = list(lines)
    sentences = Sentence.objects.filter(code__in=[line["code"] for line in lines])
    found = {one.code: one for one in sentences.select_related("unit").prefetch_related("slots")}
    keys = [one.unit.key for one in found.values()]
    chosen = {
        (slot.choice_list or slot.kind, value)
        for line in lines
        if line["code"] in found
        for slot in found[line["code"]].slots.all()
        if slot.kind in {"choice", "intensity"} and slot.name in line["slots"]
        for value in _listed(line["slots"][slot.name])
    }
    lists = {choice_list for choice_list, _value in chosen}
    for choice in Choice.objects.filter(choice_list__in=lists).select_related("unit"):
        if (choice.choice_list, choice.value) in chosen:
            keys.append(choice.unit.key)
    texts = standing_texts(keys, languages)
    return {key: {language: text.meaning for language, text in said.items()} for key, said in texts.items()}


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
