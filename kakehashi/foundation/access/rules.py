"""Who may do what with roles, people and the register: small predicates the pages and the operations both ask."""

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import ROLES, Permission, Role
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person


def may_edit_register(by: Actor | None, thing: object = None) -> bool:
    """Organisations, relations, people and terms are kept by headquarters."""
    return may(by, Permission.EDIT_REGISTER)


def may_manage_roles(by: Actor | None, organisation: Organisation) -> bool:
    return may(by, Permission.INVITE, organisation.pk)


def grantable_roles(by: Actor | None, organisation: Organisation) -> list[Role]:
    """The roles `by` may give at the organisation: those that can be held there.

    Roles that reach everywhere only by who manages roles everywhere; else an administrator of one body could make
    somebody stronger than themselves.
    """
    if not may_manage_roles(by, organisation):
        return []
    reaches = isinstance(by, Robot) or Permission.INVITE in standing(by).everywhere
    return [role for role in ROLES.values() if organisation.kind in role.held_at and (reaches or not role.everywhere)]


def may_grant(by: Actor | None, organisation: Organisation, role: str) -> bool:
    return role in {found.code for found in grantable_roles(by, organisation)}


def may_end_role(by: Actor | None, held: RoleHeld) -> bool:
    return may_manage_roles(by, held.organisation)


def may_revoke(by: Actor | None, invitation: Invitation) -> bool:
    return may_manage_roles(by, invitation.organisation)


def may_edit_profile(by: Actor | None, person: Person) -> bool:
    """One's own; anybody's by headquarters. Who can sign in keeps their own language and name."""
    return by == person or may_edit_register(by)
