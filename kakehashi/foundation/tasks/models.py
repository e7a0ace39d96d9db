from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.choices import State
from kakehashi.kernel import clock


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every row for an operator, none for anybody else."""
        return self if may(person, Permission.OPERATE) else self.none()


class Job(models.Model):
    """One enqueued task. A row is written in the transaction of the change that wants it, so both happen or neither.

    A running row belongs to `worker` until `lease_until`; the worker extends the lease while it lives. Whoever finds
    a lease expired puts the row back. `dedupe_key` is held only until the first run begins: one waiting row per key.

    Personal data: at most ids, in the arguments. Finished rows are deleted after seven days, failed ones after ninety.
    """

    task = models.CharField(_("仕事"), max_length=200)
    queue = models.CharField(_("列"), max_length=32)
    priority = models.SmallIntegerField(default=0)
    run_after = models.DateTimeField(_("実行予定"))
    state = models.CharField(_("状態"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("試行回数"), default=0)
    max_attempts = models.PositiveSmallIntegerField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    dedupe_key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    args: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    kwargs: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    result: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    error_class = models.CharField(max_length=200, blank=True)
    error_message = models.CharField(_("最後の誤り"), max_length=500, blank=True)
    error_traceback = models.TextField(blank=True)
    enqueued_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("裏側の仕事")
        ordering = ("-priority", "run_after", "id")
        indexes = [
            models.Index(
                fields=["queue", "-priority", "run_after", "id"], condition=Q(state="waiting"), name="tasks_job_waiting"
            ),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="tasks_job_running"),
            models.Index(fields=["state", "finished_at"], name="tasks_job_finished"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="tasks_job_state_known"),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True)),
                name="tasks_job_leased_while_running",
            ),
            models.CheckConstraint(
                condition=Q(dedupe_key=None) | Q(state="waiting", attempts=0), name="tasks_job_key_while_fresh"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at=None)
                | Q(state__in=["done", "failed", "dropped"], finished_at__isnull=False),
                name="tasks_job_finished_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"

    @property
    def short_name(self) -> str:
        """notices.deliver_mails for kakehashi.foundation.notices.tasks.deliver_mails."""
        *_, app, _module, function = self.task.split(".")
        return f"{app}.{function}"


class PeriodicTask(models.Model):
    """When each entry of the schedule (`schedule.py`) runs next. Personal data: none."""

    name = models.CharField(max_length=80, primary_key=True)
    next_run = models.DateTimeField(db_index=True)
    last_run = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("定期の仕事")
        ordering = ("next_run", "name")

    def __str__(self) -> str:
        return self.name
