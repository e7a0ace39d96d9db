"""Schemes and their calls: rows that headquarters edits on screen; a call decides the road of its applications."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.engines.calls.choices import Deciding, Gives, Middle, Pays, Register
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.forms.models import QuestionSet
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref


class Scheme(models.Model):
    """What is called for year after year: a grant, an award, a dispatch. Its rules stand in its calls.

    `service_numbers` are the lines of the plan it carries. Personal data: none.
    """

    code = models.SlugField(_("コード"), max_length=40, unique=True)
    name_ja = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英語名"), max_length=160)
    about_ja = models.TextField(_("説明"), blank=True)
    about_en = models.TextField(_("説明(英語)"), blank=True)
    service_numbers: models.JSONField[Any, Any] = models.JSONField(_("事業計画の番号"), default=list, blank=True)
    desk = models.ForeignKey(Organisation, models.PROTECT, related_name="schemes", verbose_name=_("担当課"))
    ends_after = models.PositiveSmallIntegerField(_("最後の年度"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("制度")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)

    @property
    def about(self) -> str:
        return spoken(self.about_ja, self.about_en)

    @property
    def has_ended(self) -> bool:
        """Whether its last fiscal year is over."""
        return self.ends_after is not None and clock.fiscal_year(clock.today()) > self.ends_after


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, person: Person | None) -> Self:
        """Announced calls everybody; those being prepared their section and the keepers of the catalogue."""
        held = standing(person)
        if held.may(Permission.OVERSEE_CALLS):
            return self
        return self.filter(Q(announced_at__isnull=False) | Q(scheme__desk__in=held.where(Permission.HANDLE_CALLS)))


class Call(models.Model):
    """A scheme in one fiscal year (and round): window, eligibility, road, forms, money, criteria, contact.

    `fiscal_year` is the year in which the projects are carried out. `eligible_kinds`: codes of ``ApplicantKind``, empty
    for everybody. What is empty is not known (未設定). Personal data: none.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="calls")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    round = models.PositiveSmallIntegerField(_("募集の回"), default=1)
    title_ja = models.CharField(_("この年度の名称"), max_length=160, blank=True)
    title_en = models.CharField(_("この年度の英語名"), max_length=200, blank=True)
    guidance_ja = models.TextField(_("募集の案内"), blank=True)
    guidance_en = models.TextField(_("募集の案内(英語)"), blank=True)
    contact_ja = models.TextField(_("問合せ先"), blank=True)
    contact_en = models.TextField(_("問合せ先(英語)"), blank=True)
    is_unconfirmed = models.BooleanField(_("要綱未確認"), default=False)
    # --- the road
    gives = models.CharField(_("決まると受けられるもの"), max_length=10, choices=Gives.choices, default=Gives.MONEY)
    deciding = models.CharField(_("決め方"), max_length=10, choices=Deciding.choices, default=Deciding.SCORES)
    pays = models.CharField(_("支払"), max_length=12, choices=Pays.choices, default=Pays.SETTLEMENT)
    through_branch = models.BooleanField(_("支部を経由する"), default=False)
    takes_nominations = models.BooleanField(_("ほかの団体の推薦を受ける"), default=False)
    register = models.CharField(_("派遣する人の名簿"), max_length=10, choices=Register.choices, blank=True)
    links_case = models.BooleanField(_("支援の案件と結び付ける"), default=False)
    has_invitees = models.BooleanField(_("受け入れる団体に招く人を、海外事務所が推薦する"), default=False)
    # --- when
    opens_at = models.DateTimeField(_("受付の開始"), null=True, blank=True)
    closes_at = models.DateTimeField(_("受付の締切"), null=True, blank=True)
    closes_when_spent = models.BooleanField(_("予算を使い切ったら自動で締め切る"), default=False)
    first_day = models.DateField(_("実施期間の初日"), null=True, blank=True)
    last_day = models.DateField(_("実施期間の末日"), null=True, blank=True)
    decides_on = models.DateField(_("決定の予定日"), null=True, blank=True)
    report_days = models.PositiveSmallIntegerField(_("終了から実績報告までの日数"), null=True, blank=True)
    # --- who and how often
    eligible_kinds: models.JSONField[Any, Any] = models.JSONField(_("申請できる団体"), default=list, blank=True)
    uses_per_year = models.PositiveSmallIntegerField(_("1団体が1年度に使える回数"), null=True, blank=True)
    # --- forms
    application_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    change_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    report_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    follow_up_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    host_appraisal_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    sent_appraisal_form = models.ForeignKey(QuestionSet, models.PROTECT, null=True, blank=True, related_name="+")
    # --- reviewing
    is_blind = models.BooleanField(_("団体名を伏せて審査する"), default=False)
    reviews_each = models.PositiveSmallIntegerField(_("1件あたりの審査員の数"), null=True, blank=True)
    middle = models.CharField(_("得点のまとめ方"), max_length=10, choices=Middle.choices, default=Middle.MEAN)
    scoring_until = models.DateTimeField(_("採点の期限"), null=True, blank=True)
    letters_need_approval = models.BooleanField(
        _("決定の通知書は、決定した人とは別の人が承認してから発行する"), default=False
    )
    scores_released_at = models.DateTimeField(_("得点を申請団体に公開した日時"), null=True, blank=True, editable=False)
    # --- states of the call itself
    announced_at = models.DateTimeField(_("公表した日時"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("締め切った日時"), null=True, blank=True, editable=False)
    results_released_at = models.DateTimeField(_("採択結果を公表した日時"), null=True, blank=True, editable=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    is_demonstration = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("公募")
        ordering = ("-fiscal_year", "scheme__order", "scheme_id", "round")
        indexes = [models.Index(fields=["fiscal_year", "closes_at"])]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "fiscal_year", "round"], name="calls_call_once"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="calls_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(first_day__lte=F("last_day")),
                name="calls_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(application_form__isnull=False), name="calls_announced_has_its_form"
            ),
            models.CheckConstraint(
                condition=~Q(gives=Gives.PERSON) | ~Q(register=""), name="calls_dispatch_has_register"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref(self._meta.label_lower, self.pk)

    @property
    def title(self) -> str:
        return spoken(self.title_ja, self.title_en) or str(self.scheme)

    @property
    def guidance(self) -> str:
        return spoken(self.guidance_ja, self.guidance_en)

    @property
    def contact(self) -> str:
        return spoken(self.contact_ja, self.contact_en)

    @property
    def has_money(self) -> bool:
        """Whether anything is paid: of an honour or a place only the number counts."""
        return self.gives == Gives.MONEY or self.pays != Pays.NOTHING

    @property
    def is_open(self) -> bool:
        """Whether it takes applications now, by the clock of the server."""
        begun = self.opens_at is None or self.opens_at <= clock.now()
        going = self.closes_at is None or not clock.has_passed(self.closes_at)
        return self.announced_at is not None and self.closed_at is None and begun and going

    @property
    def is_spent(self) -> bool:
        """Whether it closed itself and nothing fits into any track still."""
        closes = self.closes_when_spent and self.closed_at is not None
        return closes and all(track.is_spent for track in self.tracks.all())


class Track(models.Model):
    """A quota (枠) of a call with a budget and a number of places of its own. Every call has one at least.

    `held_yen` and `held_count` grow and shrink with each decision in the same transaction; the database refuses more
    than `ceiling_yen` or `places`. Empty: not known, no limit applied. Personal data: none.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="tracks")
    code = models.SlugField(_("コード"), max_length=40)
    name_ja = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英語名"), max_length=160)
    about_ja = models.TextField(pgettext_lazy("track", "対象"), blank=True)
    about_en = models.TextField(_("対象(英語)"), blank=True)
    ceiling_yen = models.PositiveBigIntegerField(_("予算(円)"), null=True, blank=True)
    places = models.PositiveIntegerField(pgettext_lazy("track", "件数"), null=True, blank=True)
    held_yen = models.PositiveBigIntegerField(default=0, editable=False)
    held_count = models.PositiveIntegerField(default=0, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("枠")
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="calls_track_once"),
            models.CheckConstraint(
                condition=Q(ceiling_yen=None) | Q(held_yen__lte=F("ceiling_yen")), name="calls_track_never_overspent"
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(held_count__lte=F("places")), name="calls_track_never_overfilled"
            ),
        ]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)

    @property
    def about(self) -> str:
        return spoken(self.about_ja, self.about_en)

    @property
    def left_yen(self) -> int | None:
        return None if self.ceiling_yen is None else self.ceiling_yen - self.held_yen

    @property
    def left_places(self) -> int | None:
        return None if self.places is None else self.places - self.held_count

    @property
    def is_spent(self) -> bool:
        """Whether nothing more fits; a track without a limit never is."""
        return self.left_yen == 0 or self.left_places == 0

    def has_room(self, yen: int) -> bool:
        """Whether one more of this amount fits, as far as the limits are known."""
        return (self.left_yen is None or yen <= self.left_yen) and (self.left_places is None or self.left_places > 0)


class EligibilityLine(models.Model):
    """A question asked before the form opens; another answer than the wanted one ends with `refusal`.

    Personal data: none.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="eligibility_lines")
    text_ja = models.CharField(_("確認すること"), max_length=300)
    text_en = models.CharField(_("確認すること(英語)"), max_length=400, blank=True)
    wanted = models.BooleanField(_("申請できる答え"), default=True)
    refusal_ja = models.CharField(_("申請できない理由"), max_length=300)
    refusal_en = models.CharField(_("申請できない理由(英語)"), max_length=400, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("申請資格の確認")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return spoken(self.text_ja, self.text_en)

    @property
    def refusal(self) -> str:
        return spoken(self.refusal_ja, self.refusal_en)


class CheckLine(models.Model):
    """A line of the formal check that the section goes through for each application. Personal data: none."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="check_lines")
    text_ja = models.CharField(_("確かめること"), max_length=200)
    text_en = models.CharField(_("確かめること(英語)"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("形式審査の確認項目")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return spoken(self.text_ja, self.text_en)


class Criterion(models.Model):
    """What reviewers judge, from 0 to `most` points, and how much it weighs. Personal data: none.

    `anchors`: [{"points": n, "ja": "…", "en": "…"}] say what a number of points means.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    code = models.SlugField(_("コード"), max_length=40)
    name_ja = models.CharField(_("観点"), max_length=120)
    name_en = models.CharField(_("観点(英語)"), max_length=160)
    about_ja = models.TextField(_("見るところ"), blank=True)
    about_en = models.TextField(_("見るところ(英語)"), blank=True)
    most = models.PositiveSmallIntegerField(_("満点"), default=5)
    weight = models.DecimalField(_("重み"), max_digits=5, decimal_places=2, default=1)
    anchors: models.JSONField[Any, Any] = models.JSONField(_("点数の目安"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("審査の観点")
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="calls_criterion_once"),
            models.CheckConstraint(condition=Q(most__gte=1, weight__gt=0), name="calls_criterion_counts"),
        ]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)

    @property
    def about(self) -> str:
        return spoken(self.about_ja, self.about_en)
