"""Editing question sets: only a draft version changes; a published one stays as people answered it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Question, QuestionSet, Section, Version
from kakehashi.foundation.forms.soundness import faults_of
from kakehashi.kernel import clock


class VersionClosedError(ValidationError):
    """The version is no draft: it was published, perhaps by somebody else a moment ago."""


def may_edit(by: Actor, thing: object = None) -> bool:
    return may(by, Permission.EDIT_FORMS)


def create_set(*, code: str, title_ja: str, title_en: str, by: Actor) -> QuestionSet:
    """A new question set with an empty draft as its version 1."""
    with act("forms.create_set", None, by=by, permit=may_edit(by)) as record:
        if QuestionSet.objects.filter(code=code).exists():
            raise ValidationError({"code": _("このコードはすでに使われています。別のコードにしてください。")})
        question_set = QuestionSet.objects.create(code=code, title_ja=title_ja, title_en=title_en)
        Version.objects.create(question_set=question_set, number=1)
        record.thing = question_set
    return question_set


def copy_set(source: Version, *, code: str, title_ja: str, title_en: str, by: Actor) -> QuestionSet:
    """A new question set whose draft version 1 asks what `source` asks."""
    with act("forms.copy_set", None, by=by, permit=may_edit(by)) as record:
        question_set = create_set(code=code, title_ja=title_ja, title_en=title_en, by=by)
        _copy_outline(source, question_set.versions.get())
        record.thing, record.extra = question_set, {"copied_from": str(source)}
    return question_set


def new_draft_from(version: Version, *, by: Actor) -> Version:
    """A copy of the version, to be changed and published in its place. One draft at a time."""
    with act("forms.new_draft_from", None, by=by, permit=may_edit(by)) as record:
        question_set = QuestionSet.objects.select_for_update(no_key=True).get(pk=version.question_set_id)
        if question_set.versions.filter(state=VersionState.DRAFT).exists():
            raise ValidationError(_("作成中の版がすでにあります。その版を直してください。"))
        last = question_set.versions.aggregate(last=Max("number"))["last"]
        draft = Version.objects.create(question_set=question_set, number=last + 1)
        _copy_outline(version, draft)
        record.thing = draft
    return draft


def _copy_outline(source: Version, draft: Version) -> None:
    for section, questions in source.outline:
        copy = _copy(section, version=draft)
        for question in questions:
            _copy(question, version=draft, section=copy)


def publish_version(version: Version, *, by: Actor) -> Version:
    """From now on new sheets begin with this version; sheets already begun keep theirs.

    Raises ``ValidationError`` with every fault in words.
    """
    with act("forms.publish_version", version, by=by, permit=may_edit):
        _lock(version)
        if faults := faults_of(version):
            raise ValidationError(faults)
        for former in Version.objects.filter(question_set=version.question_set_id, state=VersionState.PUBLISHED):
            _retire(former, by=by)
        version.state, version.published_at = VersionState.PUBLISHED, clock.now()
        version.save(update_fields=["state", "published_at"])
    return version


def _retire(version: Version, *, by: Actor) -> None:
    with act("forms.retire_version", version, by=by, permit=may_edit):
        version.state = VersionState.RETIRED
        version.save(update_fields=["state"])


def add_section(version: Version, *, values: dict[str, Any], by: Actor) -> Section:
    """A section at the end; `values` are its words."""
    with act("forms.add_section", None, by=by, permit=may_edit(by)) as record:
        _lock(version)
        section = Section.objects.create(version=version, order=_next(version.sections), **values)
        record.thing = section
    return section


def change_section(section: Section, *, values: dict[str, Any], by: Actor) -> Section:
    with act("forms.change_section", section, by=by, permit=may_edit):
        _lock(section.version)
        for name, value in values.items():
            setattr(section, name, value)
        section.save()
    return section


def remove_section(section: Section, *, by: Actor) -> None:
    """The section and its questions."""
    with act("forms.remove_section", section, by=by, permit=may_edit) as record:
        _lock(section.version)
        record.extra = {"removed": str(section), "questions": [one.code for one in section.questions.all()]}
        section.delete()


def add_question(section: Section, *, values: dict[str, Any], by: Actor) -> Question:
    """A question at the end of the section. Its code must be new in the version."""
    with act("forms.add_question", None, by=by, permit=may_edit(by)) as record:
        _lock(section.version)
        if Question.objects.filter(version=section.version_id, code=values["code"]).exists():
            raise ValidationError({"code": _("このコードはこの版ですでに使われています。別のコードにしてください。")})
        question = Question.objects.create(
            version=section.version, section=section, order=_next(section.questions), **values
        )
        record.thing = question
    return question


def change_question(question: Question, *, values: dict[str, Any], by: Actor) -> Question:
    """Everything but its code, which answers hang on."""
    with act("forms.change_question", question, by=by, permit=may_edit):
        _lock(question.version)
        for name, value in values.items():
            if name != "code":
                setattr(question, name, value)
        question.save()
    return question


def remove_question(question: Question, *, by: Actor) -> None:
    with act("forms.remove_question", question, by=by, permit=may_edit) as record:
        _lock(question.version)
        record.extra = {"removed": question.code}
        question.delete()


def reorder(things: Sequence[Section | Question], *, by: Actor) -> None:
    """Give sections of one version, or questions of one section, this order."""
    with act("forms.reorder", things[0].version, by=by, permit=may_edit) as record:
        _lock(things[0].version)
        for order, thing in enumerate(things, 1):
            type(thing).objects.filter(pk=thing.pk).update(order=order)
        record.extra = {"order": [thing.pk for thing in things]}


def move(thing: Section | Question, *, up: bool, by: Actor) -> None:
    """One place up or down among its neighbours; at the end nothing happens."""
    with act("forms.move", thing, by=by, permit=may_edit):
        row: list[Any] = (
            list(thing.version.sections.order_by("order", "id"))
            if isinstance(thing, Section)
            else list(thing.section.questions.order_by("order", "id"))
        )
        here = row.index(thing)
        there = here - 1 if up else here + 1
        if 0 <= there < len(row):
            row[here], row[there] = row[there], row[here]
            reorder(row, by=by)
            thing.refresh_from_db()


def _lock(version: Version) -> None:
    """Hold the version and refuse when it is no draft."""
    version.refresh_from_db(from_queryset=Version.objects.select_for_update(no_key=True))
    version.__dict__.pop("outline", None)
    if version.state != VersionState.DRAFT:
        raise VersionClosedError(_("この版は公開されているため、変えられません。新しい版を作って直してください。"))


def _next(things: Any) -> int:
    return (things.aggregate(last=Max("order"))["last"] or 0) + 1


def _copy(thing: Any, **changes: Any) -> Any:
    columns = {
        column.attname: getattr(thing, column.attname)
        for column in thing._meta.concrete_fields
        if not column.primary_key and column.name not in changes
    }
    return type(thing).objects.create(**columns, **changes)
