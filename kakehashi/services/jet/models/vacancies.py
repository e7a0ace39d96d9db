"""Posts that somebody left, who is asked to come instead, and the rules by which anybody is."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import CountryGroup, Level, OfferState, Position
from kakehashi.services.jet.models.candidates import Application
from kakehashi.services.jet.models.participants import Participant

SUMMER = (8, 1)  # when the groups of summer are there: a closed window opens again where no day is set


class ReplacementRule(models.Model):
    """Until when leavers are replaced: for last days from `since` on, for all, a group of countries or one country.

    Without a day of closing they are replaced all year. Lead days are empty while nobody has set them. Personal data:
    none.
    """

    since = models.DateField(_("いつからの退職に使うか"))
    group = models.CharField(_("国のまとまり"), max_length=10, choices=CountryGroup.choices, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("国"))
    closes_month = models.PositiveSmallIntegerField(_("補充をやめる月"), null=True, blank=True)
    closes_day = models.PositiveSmallIntegerField(_("補充をやめる日"), null=True, blank=True)
    opens_month = models.PositiveSmallIntegerField(_("補充を再び始める月"), null=True, blank=True)
    opens_day = models.PositiveSmallIntegerField(_("補充を再び始める日"), null=True, blank=True)
    visa_days = models.PositiveSmallIntegerField(_("査証にかかる日数"), null=True, blank=True)
    flight_days = models.PositiveSmallIntegerField(_("航空券の手配にかかる日数"), null=True, blank=True)
    source = models.CharField(_("根拠"), max_length=300)

    class Meta:
        verbose_name = _("補充の決まり")
        ordering = ("-since", "group", "country")
        constraints = [
            models.CheckConstraint(condition=Q(group="") | Q(country=None), name="jet_rule_of_group_or_country"),
            models.CheckConstraint(
                condition=Q(closes_month=None, closes_day=None)
                | Q(closes_month__range=(1, 12), closes_day__range=(1, 31)),
                name="jet_rule_closes_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(opens_month=None, opens_day=None) | Q(opens_month__range=(1, 12), opens_day__range=(1, 31)),
                name="jet_rule_opens_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose} {self.since}"

    @property
    def whose(self) -> str:
        return str(self.country) if self.country_id else str(self.get_group_display() or _("すべての国"))

    @property
    def is_all_year(self) -> bool:
        return self.closes_month is None

    @property
    def lead_days(self) -> int | None:
        """From the acceptance to the arrival, where both are set."""
        if self.visa_days is None or self.flight_days is None:
            return None
        return self.visa_days + self.flight_days

    def replaces(self, last_day: dt.date) -> bool:
        """Whether somebody whose last day this is gets replaced within the year."""
        if self.closes_month is None or self.closes_day is None:
            return True
        closes = (self.closes_month, self.closes_day)
        opens = (self.opens_month, self.opens_day) if self.opens_month and self.opens_day else SUMMER
        day = (last_day.month, last_day.day)
        return not closes <= day < opens if closes <= opens else opens <= day < closes


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    def visible_to(self, person: Person | None) -> Self:
        """One's organisation's, those of the area one gathers for, and all for the council."""
        held = standing(person)
        if held.may(Permission.HANDLE_JET):
            return self.all()
        return self.filter(
            Q(organisation__in=held.where(Permission.REQUEST_SERVICES))
            | Q(host__in=held.where(Permission.FOLLOW_MEMBERS))
        )


class Vacancy(Flowing):
    """A post whose holder leaves early, with the conditions under which it was requested.

    `participant`: who leaves. `successor`: who came. Personal data: by way of these two.
    """

    participant = models.OneToOneField(Participant, models.PROTECT, related_name="vacancy")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("任用団体"))
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    position = models.CharField(_("職種"), max_length=3, choices=Position.choices)
    countries = models.JSONField(_("国(必須)"), default=list, blank=True)
    level = models.CharField(_("日本語能力(必須)"), max_length=2, choices=Level.choices, blank=True)
    licence = models.BooleanField(_("運転免許が必須"), default=False)
    last_day = models.DateField(_("退職の日"))
    reported_on = models.DateField(_("連絡の日"), default=clock.today)
    filled_on = models.DateField(_("後任の来日の日"), null=True, editable=False)
    successor = models.OneToOneField(Participant, models.PROTECT, null=True, related_name="came_for", editable=False)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("欠員")
        ordering = ("-last_day", "id")
        indexes = [models.Index(fields=["step", "last_day"]), models.Index(fields=["organisation", "step"])]

    def __str__(self) -> str:
        return f"{self.organisation} {self.position} {self.last_day}"


class ReplacementOffer(models.Model):
    """An alternate asked to come, until a day. `price`: what the season loses by it. Personal data: who, the answer."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="offers")
    application = models.ForeignKey(Application, models.PROTECT, related_name="offers")
    state = models.CharField(_("答え"), max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    until = models.DateField(_("答えの期限"))
    answered_at = models.DateTimeField(null=True)
    price = models.FloatField(default=0)

    class Meta:
        verbose_name = _("補充の打診")
        ordering = ("-made_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy"], condition=Q(state__in=("open", "accepted")), name="jet_one_offer_for_a_vacancy"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=("open", "accepted")),
                name="jet_one_offer_to_an_alternate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.get_state_display()}"
