"""Finding organisations. They hold no personal data, so everybody may find them; people are read through `access`."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Country, Organisation, OrganisationQuerySet, Relation, valid_on
from kakehashi.kernel import clock, japanese

_WITH_BRANCH = frozenset({Kind.PREFECTURE, Kind.MUNICIPALITY, Kind.WARD, Kind.ASSOCIATION})


def find_organisations(
    text: str,
    *,
    kinds: Collection[str] = (),
    on: dt.date | None = None,
    with_ended: bool = False,
    limit: int | None = 20,
) -> OrganisationQuerySet:
    """Organisations whose code begins with, or whose name or reading holds, every word of `text`; best first.

    Of those valid `on` that day (today), or of all with `with_ended`. Spelling is forgiven: width, small and large
    kana, katakana, variant characters (檮原 finds 梼原). Nothing in `text` gives all, in the order of their codes.
    """
    found = Organisation.objects.select_related("parent")
    if not with_ended:
        found = found.valid_on(on or clock.today())
    if kinds:
        found = found.filter(kind__in=kinds)
    for word in japanese.search_words(text):
        found = found.filter(_holds(word))
    return found.annotate(nearness=_nearness(text)).order_by("nearness", "code")[:limit]


def _holds(word: str) -> Q:
    folded, reading = japanese.fold(word), japanese.fold_reading(word)
    return Q(code__startswith=folded) | Q(name_folded__contains=folded) | Q(reading_folded__contains=reading)


def _nearness(text: str) -> Case:
    """0 the very name or code, 1 a name or reading that begins so, 2 the rest."""
    if not text.strip():
        return Case(default=Value(2), output_field=IntegerField())
    name, reading = " ".join(text.split()), japanese.fold_reading(text)
    return Case(
        When(Q(code=name) | Q(name_ja=name) | Q(reading_folded=reading) | Q(name_en__iexact=name), then=Value(0)),
        When(Q(name_ja__startswith=name) | Q(reading_folded__startswith=reading), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def register(*, prefecture: Organisation | None = None, **search: object) -> OrganisationQuerySet:
    """`find_organisations` without a limit, narrowed to a prefecture and all that is part of it."""
    found = find_organisations(limit=None, **search)  # type: ignore[arg-type]  # handed through unchanged
    if prefecture is None:
        return found
    return found.filter(Q(pk=prefecture.pk) | Q(parent=prefecture) | Q(parent__parent=prefecture))


def prefectures() -> OrganisationQuerySet:
    return Organisation.objects.filter(kind=Kind.PREFECTURE)


def prefecture_of(organisation: Organisation) -> Organisation | None:
    """The prefecture it is, or is directly part of; load ``parent`` beforehand for a list."""
    if organisation.kind == Kind.PREFECTURE:
        return organisation
    parent = organisation.parent
    return parent if parent is not None and parent.kind == Kind.PREFECTURE else None


def branch_in_charge(organisation: Organisation, on: dt.date | None = None) -> Organisation | None:
    """The branch through which the organisation works with headquarters, or ``None`` (NGOs, offices …).

    Its own by relation; the branch of a prefecture or designated city for itself; else that of what it is part of
    (a ward's city, an association's prefecture).
    """
    day = on or clock.today()
    if organisation.kind not in _WITH_BRANCH:
        return None
    charge = (
        Relation.objects.filter(valid_on(day), kind=RelationKind.BRANCH_OF, target=organisation)
        .select_related("source")
        .first()
    )
    if charge is not None:
        return charge.source
    own = Organisation.objects.valid_on(day).filter(kind=Kind.BRANCH, parent=organisation).first()
    if own is not None or organisation.parent is None:
        return own
    return branch_in_charge(organisation.parent, day)


def all_organisations() -> OrganisationQuerySet:
    """Every organisation, ended ones too: a page of one stays where it was."""
    return Organisation.objects.select_related("parent", "country")


def is_valid(organisation: Organisation, on: dt.date | None = None) -> bool:
    """Whether the body exists on that day (today)."""
    day = on or clock.today()
    return (organisation.starts_on or day) <= day <= (organisation.ends_on or day)


def countries() -> "QuerySet[Country]":
    return Country.objects.all()


def relations() -> "QuerySet[Relation]":
    return Relation.objects.select_related("source", "target")


def relations_of(organisation: Organisation) -> "QuerySet[Relation]":
    """How it stands to others and they to it, those that hold today or will; the branch in charge is told apart."""
    mine = Q(source=organisation) | (Q(target=organisation) & ~Q(kind=RelationKind.BRANCH_OF))
    open_ended = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    return relations().filter(mine & open_ended).order_by("kind", "target__code", "source__code")


def parts_of(organisation: Organisation) -> OrganisationQuerySet:
    """What belongs to it today, without the municipalities of a prefecture (the list shows those)."""
    return organisation.parts.valid_on(clock.today()).exclude(kind=Kind.MUNICIPALITY)
