"""Who reckons, decides and announces a placement, and what each step needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from kakehashi.services.jet.models import PlacementRun

DECIDED = ("approved", "notified")


def approves(by: Actor, run: PlacementRun) -> bool:
    """Somebody of the committee who did not ask for the run."""
    return may(by, Permission.APPROVE_PLACEMENT) and getattr(by, "pk", None) != run.asked_by_id


def platform(by: Actor, _run: PlacementRun) -> bool:
    return isinstance(by, Robot)


def is_whole(run: PlacementRun) -> Promise | None:
    if run.is_trial:
        return _("試算なので、委員会に出せません。")
    return _("何も配置されていません。") if not run.places else None


def is_only_one(run: PlacementRun) -> Promise | None:
    if run.cycle.runs.filter(step__in=DECIDED).exclude(pk=run.pk).exists():
        return _("この年の配置は、もう承認されています。")
    return None
