"""How an office wants to be asked."""

from collections.abc import Mapping
from typing import Any

from kakehashi.engines.cases.models import OfficeSetting
from kakehashi.engines.cases.rules import may_change_setting
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person

EDITABLE = ("time_zone", "submit_days", "urgent_days", "notes_ja", "notes_en")


def change_setting(setting: OfficeSetting, values: Mapping[str, Any], *, by: Person) -> OfficeSetting:
    """Lead times in days, the time zone, what to know before asking."""
    with act("cases.change_setting", setting, by=by, permit=may_change_setting):
        for name in EDITABLE:
            setattr(setting, name, values[name])
        setting.save()
    return setting
