from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import ROLES, Role
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


class RoleHeld(models.Model):
    """A role held by a person at an organisation for a term; it ends by itself.

    Personal data: who may do what. Kept five years after its end, as proof of who acted by which right.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roles")
    role = models.CharField(_("役割"), max_length=40, choices=[(code, role.label) for code, role in ROLES.items()])
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
