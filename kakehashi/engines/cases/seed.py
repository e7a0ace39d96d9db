"""The rows this engine starts with: question sets, kinds of cases, what can be asked for, how offices work.

Nothing that headquarters has changed on screen is touched: only what is missing is added.
"""

import json
from pathlib import Path
from typing import Any

from kakehashi.engines.cases.models import CaseKind, MenuItem, OfficeSetting
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Question, QuestionSet, Section, Version
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock

DATA = Path(__file__).parent / "data"
SEED = Robot("seed")
_ROLES = {"request": "support-request", "result": "support-result", "report": "support-report",
          "follow_up": "support-follow-up"}  # fmt: skip


def load() -> None:
    """Idempotent."""
    for wanted in json.loads((DATA / "forms.json").read_text()):
        if not QuestionSet.objects.filter(code=wanted["code"]).exists():
            _load_form(wanted)
    kinds = json.loads((DATA / "kinds.json").read_text())
    _load_kinds(kinds)
    for order, item in enumerate(kinds["menu"]):
        names = {"name_ja": item["ja"], "name_en": item["en"], "order": order}
        MenuItem.objects.get_or_create(code=item["code"], defaults=names)
    for office in kinds["offices"]:
        if found := Organisation.objects.filter(code=f"office-{office['code']}").first():
            values = {"time_zone": office["time_zone"], "notes_ja": office["ja"], "notes_en": office["en"]}
            OfficeSetting.objects.get_or_create(office=found, defaults=values)


def _load_kinds(kinds: dict[str, Any]) -> None:
    sets = {role: QuestionSet.objects.get(code=code) for role, code in _ROLES.items()}
    for kind in kinds["kinds"]:
        values = {key: kind[key] for key in ("service_number", "name_ja", "name_en", "is_open")}
        if kind["is_open"]:
            values |= {f"{role}_form": found for role, found in sets.items()}
        else:
            values |= {"reason_ja": kinds["reasons"]["ja"], "reason_en": kinds["reasons"]["en"]}
        CaseKind.objects.get_or_create(code=kind["code"], defaults=values)


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
