"""What organisations ask for: one sheet an organisation and year, with a line for posts of the same conditions."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.services.jet.choices import Driving, Group, Housing, Level, Position, Urbanity, Workplace
from kakehashi.services.jet.flow import WITH_COUNCIL
from kakehashi.services.jet.models.cycles import Cycle

MOST_POSTS = 500


class RequestSheetQuerySet(models.QuerySet["RequestSheet"]):
    def visible_to(self, person: Person | None) -> Self:
        """Those of one's own organisation, of those one gathers for, and with the council what has reached it."""
        held = standing(person)
        ways = Q(organisation__in=held.where(Permission.REQUEST_SERVICES))
        ways |= Q(host__in=held.where(Permission.FOLLOW_MEMBERS))
        if held.may(Permission.HANDLE_JET):
            ways |= Q(step__in=WITH_COUNCIL)
        return self.filter(ways)


class RequestSheet(Flowing):
    """What one organisation asks for in one year.

    `host`: the body that gathers the sheets of its area, where there is one. Personal data: whom to ask back. Kept ten
    years.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="sheets")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("団体"))
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("取りまとめ団体")
    )
    contact = models.CharField(_("担当者"), max_length=120, blank=True)
    phone = models.CharField(_("電話番号"), max_length=40, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    note = models.TextField(_("取りまとめ団体と協会に伝えること"), max_length=2000, blank=True)

    objects = RequestSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("要望書")
        ordering = ("organisation__code",)
        constraints = [models.UniqueConstraint(fields=["cycle", "organisation"], name="jet_one_sheet_a_year")]
        indexes = [models.Index(fields=["cycle", "step"]), models.Index(fields=["host", "cycle"])]

    def __str__(self) -> str:
        return f"{self.organisation} {self.cycle}"


class RequestLine(models.Model):
    """Posts of the same conditions. Musts bind the placement; all other columns inform people.

    Empty `countries` or `groups`: any. `must_fill` is decided by the council, `why_first` is the organisation's reason
    for it. `quiet_note`: a wish with its reason that the placement never uses. Personal data: none.
    """

    sheet = models.ForeignKey(RequestSheet, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField(_("行の番号"), editable=False)
    position = models.CharField(_("職種"), max_length=3, choices=Position.choices)
    posts = models.PositiveSmallIntegerField(
        _("人数"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_POSTS)]
    )
    countries = models.JSONField(_("国(必須)"), default=list, blank=True)
    level = models.CharField(_("日本語能力(必須)"), max_length=2, choices=Level.choices, blank=True)
    licence = models.BooleanField(_("運転免許が必須"), default=False)
    groups = models.JSONField(_("来日グループ(必須)"), default=list, blank=True)
    level_wish = models.CharField(_("日本語能力(できれば)"), max_length=2, choices=Level.choices, blank=True)
    other_wishes = models.TextField(_("そのほかの希望"), max_length=1000, blank=True)
    urbanity = models.CharField(_("勤務地のようす"), max_length=5, choices=Urbanity.choices)
    workplaces = models.JSONField(_("勤務先"), default=list, blank=True)
    schools = models.PositiveSmallIntegerField(_("担当する学校・施設の数"), null=True, blank=True)
    duties = models.TextField(_("主な仕事"), max_length=2000, blank=True)
    driving = models.CharField(_("車の使用"), max_length=10, choices=Driving.choices, default=Driving.NONE)
    housing = models.CharField(_("住まい"), max_length=10, choices=Housing.choices)
    household = models.PositiveSmallIntegerField(_("住まいに入れる人数"), null=True, blank=True)
    surroundings = models.TextField(_("気候、交通、買い物、医療"), max_length=1000, blank=True)
    why_first = models.TextField(_("欠かせない理由"), max_length=1000, blank=True)
    must_fill = models.BooleanField(_("欠かせない枠"), default=False, editable=False)
    quiet_note = models.TextField(_("配置の担当者だけに伝えること"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("要望の行")
        ordering = ("sheet", "number")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="jet_line_number_once"),
            models.CheckConstraint(
                condition=Q(posts__gte=1) & Q(posts__lte=MOST_POSTS), name="jet_line_has_a_few_posts"
            ),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="jet_line_position_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"

    def musts(self) -> list[str]:
        """What binds the placement, as people read it."""
        found = []
        if self.countries:
            names = Country.objects.in_bulk(self.countries)
            found.append(f"{_('国')}: {str(_('、')).join(str(names.get(one, one)) for one in self.countries)}")
        if self.level:
            found.append(str(_("日本語能力試験 %(level)s 以上") % {"level": self.level}))
        if self.licence:
            found.append(str(_("運転免許")))
        if self.groups:
            found.append(str(_("、")).join(str(Group(one).label) for one in self.groups))
        return found

    def workplace_names(self) -> list[str]:
        return [str(Workplace(one).label) for one in self.workplaces]
