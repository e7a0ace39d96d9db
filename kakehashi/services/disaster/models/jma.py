"""What the Japan Meteorological Agency sent, as it was understood."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.models.exercises import Exercise


class JmaMessageQuerySet(models.QuerySet["JmaMessage"]):
    def visible_to(self, person: Person | None) -> Self:
        """Whoever writes bulletins anywhere, and operators; what was taken into a drill only at its organisation."""
        held = standing(person)
        if not (held.may(Permission.WRITE_BULLETINS) or held.may(Permission.OPERATE)):
            return self.none()
        return self.filter(Q(exercise=None) | held.reach(Permission.WRITE_BULLETINS, "exercise__organisation"))


class JmaMessage(models.Model):
    """One XML message, known by the hash of its bytes; in a drill once for each drill.

    `draft` is what the bank can say of it, or ``None``. `series`: what the messages about one event in one type have in
    common, drills apart from real ones. `acts_on`: the earlier message that this one corrects or cancels.
    `prefectures`: their two-digit numbers between spaces; none where it is about coasts or the sea.
    Personal data: none. Kept for ``settings.JMA_DAYS``; longer where a bulletin was made of it.
    """

    digest = models.CharField(max_length=64, editable=False)
    series = models.CharField(max_length=400, editable=False, default="", db_index=True)
    code = models.CharField(_("電文"), max_length=12, blank=True, db_index=True)
    title = models.CharField(_("情報名称"), max_length=200)
    status = models.CharField(_("運用種別"), max_length=20)
    info_type = models.CharField(_("情報形態"), max_length=20)
    event_id = models.CharField(_("識別情報"), max_length=120, blank=True, db_index=True)
    serial = models.CharField(_("情報番号"), max_length=20, blank=True)
    family = models.CharField(_("種類"), max_length=20, db_index=True)
    headline = models.TextField(_("見出し"), blank=True)
    reported_at = models.DateTimeField(_("発表時刻"), null=True, blank=True)
    valid_until = models.DateTimeField(_("失効時刻"), null=True, blank=True)
    areas: models.JSONField[Any, Any] = models.JSONField(default=list)
    prefectures = models.CharField(max_length=200, blank=True, editable=False)
    draft: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    unknown: models.JSONField[Any, Any] = models.JSONField(default=list)  # codes no table knows; their Japanese is kept
    source = models.CharField(_("入手"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("バイト数"))
    received_at = models.DateTimeField(_("受信"), default=clock.now, db_index=True)
    exercise = models.ForeignKey(Exercise, models.PROTECT, null=True, blank=True, related_name="injects")
    acts_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="acted_on_by")
    is_withdrawn = models.BooleanField(_("取り消された"), default=False)
    is_outdated = models.BooleanField(_("新しい電文がある"), default=False)

    objects = JmaMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("気象庁の電文")
        ordering = ("-received_at", "-id")
        indexes = [models.Index(fields=["family", "-received_at"]), models.Index(fields=["event_id", "serial"])]
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=Q(exercise=None), name="disaster_message_once"),
            models.UniqueConstraint(fields=["digest", "exercise"], name="disaster_message_once_in_a_drill"),
            models.UniqueConstraint(
                fields=["series", "serial", "info_type", "reported_at"],
                condition=~Q(event_id="") & ~Q(serial=""),
                name="disaster_message_once_by_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.info_type}"

    @property
    def can_be_drafted(self) -> bool:
        return self.draft is not None and not self.is_withdrawn and not self.is_outdated


class JmaRaw(models.Model):
    """The bytes of a message as they came (zlib), apart from what is listed. Personal data: none; kept with it."""

    message = models.OneToOneField(JmaMessage, models.CASCADE, primary_key=True, related_name="raw")
    data = models.BinaryField()

    class Meta:
        verbose_name = _("電文のXML")

    def __str__(self) -> str:
        return str(self.message)


class Feed(models.Model):
    """One Atom feed of the agency: where it is, what is known of it, what was fetched today. Personal data: none."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    url = models.URLField(_("アドレス"), blank=True)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=60, blank=True, editable=False)
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    day = models.DateField(null=True, blank=True, editable=False)
    bytes_today = models.PositiveBigIntegerField(_("今日の受信量(バイト)"), default=0, editable=False)
    trouble = models.CharField(_("失敗"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("フィード")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class FeedEntry(models.Model):
    """An address that a feed has named: fetched once and never again. Personal data: none. Kept for a month."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries")
    address = models.URLField(max_length=500, unique=True)
    seen_at = models.DateTimeField(default=clock.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.address
