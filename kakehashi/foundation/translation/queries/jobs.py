"""Orders for translations, and how far each has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.models import Job, JobLine, Text, Unit
from kakehashi.foundation.translation.queries.coverage import status_of
from kakehashi.foundation.translation.tree import Tree, tree

OPEN = ("requested", "accepted", "returned", "translated", "checked")


@dataclass(frozen=True)
class LineState:
    """One unit of an order as it stands. `has_moved`: its source says something else than when it was asked for."""

    line: JobLine
    text: Text | None
    status: str
    has_moved: bool


@dataclass(frozen=True)
class Progress:
    """How many of an order's lines are written, checked, and asked for before their source moved on."""

    total: int
    written: int
    checked: int
    moved: int

    @property
    def is_written(self) -> bool:
        return self.written == self.total

    @property
    def is_checked(self) -> bool:
        return self.checked == self.total


def jobs_for(person: Person | None) -> QuerySet[Job]:
    return Job.objects.visible_to(person).select_related(
        "language", "organisation", "asked_by", "translator", "checker"
    )


def lines_of(jobs: Iterable[Job]) -> dict[int, list[LineState]]:
    """By order. Three queries, however many orders."""
    listed = {job.pk: job for job in jobs}
    lines = list(JobLine.objects.filter(job__in=listed).select_related("unit"))
    units, languages = {line.unit_id for line in lines}, tree()
    texts = _texts(units, {job.language_id for job in listed.values()}, languages)
    found: dict[int, list[LineState]] = {pk: [] for pk in listed}
    for line in lines:
        language = listed[line.job_id].language_id
        latest, meanings = texts.get(line.unit_id, ({}, {}))
        text = latest.get(language)
        has_moved = line.meaning != languages.followed(language, meanings)
        found[line.job_id].append(LineState(line, text, status_of(text), has_moved))
    return found


_ByLanguage = tuple[dict[str, Text], dict[str, str]]  # what is worked on, and what what readers get means


def _texts(units: Iterable[int], languages: set[str], known: Tree) -> dict[int, _ByLanguage]:
    codes = languages | {code for language in languages for code in known.ancestors(language)}
    texts = Text.objects.filter(Q(is_latest=True) | Q(is_standing=True), unit__in=units, language__in=codes)
    found: dict[int, _ByLanguage] = {}
    for text in texts.order_by().select_related("translator", "checker"):
        latest, meanings = found.setdefault(text.unit_id, ({}, {}))
        if text.is_latest:
            latest[text.language_id] = text
        if text.is_standing:
            meanings[text.language_id] = text.meaning
    return found


def progress_of(lines: Sequence[LineState]) -> Progress:
    return Progress(
        total=len(lines),
        written=sum(line.status in {"to_check", "checked"} for line in lines),
        checked=sum(line.status == "checked" for line in lines),
        moved=sum(line.has_moved for line in lines),
    )


def progress(job: Job) -> Progress:
    return progress_of(lines_of([job])[job.pk])


def source_meanings(units: Iterable[Unit], language: str) -> dict[int, str]:
    """What the source of each says now: unit number → meaning. Two queries."""
    known = tree()
    pks = [unit.pk for unit in units]
    texts = _texts(pks, {language}, known)
    return {pk: known.followed(language, texts[pk][1] if pk in texts else {}) for pk in pks}


def open_jobs_with_a_date() -> QuerySet[Job]:
    """For the reminders of the platform."""
    return Job.objects.filter(step__in=OPEN, due_at__isnull=False).select_related(
        "language", "organisation", "translator", "checker"
    )


def passages_of(job: Job) -> QuerySet[Passage]:
    """What happened to it, the newest first."""
    return Passage.objects.filter(thing_kind=job.ref.kind, thing_id=job.pk).order_by("-at", "-id")
