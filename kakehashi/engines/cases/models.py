"""Cases: what is asked of the council's offices, how it was arranged, what came of it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import PaperKind, Theme
from kakehashi.engines.cases.flow import CASE_FLOW, ITEM_FLOW
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.definition import Step, Turn
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.forms.fill import checked
from kakehashi.foundation.forms.models import AnswerSheet, QuestionSet
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.kernel import clock, japanese


class CaseKind(models.Model):
    """A service of the plan that is carried as cases: a row, never code. Personal data: none."""

    code = models.SlugField(_("コード"), unique=True)
    service_number = models.PositiveSmallIntegerField(_("事業計画の番号"), unique=True)
    name_ja = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英語名"), max_length=160)
    request_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    result_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    report_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    follow_up_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    second_follow_up_months = models.PositiveSmallIntegerField(_("2回目のフォローアップ(か月後)"), default=6)
    is_open = models.BooleanField(_("受付中"), default=False)
    reason_ja = models.CharField(_("準備中の理由"), max_length=200, blank=True)
    reason_en = models.CharField(_("準備中の理由(英語)"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("案件の種類")
        ordering = ("service_number",)
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=False)
                | Q(request_form__isnull=False)
                & Q(result_form__isnull=False)
                & Q(report_form__isnull=False)
                & Q(follow_up_form__isnull=False),
                name="cases_open_kind_has_its_forms",
            )
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_ja

    def form_for(self, paper: PaperKind) -> QuestionSet:
        """The question set of this paper; an open kind has all four."""
        found: QuestionSet | None = getattr(self, f"{paper.value}_form")
        assert found is not None  # noqa: S101  # kept true by a constraint of the database
        return found


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
        return self.name_en if get_language() == "en" else self.name_ja


class OfficeSetting(models.Model):
    """How one office works: its time zone, its lead times, what to know before asking. Personal data: none."""

    office = models.OneToOneField(Organisation, models.CASCADE, related_name="case_setting")
    time_zone = models.CharField(_("時間帯"), max_length=40)
    submit_days = models.PositiveSmallIntegerField(_("依頼の提出期限(実施日の何日前)"), default=60)
    urgent_days = models.PositiveSmallIntegerField(_("急ぎの相談を受けられる限度(何日前)"), default=30)
    notes_ja = models.TextField(_("依頼の前に"), blank=True)
    notes_en = models.TextField(_("依頼の前に(英語)"), blank=True)

    class Meta:
        verbose_name = _("事務所の設定")

    def __str__(self) -> str:
        return str(self.office)

    @property
    def notes(self) -> str:
        return self.notes_en if get_language() == "en" and self.notes_en else self.notes_ja


class CaseNumber(models.Model):
    """The last number given by an office in a fiscal year. Personal data: none."""

    office = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "fiscal_year"], name="cases_number_once")]

    def __str__(self) -> str:
        return f"{self.office} {self.fiscal_year}: {self.last}"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person | None) -> Self:
        """The cases this person may know of; the same rule as ``rules.may_see``."""
        if person is None:
            return self.none()
        held = standing(person)
        own = Q(applicant__in=held.where(Permission.REQUEST_SERVICES))
        handed_in = Q(submitted_at__isnull=False)
        if held.may(Permission.OVERSEE_CASES):
            return self.filter(own | handed_in)
        theirs = Q(branch__in=held.where(Permission.FOLLOW_MEMBERS)) | held.reach(Permission.HANDLE_CASES, "office")
        return self.filter(own | (handed_in & theirs))


ENDED = [step.code for step in CASE_FLOW.steps if step.is_end]


class Case(Flowing):
    """One request to an office, from the draft to the follow-up.

    The columns below `title` are taken from the request paper whenever it is saved, for lists and comparison.
    Personal data: requester and, in the papers, the travelling party. Kept ten years after closing.
    """

    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="cases")
    number = models.CharField(_("番号"), max_length=30, unique=True, null=True, blank=True)
    applicant = models.ForeignKey(Organisation, models.PROTECT, related_name="cases_asked")
    requester = models.ForeignKey(Person, models.PROTECT, related_name="cases_asked")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="cases_handled")
    branch = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="cases_followed")
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="cases_led")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"), db_index=True)
    title = models.CharField(_("件名"), max_length=200, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    city = models.CharField(_("都市"), max_length=80, blank=True)
    host = models.CharField(_("訪問先"), max_length=400, blank=True)
    theme = models.CharField(_("テーマ"), max_length=20, choices=Theme.choices, blank=True)
    first_day = models.DateField(_("最初の日"), null=True, blank=True)
    last_day = models.DateField(_("最後の日"), null=True, blank=True)
    consents_to_publication = models.BooleanField(_("公開への同意"), default=False)
    submitted_at = models.DateTimeField(_("提出日時"), null=True, blank=True)
    seen_by_branch_at = models.DateTimeField(_("支部の確認日時"), null=True, blank=True)
    completed_at = models.DateTimeField(_("完了日時"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["office", "step"]),
            models.Index(fields=["applicant", "step"]),
            models.Index(fields=["branch", "step"]),
            models.Index(fields=["kind", "fiscal_year"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=CASE_FLOW.codes()), name="cases_step_known"),
            models.CheckConstraint(
                condition=Q(step__in=["draft", "withdrawn"]) | Q(number__isnull=False, submitted_at__isnull=False),
                name="cases_submitted_has_number",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("(件名未入力)"))

    @property
    def is_open(self) -> bool:
        return self.step not in ENDED

    @property
    def stage(self) -> Step:
        return CASE_FLOW.step(self.step)

    @property
    def turn(self) -> Turn:
        """Whose turn it is; while reports are awaited: the applicant's until theirs is in, then the office's."""
        if self.step == "visited" and any(p.kind == PaperKind.RESULT and p.submitted_at for p in self.papers.all()):
            return Turn.OFFICE
        return self.stage.turn

    def paper(self, kind: PaperKind, round_number: int = 1) -> Paper | None:
        """The paper of this kind, out of the prefetched ones where they are."""
        return next((p for p in self.papers.all() if p.kind == kind and p.round == round_number), None)

    def problems_of_request(self) -> bool:
        """Whether the request paper still lacks something."""
        paper = self.paper(PaperKind.REQUEST)
        return paper is None or not paper.is_complete()


class Paper(models.Model):
    """An answer sheet of a case: the request, the result, the office's report, a follow-up.

    Personal data: what the questions ask. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="papers")
    kind = models.CharField(_("書類"), max_length=20, choices=PaperKind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    sheet = models.OneToOneField(AnswerSheet, models.PROTECT, related_name="+")
    due_on = models.DateField(_("期限"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("提出日時"), null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("書類")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "round"], name="cases_paper_once"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="cases_paper_submitted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} / {self.get_kind_display()}"

    @property
    def label(self) -> str:
        """フォローアップ(2回目); the first round goes without its number."""
        kind = str(self.get_kind_display())
        return kind if self.round == 1 else gettext("%(kind)s(%(round)s回目)") % {"kind": kind, "round": self.round}

    @property
    def round_text(self) -> str:
        return str(self.round)

    def is_complete(self) -> bool:
        """Whether every question that must be answered is, and well."""
        return checked(self.sheet.version, self.sheet.answers).is_valid()


class Item(Flowing):
    """One thing to arrange: an appointment, a briefing, an interpreter … with a state of its own.

    Personal data: a contact abroad. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="items")
    title = models.CharField(_("手配項目"), max_length=160)
    wish = models.TextField(_("希望の内容"), blank=True)
    host = models.CharField(_("訪問先・会場"), max_length=200, blank=True)
    place = models.CharField(_("住所"), max_length=300, blank=True)
    contact = models.CharField(_("現地の連絡先"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("開始(現地時刻)"), null=True, blank=True)
    ends_at = models.DateTimeField(_("終了(現地時刻)"), null=True, blank=True)
    remarks = models.TextField(_("日程表に載せる備考"), blank=True)
    reason = models.TextField(_("手配できなかった理由"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("手配項目")
        ordering = ("order", "id")
        constraints = [
            models.CheckConstraint(condition=Q(step__in=ITEM_FLOW.codes()), name="cases_item_step_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__lte=models.F("ends_at")), name="cases_item_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(step="confirmed") | Q(starts_at__isnull=False), name="cases_confirmed_item_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> Step:
        return ITEM_FLOW.step(self.step)

    @property
    def tone(self) -> str:
        """The tone of the chip that shows its state."""
        return {"confirmed": "success", "failed": "danger", "declined": "danger", "arranging": "info"}.get(
            self.step, "waiting"
        )


class Message(models.Model):
    """A word in a case: to everybody in it, or a note among staff only.

    Personal data: author. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.TextField(_("内容"))
    is_internal = models.BooleanField(_("職員だけに見せる"), default=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("連絡")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.body[:40]


class PrecedentQuerySet(models.QuerySet["Precedent"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def visible_to(self, person: Person | None) -> Self:
        """Published ones for everybody; drafts for the staff who may publish them or work on the case."""
        held = standing(person)
        staff = held.reach(Permission.PUBLISH, "office") if held.may(Permission.PUBLISH) else Q(pk__in=[])
        if held.may(Permission.OVERSEE_CASES):
            return self.all()
        return self.filter(Q(published_at__isnull=False) | staff | held.reach(Permission.HANDLE_CASES, "office"))


class Precedent(models.Model):
    """What others can learn from a finished case. Public once published.

    Personal data: none may stand in it; the editor confirms that. Kept without end.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="precedent")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    applicant = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公開する団体名")
    )
    title = models.CharField(_("事例名"), max_length=200)
    summary = models.TextField(_("概要"))
    support = models.TextField(_("事務所の支援内容"))
    outcome = models.TextField(_("成果"), blank=True)
    lessons = models.TextField(_("次の団体への助言"), blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    city = models.CharField(_("都市"), max_length=80, blank=True)
    host = models.CharField(_("訪問先"), max_length=400, blank=True)
    host_folded = models.CharField(max_length=400, editable=False)
    theme = models.CharField(_("テーマ"), max_length=20, choices=Theme.choices, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    revision = models.PositiveIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PrecedentQuerySet.as_manager()

    class Meta:
        verbose_name = _("事例")
        ordering = ("-published_at", "-id")
        indexes = [models.Index(fields=["country", "theme"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="cases_precedent_published_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.host_folded = japanese.fold(self.host)[:400]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed through unchanged

    @property
    def applicant_words(self) -> str:
        """Who it was, where that may be said."""
        return str(self.applicant or gettext("ある自治体"))

    @property
    def place_words(self) -> str:
        return " ".join(part for part in (str(self.country or ""), self.city) if part)

    @property
    def is_demonstration(self) -> bool:
        return self.case.is_demonstration
