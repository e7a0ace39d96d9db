"""The languages an organisation has chosen for itself."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Organisation


class LanguageChoice(models.Model):
    """Which languages stand first at an organisation, in order; none: those of the residents, by the statistics.

    The public pages are there in all languages whatever stands here. Personal data: none.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+", verbose_name=_("団体"))
    languages: models.JSONField[Any, Any] = models.JSONField(_("言語"), default=list)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("団体の言語")

    def __str__(self) -> str:
        return str(self.organisation)
