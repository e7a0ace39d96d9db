"""Who applies at a mission, what is known of them, and where they would like to go."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.services.jet.choices import Document, Group, Level, Position, Urbanity
from kakehashi.services.jet.models.cycles import Cycle

BEST_SCORE = 100
BEST_SKILL = 5


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Person | None) -> Self:
        """One's own, those of one's mission, and all for the council."""
        if person is None:
            return self.none()
        held = standing(person)
        if held.may(Permission.HANDLE_JET):
            return self.all()
        return self.filter(Q(person=person) | Q(mission__in=held.where(Permission.SELECT_CANDIDATES)))


class Application(Flowing):
    """One person in one year, for one position.

    `number`: the mission's, unique in a year. `rank`: among the alternates of the mission. `care_note`: needs that a
    person must confirm before a place is given. `spoken`, `reading`: of the interview's Japanese test, 0 to 5; they
    inform people, the placement looks at `level` alone. Personal data: name, address of mail, health needs, scores.
    Kept ten years after the year for those placed, two for others.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="applications")
    mission = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("在外公館"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    number = models.CharField(_("受験番号"), max_length=20)
    name = models.CharField(_("氏名(旅券のつづり)"), max_length=120)
    email = models.EmailField(_("メールアドレス"), blank=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("国"))
    position = models.CharField(_("職種"), max_length=3, choices=Position.choices)
    considers_alt = models.BooleanField(_("CIRの応募者で、ALTでもよい"), default=False)
    level = models.CharField(_("日本語能力試験の級"), max_length=2, choices=Level.choices, blank=True)
    licence = models.BooleanField(_("運転免許を持っている"), default=False)
    group = models.CharField(_("来日グループ"), max_length=1, choices=Group.choices)
    wish = models.CharField(_("勤務地の希望"), max_length=5, choices=Urbanity.choices, blank=True)
    partner = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    household = models.PositiveSmallIntegerField(_("一緒に来る家族の人数"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(
        _("面接の点(0~100)"), null=True, blank=True, validators=[MaxValueValidator(BEST_SCORE)]
    )
    spoken = models.PositiveSmallIntegerField(
        _("面接の日本語: 話す(0~5)"), null=True, blank=True, validators=[MaxValueValidator(BEST_SKILL)]
    )
    reading = models.PositiveSmallIntegerField(
        _("面接の日本語: 読む(0~5)"), null=True, blank=True, validators=[MaxValueValidator(BEST_SKILL)]
    )
    tested_by = models.CharField(_("日本語を確かめた人"), max_length=120, blank=True)
    test_form = models.CharField(_("日本語の問題の版"), max_length=40, blank=True)
    documents = models.JSONField(_("届いた書類"), default=list, blank=True)
    care_note = models.TextField(_("配置の前に人が確かめる事情(健康、設備など)"), max_length=1000, blank=True)
    care_confirmed = models.BooleanField(_("事情に合う配置先を確かめた"), default=False, editable=False)
    rank = models.PositiveSmallIntegerField(_("補欠の順位"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("応募")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="jet_application_number_once"),
            models.UniqueConstraint(fields=["cycle", "person"], name="jet_one_application_a_year"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=BEST_SCORE), name="jet_score_in_range"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="jet_candidate_position_known"),
        ]
        indexes = [models.Index(fields=["cycle", "step"]), models.Index(fields=["mission", "cycle"])]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_couple(self) -> bool:
        """Both name each other."""
        return self.partner is not None and self.partner.partner_id == self.pk

    def document_names(self) -> list[str]:
        return [str(Document(one).label) for one in self.documents]


class PlaceChoice(models.Model):
    """Where a candidate would like to go: a prefecture or a municipality. Personal data: the reason."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="choices")
    rank = models.PositiveSmallIntegerField(_("順位"))
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("都道府県か市区町村"))
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("希望する任地")
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="jet_choice_rank_once"),
            models.UniqueConstraint(fields=["application", "place"], name="jet_choice_place_once"),
            models.CheckConstraint(condition=Q(rank__gte=1) & Q(rank__lte=3), name="jet_choice_rank_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.place}"
