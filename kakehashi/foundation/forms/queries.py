"""Question sets and sheets as they are read. Who may see a sheet is decided by the thing it is about."""

from django.db.models import QuerySet

from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Question, QuestionSet, Section, Version
from kakehashi.foundation.organisations.models import Person


def current_version(code: str) -> Version | None:
    """The published version of the question set `code`; ``None`` while there is none."""
    return Version.objects.filter(question_set__code=code, state=VersionState.PUBLISHED).first()


def sets_for_editing(person: Person) -> QuerySet[QuestionSet]:
    """Every question set with its versions, to whoever may edit forms; else none."""
    if not may(person, Permission.EDIT_FORMS):
        return QuestionSet.objects.none()
    return QuestionSet.objects.prefetch_related("versions")


def newest_version(question_set: QuestionSet) -> Version:
    return question_set.versions.order_by("-number")[0]


def versions_for_editing(person: Person) -> QuerySet[Version]:
    if not may(person, Permission.EDIT_FORMS):
        return Version.objects.none()
    return Version.objects.select_related("question_set")


def sections_for_editing(person: Person) -> QuerySet[Section]:
    return Section.objects.filter(version__in=versions_for_editing(person)).select_related("version__question_set")


def questions_for_editing(person: Person) -> QuerySet[Question]:
    return Question.objects.filter(version__in=versions_for_editing(person)).select_related(
        "version__question_set", "section"
    )
