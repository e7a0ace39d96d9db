"""Question sets that a part of the platform ships: loaded where they are missing, never over what was edited."""

import json
from pathlib import Path
from typing import Any

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Question, QuestionSet, Section, Version
from kakehashi.kernel import clock

SEED = Robot("seed")


def load_forms(folder: Path) -> None:
    """Each ``<code>.json`` of the folder whose question set is not there yet, published as its first version."""
    known = set(QuestionSet.objects.values_list("code", flat=True))
    for path in sorted(folder.glob("*.json")):
        if path.stem not in known:
            _load(json.loads(path.read_text(encoding="utf-8")))


def _load(wanted: dict[str, Any]) -> None:
    with act("forms.load_set", None, by=SEED, permit=True) as record:
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
