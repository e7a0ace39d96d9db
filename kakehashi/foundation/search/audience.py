"""Who may find an entry, as tokens: an entry carries some, a viewer holds some; one in common opens it.

`org:12` everyone with a role there today · `person:5` that person, as long as they hold any role ·
`perm:oversee_cases` whoever holds the permission everywhere · `perm:follow_members@7` whoever holds it at
organisation 7 (or everywhere) · `signed_in` whoever has signed in. `not:5` keeps that person out whatever they hold.
"""

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person

SIGNED_IN = "signed_in"


def of_organisation(organisation_id: int) -> str:
    return f"org:{organisation_id}"


def of_person(person_id: int) -> str:
    return f"person:{person_id}"


def of_person_at(person_id: int, organisation_id: int) -> str:
    """This person, as long as they work for that organisation."""
    return f"person:{person_id}:{organisation_id}"


def barring(person_id: int) -> str:
    """Keeps this person out, whatever else they hold; never out of what is public."""
    return f"not:{person_id}"


def of_permission(permission: Permission, organisation_id: int | None = None) -> str:
    """Whoever holds the permission at that organisation; ``None``: only those who hold it everywhere."""
    return f"perm:{permission}" if organisation_id is None else f"perm:{permission}@{organisation_id}"


def widened(tokens: frozenset[str]) -> frozenset[str]:
    """With those who hold a permission everywhere beside those who hold it at one organisation."""
    return tokens | {token.partition("@")[0] for token in tokens}


def tokens_of(person: Person | None) -> frozenset[str]:
    """What this person may open today; nothing for a visitor. Roles that have ended give nothing."""
    if person is None:
        return frozenset()
    held = standing(person)
    return frozenset(
        {SIGNED_IN}
        | ({of_person(person.pk)} if held.organisations else set())
        | {of_organisation(organisation_id) for organisation_id in held.organisations}
        | {of_person_at(person.pk, organisation_id) for organisation_id in held.organisations}
        | {of_permission(permission) for permission in held.everywhere}
        | {of_permission(permission, where) for permission in Permission for where in held.where(permission)}
    )
