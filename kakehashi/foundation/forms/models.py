"""Question sets, their versions, and the answers given to them."""

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.foundation.forms.choices import QuestionKind, VersionState
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

Answers = dict[str, Any]  # question code → value; the shapes of the values are in `shapes.py`


class QuestionSet(models.Model):
    """A form as an idea that lives through its versions, e.g. the request for overseas support. Personal data: none."""

    code = models.SlugField(_("コード"), max_length=60, unique=True)
    title_ja = models.CharField(_("名称"), max_length=120)
    title_en = models.CharField(_("英語の名称"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("質問票")
        ordering = ("code",)

    def __str__(self) -> str:
        return spoken(self.title_ja, self.title_en)


class Version(models.Model):
    """One edition of a question set. Only a draft can be changed; sheets keep the version they began with.

    Personal data: none.
    """

    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版"))
    state = models.CharField(_("状態"), max_length=20, choices=VersionState.choices, default=VersionState.DRAFT)
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("質問票の版")
        ordering = ("question_set__code", "-number")
        constraints = [
            models.UniqueConstraint(fields=["question_set", "number"], name="forms_version_number"),
            models.UniqueConstraint(
                fields=["question_set"], condition=Q(state="published"), name="forms_one_published_version"
            ),
            models.UniqueConstraint(
                fields=["question_set"], condition=Q(state="draft"), name="forms_one_draft_version"
            ),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="forms_version_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None) | ~Q(state="draft") & Q(published_at__isnull=False),
                name="forms_published_version_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_set} v{self.number}"

    @cached_property
    def outline(self) -> "list[tuple[Section, list[Question]]]":
        """Sections with their questions, in order, remembered on the instance; two queries unless prefetched."""
        questions: dict[int, list[Question]] = {}
        for question in self.questions.all():
            questions.setdefault(question.section_id, []).append(question)
        return [(section, questions.get(section.pk, [])) for section in self.sections.all()]

    @property
    def all_questions(self) -> "list[Question]":
        return [question for _section, questions in self.outline for question in questions]


class Section(models.Model):
    """A group of questions under one heading. Personal data: none."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="sections")
    order = models.PositiveIntegerField(_("順番"))
    title_ja = models.CharField(_("見出し"), max_length=120)
    title_en = models.CharField(_("英語の見出し"), max_length=160, blank=True)
    intro_ja = models.TextField(_("説明"), blank=True)
    intro_en = models.TextField(_("英語の説明"), blank=True)

    class Meta:
        verbose_name = _("質問のまとまり")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return spoken(self.title_ja, self.title_en)

    @property
    def intro(self) -> str:
        return spoken(self.intro_ja, self.intro_en)


class Question(models.Model):
    """One question. `code` stays the same through all versions, so answers can be carried over and counted.

    `options`    [{"value", "label_ja", "label_en"}], or empty with `source` naming a provider of choices
    `columns`    [{"code", "kind", "label_ja", "label_en", "required", "options", "source", "max_length"}] of a table
    `condition`  {} or {"question": code, one operator: value}; see `conditions.py`
    `compute`    {} or {"do": "sum", "table": code, "column": code} …; see `computing.py`

    Personal data: none.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    code = models.SlugField(_("コード"), max_length=60)
    order = models.PositiveIntegerField(_("順番"))
    kind = models.CharField(_("種類"), max_length=20, choices=QuestionKind.choices)
    label_ja = models.CharField(_("質問"), max_length=200)
    label_en = models.CharField(_("英語の質問"), max_length=300, blank=True)
    help_ja = models.TextField(_("書き方の説明"), blank=True)
    help_en = models.TextField(_("英語の説明"), blank=True)
    required = models.BooleanField(_("必須"), default=False)
    source = models.CharField(_("選択肢の出所"), max_length=60, blank=True)
    options: "models.JSONField[Any, Any]" = models.JSONField(_("選択肢"), default=list, blank=True)
    columns: "models.JSONField[Any, Any]" = models.JSONField(pgettext_lazy("table", "列"), default=list, blank=True)
    condition: "models.JSONField[Any, Any]" = models.JSONField(_("表示する条件"), default=dict, blank=True)
    compute: "models.JSONField[Any, Any]" = models.JSONField(_("計算"), default=dict, blank=True)
    max_length = models.PositiveIntegerField(_("最大文字数"), null=True, blank=True)
    max_rows = models.PositiveIntegerField(_("行・ファイル・選択の最大数"), null=True, blank=True)
    minimum = models.BigIntegerField(_("最小値"), null=True, blank=True)
    maximum = models.BigIntegerField(_("最大値"), null=True, blank=True)

    class Meta:
        verbose_name = _("質問")
        ordering = ("section__order", "order", "id")
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="forms_question_code"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="forms_question_kind_known"),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gte=F("minimum")),
                name="forms_question_limits_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return spoken(self.label_ja, self.label_en)

    @property
    def help(self) -> str:
        return spoken(self.help_ja, self.help_en)


class AnswerSheet(models.Model):
    """The answers of one thing to one version, complete or not; `revision` grows with every change.

    Personal data: whatever the questions ask for. Kept as long as the thing it is about.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="sheets")
    about_kind = models.CharField(max_length=80, blank=True)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    answers: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now)
    updated_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("回答")
        ordering = ("id",)
        indexes = [models.Index(fields=["about_kind", "about_id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(about_kind="", about_id=None) | ~Q(about_kind="") & Q(about_id__isnull=False),
                name="forms_sheet_is_about_one_thing_or_none",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} #{self.pk}"

    @property
    def about(self) -> Ref | None:
        return None if self.about_id is None else Ref(self.about_kind, self.about_id)


class FieldReturn(models.Model):
    """One answer sent back to be corrected, with what is to be mended; open until resolved.

    Personal data: who asked, and the comment. Kept as long as its sheet.
    """

    sheet = models.ForeignKey(AnswerSheet, models.CASCADE, related_name="returns")
    question_code = models.CharField(max_length=60)
    comment = models.TextField(_("直してほしいこと"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("項目の差戻し")
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(comment=""), name="forms_return_says_what"),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(resolved_at__gte=F("at")), name="forms_return_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.question_code}"
