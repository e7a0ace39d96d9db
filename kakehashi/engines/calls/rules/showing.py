"""How an application stands, where the road it takes has something to say beside its step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kakehashi.engines.calls.rules import has_no_report, is_paid_directly
from kakehashi.foundation.flow.definition import Step, Turn

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application


def turn_of(application: Application) -> Turn:
    """Whose turn it is. What ends without a report, and what the council pays itself, the section passes on."""
    ends_without_report = application.step == "granted" and has_no_report(application)
    is_passed_on = ends_without_report or (application.step == "settled" and is_paid_directly(application))
    return Turn.OFFICE if is_passed_on else application.stage.turn


def step_words(application: Application, step: Step, *, is_staff: bool) -> str:
    """A step as this side calls it. Nothing was reported where no report is asked for."""
    if step.code == "accepted" and has_no_report(application):
        return _("終わりました")
    return str(step.label if is_staff else step.public_label)
