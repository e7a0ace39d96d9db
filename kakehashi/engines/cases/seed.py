"""The rows this engine starts with: question sets, kinds of cases, what can be asked for, how offices work.

Nothing that headquarters has changed on screen is touched: only what is missing is added.
"""

import json
from pathlib import Path
from typing import Any

from kakehashi.engines.cases.models import CaseKind, MenuItem, OfficeSetting
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.catalogue import seed as catalogue
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Question, QuestionSet, Section, Version
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock

DATA = Path(__file__).parent / "data"
SEED = Robot("seed")


def load() -> None:
    """Idempotent."""
    known = set(QuestionSet.objects.values_list("code", flat=True))
    for path in sorted((DATA / "forms").glob("*.json")):
        if path.stem not in known:
            _load_form(json.loads(path.read_text(encoding="utf-8")))
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


def _load_form(wanted: dict[str, Any]) -> None:
    """A question set with its first version, published."""
    with act("cases.load_form", None, by=SEED, permit=True) as record:
        question_set = QuestionSet.objects.create(
            code=wanted["code"], title_ja=wanted["title_ja"], title_en=wanted["title_en"]
        )
        record.thing = question_set
        version = Version.objects.create(
            question_set=question_set, number=1, state=VersionState.PUBLISHED, published_at=clock.now()
        )
        for section_order, section in enumerate(wanted["sections"]):
            questions = section.pop("questions")
            made = Section.objects.create(version=version, order=section_order, **section)
            for order, question in enumerate(questions):
                Question.objects.create(version=version, section=made, order=order, **question)
