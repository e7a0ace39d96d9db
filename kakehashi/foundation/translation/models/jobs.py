"""Orders for translations: who is asked, for which language, until when."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation.choices import Profile
from kakehashi.foundation.translation.models.languages import Language
from kakehashi.foundation.translation.models.texts import Unit
from kakehashi.kernel import clock

OFF = ("declined", "cancelled")  # steps at which an order asks for nothing and shows nothing more


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, person: Person | None) -> Self:
        """The keepers of the languages all; translators those given to them, and those they asked for."""
        held = standing(person)
        if held.may(Permission.MANAGE_LANGUAGES):
            return self
        if person is None or not held.may(Permission.EDIT_TRANSLATIONS):
            return self.none()
        return self.filter(_given_to(person) | Q(asked_by=person))

    def given_to(self, person: Person) -> Self:
        """To a body the person translates for, or to the person by name."""
        return self.filter(_given_to(person))

    def in_force(self) -> Self:
        """Neither declined nor cancelled."""
        return self.exclude(step__in=OFF)


def _given_to(person: Person) -> Q:
    bodies = standing(person).where(Permission.EDIT_TRANSLATIONS)
    return Q(organisation__in=bodies) | Q(translator=person) | Q(checker=person)


class Job(Flowing):
    """An order: these units into this language by that day, from one body to another.

    Personal data: who asked, who translates, who checks. Kept as long as the texts, as proof.
    """

    title = models.CharField(_("件名"), max_length=200)
    profile = models.CharField(_("種類"), max_length=20, choices=Profile.choices, default=Profile.DISASTER)
    language = models.ForeignKey(Language, models.PROTECT, related_name="jobs", verbose_name=_("言語"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("依頼先"))
    due_at = models.DateTimeField(_("期限"), null=True, blank=True)
    note = models.TextField(_("依頼の内容"), blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    translator = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("翻訳する人")
    )
    checker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("点検する人")
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("翻訳の依頼")
        ordering = ("due_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(translator=None) | Q(checker=None) | ~Q(translator=models.F("checker")),
                name="translation_job_of_two_people",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and clock.has_passed(self.due_at)


class JobLine(models.Model):
    """One unit of an order; `meaning` is what the source said when it was asked for. Personal data: none."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    meaning = models.CharField(max_length=16, editable=False)

    class Meta:
        ordering = ("unit__family", "unit__order", "id")
        constraints = [models.UniqueConstraint(fields=["job", "unit"], name="translation_job_line_once")]

    def __str__(self) -> str:
        return str(self.unit)
