"""What this app writes, each through the gate. Refusals in words are `RefusedError`."""

from kakehashi.foundation.access.operations.deadlines import grant_exception
from kakehashi.foundation.access.operations.invitations import accept, accept_as_new, invite, revoke
from kakehashi.foundation.access.operations.meanwhile import ChangedMeanwhileError, seen_of
from kakehashi.foundation.access.operations.people import (
    NewPerson,
    add_person,
    appoint_successor,
    begin_term,
    edit_person,
    end_term,
)
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.access.operations.register import (
    add_holiday,
    add_organisation,
    edit_organisation,
    end_relation,
    relate,
    remove_holiday,
)
from kakehashi.foundation.access.operations.retention import forget_ended_roles, forget_invitations, forget_people
from kakehashi.foundation.access.operations.roles import end_role, grant_role

__all__ = [
    "ChangedMeanwhileError",
    "NewPerson",
    "RefusedError",
    "accept",
    "accept_as_new",
    "add_holiday",
    "add_organisation",
    "add_person",
    "appoint_successor",
    "begin_term",
    "edit_organisation",
    "edit_person",
    "end_relation",
    "end_role",
    "end_term",
    "forget_ended_roles",
    "forget_invitations",
    "forget_people",
    "grant_exception",
    "grant_role",
    "invite",
    "relate",
    "remove_holiday",
    "revoke",
    "seen_of",
]
