"""Whom a person may see, and which roles and invitations. Not visible is 404."""

import datetime as dt
import hashlib

from django.db.models import Exists, OuterRef, Q, QuerySet

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Organisation, Person, Relation, Term, valid_on
from kakehashi.kernel import clock


def visible_organisations(viewer: Person) -> Q | None:
    """At which organisations (a filter of `Organisation`) the viewer sees people; ``None``: everywhere.

    One's own, those in the charge of one's branch, and for headquarters all.
    """
    here = standing(viewer)
    if here.everywhere & {Permission.OVERSEE_CASES, Permission.EDIT_REGISTER}:
        return None
    charges = Relation.objects.filter(
        valid_on(here.day), kind=RelationKind.BRANCH_OF, source__in=here.where(Permission.FOLLOW_MEMBERS)
    )
    return Q(pk__in=here.organisations) | Q(pk__in=charges.values("target"))


def sees_people_at(viewer: Person, organisation: Organisation) -> bool:
    places = visible_organisations(viewer)
    return places is None or Organisation.objects.filter(places, pk=organisation.pk).exists()


def people_visible_to(viewer: Person) -> QuerySet[Person]:
    """The viewer and everyone who has a term or role today where the viewer may look."""
    places = visible_organisations(viewer)
    if places is None:
        return Person.objects.all()
    today, where = clock.today(), Organisation.objects.filter(places).values("pk")
    terms = Term.objects.filter(valid_on(today), person=OuterRef("pk"), organisation__in=where)
    roles = RoleHeld.objects.filter(valid_on(today), person=OuterRef("pk"), organisation__in=where)
    return Person.objects.filter(Q(pk=viewer.pk) | Exists(terms) | Exists(roles))


def terms_visible_to(viewer: Person) -> QuerySet[Term]:
    """Terms, past ones too, at organisations where the viewer may look, and the viewer's own."""
    places = visible_organisations(viewer)
    terms = Term.objects.select_related("person", "organisation")
    if places is None:
        return terms
    return terms.filter(Q(person=viewer) | Q(organisation__in=Organisation.objects.filter(places).values("pk")))


def roles_visible_to(viewer: Person) -> QuerySet[RoleHeld]:
    """One's own roles, and those at organisations whose roles one manages."""
    managed = standing(viewer).reach(Permission.INVITE, "organisation")
    return RoleHeld.objects.filter(Q(person=viewer) | managed if managed else Q()).select_related(
        "person", "organisation", "granted_by"
    )


def invitations_visible_to(viewer: Person) -> QuerySet[Invitation]:
    managed = standing(viewer).reach(Permission.INVITE, "organisation")
    return Invitation.objects.filter(managed).select_related("organisation", "invited_by")


def managed_organisations(viewer: Person) -> QuerySet[Organisation]:
    """Where the viewer manages roles."""
    return Organisation.objects.filter(standing(viewer).reach(Permission.INVITE, "pk")).select_related("parent")


def current(rows: "QuerySet[RoleHeld]", day: dt.date | None = None) -> "QuerySet[RoleHeld]":
    return rows.filter(valid_on(day or clock.today()))


def token_digest(token: str) -> str:
    """What is stored of the secret in an invitation's link."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by(token: str) -> Invitation | None:
    """The invitation with this secret, whatever became of it."""
    found = Invitation.objects.select_related("organisation", "invited_by")
    return found.filter(token_digest=token_digest(token)).first()
