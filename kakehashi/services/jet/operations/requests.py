"""Sheets of requests: begun, filled, taken along their road, brought in from a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.organisations.queries import branch_in_charge
from kakehashi.foundation.ui.formatting import day_text
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import DeadlineKind
from kakehashi.services.jet.flow import REQUEST_FLOW
from kakehashi.services.jet.models import Cycle, RequestLine, RequestSheet
from kakehashi.services.jet.notices import requests as notices
from kakehashi.services.jet.queries.cycles import days_of
from kakehashi.services.jet.queries.requests import asking_organisations, without_sheet
from kakehashi.services.jet.rules import requests as rules

CONTACT = ("contact", "phone", "email", "note")


def begin_sheet(cycle: Cycle, organisation: Organisation, *, by: Person, copies: bool = True) -> RequestSheet:
    """The one there is, or a new one: with the lines of the last year in which the organisation asked.

    Raises ``MoveRefusedError`` where the year takes no requests.
    """
    permit = asking_organisations(by).filter(pk=organisation.pk).exists()
    with act("jet.begin_sheet", None, by=by, permit=permit) as record:
        Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        known = RequestSheet.objects.filter(cycle=cycle, organisation=organisation).first()
        if known is not None:
            record.thing = known
            return known
        if not cycle.takes_requests:
            raise MoveRefusedError(_("この年の要望は受け付けていません。"))
        last = _last_sheet(organisation, cycle) if copies else None
        contact = {name: getattr(last, name) for name in CONTACT[:3]} if last else {}
        sheet = record.thing = RequestSheet.objects.create(
            cycle=cycle, organisation=organisation, host=branch_in_charge(organisation), step="draft", **contact
        )
        for line in last.lines.all() if last else ():
            line.pk, line.sheet, line.must_fill = None, sheet, False
            line.save(force_insert=True)
    return sheet


def _last_sheet(organisation: Organisation, cycle: Cycle) -> RequestSheet | None:
    before = RequestSheet.objects.filter(organisation=organisation, cycle__year__lt=cycle.year)
    return before.exclude(step="withdrawn").order_by("-cycle__year").first()


def change_contact(sheet: RequestSheet, values: Mapping[str, Any], *, base_revision: int, by: Person) -> None:
    """`values`: contact, phone, email, note. Raises ``StaleError``, ``MoveRefusedError``."""
    with act("jet.change_contact", sheet, by=by, permit=rules.asks_or_gathers):
        _hold(sheet, by, base_revision)
        for name in CONTACT:
            setattr(sheet, name, values[name])
        _changed(sheet)


def add_line(sheet: RequestSheet, values: Mapping[str, Any], *, by: Person) -> RequestLine:
    with act("jet.add_line", sheet, by=by, permit=rules.asks_or_gathers) as record:
        _hold(sheet, by)
        line = RequestLine.objects.create(sheet=sheet, number=_next_number(sheet), **values)
        record.extra = {"line": line.number, **values}
        _changed(sheet)
    return line


def change_line(line: RequestLine, values: Mapping[str, Any], *, base_revision: int, by: Person) -> None:
    """`base_revision`: of its sheet. Raises ``StaleError``, ``MoveRefusedError``."""
    sheet = line.sheet
    with act("jet.change_line", sheet, by=by, permit=rules.asks_or_gathers) as record:
        _hold(sheet, by, base_revision)
        record.extra = {"line": line.number, **_write(line, values)}
        _changed(sheet)


def drop_line(line: RequestLine, *, by: Person) -> None:
    sheet = line.sheet
    with act("jet.drop_line", sheet, by=by, permit=rules.asks_or_gathers) as record:
        _hold(sheet, by)
        record.extra = {"line": line.number, "position": line.position, "posts": line.posts}
        line.delete()
        _changed(sheet)


def set_must_fill(line: RequestLine, *, must_fill: bool, by: Person) -> None:
    """Whether the council gives these posts the first place in the placement."""
    sheet = line.sheet
    with act("jet.set_must_fill", sheet, by=by, permit=rules.runs_programme) as record:
        sheet.refresh_from_db(from_queryset=RequestSheet.objects.select_for_update(no_key=True))
        line.must_fill = must_fill
        line.save(update_fields=["must_fill"])
        record.extra = {"line": line.number, "must_fill": must_fill}
        _changed(sheet)


def move_sheet(sheet: RequestSheet, code: str, *, by: Person, note: str = "", base_revision: int) -> None:
    """Raises ``MoveRefusedError``, ``StaleMoveError``."""
    with make_move(REQUEST_FLOW, sheet, code, by=by, note=note, base_revision=base_revision):
        if code in ("submit", "submit_directly"):
            sheet.host = branch_in_charge(sheet.organisation) or sheet.host
        _tell(sheet, code, by, note)


def _tell(sheet: RequestSheet, code: str, by: Person, note: str) -> None:
    match code:
        case "submit":
            notices.to_host(sheet, "jet.to_host", by, note)
        case "submit_directly" | "forward":
            notices.to_council(sheet, "jet.to_council", by, note)
        case "accept":
            notices.to_organisation(sheet, "jet.accepted", by, note)
            notices.to_host(sheet, "jet.accepted", by, note)
        case "return":
            notices.to_organisation(sheet, "jet.returned", by, note)
        case "return_by_council":
            notices.to_organisation(sheet, "jet.returned", by, note)
            notices.to_host(sheet, "jet.returned", by, note)
        case "withdraw":
            notices.to_host(sheet, "jet.withdrawn", by, note)


@dataclass(frozen=True)
class Brought:
    """A line of a file: of which organisation, which line (``None``: a new one), what it says."""

    organisation: Organisation
    number: int | None
    values: Mapping[str, Any]


def take_in_lines(cycle: Cycle, brought: Iterable[Brought], *, by: Person) -> tuple[int, int]:
    """How many lines were added and changed; all of them or none. Raises ``MoveRefusedError``."""
    added = changed = 0
    permit = bool(asking_organisations(by).exists())
    with act("jet.take_in_lines", cycle, by=by, permit=permit) as record:
        sheets: dict[int, RequestSheet] = {}
        for one in brought:
            sheet = sheets.get(one.organisation.pk)
            if sheet is None:
                sheet = sheets[one.organisation.pk] = begin_sheet(cycle, one.organisation, by=by, copies=False)
                _hold(sheet, by)
            line = sheet.lines.filter(number=one.number).first() if one.number else None
            if line is None:
                RequestLine.objects.create(sheet=sheet, number=one.number or _next_number(sheet), **one.values)
                added += 1
            elif _write(line, one.values):
                changed += 1
        for sheet in sheets.values():
            _changed(sheet)
        record.extra = {"added": added, "changed": changed, "sheets": sorted(one.pk for one in sheets.values())}
    return added, changed


def remind_missing(cycle: Cycle, *, by: Person) -> int:
    """Those one gathers for, that have handed in nothing: once a day each. Answers how many organisations."""
    permit = bool(standing(by).where(Permission.FOLLOW_MEMBERS))
    with act("jet.remind_missing", cycle, by=by, permit=permit) as record:
        late = list(without_sheet(by, cycle))
        unsent = RequestSheet.objects.filter(
            cycle=cycle, step__in=rules.OPEN, organisation__in=asking_organisations(by)
        )
        late += [one.organisation for one in unsent.select_related("organisation")]
        days = [f"{one.whose} {day_text(one.on)}".strip() for one in days_of(cycle, DeadlineKind.REQUEST)]
        until = _("締切: %(day)s") % {"day": _("、").join(days)} if days else ""
        for organisation in late:
            key = f"jet.remind:{cycle.pk}:{organisation.pk}:{clock.today():%Y%m%d}"
            notices.remind(organisation, cycle, until, key, by)
        record.extra = {"organisations": len(late)}
    return len(late)


def _hold(sheet: RequestSheet, by: Person, base_revision: int | None = None) -> None:
    """Nobody else writes meanwhile; refused where it is not one's turn."""
    sheet.refresh_from_db(from_queryset=RequestSheet.objects.select_for_update(no_key=True))
    if base_revision is not None and sheet.revision != base_revision:
        raise StaleError(sheet)
    if not rules.may_write(by, sheet):
        details = {"organisation": sheet.organisation, "step": REQUEST_FLOW.step(sheet.step).label}
        raise MoveRefusedError(_("%(organisation)s の要望書は「%(step)s」のため、今は直せません。") % details)


def _changed(sheet: RequestSheet) -> None:
    sheet.revision += 1
    sheet.save(update_fields=["revision", *CONTACT])


def _next_number(sheet: RequestSheet) -> int:
    return int(sheet.lines.aggregate(Max("number"))["number__max"] or 0) + 1


def _write(line: RequestLine, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was changed."""
    differing = {name: value for name, value in values.items() if getattr(line, name) != value}
    for name, value in differing.items():
        setattr(line, name, value)
    if differing:
        line.save()
    return differing
