from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.notices.choices import MailState, Pace
from kakehashi.foundation.notices.kinds import Words, words
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Person | None) -> Self:
        """A notice is seen by the person it was written for."""
        return self.filter(person=person) if person else self.none()

    def unread_first(self) -> Self:
        return self.order_by(Case(When(read_at=None, then=Value(0)), default=Value(1)), "-created_at", "-id")


class Notice(models.Model):
    """One person told of one thing, in words rendered from `kind` and `params` in the reader's language.

    Written in the transaction of the change that caused it. `key` names the cause: the same cause tells once.
    Personal data: who was told what, and names in `params`. Deleted after two years.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=80)
    params: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.PositiveBigIntegerField()
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=150)
    created_at = models.DateTimeField(_("日時"), default=clock.now)
    read_at = models.DateTimeField(_("読んだ日時"), null=True)
    awaits_digest = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("お知らせ")
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notices_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_unread"),
            models.Index(fields=["person"], condition=Q(awaits_digest=True), name="notices_for_digest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notices_notice_once"),
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//"), name="notices_url_is_a_path"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def words(self) -> Words:
        """What it says, in the language of the page."""
        return words(self.kind, self.params, get_language() or settings.LANGUAGE_CODE)


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, person: Person | None) -> Self:
        """The queue is the operators' business."""
        return self if may(person, Permission.OPERATE) else self.none()


class Mail(models.Model):
    """One mail to one address, with the words it had when it was written.

    While it is being sent it belongs to one attempt of one background job (`carrier`, `carrier_attempt`): when that
    attempt no longer runs, nobody knows whether the mail was taken, and it is sent again under the same Message-ID.
    Personal data: address, and whatever the text tells. Sent mails are deleted after ninety days, others after a year;
    texts that carry a secret are blanked once sent, and deleted after two weeks when they cannot be sent.
    """

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.EmailField(_("あて先"))
    reply_to = models.EmailField(_("返信先"), blank=True)
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=80)
    subject = models.CharField(_("件名"), max_length=300)
    body = models.TextField(_("本文"))
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("状態"), max_length=8, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveIntegerField(_("試行回数"), default=0)
    next_try_at = models.DateTimeField(_("次の送信"))
    carrier = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    carrier_attempt = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(_("最後の誤り"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("作成日時"), default=clock.now)
    sent_at = models.DateTimeField(_("送信日時"), null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("メール")
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(
                fields=["next_try_at", "id"], condition=Q(state__in=["waiting", "unknown"]), name="notices_mail_due"
            ),
            models.Index(fields=["carrier"], condition=Q(state="sending"), name="notices_mail_sending"),
            models.Index(fields=["state", "-created_at"], name="notices_mail_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="notices_mail_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="notices_mail_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class MailPreference(models.Model):
    """How a person wants to be told by mail; without a row, at once. The language is `Person.language`.

    Personal data: the choice. Deleted with its person.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="mail_preference")
    pace = models.CharField(_("メールでのお知らせ"), max_length=8, choices=Pace.choices, default=Pace.AT_ONCE)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pace__in=Pace.values), name="notices_pace_known")]

    def __str__(self) -> str:
        return self.pace
