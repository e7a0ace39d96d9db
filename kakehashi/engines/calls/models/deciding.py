"""Combinations the board tries before it decides, the letters that go out, and what is published in the end."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import LetterKind, Look, Outcome
from kakehashi.engines.calls.models.applications import Application
from kakehashi.engines.calls.models.schemes import Call, Scheme
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.flow.approvals import Approvable
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.queries import is_unfinished
from kakehashi.kernel import clock

APPLYING = "kakehashi.engines.calls.operations.deciding.decide_by_scenario"  # tasks, as the worker knows them
ISSUING = "kakehashi.engines.calls.operations.letters.run_batch"
BROKEN = _(
    "思いがけない理由で決定できませんでした。何も決まっていません。もう一度決定してください。"
    "続くときは、運用の担当者に伝えてください。"
)


class Scenario(models.Model):
    """A combination of outcomes tried against the tracks; applied at most once.

    Since `asked_at` it is being applied in the background, as long as the task is there; `failure` says why that could
    not be done.
    Personal data: who made, asked for and applied it. Kept as long as the call.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="scenarios")
    name = models.CharField(_("案の名前"), max_length=120)
    note = models.TextField(_("メモ"), blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    failure = models.TextField(blank=True, editable=False)
    applied_at = models.DateTimeField(_("この案で決めた日時"), null=True, blank=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("採択案")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_being_applied(self) -> bool:
        return self._is_asked and is_unfinished(APPLYING, self.pk)

    @property
    def why_not_applied(self) -> str:
        """Why what was asked for did not happen; empty: it was not asked for, is still coming, or is done."""
        if self._is_asked and not self.is_being_applied:
            return str(BROKEN)  # the task is gone without a word: its worker was lost again and again
        return self.failure

    @property
    def _is_asked(self) -> bool:
        return self.asked_at is not None and self.applied_at is None


class ScenarioLine(models.Model):
    """What a combination says about one application. Personal data: none."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="lines")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    outcome = models.CharField(_("案"), max_length=10, choices=Outcome.choices)
    yen = models.PositiveBigIntegerField(_("額(円)"), null=True, blank=True)

    class Meta:
        verbose_name = _("採択案の1件")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["scenario", "application"], name="calls_scenario_line_once")]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_outcome_display()}"


class LetterTemplate(models.Model):
    """The words of a formal letter: of a call, else of its scheme, else of all. ``{{ name }}``: a known field.

    Personal data: none.
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, null=True, blank=True, related_name="letter_templates")
    call = models.ForeignKey(Call, models.CASCADE, null=True, blank=True, related_name="letter_templates")
    kind = models.CharField(_("種類"), max_length=20, choices=LetterKind.choices)
    language = models.CharField(_("言語"), max_length=8, default="ja")
    subject = models.CharField(_("件名"), max_length=200)
    body = models.TextField(_("本文"))
    look = models.CharField(_("紙の向き"), max_length=10, choices=Look.choices, default=Look.ACROSS)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("文書のひな形")
        ordering = ("kind", "language", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"], condition=Q(scheme=None, call=None), name="calls_template_of_all_once"
            ),
            models.UniqueConstraint(
                fields=["scheme", "kind", "language"], condition=Q(call=None), name="calls_template_of_scheme_once"
            ),
            models.UniqueConstraint(
                fields=["call", "kind", "language"], condition=Q(scheme=None), name="calls_template_of_call_once"
            ),
            models.CheckConstraint(condition=Q(scheme=None) | Q(call=None), name="calls_template_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"


class LetterBatch(models.Model):
    """Letters issued together in the background. Personal data: who asked."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="letter_batches")
    kind = models.CharField(_("種類"), max_length=20, choices=LetterKind.choices)
    dated_on = models.DateField(_("施行日"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name = _("一括の発行")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done}/{self.total}"

    @property
    def is_running(self) -> bool:
        """Whether its task still will go on; one that is gone leaves what is due to be issued again."""
        return self.finished_at is None and is_unfinished(ISSUING, self.pk)


class LetterApproval(Approvable):
    """A colleague is asked whether the letters of one kind may go out: to exactly those of `shown`.

    `shown`: {id of the application: what was decided, when, in which words}; decided anew, or told in other words, it
    is not covered any more.
    Personal data: who asked, who answered. Kept as long as the call.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="letter_approvals")
    kind = models.CharField(_("種類"), max_length=20, choices=LetterKind.choices)
    shown: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict, editable=False)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Approvable.Meta):
        verbose_name = _("通知書の承認")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["call", "kind"], condition=Q(state="waiting"), name="calls_letter_approval_waits_once"
            ),
            *Approvable.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({len(self.shown)})"


class Letter(models.Model):
    """A formal letter to an applicant: numbered, dated, kept as the PDF that went out, with its hash.

    Personal data: addressee by office. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    batch = models.ForeignKey(LetterBatch, models.SET_NULL, null=True, blank=True, related_name="letters")
    kind = models.CharField(_("種類"), max_length=20, choices=LetterKind.choices)
    number = models.CharField(_("文書番号"), max_length=60)
    dated_on = models.DateField(_("施行日"))
    language = models.CharField(_("言語"), max_length=8, default="ja")
    printed: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what the page was made of
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(_("ハッシュ値"), max_length=64, blank=True)
    issued_at = models.DateTimeField(_("発行日時"), null=True, blank=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("公文書")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["number"], name="calls_letter_number_once"),
            models.CheckConstraint(
                condition=Q(document=None, issued_at=None) | Q(document__isnull=False, issued_at__isnull=False),
                name="calls_letter_issued_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


class Result(models.Model):
    """What the public reads of a finished project. Personal data: none (checked before it is published)."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="result")
    title = models.CharField(_("事業名"), max_length=200)
    summary = models.TextField(_("概要"), blank=True)
    outcome = models.TextField(_("成果"), blank=True)
    points = models.TextField(_("ほかの団体の参考になること"), blank=True)
    title_en = models.CharField(_("英語の事業名"), max_length=240, blank=True)
    summary_en = models.TextField(_("英語の概要"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("成果のページ")
        ordering = ("-published_at", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def is_complete(self) -> bool:
        return bool(self.title and self.summary and self.outcome)
