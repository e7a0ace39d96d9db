"""The council's plan of a year as rows: fields, programmes, services; and the aims that lead to them."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.catalogue.choices import STATE_TONES, AimGroup, Asker, Engine, PlanState, Rank, ServiceState
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.languages import spoken


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every plan but drafts, which only its editors see."""
        may_edit = standing(person).may(Permission.EDIT_CATALOGUE)
        return self if may_edit else self.exclude(state=PlanState.DRAFT)


class Plan(models.Model):
    """The council's plan of one fiscal year. Personal data: none."""

    code = models.CharField(_("コード"), max_length=10, unique=True)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    title_ja = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(_("英語の名称"), max_length=120)
    state = models.CharField(_("状態"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("事業計画")
        ordering = ("-fiscal_year",)
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=PlanState.CURRENT), name="catalogue_one_current_plan"
            ),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="catalogue_plan_state_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue:plan", args=[self.code])

    @property
    def title(self) -> str:
        return spoken(self.title_ja, self.title_en)


class Field(models.Model):
    """One of the fields (分野) of a plan. Personal data: none."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="fields")
    number = models.PositiveSmallIntegerField(_("番号"))
    title_ja = models.CharField(_("名称"), max_length=120)
    title_en = models.CharField(_("英語の名称"), max_length=160)
    keywords_ja = models.TextField(_("この分野でできること"))
    keywords_en = models.TextField(_("この分野でできること(英語)"))

    class Meta:
        verbose_name = _("分野")
        ordering = ("plan", "number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="catalogue_field_number_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue:field", args=[self.plan.code, self.number])

    @property
    def title(self) -> str:
        return spoken(self.title_ja, self.title_en)

    @property
    def keywords(self) -> str:
        return spoken(self.keywords_ja, self.keywords_en)


class Programme(models.Model):
    """A heading of a field under which services stand, as priority or general work. Personal data: none."""

    field = models.ForeignKey(Field, models.CASCADE, related_name="programmes")
    rank = models.CharField(_("区分"), max_length=10, choices=Rank.choices)
    heading_ja = models.CharField(_("見出し"), max_length=160)
    heading_en = models.CharField(_("英語の見出し"), max_length=200)
    order = models.PositiveSmallIntegerField(_("並び順"))

    class Meta:
        verbose_name = _("事業")
        ordering = ("field__number", "order", "id")
        constraints = [
            models.UniqueConstraint(fields=["field", "rank", "heading_ja"], name="catalogue_programme_once"),
            models.CheckConstraint(condition=Q(rank__in=Rank.values), name="catalogue_rank_known"),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        return spoken(self.heading_ja, self.heading_en)


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, person: Person | None) -> Self:
        may_edit = standing(person).may(Permission.EDIT_CATALOGUE)
        return self if may_edit else self.exclude(plan__state=PlanState.DRAFT)

    def of_current_plan(self) -> Self:
        return self.filter(plan__state=PlanState.CURRENT)


class Service(models.Model):
    """One numbered line of the plan; its number stays the same from year to year. Personal data: none.

    `revision` counts the edits on screen: the loader rewrites only what nobody has edited, and a stale form is refused.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="services")
    number = models.PositiveSmallIntegerField(_("番号"))
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="services")
    also_under = models.ManyToManyField(Programme, blank=True, related_name="also_services")
    name_ja = models.CharField(_("名称"), max_length=160)
    name_en = models.CharField(_("英語の名称"), max_length=200)
    description_ja = models.TextField(_("説明"))
    description_en = models.TextField(_("英語の説明"))
    who_asks: "models.JSONField[Any, Any]" = models.JSONField(_("依頼できる人"), default=list)
    engine = models.CharField(_("仕事の種類"), max_length=20, choices=Engine.choices)
    state = models.CharField(_("状態"), max_length=10, choices=ServiceState.choices, default=ServiceState.PREPARING)
    state_decided = models.BooleanField(_("状態を画面で決めた"), default=False)
    preparing_reason_ja = models.TextField(_("準備中の理由"), blank=True)
    preparing_reason_en = models.TextField(_("準備中の理由(英語)"), blank=True)
    responsible = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当")
    )
    responsible_note_ja = models.CharField(_("担当についての補足"), max_length=120, blank=True)
    responsible_note_en = models.CharField(_("担当についての補足(英語)"), max_length=160, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("サービス")
        ordering = ("plan", "number")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="catalogue_service_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="catalogue_service_number_from_one"),
            models.CheckConstraint(condition=Q(state__in=ServiceState.values), name="catalogue_service_state_known"),
            models.CheckConstraint(condition=Q(engine__in=Engine.values), name="catalogue_service_engine_known"),
            models.CheckConstraint(
                condition=~Q(state=ServiceState.PREPARING) | (~Q(preparing_reason_ja="") & ~Q(preparing_reason_en="")),
                name="catalogue_preparing_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalogue:service", args=[self.plan.code, self.number])

    @property
    def name(self) -> str:
        return spoken(self.name_ja, self.name_en)

    @property
    def description(self) -> str:
        return spoken(self.description_ja, self.description_en)

    @property
    def preparing_reason(self) -> str:
        return spoken(self.preparing_reason_ja, self.preparing_reason_en)

    @property
    def responsible_note(self) -> str:
        return spoken(self.responsible_note_ja, self.responsible_note_en)

    @property
    def field(self) -> Field:
        return self.programme.field

    @property
    def rank(self) -> str:
        return self.programme.rank

    @property
    def tone(self) -> str:
        """How the state is shown as a chip."""
        return STATE_TONES[ServiceState(self.state)]

    @property
    def askers(self) -> list[str]:
        """Who may ask, in words."""
        return [str(Asker(code).label) for code in self.who_asks]


class Aim(models.Model):
    """What an officer wants to achieve, in the officer's words; leads to services. Personal data: none."""

    code = models.SlugField(_("コード"), max_length=40, unique=True)
    group = models.CharField(_("まとまり"), max_length=20, choices=AimGroup.choices)
    title_ja = models.CharField(_("目的"), max_length=60)
    title_en = models.CharField(_("目的(英語)"), max_length=100)
    lead_ja = models.TextField(_("導入"))
    lead_en = models.TextField(_("導入(英語)"))
    order = models.PositiveSmallIntegerField(_("並び順"))

    class Meta:
        verbose_name = _("目的")
        ordering = ("order", "id")
        constraints = [models.CheckConstraint(condition=Q(group__in=AimGroup.values), name="catalogue_aim_group_known")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue:aim", args=[self.code])

    @property
    def title(self) -> str:
        return spoken(self.title_ja, self.title_en)

    @property
    def lead(self) -> str:
        return spoken(self.lead_ja, self.lead_en)


class AimService(models.Model):
    """Why a service serves an aim. Points at the number, which outlives the plan year. Personal data: none."""

    aim = models.ForeignKey(Aim, models.CASCADE, related_name="ways")
    number = models.PositiveSmallIntegerField(_("サービスの番号"))
    why_ja = models.CharField(_("こんなときに"), max_length=160)
    why_en = models.CharField(_("こんなときに(英語)"), max_length=240)
    order = models.PositiveSmallIntegerField(_("並び順"))

    class Meta:
        verbose_name = _("目的に役立つサービス")
        ordering = ("aim", "order", "id")
        constraints = [models.UniqueConstraint(fields=["aim", "number"], name="catalogue_aim_service_once")]

    def __str__(self) -> str:
        return f"{self.aim} {self.number}"

    @property
    def why(self) -> str:
        return spoken(self.why_ja, self.why_en)
