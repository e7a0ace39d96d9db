"""Kinds of cases made, changed, opened and closed by headquarters; what can be asked for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kakehashi.engines.cases import searching
from kakehashi.engines.cases.models import CaseKind, CheckTemplate, MenuItem, StepTarget
from kakehashi.engines.cases.queries.kind_editing import has_cases, published_version, what_is_missing
from kakehashi.engines.cases.roads import FORM_ROLES, FORMS, ROADS
from kakehashi.engines.cases.rules import may_edit_kind
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.catalogue import seed as catalogue
from kakehashi.foundation.forms.models import QuestionSet, Version
from kakehashi.foundation.forms.operations import copy_set, new_draft_from, publish_version
from kakehashi.foundation.organisations.models import Person

ROAD = ("starts", "work", "through_branch", "has_formal_stage")
WORDS = ("name_ja", "name_en", "service_number", "guidance_ja", "guidance_en", "reason_ja", "reason_en", "order")
RECEPTION = ("at_offices", "needs_assisting_office", "second_follow_up_months", *FORM_ROLES)
EDITABLE = (*ROAD, *WORDS, *RECEPTION)
_COPIED = (*ROAD, *RECEPTION, "guidance_ja", "guidance_en")


class RoadFixedError(Exception):
    """Cases are on the road already: it cannot be changed under them."""

    def __init__(self) -> None:
        super().__init__(_("この種類の案件がすでにあるため、進め方は変えられません。新しい種類を作ってください。"))


class NotReadyError(Exception):
    """It cannot be open as it is; `faults` say why, in words."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class CodeTakenError(Exception):
    """Another kind, or menu item, has this code."""

    def __init__(self) -> None:
        super().__init__(_("このコードはすでに使われています。別のコードにしてください。"))


def create_kind(words: Mapping[str, Any], *, road: str, by: Person) -> CaseKind:
    """A closed kind with the road of a template and the question sets it begins with.

    `words`: code, name_ja, name_en, service_number.
    """
    with act("cases.create_kind", None, by=by, permit=may_edit_kind(by)) as record:
        kind = _new(words)
        for name, value in ROADS[road].items():
            setattr(kind, name, value)
        for role, code in FORMS[road].items():
            found = QuestionSet.objects.filter(code=code).first()
            setattr(kind, role, found if published_version(found) else None)
        kind.save()
        record.thing = kind
    return kind


def copy_kind(source: CaseKind, words: Mapping[str, Any], *, by: Person) -> CaseKind:
    """A closed kind like `source`: its road, desks, question sets, days and checklist."""
    with act("cases.copy_kind", None, by=by, permit=may_edit_kind(by)) as record:
        kind = _new(words)
        for name in _COPIED:
            setattr(kind, name, getattr(source, name))
        kind.save()
        kind.desks.set(source.desks.all())
        for target in source.targets.all():
            StepTarget.objects.create(kind=kind, step=target.step, working_days=target.working_days)
        for check in source.check_templates.all():
            CheckTemplate.objects.create(kind=kind, text_ja=check.text_ja, text_en=check.text_en, order=check.order)
        record.thing, record.extra = kind, {"copied_from": source.code}
    return kind


def _new(words: Mapping[str, Any]) -> CaseKind:
    if CaseKind.objects.filter(code=words["code"]).exists():
        raise CodeTakenError
    return CaseKind(**{name: words[name] for name in ("code", "name_ja", "name_en", "service_number")})


def change_kind(kind: CaseKind, values: Mapping[str, Any], *, base_revision: int, by: Person) -> CaseKind:
    """Change any of ``EDITABLE``, and `desks`, `targets` (days or ``None`` by step), `checks` (pairs of words).

    Raises ``StaleError``, ``RoadFixedError``, ``NotReadyError`` where an open kind could not stay open.
    """
    with act("cases.change_kind", kind, by=by, permit=_may_edit) as record:
        _hold(kind, base_revision)
        if any(name in values and values[name] != getattr(kind, name) for name in ROAD) and has_cases(kind):
            raise RoadFixedError
        for name in EDITABLE:
            if name in values:
                setattr(kind, name, values[name])
        record.extra = _replace_lists(kind, values)
        _save(kind)
    return kind


def _replace_lists(kind: CaseKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The lists that belong to a kind, as far as they are given; what was written, for the audit row."""
    told: dict[str, Any] = {}
    if "desks" in values:
        kind.desks.set(values["desks"])
        told["desks"] = [desk.code for desk in values["desks"]]
    if "targets" in values:
        told["targets"] = {step: days for step, days in values["targets"].items() if days is not None}
        kind.targets.filter(step__in=values["targets"]).delete()
        StepTarget.objects.bulk_create(
            StepTarget(kind=kind, step=step, working_days=days) for step, days in told["targets"].items()
        )
    if "checks" in values:
        told["checks"] = [list(pair) for pair in values["checks"]]
        kind.check_templates.all().delete()
        CheckTemplate.objects.bulk_create(
            CheckTemplate(kind=kind, text_ja=japanese, text_en=english, order=order)
            for order, (japanese, english) in enumerate(values["checks"])
        )
    return told


def open_kind(kind: CaseKind, *, base_revision: int, by: Person) -> CaseKind:
    """From now on cases of this kind can be begun. Raises ``NotReadyError`` with all it lacks."""
    with act("cases.open_kind", kind, by=by, permit=_may_edit):
        _hold(kind, base_revision)
        kind.is_open, kind.reason_ja, kind.reason_en = True, "", ""
        _save(kind)
    return kind


def close_kind(kind: CaseKind, *, reason_ja: str, reason_en: str, base_revision: int, by: Person) -> CaseKind:
    """No further cases are begun, for this reason; those begun go on."""
    with act("cases.close_kind", kind, by=by, permit=_may_edit):
        _hold(kind, base_revision)
        kind.is_open, kind.reason_ja, kind.reason_en = False, reason_ja, reason_en
        _save(kind)
    return kind


def give_own_form(kind: CaseKind, role: str, *, base_revision: int, by: Person) -> Version:
    """A question set of this kind's own, like the one it has; the draft in which it is to be changed.

    The copy is published at once, so the kind can go on as before.
    """
    with act("cases.give_own_form", kind, by=by, permit=_may_edit):
        _hold(kind, base_revision)
        source = published_version(getattr(kind, role))
        if source is None:
            raise NotReadyError([_("公開中の版がないため、写せません。質問票を公開してください。")])
        made = copy_set(source, **_title_of(kind, role), by=by)
        version = publish_version(made.versions.get(), by=by)
        setattr(kind, role, made)
        _save(kind)
        return new_draft_from(version, by=by)


def _title_of(kind: CaseKind, role: str) -> dict[str, str]:
    """Code and titles of a kind's own question set."""
    wanted = code = f"{kind.code[:40]}-{role.removesuffix('_form').replace('_', '-')}"
    number = 1
    while QuestionSet.objects.filter(code=code).exists():
        number += 1
        code = f"{wanted}-{number}"
    with override("ja"):
        title_ja = f"{kind.name_ja} {FORM_ROLES[role]}"
    with override("en"):
        title_en = f"{kind.name_en}: {FORM_ROLES[role]}"
    return {"code": code, "title_ja": title_ja[:120], "title_en": title_en[:160]}


def add_menu_item(*, code: str, name_ja: str, name_en: str, by: Person) -> MenuItem:
    """One more thing that can be asked for, at the end of the menu."""
    with act("cases.add_menu_item", None, by=by, permit=may_edit_kind(by)) as record:
        if MenuItem.objects.filter(code=code).exists():
            raise CodeTakenError
        order = max(MenuItem.objects.values_list("order", flat=True), default=-1) + 1
        item = MenuItem.objects.create(code=code, name_ja=name_ja, name_en=name_en, order=order)
        record.thing = item
    return item


def change_menu_item(item: MenuItem, *, name_ja: str, name_en: str, is_offered: bool, by: Person) -> MenuItem:
    """Rename it, or withdraw it from the forms; requests that named it keep it."""
    with act("cases.change_menu_item", item, by=by, permit=_may_edit):
        item.name_ja, item.name_en, item.is_offered = name_ja, name_en, is_offered
        item.save()
    return item


def _may_edit(by: Actor, _thing: object) -> bool:
    return may_edit_kind(by)


def _hold(kind: CaseKind, base_revision: int) -> None:
    """Hold the row and take it over as it is now."""
    kind.refresh_from_db(from_queryset=CaseKind.objects.select_for_update(no_key=True))
    if kind.revision != base_revision:
        raise StaleError(kind)


def _save(kind: CaseKind) -> None:
    """Refuse what an open kind may not be, else save, and tell the plan and the search what is open now."""
    if kind.is_open and (faults := what_is_missing(kind)):
        raise NotReadyError(faults)
    kind.revision += 1
    kind.save()
    catalogue.refresh_states()
    searching.hand_in_kind(kind)
