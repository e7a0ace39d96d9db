"""Who is told what of an order for translations."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.notices.kinds import NoticeKind, Param, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.models import Job
from kakehashi.foundation.translation.queries.languages import able_people, translators

_ALL = [
    NoticeKind(
        "translation.ordered",
        _("翻訳の依頼がありました: %(title)s"),
        _("「%(title)s」(%(language)s、%(count)s件)の翻訳を頼まれました。引き受けるかどうかを答えてください。"),
    ),
    NoticeKind(
        "translation.assigned",
        _("翻訳の担当になりました: %(title)s"),
        _("「%(title)s」(%(language)s)の翻訳または点検の担当になりました。"),
    ),
    NoticeKind(
        "translation.moved",
        _("翻訳の依頼が「%(step)s」になりました: %(title)s"),
        _("「%(title)s」(%(language)s)が「%(step)s」になりました。\n\n%(note)s"),
    ),
    NoticeKind(
        "translation.due",
        _("翻訳の期限が近づいています: %(title)s"),
        _("「%(title)s」(%(language)s)の期限は%(due)sです。"),
    ),
    NoticeKind(
        "translation.late",
        _("翻訳の期限が過ぎています: %(title)s"),
        _("「%(title)s」(%(language)s)の期限は%(due)sでした。"),
    ),
]
_KINDS = {kind.code: register(kind) for kind in _ALL}


def ordered(job: Job, count: int, by: Actor) -> None:
    """Those of the body who are named for the language; where nobody is, all its translators."""
    able = able_people(job.language_id, "translates", job.organisation)
    _tell(able or translators(job.organisation), "translation.ordered", job, "ordered", by, count=count)


def assigned(job: Job, people: Iterable[Person], by: Actor) -> None:
    _tell(people, "translation.assigned", job, f"assigned:{job.revision}", by)


def moved(job: Job, step: dict[str, str], note: str, by: Actor) -> None:
    """Everybody named in the order."""
    people = [one for one in (job.asked_by, job.translator, job.checker) if one is not None]
    _tell(people, "translation.moved", job, f"moved:{job.revision}", by, step=step, note=note)


def falls_due(job: Job, *, is_late: bool, day: str, by: Actor) -> None:
    """Who works on it; where nobody is named yet, the translators of the body."""
    assert job.due_at is not None  # noqa: S101  # by the query; for the type checker
    people = [one for one in (job.translator, job.checker) if one is not None] or translators(job.organisation)
    kind = "translation.late" if is_late else "translation.due"
    _tell(people, kind, job, f"due:{day}", by, due=job.due_at)


def _tell(people: Iterable[Person], kind: str, job: Job, cause: str, by: Actor, **params: Param) -> None:
    tell(
        people,
        _KINDS[kind],
        about=job.ref,
        url=reverse("translation:job", args=[job.pk]),
        key=f"translation.job:{job.pk}:{cause}",
        except_for=by,
        reply_to=None,
        title=job.title,
        language=named(job.language),
        **params,
    )
