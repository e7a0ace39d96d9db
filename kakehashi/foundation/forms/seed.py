"""Question sets that a part of the platform ships: loaded where they are missing, never over what was edited.

When other words are shipped for a set, what was shipped before stays in the folder ``earlier`` as CODE-NUMBER.json, so
that it is known again where an installation still has it as it came.
"""

import json
from pathlib import Path
from typing import Any

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Question, QuestionSet, Section, Version
from kakehashi.foundation.forms.operations import publish_version
from kakehashi.kernel import clock

SEED = Robot("seed")
EARLIER = "earlier"
Outline = list[tuple[Section, list[Question]]]


def load_forms(folder: Path) -> None:
    """Each ``<code>.json`` of the folder: published where its question set is not there yet, or stands as it was
    shipped before.
    """
    known = {question_set.code: question_set for question_set in QuestionSet.objects.all()}
    for path in sorted(folder.glob("*.json")):
        if path.stem not in known:
            _load(_read(path))
        elif former := _untouched(known[path.stem], folder / EARLIER):
            _renew(former, _read(path))


def _load(wanted: dict[str, Any]) -> None:
    with act("forms.load_set", None, by=SEED, permit=True) as record:
        question_set = QuestionSet.objects.create(
            code=wanted["code"], title_ja=wanted["title_ja"], title_en=wanted["title_en"]
        )
        record.thing = question_set
        version = Version.objects.create(
            question_set=question_set, number=1, state=VersionState.PUBLISHED, published_at=clock.now()
        )
        _fill(version, wanted)


def _renew(former: Version, wanted: dict[str, Any]) -> None:
    """As the next version; sheets already begun keep theirs."""
    with act("forms.renew_set", None, by=SEED, permit=True) as record:
        version = Version.objects.create(question_set=former.question_set, number=former.number + 1)
        record.thing = version
        _fill(version, wanted)
        publish_version(version, by=SEED)


def _untouched(question_set: QuestionSet, earlier: Path) -> Version | None:
    """Its newest version, where that is published and just what was once shipped: nobody has edited it."""
    shipped = sorted(earlier.glob(f"{question_set.code}-[0-9]*.json"))
    newest = question_set.versions.order_by("-number").first() if shipped else None
    if newest is None or newest.state != VersionState.PUBLISHED:
        return None
    asked = _words(newest.outline)
    return newest if any(asked == _words(_outline(_read(path))) for path in shipped) else None


def _fill(version: Version, wanted: dict[str, Any]) -> None:
    outline = _outline(wanted)
    for order, (section, _questions) in enumerate(outline):
        section.version, section.order = version, order
    Section.objects.bulk_create(section for section, _questions in outline)
    for section, questions in outline:
        for order, question in enumerate(questions):
            question.version, question.section, question.order = version, section, order
    Question.objects.bulk_create(question for _section, questions in outline for question in questions)


def _outline(wanted: dict[str, Any]) -> Outline:
    """Its sections and questions as rows that are not saved."""
    return [
        (
            Section(**{name: value for name, value in section.items() if name != "questions"}),
            [Question(**question) for question in section["questions"]],
        )
        for section in wanted["sections"]
    ]


def _words(outline: Outline) -> list[Any]:
    """What is asked, without where it is kept."""
    return [[_columns(section), [_columns(question) for question in questions]] for section, questions in outline]


def _columns(row: Section | Question) -> dict[str, Any]:
    names = [field.name for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in {"id", "version", "section", "order"}}


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
