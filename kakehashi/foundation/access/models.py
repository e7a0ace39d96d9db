from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import ROLES, Role
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

_ROLE_CHOICES = [(code, role.label) for code, role in ROLES.items()]


class RoleHeld(models.Model):
    """A role held by a person at an organisation for a term; it ends by itself.

    Personal data: who may do what. Kept five years after its end, as proof of who acted by which right.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roles")
    role = models.CharField(_("役割"), max_length=40, choices=_ROLE_CHOICES)
    starts_on = models.DateField(_("開始日"))
    ends_on = models.DateField(_("終了日"), null=True, blank=True)
    granted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    note = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("役割")
        ordering = ("organisation__code", "person__name_kana", "id")
        indexes = [models.Index(fields=["organisation", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="access_role_in_order"
            ),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="access_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.organisation} / {self.definition.label}"

    @property
    def definition(self) -> Role:
        return ROLES[self.role]

    @property
    def is_coming(self) -> bool:
        return self.starts_on > clock.today()

    @property
    def is_past(self) -> bool:
        return self.ends_on is not None and self.ends_on < clock.today()

    @property
    def is_held(self) -> bool:
        return not self.is_coming and not self.is_past


class Invitation(models.Model):
    """A role offered by mail to somebody who proves the address by the link in it.

    Personal data: name, e-mail address. Deleted one year after it was accepted, revoked or ran out.
    """

    email = models.EmailField(_("メールアドレス"))
    name = models.CharField(_("氏名"), max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField(_("役割"), max_length=40, choices=_ROLE_CHOICES)
    starts_on = models.DateField(_("開始日"))
    ends_on = models.DateField(_("終了日"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("有効期限"))
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("招待")
        ordering = ("-invited_at", "-id")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "role",
                condition=Q(accepted_at=None, revoked_at=None),
                name="access_invitation_open_once",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="access_invitation_in_order"),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="access_invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="access_invitation_accepted_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | Q(accepted_at__isnull=False),
                name="access_invitation_accepted_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} / {self.organisation} / {self.definition.label}"

    @property
    def definition(self) -> Role:
        return ROLES[self.role]

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > clock.now()


class DeadlineException(models.Model):
    """One body, or one person, may be late with one thing: until when, by whom allowed, why.

    Personal data: for whom and by whom. Kept as long as the thing it is about.
    """

    about_kind = models.CharField(max_length=80)
    about_id = models.PositiveBigIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    until = models.DateTimeField(_("延長後の期限"))
    why = models.TextField(_("理由"))
    granted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("期限の例外")
        ordering = ("-granted_at", "-id")
        indexes = [models.Index(fields=["about_kind", "about_id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, person__isnull=False) | Q(organisation__isnull=False, person=None),
                name="access_exception_for_one",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="access_exception_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.about} / {self.organisation or self.person}"

    @property
    def about(self) -> Ref:
        return Ref(self.about_kind, self.about_id)
