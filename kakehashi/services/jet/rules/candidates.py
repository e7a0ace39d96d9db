"""Who may write of a candidate, and what each step of a selection needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.services.jet.choices import Document, Result
from kakehashi.services.jet.rules.requests import runs_programme

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from kakehashi.services.jet.models import Application

SELECTING = ("draft", "submitted", "incomplete", "interview_invited", "interviewed")
CHOSEN = ("short_listed", "alternate", "accepted", "documents_ok")  # may still get or change a place
RESULTS: dict[str, str] = {
    **dict.fromkeys(("short_listed", "accepted", "documents_ok", "placed", "departed"), Result.SHORT_LISTED),
    "alternate": Result.ALTERNATE,
    "rejected": Result.REJECTED,
}  # what the interview led to, by the step one stands at
GOING = (*SELECTING, *CHOSEN, "placed")


def selects(by: Actor, application: Application) -> bool:
    """The mission, or the council in its place."""
    return may(by, Permission.SELECT_CANDIDATES, application.mission_id) or runs_programme(by)


def is_self(by: Actor | None, application: Application) -> bool:
    return application.person_id is not None and getattr(by, "pk", None) == application.person_id


def selects_or_self(by: Actor, application: Application) -> bool:
    return selects(by, application) or is_self(by, application)


def may_write(by: Actor, application: Application) -> bool:
    return selects(by, application) and application.step in (*SELECTING, *CHOSEN)


def may_wish(by: Actor, application: Application) -> bool:
    """Places and partner: until the placement is known."""
    return selects_or_self(by, application) and application.step in (*SELECTING, *CHOSEN)


def is_scored(application: Application) -> Promise | None:
    return _("面接の点を入れてください。") if application.score is None else None


def is_ranked(application: Application) -> Promise | None:
    return _("補欠の順位を入れてください。") if application.rank is None else None


def has_papers(application: Application) -> Promise | str | None:
    """All papers the year needs are there."""

    missing = [Document(one).label for one in application.cycle.needed_documents if one not in application.documents]
    if not missing:
        return None
    return _("届いていない書類があります: %(papers)s") % {"papers": "、".join(map(str, missing))}


def cares_confirmed(application: Application) -> Promise | None:
    if application.care_note and not application.care_confirmed:
        return _("配置の前に人が確かめる事情があります。確かめてから進めてください。")
    return None
