"""What can be found, and who may find it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search.audience import barring, tokens_of
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, person: Person | None) -> Self:
        """What this person, or any visitor for ``None``, may find."""
        tokens = tokens_of(person)
        if not tokens:
            return self.filter(is_public=True)
        granted = Audience.objects.filter(token__in=tokens).values("entry_id")
        barred = Audience.objects.filter(token=barring(person.pk)).values("entry_id") if person else []
        return self.filter(Q(is_public=True) | Q(id__in=granted) & ~Q(id__in=barred))


class Entry(models.Model):
    """One findable thing, as the app that owns it handed it in.

    The index over it (an FTS5 table on SQLite, a tsvector column on PostgreSQL) belongs to the same transaction.
    Personal data: what the things themselves hold; an entry is gone as soon as its thing is.
    """

    kind = models.CharField(_("種類"), max_length=60)
    thing_id = models.BigIntegerField()
    is_public = models.BooleanField(_("公開"), default=False)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    language = models.CharField(_("言語"), max_length=12, default="ja")
    weight = models.FloatField(_("重み"), default=1.0, help_text=_("1より大きいと、同じ一致でも上に出る"))
    updated_at = models.DateTimeField(_("更新日時"), default=clock.now)
    indexed_at = models.DateTimeField(editable=False)
    url = models.CharField(_("場所"), max_length=300)
    title = models.TextField(_("題名"))
    summary = models.TextField(_("要約"), blank=True)
    body = models.TextField(_("本文"), blank=True)
    keywords = models.TextField(_("見出し語"), blank=True)
    title_folded = models.TextField(editable=False)
    folded = models.TextField(editable=False)  # title, keywords, summary and body: what a word must stand in
    words = models.TextField(editable=False)  # the normalised words of `folded`, each between two spaces

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("検索の見出し")
        verbose_name_plural = _("検索の見出し")
        ordering = ("-updated_at", "-id")
        indexes = [models.Index(fields=["kind", "fiscal_year"])]
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="search_thing_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.thing_id)


class Audience(models.Model):
    """One token that opens an entry which is not public. Personal data: none beyond ids."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="audience")
    token = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("検索の公開先")
        constraints = [models.UniqueConstraint(fields=["token", "entry"], name="search_token_once")]

    def __str__(self) -> str:
        return self.token
