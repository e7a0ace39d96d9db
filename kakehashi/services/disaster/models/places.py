"""Places by their official codes with names in many languages, and the facilities of a municipality."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import FacilityKind, PlaceKind, ShelterState


class Place(models.Model):
    """A region by the code of its table (``city:0110100``), valid for a time.

    `names` by language code; a language that is missing is said by the rule of `values`. Personal data: none.
    """

    code = models.CharField(_("コード"), max_length=40, unique=True)
    kind = models.CharField(_("種類"), max_length=20, choices=PlaceKind.choices, db_index=True)
    name_ja = models.CharField(_("名称"), max_length=80)
    name_kana = models.CharField(_("ふりがな"), max_length=160, blank=True)
    names: models.JSONField[Any, Any] = models.JSONField(_("各言語の名称"), default=dict, blank=True)
    prefecture = models.CharField(_("都道府県"), max_length=2, blank=True, db_index=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("有効開始日"), null=True, blank=True)
    valid_to = models.DateField(_("有効終了日"), null=True, blank=True)
    folded = models.CharField(max_length=400, editable=False, default="")

    class Meta:
        verbose_name = _("地域")
        ordering = ("code",)
        constraints = [models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="disaster_place_known")]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.names.get("en", ""))


class Facility(models.Model):
    """A place people are sent to: a shelter, a school, a station. Kept by its municipality.

    `names` by language code where somebody translated the name; else the reading is written in Latin letters.
    Personal data: none.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("団体"))
    kind = models.CharField(_("種類"), max_length=20, choices=FacilityKind.choices)
    name_ja = models.CharField(_("名称"), max_length=120)
    name_kana = models.CharField(_("ふりがな"), max_length=160)
    names: models.JSONField[Any, Any] = models.JSONField(_("各言語の名称"), default=dict, blank=True)
    address_ja = models.CharField(_("住所"), max_length=200, blank=True)
    latitude = models.FloatField(_("緯度"), null=True, blank=True)
    longitude = models.FloatField(_("経度"), null=True, blank=True)
    phone = models.CharField(_("電話番号"), max_length=40, blank=True)
    state = models.CharField(_("状態"), max_length=20, choices=ShelterState.choices, default=ShelterState.NOT_OPEN)
    state_since = models.DateTimeField(default=clock.now, editable=False)
    is_used = models.BooleanField(_("使う"), default=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("施設")
        ordering = ("organisation__code", "kind", "name_kana", "id")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FacilityKind.values), name="disaster_facility_known"),
            models.CheckConstraint(condition=Q(state__in=ShelterState.values), name="disaster_shelter_state_known"),
            models.UniqueConstraint(fields=["organisation", "kind", "name_ja"], name="disaster_facility_once"),
        ]

    def __str__(self) -> str:
        return self.name_ja
