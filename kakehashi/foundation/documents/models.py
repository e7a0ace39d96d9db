import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.documents.choices import InformationClass
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

FOLDER = "documents"  # of all files, in the storage


def random_name(document: Any, filename: str) -> str:
    """Where the bytes lie: nothing of the name people gave, nothing that can be guessed."""
    name = secrets.token_hex(20)
    return f"{FOLDER}/{name[:2]}/{name}"


class Document(models.Model):
    """A file handed in, as it came: its type decided by its content.

    Removed ones keep their row, not their bytes, which are deleted within two days.

    Personal data: who uploaded it, and whatever the file holds. Kept until `retention_until`, else as long as the
    thing it is about.
    """

    about_kind = models.CharField(max_length=80, blank=True)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    name = models.CharField(_("ファイル名"), max_length=200)
    media_type = models.CharField(_("種類"), max_length=100)
    size = models.PositiveIntegerField(_("大きさ"))  # bytes
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("ファイル"), upload_to=random_name, max_length=120, blank=True)
    information_class = models.PositiveSmallIntegerField(
        _("機密性"), choices=InformationClass.choices, default=InformationClass.INTERNAL
    )
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    retention_until = models.DateField(_("保存期限"), null=True, blank=True)
    is_removed = models.BooleanField(_("削除済み"), default=False)

    class Meta:
        verbose_name = _("文書")
        ordering = ("uploaded_at", "id")
        indexes = [
            models.Index(fields=["about_kind", "about_id"]),
            models.Index(fields=["retention_until"], condition=Q(is_removed=False), name="documents_still_kept"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(about_kind="", about_id=None) | ~Q(about_kind="") & Q(about_id__isnull=False),
                name="documents_about_one_thing_or_none",
            ),
            models.CheckConstraint(condition=Q(is_removed=False) | Q(file=""), name="documents_removed_has_no_bytes"),
            models.CheckConstraint(condition=Q(size__gt=0), name="documents_not_empty"),
            models.CheckConstraint(
                condition=Q(information_class__in=InformationClass.values), name="documents_class_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> Ref | None:
        return None if self.about_id is None else Ref(self.about_kind, self.about_id)


class Orphan(models.Model):
    """A stored file that no document names, and since when that is known. Deleted a day later. Personal data: none."""

    file = models.CharField(max_length=120, unique=True)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("だれのものでもないファイル")

    def __str__(self) -> str:
        return self.file
