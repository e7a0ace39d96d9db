"""The rows this engine starts with: question sets, kinds of cases, what can be asked for, how offices work.

Nothing that headquarters has changed on screen is touched: what is missing is added, and a question set that stands as
it was shipped is renewed when other words are shipped for it.
"""

import json
from pathlib import Path
from typing import Any

from kakehashi.engines.cases.models import CaseKind, MenuItem, OfficeSetting
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.catalogue import seed as catalogue
from kakehashi.foundation.forms.models import QuestionSet
from kakehashi.foundation.forms.seed import load_forms
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation

DATA = Path(__file__).parent / "data"
SEED = Robot("seed")


def load() -> None:
    """Idempotent."""
    load_forms(DATA / "forms")
    rows = json.loads((DATA / "kinds.json").read_text(encoding="utf-8"))
    kinds = {kind.code: kind for kind in CaseKind.objects.all()}
    for row in rows["kinds"]:
        _load_kind(row, kinds.get(row["code"]) or CaseKind(code=row["code"]))
    for order, item in enumerate(rows["menu"]):
        names = {"name_ja": item["ja"], "name_en": item["en"], "order": order}
        MenuItem.objects.get_or_create(code=item["code"], defaults=names)
    for office in rows["offices"]:
        if found := Organisation.objects.filter(code=f"office-{office['code']}").first():
            values = {"time_zone": office["time_zone"], "notes_ja": office["ja"], "notes_en": office["en"]}
            OfficeSetting.objects.get_or_create(office=found, defaults=values)
    catalogue.refresh_states()


def _load_kind(row: dict[str, Any], kind: CaseKind) -> None:
    """A kind that is missing, or that stands closed as it was first loaded, is given its road and opened."""
    if kind.is_open or kind.revision > 1:
        return
    with act("cases.load_kind", kind if kind.pk else None, by=SEED, permit=True) as record:
        for name, value in row.items():
            if name not in {"code", "forms", "desks"}:
                setattr(kind, name, value)
        for role, code in row["forms"].items():
            setattr(kind, role, QuestionSet.objects.get(code=code))
        kind.is_open, kind.reason_ja, kind.reason_en = True, "", ""
        kind.save()
        kind.desks.set(_desks(row.get("desks", [])))
        record.thing = kind


def _desks(codes: list[str]) -> list[Organisation]:
    """The sections of these codes; headquarters itself where it is not divided into them."""
    sections = list(Organisation.objects.filter(code__in=codes))
    return sections or list(Organisation.objects.filter(kind=OrganisationKind.HEADQUARTERS) if codes else [])
