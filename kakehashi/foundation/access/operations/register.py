"""Keeping the register: organisations, their relations, holidays. By headquarters."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.gate import act
from kakehashi.foundation.access.operations.meanwhile import lock
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.access.rules import may_edit_register
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Country, Holiday, Organisation, Relation, RemovedHoliday

FACTS = (
    "kind", "name_ja", "name_full_ja", "name_kana", "name_en", "type_ja", "parent", "country", "url", "email",
    "starts_on", "ends_on",
)  # fmt: skip


def add_organisation(*, facts: Mapping[str, Any], by: Actor, code: str = "") -> Organisation:
    """A new body with these facts (`FACTS`, and `countries_in_charge`); without a code the next of its kind."""
    with act("access.add_organisation", None, by=by, permit=may_edit_register(by)) as record:
        if code and Organisation.objects.filter(code=code).exists():
            raise RefusedError(_("このコードはすでに使われています。"))
        organisation = Organisation(code=code or _next_code(facts["kind"]))
        _write(organisation, facts)
        record.thing = organisation
    return organisation


def edit_organisation(organisation: Organisation, *, facts: Mapping[str, Any], revision: int, by: Actor) -> None:
    """Change the facts. `revision` is the one the editor saw: of two who edit at once, the second is told."""
    with act("access.edit_organisation", organisation, by=by, permit=may_edit_register) as record:
        organisation.refresh_from_db(from_queryset=Organisation.objects.select_for_update(no_key=True))
        if organisation.revision != revision:
            raise RefusedError(
                _("あなたが開いたあとに、ほかの人がこの団体を変更しました。団体のページで今の内容を確かめてください。")
            )
        before = sorted(organisation.countries_in_charge.values_list("pk", flat=True))
        _write(organisation, facts)
        after = sorted(organisation.countries_in_charge.values_list("pk", flat=True))
        if before != after:
            record.extra = {"countries_in_charge": after, "countries_in_charge_before": before}


def _write(organisation: Organisation, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(organisation, name, facts[name])
    if organisation.pk and _is_part_of(organisation.parent, organisation):
        raise RefusedError(_("団体を、その団体自身やその下の団体に属させることはできません。"))
    organisation.revision += 1
    organisation.save()
    if "countries_in_charge" in facts:
        organisation.countries_in_charge.set(facts["countries_in_charge"])


def _is_part_of(part: Organisation | None, whole: Organisation) -> bool:
    return part is not None and (part == whole or _is_part_of(part.parent, whole))


def _next_code(kind: str) -> str:
    """ngo-00001, ngo-00002 …"""
    prefix = f"{kind}-"
    codes = Organisation.objects.filter(code__regex=rf"^{kind}-[0-9]{{5}}$").order_by("-code")
    last = codes.values_list("code", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:05d}"


def relate(
    source: Organisation, kind: RelationKind, target: Organisation, *, by: Actor, starts_on: dt.date | None = None
) -> Relation:
    """Write down how `source` stands to `target`. A new branch in charge ends the charge of the earlier one."""
    with act("access.relate", None, by=by, permit=may_edit_register(by)) as record:
        if source == target:
            raise RefusedError(_("団体をその団体自身に関係づけることはできません。"))
        if kind == RelationKind.BRANCH_OF:
            _end_earlier_charge(target, starts_on, by=by)
        try:
            with transaction.atomic():
                relation = Relation.objects.create(source=source, kind=kind, target=target, starts_on=starts_on)
        except IntegrityError as error:
            raise RefusedError(_("この関係はすでに登録されています。")) from error
        record.thing = relation
    return relation


def _end_earlier_charge(target: Organisation, starts_on: dt.date | None, *, by: Actor) -> None:
    for charge in Relation.objects.filter(kind=RelationKind.BRANCH_OF, target=target, ends_on=None):
        if starts_on is None:
            raise RefusedError(_("担当する支部がすでにあります。担当が替わる日を開始日に入力してください。"))
        end_relation(charge, ends_on=starts_on - dt.timedelta(days=1), by=by)


def end_relation(relation: Relation, *, ends_on: dt.date, by: Actor, seen: str | None = None) -> None:
    """The relation holds until `ends_on`, its last day. `seen` as in `end_term`."""
    with act("access.end_relation", relation, by=by, permit=may_edit_register):
        lock(relation, ["ends_on"], seen)
        if relation.starts_on and ends_on < relation.starts_on:
            raise RefusedError(_("終了日は、開始日と同じ日かそれより後の日を入力してください。"))
        relation.ends_on = ends_on
        relation.save(update_fields=["ends_on"])


def add_holiday(country: Country, *, day: dt.date, name_ja: str, by: Actor, name_en: str = "") -> Holiday:
    """A day on which that country does not work."""
    with act("access.add_holiday", None, by=by, permit=may_edit_register(by)) as record:
        if Holiday.objects.filter(country=country, day=day).exists():
            raise RefusedError(_("この日はすでに祝日として登録されています。"))
        RemovedHoliday.objects.filter(country=country, day=day).delete()
        holiday = Holiday.objects.create(country=country, day=day, name_ja=name_ja, name_en=name_en)
        record.thing = holiday
    return holiday


def remove_holiday(holiday: Holiday, *, by: Actor) -> None:
    """It is no day off there; what is loaded later does not put it back."""
    with act("access.remove_holiday", holiday, by=by, permit=may_edit_register):
        RemovedHoliday.objects.get_or_create(country=holiday.country, day=holiday.day)
        holiday.delete()
