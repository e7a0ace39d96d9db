"""Kinds of cases and how offices work: rows that headquarters and directors edit on screen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import PaperKind, Starts, Work, zone_words
from kakehashi.foundation.forms.models import QuestionSet
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.languages import spoken


class CaseKind(models.Model):
    """A service that is carried as cases: a row, never code. What it says decides the road of its cases.

    Personal data: none.
    """

    code = models.SlugField(_("コード"), unique=True)
    service_number = models.PositiveSmallIntegerField(_("事業計画の番号"), null=True, blank=True, db_index=True)
    name_ja = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英語名"), max_length=160)
    guidance_ja = models.TextField(_("はじめに読んでほしいこと"), blank=True)
    guidance_en = models.TextField(_("はじめに読んでほしいこと(英語)"), blank=True)
    starts = models.CharField(_("はじめる人"), max_length=10, choices=Starts.choices, default=Starts.CLIENT)
    work = models.CharField(_("進め方"), max_length=10, choices=Work.choices, default=Work.ARRANGE)
    through_branch = models.BooleanField(_("支部を経由する"), default=False)
    has_formal_stage = models.BooleanField(_("打診と正式依頼の2段階で進める"), default=False)
    at_offices = models.BooleanField(_("海外事務所が受け付ける"), default=True)
    desks = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name=_("受け付ける課・窓口"))
    needs_assisting_office = models.BooleanField(_("調査にあたる海外事務所を選ぶ"), default=False)
    request_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    answer_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    result_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    report_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    follow_up_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    later_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    second_follow_up_months = models.PositiveSmallIntegerField(
        _("2回目のフォローアップ(か月後)"), default=6, help_text=_("0にすると2回目はたずねません。")
    )
    is_open = models.BooleanField(_("受付中"), default=False)
    reason_ja = models.CharField(_("準備中の理由"), max_length=200, blank=True)
    reason_en = models.CharField(_("準備中の理由(英語)"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("案件の種類")
        ordering = ("order", "service_number", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(request_form__isnull=False), name="cases_open_kind_has_its_request"
            ),
            models.CheckConstraint(
                condition=Q(is_open=False) | ~Q(work=Work.ANSWER) | Q(answer_form__isnull=False),
                name="cases_open_answering_kind_has_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(has_formal_stage=False) | Q(work=Work.ANSWER, starts=Starts.CLIENT),
                name="cases_formal_stage_of_answers",
            ),
            models.CheckConstraint(
                condition=~Q(starts=Starts.ANYONE) | Q(work=Work.ANSWER, through_branch=False),
                name="cases_anyone_is_answered",
            ),
            models.CheckConstraint(
                condition=~Q(work=Work.RECORD) | Q(starts=Starts.STAFF), name="cases_records_are_of_staff"
            ),
            models.CheckConstraint(
                condition=~Q(starts=Starts.STAFF) | Q(work__in=[Work.RECORD, Work.ARRANGE], through_branch=False),
                name="cases_staff_record_or_arrange",
            ),
        ]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)

    @property
    def guidance(self) -> str:
        return spoken(self.guidance_ja, self.guidance_en)

    @property
    def reason(self) -> str:
        return spoken(self.reason_ja, self.reason_en)

    def form_for(self, paper: PaperKind, round_number: int = 1) -> QuestionSet | None:
        """The question set of this paper; ``None`` where the kind does without it."""
        found: QuestionSet | None = getattr(self, f"{paper.value}_form")
        if paper == PaperKind.FOLLOW_UP and round_number > 1 and self.later_form is not None:
            return self.later_form
        return found

    @property
    def road_words(self) -> str:
        """The road in one line, e.g. 団体が依頼する → 支部を経由 → 打診と正式依頼の2段階 → 調べて、回答する."""
        branch = gettext("支部を経由") if self.through_branch else ""
        stages = gettext("打診と正式依頼の2段階") if self.has_formal_stage else ""
        starts = gettext("職員がはじめる") if self.starts == Starts.STAFF else str(self.get_starts_display())
        parts = [starts, branch, stages, str(self.get_work_display())]
        return " → ".join(part for part in parts if part)

    @property
    def follows_up(self) -> bool:
        return self.follow_up_form_id is not None


class StepTarget(models.Model):
    """Within how many working days a step of a kind should be done; no row: no deadline (未設定).

    Personal data: none.
    """

    kind = models.ForeignKey(CaseKind, models.CASCADE, related_name="targets")
    step = models.CharField(_("状態"), max_length=40)
    working_days = models.PositiveSmallIntegerField(_("目安の日数(営業日)"))

    class Meta:
        verbose_name = _("処理の目安")
        constraints = [models.UniqueConstraint(fields=["kind", "step"], name="cases_target_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.step}: {self.working_days}"


class CheckTemplate(models.Model):
    """A line of the checklist that every new case of a kind gets when work on it begins. Personal data: none."""

    kind = models.ForeignKey(CaseKind, models.CASCADE, related_name="check_templates")
    text_ja = models.CharField(_("確かめること"), max_length=200)
    text_en = models.CharField(_("確かめること(英語)"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("チェックリストのひな形")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return spoken(self.text_ja, self.text_en)


class MenuItem(models.Model):
    """One kind of support that can be asked for. Personal data: none."""

    code = models.SlugField(_("コード"), unique=True)
    name_ja = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英語名"), max_length=160)
    order = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(_("選べる"), default=True)

    class Meta:
        verbose_name = _("支援項目")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)


class OfficeSetting(models.Model):
    """How one office works: its time zone, its lead times, what to know before asking. Personal data: none."""

    office = models.OneToOneField(Organisation, models.CASCADE, related_name="case_setting")
    time_zone = models.CharField(_("時間帯"), max_length=40)
    submit_days = models.PositiveSmallIntegerField(_("依頼の提出期限(実施日の何日前)"), default=60)
    urgent_days = models.PositiveSmallIntegerField(_("急ぎの相談を受けられる限度(何日前)"), default=30)
    notes_ja = models.TextField(_("依頼の前に"), blank=True)
    notes_en = models.TextField(_("依頼の前に(英語)"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("事務所の設定")

    def __str__(self) -> str:
        return str(self.office)

    @property
    def zone_words(self) -> str:
        return zone_words(self.time_zone)

    @property
    def notes(self) -> str:
        return spoken(self.notes_ja, self.notes_en)


class CaseNumber(models.Model):
    """The last number given by an office in a fiscal year. Personal data: none."""

    office = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "fiscal_year"], name="cases_number_once")]

    def __str__(self) -> str:
        return f"{self.office} {self.fiscal_year}: {self.last}"
