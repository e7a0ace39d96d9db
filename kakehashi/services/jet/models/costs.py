"""What an organisation expects its participants to cost, and the posts it wishes besides."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.kernel import clock
from kakehashi.kernel.clock import FiscalYear
from kakehashi.services.jet.choices import Position
from kakehashi.services.jet.money.planning import YEARS
from kakehashi.services.jet.money.schedule import HOURS
from kakehashi.services.jet.terms.reappointing import LIMITS

MOST_YEARS = 10
MOST_PEOPLE = 100
MOST_ROWS = 60
MOST_YEN = 100_000_000


class CostPlanQuerySet(models.QuerySet["CostPlan"]):
    def visible_to(self, person: Person | None) -> Self:
        """One's organisation's, those of the area one gathers for, and all for the council."""
        if person is None:
            return self.none()
        held = standing(person)
        if held.may(Permission.HANDLE_JET):
            return self.all()
        return self.filter(
            Q(organisation__in=held.where(Permission.REQUEST_SERVICES))
            | Q(host__in=held.where(Permission.FOLLOW_MEMBERS))
        )


class CostPlan(models.Model):
    """The participants who are there and the posts that are wished, over some fiscal years.

    `each_stays`: years that whoever comes is taken to stay. `here_stay`: those who are there, too, else their terms as
    appointed. `is_refilled`: the next one follows where somebody ends. `direct`, `dispatched`: what one post that is
    filled in another way costs the organisation in a year, after all that the state counts for it; in yen, as typed.
    Personal data: none; the names come from the participants.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("団体"))
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", editable=False)
    title = models.CharField(_("計画の名前"), max_length=120)
    first_year = models.PositiveSmallIntegerField(
        _("はじめの年度"), validators=[MinValueValidator(1987), MaxValueValidator(2100)]
    )
    years = models.PositiveSmallIntegerField(
        _("何年度分"), default=YEARS, validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)]
    )
    each_stays = models.PositiveSmallIntegerField(
        _("新しく来る人は何年いると見るか"),
        default=LIMITS.normal,
        validators=[MinValueValidator(1), MaxValueValidator(LIMITS.exceptional)],
    )
    here_stay = models.BooleanField(_("今いる人も、通算でその年数までいると見る"), default=True)
    is_refilled = models.BooleanField(_("任用が終わる枠には、次の人が続けて来ると見る"), default=True)
    direct = models.PositiveIntegerField(
        _("直接任用: 1人1年の団体の負担(円)"), null=True, blank=True, validators=[MaxValueValidator(MOST_YEN)]
    )
    dispatched = models.PositiveIntegerField(
        _("派遣・委託: 1人1年の団体の負担(円)"), null=True, blank=True, validators=[MaxValueValidator(MOST_YEN)]
    )
    basis = models.CharField(_("くらべる額の根拠"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("変更日時"), default=clock.now, editable=False)
    revision = models.PositiveIntegerField(_("版"), default=1, editable=False)

    objects = CostPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("費用の計画")
        ordering = ("organisation__code", "-changed_at", "id")
        indexes = [models.Index(fields=["organisation", "changed_at"]), models.Index(fields=["host", "changed_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def fiscal_years(self) -> list[FiscalYear]:
        return [FiscalYear(self.first_year + number) for number in range(self.years)]


class PlannedPost(models.Model):
    """People of one kind who are wished and have no name yet. Personal data: none."""

    plan = models.ForeignKey(CostPlan, models.CASCADE, related_name="posts")
    position = models.CharField(_("職種"), max_length=3, choices=Position.choices, default=Position.ALT)
    people = models.PositiveSmallIntegerField(
        _("人数"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("国"))
    arrives_on = models.DateField(_("来日の予定日"))
    stays = models.PositiveSmallIntegerField(
        _("何年いると見るか"), validators=[MinValueValidator(1), MaxValueValidator(LIMITS.exceptional)]
    )
    note = models.CharField(_("覚え書き"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("希望する枠")
        ordering = ("arrives_on", "position", "id")

    def __str__(self) -> str:
        return f"{self.position} {self.arrives_on}"


class ContractTerms(models.Model):
    """What an organisation's contracts with participants say, in both languages. Empty: printed as 未設定.

    `early_notice`: days before the last day on which leaving early is to be said. Personal data: who signs.
    """

    LANGUAGES = [("ja", _("日本語")), ("en", _("英語"))]

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+", primary_key=True)
    representative_ja = models.CharField(_("署名する人の職と氏名"), max_length=120, blank=True)
    representative_en = models.CharField(_("署名する人の職と氏名(英語)"), max_length=120, blank=True)
    hours = models.DecimalField(
        _("1週間の勤務時間"), max_digits=4, decimal_places=2, default=HOURS, null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )  # fmt: skip
    working_time_ja = models.CharField(_("勤務する曜日と時刻"), max_length=200, blank=True)
    working_time_en = models.CharField(_("勤務する曜日と時刻(英語)"), max_length=200, blank=True)
    leave_days = models.PositiveSmallIntegerField(
        _("年次有給休暇の日数"), null=True, blank=True, validators=[MaxValueValidator(60)]
    )
    pay_day_ja = models.CharField(_("報酬の支払日"), max_length=120, blank=True)
    pay_day_en = models.CharField(_("報酬の支払日(英語)"), max_length=120, blank=True)
    insurances_ja = models.TextField(_("加入する保険"), max_length=600, blank=True)
    insurances_en = models.TextField(_("加入する保険(英語)"), max_length=600, blank=True)
    travel_in_ja = models.CharField(_("来日旅費のあつかい"), max_length=200, blank=True)
    travel_in_en = models.CharField(_("来日旅費のあつかい(英語)"), max_length=200, blank=True)
    early_notice = models.PositiveSmallIntegerField(
        _("途中で辞めるときは何日前までに申し出るか"), null=True, blank=True, validators=[MaxValueValidator(180)]
    )
    others_ja = models.TextField(_("そのほかの条件"), max_length=3000, blank=True)
    others_en = models.TextField(_("そのほかの条件(英語)"), max_length=3000, blank=True)
    authoritative = models.CharField(_("正文とする言語"), max_length=2, choices=LANGUAGES, blank=True)
    revision = models.PositiveIntegerField(_("版"), default=1, editable=False)

    class Meta:
        verbose_name = _("契約書に入れる条件")

    def __str__(self) -> str:
        return str(self.organisation)
