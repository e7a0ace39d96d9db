"""How an office or desk wants to be asked."""

from collections.abc import Mapping
from typing import Any

from kakehashi.engines.cases.models import OfficeSetting
from kakehashi.engines.cases.rules import may_change_setting
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.organisations.models import Organisation, Person

EDITABLE = ("time_zone", "submit_days", "urgent_days", "notes_ja", "notes_en")


def change_setting(
    setting: OfficeSetting, values: Mapping[str, Any], *, base_revision: int, by: Person
) -> OfficeSetting:
    """Lead times in days, the time zone, what to know before asking; of a desk that never said, the first time.

    Raises ``StaleError`` when somebody changed it since `base_revision`.
    """
    with act("cases.change_setting", setting, by=by, permit=may_change_setting):
        Organisation.objects.select_for_update(no_key=True).get(pk=setting.office_id)
        known = OfficeSetting.objects.filter(office=setting.office_id).first()
        if known is not None and (setting.pk is None or known.revision != base_revision):
            raise StaleError(known)
        for name in EDITABLE:
            setattr(setting, name, values[name])
        setting.revision = base_revision + 1
        setting.save()
    return setting
