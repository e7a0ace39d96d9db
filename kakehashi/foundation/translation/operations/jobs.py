"""Asking a body for translations, and carrying an order along its road."""

import datetime as dt
from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.flow.moves import make_move
from kakehashi.foundation.notices import reminding
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation import notices, rules
from kakehashi.foundation.translation.families import written_at_its_thing
from kakehashi.foundation.translation.flow import JOB_FLOW
from kakehashi.foundation.translation.models import Job, JobLine, Language, Unit
from kakehashi.foundation.translation.queries import able_people, open_jobs_with_a_date, source_meanings
from kakehashi.kernel import clock


def order(
    *,
    title: str,
    language: Language,
    organisation: Organisation,
    units: Sequence[Unit],
    due_at: dt.datetime | None,
    note: str,
    by: Actor,
) -> Job:
    """Ask the body to translate these. A handful of queries, however many there are. Raises ``RefusedError``."""
    with act("translation.order", None, by=by, permit=rules.may_keep_languages(by)) as record:
        if not units:
            raise RefusedError(_("依頼する文章がありません。状態か種類を選び直してください。"))
        if any(language.code in written_at_its_thing(unit.family) for unit in units):
            raise RefusedError(_("この言語は文章のもとのページで書くので、依頼できません。"))
        job = Job.objects.create(
            step=JOB_FLOW.steps[0].code,
            title=title,
            profile=units[0].profile,
            language=language,
            organisation=organisation,
            due_at=due_at,
            note=note,
            asked_by=by if isinstance(by, Person) else None,
        )
        meanings = source_meanings(units, language.code)
        JobLine.objects.bulk_create([JobLine(job=job, unit=unit, meaning=meanings[unit.pk]) for unit in units])
        Passage.objects.create(
            thing_kind=job.ref.kind,
            thing_id=job.pk,
            move="order",
            to_step=job.step,
            note=note,
            by=job.asked_by,
            by_name=str(by),
        )
        record.thing = job
        record.extra = {"lines": len(units)}
        notices.ordered(job, len(units), by)
    return job


def move_job(job: Job, code: str, *, by: Actor, note: str = "") -> None:
    """Raises ``MoveRefusedError`` or ``NotPermittedError``."""
    with make_move(JOB_FLOW, job, code, by=by, note=note):
        if code == "accept" and job.translator is None and isinstance(by, Person) and _is_able(job, by, "translates"):
            job.translator = by if job.checker != by else None
        label = JOB_FLOW.step(job.step).label
        with translation.override("en"):
            english = str(label)
        with translation.override("ja"):
            notices.moved(job, {"ja": str(label), "en": english}, note, by)


def assign(job: Job, *, translator: Person | None, checker: Person | None, by: Actor) -> None:
    """Say who translates and who checks: two people of the body, each named for the language."""
    with act("translation.assign", job, by=by, permit=rules.may_assign):
        job.refresh_from_db(from_queryset=Job.objects.select_for_update(no_key=True))
        if translator is not None and translator == checker:
            raise RefusedError(_("翻訳する人と点検する人は、別の人にしてください。"))
        before = {job.translator_id, job.checker_id}
        _require_able(job, translator, "translates")
        _require_able(job, checker, "checks")
        job.translator, job.checker = translator, checker
        job.revision += 1
        job.save()
        notices.assigned(job, [one for one in (translator, checker) if one and one.pk not in before], by)


def _require_able(job: Job, person: Person | None, what: str) -> None:
    if person is not None and not _is_able(job, person, what):
        raise RefusedError(_("%(person)sは、この言語の担当者として登録されていません。") % {"person": person})


def _is_able(job: Job, person: Person, what: str) -> bool:
    return able_people(job.language_id, what, job.organisation).filter(pk=person.pk).exists()


def remind(*, by: Robot) -> int:
    """What falls due in a week, today, or is late by whole weeks is called to mind. Answers how many orders."""
    due = set(reminding.due_days(reminding.days_to_remind("translation.reminded")))
    jobs = [job for job in open_jobs_with_a_date() if job.due_at and clock.japan_day(job.due_at) in due]
    reminding.in_batches("translation.remind", "jobs", jobs, lambda job: _remind(job, by), by=by)
    with act("translation.reminded", None, by=by, permit=True) as record:
        record.extra = {"count": len(jobs)}
    return len(jobs)


def _remind(job: Job, by: Robot) -> None:
    assert job.due_at is not None  # noqa: S101  # by the query; for the type checker
    day = reminding.reminded_on(clock.japan_day(job.due_at))
    notices.falls_due(job, is_late=job.is_late, day=str(day), by=by)
