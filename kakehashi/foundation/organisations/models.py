"""The register: organisations, the countries in an office's charge, people, their terms of office, relations."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.choices import HolidaySource, OrganisationKind, RelationKind
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock, japanese


def valid_on(day: dt.date) -> Q:
    """Rows whose validity (`starts_on` … `ends_on`, both inclusive, open where empty) covers `day`."""
    return (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))


class Country(models.Model):
    """A country or region by ISO 3166-1. Personal data: none."""

    alpha2 = models.CharField(_("国コード"), max_length=2, primary_key=True)
    name_ja = models.CharField(_("国名"), max_length=60)
    name_en = models.CharField(_("英語名"), max_length=80)

    class Meta:
        verbose_name = _("国・地域")
        ordering = ("alpha2",)

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(valid_on(day))


class Organisation(models.Model):
    """A body that takes part: a municipality, a branch, an office, an association. Personal data: none."""

    code = models.CharField(_("コード"), max_length=40, unique=True, help_text=_("全国地方公共団体コードなど"))
    kind = models.CharField(_("種類"), max_length=20, choices=OrganisationKind.choices, db_index=True)
    name_ja = models.CharField(_("名称"), max_length=120)
    name_full_ja = models.CharField(_("正式名称"), max_length=160, blank=True)
    name_kana = models.CharField(_("ふりがな"), max_length=160, blank=True)
    name_en = models.CharField(_("英語名"), max_length=160, blank=True)
    type_ja = models.CharField(_("区分"), max_length=20, blank=True, help_text=_("市、町、村、政令指定都市など"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    country = models.ForeignKey(Country, models.PROTECT, default="JP", related_name="+")
    countries_in_charge = models.ManyToManyField(Country, blank=True, related_name="offices")
    url = models.URLField(_("ウェブサイト"), blank=True)
    email = models.EmailField(_("代表メール"), blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(_("人口"), null=True, blank=True)
    foreign_residents = models.PositiveIntegerField(_("外国人住民数"), null=True, blank=True)
    figures_as_of = models.DateField(_("数値の時点"), null=True, blank=True)
    starts_on = models.DateField(_("有効開始日"), null=True, blank=True)
    ends_on = models.DateField(_("有効終了日"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("実演用"), default=False)
    revision = models.PositiveIntegerField(_("版"), default=1, editable=False)
    name_folded = models.CharField(max_length=400, editable=False, db_index=True)
    reading_folded = models.CharField(max_length=200, editable=False, db_index=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("団体")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="organisations_validity_in_order",
            )
        ]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_search_columns()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed through unchanged

    def set_search_columns(self) -> None:
        """What a search compares: call before `bulk_create`; `save` does it itself."""
        self.name_folded = japanese.fold(f"{self.name_full_ja or self.name_ja} {self.name_ja} {self.name_en}")[:400]
        self.reading_folded = japanese.fold_reading(self.name_kana)


class Person(models.Model):
    """A person who acts or is met: staff of any organisation, with or without a sign-in.

    Personal data: name, reading, e-mail, telephone. Kept while a term or role is open and five years after.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person")
    name_ja = models.CharField(_("氏名"), max_length=80)
    name_kana = models.CharField(_("ふりがな"), max_length=120, blank=True)
    name_en = models.CharField(_("英語表記"), max_length=120, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    phone = models.CharField(_("電話番号"), max_length=40, blank=True)
    language = models.CharField(_("画面と通知の言語"), max_length=8, default="ja")
    is_demonstration = models.BooleanField(_("実演用"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("人")
        ordering = ("name_kana", "id")

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)


class Term(models.Model):
    """A term of office: who works where, in which section, as what, from when until when.

    Personal data: employment. Kept as long as its person.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="terms")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="terms")
    section = models.CharField(_("所属"), max_length=120, blank=True)
    title = models.CharField(_("職名"), max_length=120, blank=True)
    starts_on = models.DateField(_("開始日"))
    ends_on = models.DateField(_("終了日"), null=True, blank=True)

    class Meta:
        verbose_name = _("任期")
        ordering = ("-starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="organisations_term_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.section} {self.title}".strip()


class Relation(models.Model):
    """How one organisation stands to another, and since when. Personal data: none."""

    source = models.ForeignKey(Organisation, models.CASCADE, related_name="relations_out")
    kind = models.CharField(_("関係"), max_length=20, choices=RelationKind.choices)
    target = models.ForeignKey(Organisation, models.CASCADE, related_name="relations_in")
    starts_on = models.DateField(_("開始日"), null=True, blank=True)
    ends_on = models.DateField(_("終了日"), null=True, blank=True)

    class Meta:
        verbose_name = _("団体の関係")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "target", "starts_on"], name="organisations_relation_once"
            ),
            models.UniqueConstraint(
                fields=["source", "kind", "target"],
                condition=Q(starts_on=None),
                name="organisations_relation_undated_once",
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(kind=RelationKind.BRANCH_OF, ends_on=None),
                name="organisations_one_branch_in_charge",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="organisations_relation_in_order",
            ),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="organisations_relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"


class Holiday(models.Model):
    """A day on which a country does not work. Countries without any row are not known. Personal data: none."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="holidays")
    day = models.DateField(_("日付"))
    name_ja = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英語名"), max_length=120, blank=True)
    source = models.CharField(
        _("出典"), max_length=10, choices=HolidaySource.choices, default=HolidaySource.SCREEN, editable=False
    )

    class Meta:
        verbose_name = _("祝日")
        ordering = ("country_id", "day")
        constraints = [models.UniqueConstraint(fields=["country", "day"], name="organisations_holiday_once")]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)


class RemovedHoliday(models.Model):
    """A day that somebody took out on the screen: no load puts it back. Personal data: none."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "day"], name="organisations_removed_holiday_once")]

    def __str__(self) -> str:
        return f"{self.country_id} {self.day}"


class ReferenceLoad(models.Model):
    """Which state of the reference files is in the database. One row. Personal data: none."""

    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.digest
