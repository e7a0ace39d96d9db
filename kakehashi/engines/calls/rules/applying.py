"""What an application needs before it leaves the applicant, beside its papers; and who chooses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application
    from kakehashi.engines.calls.rules import Words

NO_TRACK = _("枠が選ばれていません。枠を選んでください。")


def track_is_chosen(application: Application) -> Words | None:
    """Money and places are promised out of a track only."""
    return NO_TRACK if application.track_id is None else None
