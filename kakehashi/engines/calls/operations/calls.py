"""Calls prepared, changed, announced, closed and reopened; their results and scores released."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.models import Call, Scheme
from kakehashi.engines.calls.operations.calls_rows import ROWS, replace_rows, set_rule
from kakehashi.engines.calls.queries.editing import has_handed_in, published_version
from kakehashi.engines.calls.queries.editing_lacks import what_is_missing
from kakehashi.engines.calls.queries.public import ROLES
from kakehashi.engines.calls.rules import may_edit_call, may_edit_scheme
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.catalogue import seed as catalogue
from kakehashi.foundation.forms.models import QuestionSet, Version
from kakehashi.foundation.forms.operations import copy_set, new_draft_from, publish_version
from kakehashi.kernel import clock

ROAD = (
    "gives", "deciding", "pays", "register", "through_branch", "takes_nominations", "links_case", "has_invitees",
)  # fmt: skip
WORDS = ("title_ja", "title_en", "guidance_ja", "guidance_en", "contact_ja", "contact_en", "is_unconfirmed")
WHEN = ("opens_at", "closes_at", "closes_when_spent", "first_day", "last_day", "decides_on", "report_days")
WHO = ("eligible_kinds", "uses_per_year")
JUDGING = ("is_blind", "reviews_each", "middle", "scoring_until", "letters_need_approval")
EDITABLE = (*ROAD, *WORDS, *WHEN, *WHO, *JUDGING, *ROLES)


class RoadFixedError(Exception):
    """Applications are on the road already: it cannot be changed under them."""

    def __init__(self) -> None:
        super().__init__(_("提出された申請があるため、進め方は変えられません。新しい回の公募を作ってください。"))


class NotReadyError(Exception):
    """It cannot be announced, or stay so, as it is; `faults` say why, in words."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class CallExistsError(Exception):
    """The scheme has this year and round already, or ended before."""


def create_call(scheme: Scheme, *, fiscal_year: int, round_number: int = 1, by: Actor) -> Call:
    """A call of which nothing is known yet, with one track. Raises ``CallExistsError``."""
    with act("calls.create_call", None, by=by, permit=may_edit_scheme(by, scheme)) as record:
        check_free(scheme, fiscal_year, round_number)
        call = Call.objects.create(scheme=scheme, fiscal_year=fiscal_year, round=round_number, is_unconfirmed=True)
        names = {"name_ja": "通常枠", "name_en": "General"}
        replace_rows(call, "tracks", [_empty("tracks") | names | {"code": "general"}])
        searching.hand_in_calls([call])
        record.thing = call
    return call


def _empty(name: str) -> dict[str, Any]:
    model, columns = ROWS[name]
    row = model()
    return {"id": None} | {column: getattr(row, column) for column in columns}


def check_free(scheme: Scheme, fiscal_year: int, round_number: int) -> None:
    """Raises ``CallExistsError`` where there can be no such call."""
    if scheme.ends_after is not None and fiscal_year > scheme.ends_after:
        raise CallExistsError(_("この制度は%(year)s年度で終わりました。") % {"year": scheme.ends_after})
    if scheme.calls.filter(fiscal_year=fiscal_year, round=round_number).exists():
        raise CallExistsError(_("この年度と回の公募はすでにあります。別の回にしてください。"))


def change_call(call: Call, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Call:
    """Change any of ``EDITABLE``, the lists of ``ROWS`` (rows with their `id`), and `money_rule` (its columns).

    Raises ``StaleError``, ``RoadFixedError``, ``RowKeptError``, ``NotReadyError`` where an announced call could not
    stay so.
    """
    with act("calls.change_call", call, by=by, permit=may_edit_call) as record:
        _hold(call, base_revision)
        if any(name in values and values[name] != getattr(call, name) for name in ROAD) and has_handed_in(call):
            raise RoadFixedError
        for name in EDITABLE:
            if name in values:
                setattr(call, name, values[name])
        if "money_rule" in values:
            set_rule(call, values["money_rule"])
            record.extra["money_rule"] = {name: _plain(value) for name, value in values["money_rule"].items()}
        for name in ROWS:
            if name in values:
                replace_rows(call, name, values[name])
                record.extra[name] = [{key: _plain(value) for key, value in row.items()} for row in values[name]]
        _save(call)
    return call


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list) or value is None else str(value)


def announce_call(call: Call, *, base_revision: int, by: Actor) -> Call:
    """From now on everybody can read it. Raises ``NotReadyError`` with all it lacks."""
    with act("calls.announce_call", call, by=by, permit=may_edit_call):
        _hold(call, base_revision)
        call.announced_at = call.announced_at or clock.now()
        _save(call)
    return call


def close_call(call: Call, *, base_revision: int, by: Actor) -> Call:
    """No further applications are handed in; those handed in go on."""
    with act("calls.close_call", call, by=by, permit=may_edit_call):
        _hold(call, base_revision)
        if call.announced_at is None:
            raise NotReadyError([_("まだ公表していない公募は締め切れません。")])
        call.closed_at = call.closed_at or clock.now()
        _save(call)
    return call


def reopen_call(call: Call, *, closes_at: dt.datetime | None, base_revision: int, by: Actor) -> Call:
    """It takes applications again, until `closes_at` (``None``: until it is closed)."""
    with act("calls.reopen_call", call, by=by, permit=may_edit_call):
        _hold(call, base_revision)
        if call.announced_at is None:
            raise NotReadyError([_("まだ公表していない公募です。公表してください。")])
        if closes_at is not None and clock.has_passed(closes_at):
            raise NotReadyError([_("締切は、今より後の日時にしてください。")])
        call.closed_at, call.closes_at = None, closes_at
        _save(call)
    return call


def release_results(call: Call, *, base_revision: int, by: Actor) -> Call:
    """The adopted projects can be read by everybody."""
    with act("calls.release_results", call, by=by, permit=may_edit_call):
        _hold(call, base_revision)
        call.results_released_at = call.results_released_at or clock.now()
        _save(call)
    return call


def release_scores(call: Call, *, base_revision: int, by: Actor) -> Call:
    """Each body that applied reads the scores of its own application."""
    with act("calls.release_scores", call, by=by, permit=may_edit_call):
        _hold(call, base_revision)
        call.scores_released_at = call.scores_released_at or clock.now()
        _save(call)
    return call


def give_own_form(call: Call, role: str, *, base_revision: int, by: Actor) -> Version:
    """A question set of this call's own, like the one it has; the draft in which it is to be changed.

    The copy is published at once, so the call can go on as before.
    """
    with act("calls.give_own_form", call, by=by, permit=may_edit_call):
        _hold(call, base_revision)
        source = published_version(getattr(call, role))
        if source is None:
            raise NotReadyError([_("公開中の版がないため、写せません。質問票を公開してください。")])
        made = copy_set(source, **_title_of(call, role), by=by)
        version = publish_version(made.versions.get(), by=by)
        setattr(call, role, made)
        _save(call)
        return new_draft_from(version, by=by)


def _title_of(call: Call, role: str) -> dict[str, str]:
    """Code and titles of a call's own question set."""
    paper = role.removesuffix("_form").replace("_", "-")
    wanted = code = f"{call.scheme.code[:30]}-{call.fiscal_year}-{paper}"[:56]
    number = 1
    while QuestionSet.objects.filter(code=code).exists():
        number += 1
        code = f"{wanted}-{number}"
    with override("ja"):
        title_ja = f"{call.title} {call.fiscal_year}年度 {ROLES[role]}"
    with override("en"):
        title_en = f"{call.title} FY{call.fiscal_year}: {ROLES[role]}"
    return {"code": code, "title_ja": title_ja[:120], "title_en": title_en[:160]}


def _hold(call: Call, base_revision: int) -> None:
    """Hold the row and take it over as it is now."""
    call.refresh_from_db(from_queryset=Call.objects.select_for_update(no_key=True))
    if call.revision != base_revision:
        raise StaleError(call)


def _save(call: Call) -> None:
    """Refuse what an announced call may not be, else save, and tell the plan what is open now."""
    if call.announced_at is not None and (faults := what_is_missing(call)):
        raise NotReadyError(faults)
    call.revision += 1
    call.save()
    searching.hand_in_calls([call])
    catalogue.refresh_states()
