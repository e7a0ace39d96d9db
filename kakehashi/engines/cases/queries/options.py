"""What the filters of the list offer, and the views one has saved: read together, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language

from kakehashi.engines.cases.models import Case, CaseKind, SavedView
from kakehashi.engines.cases.queries.narrowing import works_on_cases
from kakehashi.engines.cases.queries.remembering import Part, remembered
from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.models import Country, Organisation, Person, valid_on

HANDLING = [code for code, role in ROLES.items() if Permission.HANDLE_CASES in role.permissions]
_WORKPLACES = (Kind.OFFICE, Kind.SECTION, Kind.HEADQUARTERS)

Choices = dict[str, str]  # value in the address → words, in the order of the select


@dataclass(frozen=True)
class View:
    """A saved view as it is shown."""

    pk: int
    name: str
    query: str
    is_own: bool


@dataclass(frozen=True)
class Options:
    """What can be chosen; empty where the person has no use for the filter."""

    office: Choices = field(default_factory=dict)
    kind: Choices = field(default_factory=dict)
    country: Choices = field(default_factory=dict)
    lead: Choices = field(default_factory=dict)
    branch: Choices = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)  # number in the plan → name of its kind
    views: tuple[View, ...] = ()


_Row = tuple[str, str, str, str, str]  # what, key, Japanese name, English name, place in the order or number


def options(person: Person, lead: int | None = None) -> Options:
    """`lead` is offered even if the person has left: their cases are still to be seen."""
    sql, values = remembered(person, ("options", lead), lambda: _everything(person, lead))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return _sorted_out(cursor.fetchall(), person)


def _everything(person: Person, lead: int | None) -> Part:
    parts = [
        _rows("office", Organisation.objects.filter(kind__in=_WORKPLACES), "name_ja", "name_en", "code"),
        _rows("kind", CaseKind.objects.all(), "name_ja", "name_en", "order"),
        _rows("service", CaseKind.objects.exclude(service_number=None), "name_ja", "name_en", "service_number"),
        _rows("country", Country.objects.filter(offices__isnull=False).distinct(), "name_ja", "name_en", "alpha2"),
        _rows("view", visible_views(person), "name", "query", "person"),
    ]
    if works_on_cases(person):
        parts.append(_rows("lead", _officers(person, lead), "name_ja", "name_en", "name_kana"))
        branches = Organisation.objects.filter(kind=Kind.BRANCH)
        if not standing(person).where(Permission.FOLLOW_MEMBERS):
            parts.append(_rows("branch", branches, "name_ja", "name_en", "code"))
    first, *others = parts
    return first.union(*others, all=True).query.sql_with_params()


def visible_views(person: Person) -> QuerySet[SavedView]:
    """One's own, and those shared with an office at which one works."""
    return SavedView.objects.filter(
        Q(person=person) | Q(shared_with__in=standing(person).where(Permission.HANDLE_CASES))
    ).order_by()


def _officers(person: Person, lead: int | None) -> QuerySet[Person]:
    """Who works on cases the person sees; and `lead`, where a case that the person sees is theirs."""
    held = standing(person)
    roles = RoleHeld.objects.filter(valid_on(held.day), person=OuterRef("pk"), role__in=HANDLING)
    if not held.may(Permission.OVERSEE_CASES):
        roles = roles.filter(organisation__in=held.where(Permission.HANDLE_CASES))
    found = Q(Exists(roles))
    if lead:
        found |= Q(Exists(Case.objects.visible_to(person).filter(lead=OuterRef("pk"))), pk=lead)
    return Person.objects.filter(found)


def _rows(what: str, rows: QuerySet, ja: str, en: str, place: str) -> QuerySet:  # type: ignore[type-arg]  # of any model
    text: CharField[str, str] = CharField()
    return rows.order_by().values_list(
        Value(what, output_field=text), Cast("pk", text), Cast(ja, text), Cast(en, text), Cast(place, text)
    )


def _sorted_out(rows: Iterable[_Row], person: Person) -> Options:
    found = Options(views=())
    is_english = get_language() == "en"
    views = []
    for what, key, ja, en, place in sorted(rows, key=lambda row: (row[4].zfill(12), row[2])):
        if what == "view":
            views.append(View(int(key), ja, en, place == str(person.pk)))
        elif what == "service":
            found.services.setdefault(place, en if is_english and en else ja)
        else:
            getattr(found, what)[key] = en if is_english and en else ja
    views.sort(key=lambda view: (not view.is_own, view.name, view.pk))
    return Options(found.office, found.kind, found.country, found.lead, found.branch, found.services, tuple(views))
