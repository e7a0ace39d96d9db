"""Rates: what is known of them from a day on."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.kernel import clock
from kakehashi.services.jet.models import RateRow
from kakehashi.services.jet.rules.requests import runs_programme

CONDITIONS = ("kind", "scheme", "contract_year", "country", "organisation_kind")
_DAY = dt.timedelta(days=1)


def add_rate(values: Mapping[str, Any], *, by: Actor) -> RateRow:
    """From `valid_from` on, until a later row of the same conditions begins; the one before ends the day before.

    One that begins on the same day is corrected. Raises ``MoveRefusedError`` for a day that is past without a reason.
    """
    with act("jet.add_rate", None, by=by, permit=runs_programme(by)) as record:
        if values["valid_from"] < clock.today() and not values["reason"]:
            raise MoveRefusedError(_("過ぎた日から変えるときは、理由を書いてください。"))
        key = {name: values[name] for name in CONDITIONS}
        rows = list(RateRow.objects.select_for_update().filter(**key).order_by("valid_from"))
        start = values["valid_from"]
        made = next((row for row in rows if row.valid_from == start), None) or RateRow()
        record.extra = {"amount_before": made.amount} if made.pk else {}
        before = next((row for row in reversed(rows) if row.valid_from < start), None)
        after = next((row for row in rows if row.valid_from > start), None)
        if before is not None:
            before.valid_until = start - _DAY
            before.save()
        for name, value in values.items():
            setattr(made, name, value)
        made.valid_until = after.valid_from - _DAY if after is not None else None
        made.save()
        record.thing = made
    return made
