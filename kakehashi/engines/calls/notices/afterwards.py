"""Who is told what after a visit."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kakehashi.engines.calls.models import Paper
from kakehashi.engines.calls.rules.afterwards import sent_person
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person

_ALL = [
    NoticeKind(
        "calls.appraisal_asked",
        _("派遣についての評価をお願いします: %(title)s"),
        _("「%(title)s」(%(number)s)の派遣について、評価を書いてください。読むのは協会の担当課だけです。"),
    ),
    NoticeKind(
        "calls.follow_up_asked",
        _("派遣のその後を教えてください: %(title)s"),
        _("昨年度の「%(title)s」(%(number)s)の派遣を、その後どう生かしたかを教えてください。質問は3つです。"),
    ),
    NoticeKind(
        "calls.follow_up_due",
        _("派遣のその後をまだうかがっていません: %(title)s"),
        _("「%(title)s」(%(number)s)の派遣のその後を教えてください。期限は %(day)s です。"),
    ),
    NoticeKind(
        "calls.told_afterwards",
        _("%(paper)sが届きました: %(title)s"),
        _("「%(title)s」(%(number)s)の「%(paper)s」が届きました。"),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def ask_body(paper: Paper, kind: str) -> None:
    people = holders(Permission.REQUEST_SERVICES, paper.application.applicant_id)
    _tell(people, kind, paper, f"/calls/applications/{paper.application_id}/papers/{paper.pk}/")


def ask_sent(paper: Paper) -> None:
    person = sent_person(paper.application)
    _tell([person] if person else [], "calls.appraisal_asked", paper, "/calls/sent/")


def follow_up_due(paper: Paper) -> None:
    ask_body(paper, "calls.follow_up_due")


def told(paper: Paper, by: Actor) -> None:
    people = holders(Permission.HANDLE_CALLS, paper.application.call.scheme.desk_id)
    _tell(people, "calls.told_afterwards", paper, f"/calls/applications/{paper.application_id}/", by)


def _tell(people: Iterable[Person], kind: str, paper: Paper, url: str, by: Actor | None = None) -> None:
    application = paper.application
    tell(
        people,
        KINDS[kind],
        about=application.ref,
        url=url,
        key=f"{kind}:{paper.pk}",
        except_for=by,
        title=str(application),
        number=application.number or "",
        paper=_both(paper),
        day=paper.due_on.isoformat() if paper.due_on else "",
    )


def _both(paper: Paper) -> dict[str, str]:
    """The kind of the paper in both languages."""
    found = {}
    for language in ("ja", "en"):
        with override(language):
            found[language] = str(paper.get_kind_display())
    return found
