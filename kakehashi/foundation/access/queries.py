"""Whom a person may see, and which roles and invitations. Not visible is 404."""

import hashlib

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Organisation, Person, Relation, Term, valid_on
from kakehashi.kernel import clock, japanese


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


def token_digest(token: str) -> str:
    """What is stored of the secret in an invitation's link."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by(token: str) -> Invitation | None:
    """The invitation with this secret, whatever became of it."""
    found = Invitation.objects.select_related("organisation", "invited_by")
    return found.filter(token_digest=token_digest(token)).first()


def current_terms(viewer: Person, organisation: Organisation) -> QuerySet[Term]:
    """Who works there today and from later days on."""
    open_ended = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    terms = terms_visible_to(viewer).filter(open_ended, organisation=organisation)
    return terms.order_by("section", "starts_on", "id")


def past_terms(viewer: Person, organisation: Organisation) -> QuerySet[Term]:
    terms = terms_visible_to(viewer).filter(organisation=organisation, ends_on__lt=clock.today())
    return terms.order_by("-ends_on", "id")


def people_list(viewer: Person, text: str = "") -> QuerySet[Person]:
    """People the viewer may see, found by name, reading or address, with the terms (`here`) the viewer may see."""
    here = Prefetch("terms", terms_visible_to(viewer).filter(valid_on(clock.today())), to_attr="here")
    people = people_visible_to(viewer).prefetch_related(here)
    for word in japanese.search_words(text):
        named = Q(name_ja__icontains=word) | Q(name_kana__icontains=word) | Q(name_en__icontains=word)
        people = people.filter(named | Q(email__icontains=word))
    return people


def people_at(viewer: Person, organisation: Organisation) -> QuerySet[Person]:
    """Whom one may give a role there: everyone with a term or a role at the organisation, past ones too."""
    terms = Term.objects.filter(person=OuterRef("pk"), organisation=organisation)
    roles = roles_visible_to(viewer).filter(person=OuterRef("pk"), organisation=organisation)
    return Person.objects.filter(Exists(terms) | Exists(roles))


def roles_at(viewer: Person, organisation: Organisation) -> QuerySet[RoleHeld]:
    return roles_visible_to(viewer).filter(organisation=organisation).order_by("person__name_kana", "person_id", "id")


def waiting_invitations(viewer: Person, organisation: Organisation) -> QuerySet[Invitation]:
    """Neither accepted nor revoked; those that ran out are shown as such."""
    return invitations_visible_to(viewer).filter(organisation=organisation, accepted_at=None, revoked_at=None)


def managed_here(viewer: Person) -> QuerySet[Organisation]:
    """The organisations of one's own roles whose roles one manages: the short list for a page."""
    return Organisation.objects.filter(pk__in=standing(viewer).where(Permission.INVITE))


def has_sign_in(invitation: Invitation) -> bool:
    """Whether the invited address can already sign in. Asked only of who holds the secret sent to it."""
    return User.objects.filter(email__iexact=invitation.email).exists()


def holders(permission: Permission, organisation_id: int) -> QuerySet[Person]:
    """The people whose role at the organisation permits this today."""
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    held = RoleHeld.objects.filter(valid_on(clock.today()), organisation=organisation_id, role__in=roles)
    return Person.objects.filter(pk__in=held.values("person")).order_by("name_kana", "id")
