import datetime as dt
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.access.operations import RefusedError, accept, accept_as_new, invite, revoke
from kakehashi.foundation.access.queries import invitation_by
from kakehashi.foundation.access.signals import invitation_created
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast

ROBOT = Robot("invitation")

Sent = list[tuple[Invitation, str]]


@pytest.fixture
def sent() -> Iterator[Sent]:
    """What the mail's sender would be told: invitation and path."""
    seen: Sent = []

    def note(sender: object, invitation: Invitation, accept_path: str, **_kwargs: object) -> None:
        seen.append((invitation, accept_path))

    invitation_created.connect(note)
    yield seen
    invitation_created.disconnect(note)


def invite_newcomer(cast: Cast, email: str = "Shinjin@Example.invalid", role: str = "officer") -> Invitation:
    return invite(
        email=email, name="新任 一", organisation=cast.himeji, role=role, starts_on=clock.today(), by=cast.officer
    )


def test_invite_tells_the_sender_the_secret_and_keeps_only_its_digest(cast: Cast, sent: Sent) -> None:
    invitation = invite_newcomer(cast)

    [(told, path)] = sent
    token = path.split("/")[-2]
    assert told == invitation
    assert path == f"/people/invitations/{token}/"
    assert invitation_by(token) == invitation
    assert token not in str(list(AuditRow.objects.values())) + str(list(Invitation.objects.values()))
    assert (invitation.email, invitation.invited_by) == ("shinjin@example.invalid", cast.officer)
    assert invitation.expires_at - invitation.invited_at >= dt.timedelta(days=13, hours=23)


@pytest.mark.parametrize("who", ["colleague", "neighbour", "branch_officer", "director", "operator"])
def test_invite_only_to_the_own_body(cast: Cast, sent: Sent, who: str) -> None:
    with pytest.raises(NotPermittedError):
        invite(
            email="x@example.invalid",
            name="新任 一",
            organisation=cast.himeji,
            role="officer",
            starts_on=clock.today(),
            by=getattr(cast, who),
        )

    assert (sent, list(Invitation.objects.all())) == ([], [])


def test_invite_refuses_a_second_while_the_first_is_open(cast: Cast, sent: Sent) -> None:
    invite_newcomer(cast)

    with pytest.raises(RefusedError, match="すでに同じ役割の招待"):
        invite_newcomer(cast, "SHINJIN@example.invalid")
    with pytest.raises(RefusedError, match="同じ役割をもっています"):
        invite_newcomer(cast, "colleague@example.invalid")

    assert len(sent) == 1


def test_invite_again_after_the_first_ran_out(cast: Cast, sent: Sent) -> None:
    first = invite_newcomer(cast)
    Invitation.objects.update(expires_at=clock.now())

    second = invite_newcomer(cast)

    first.refresh_from_db()
    assert (first.revoked_at is not None, second.is_open, len(sent)) == (True, True, 2)


def test_the_database_keeps_one_open_invitation(cast: Cast) -> None:
    invitation = invite_newcomer(cast)
    invitation.pk, invitation.token_digest, invitation.email = None, "other", "SHINJIN@EXAMPLE.INVALID"

    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save(force_insert=True)


def test_accept_as_new_makes_sign_in_person_and_role(cast: Cast) -> None:
    invitation = invite_newcomer(cast)

    person = accept_as_new(
        invitation, name_ja="新任 花", name_kana="しんにん はな", password="long-enough-2012", by=ROBOT
    )

    user = User.objects.get(email="shinjin@example.invalid")
    address = EmailAddress.objects.get(user=user)
    held = person.roles.get()
    assert (person.user, person.name_ja, user.check_password("long-enough-2012")) == (user, "新任 花", True)
    assert (address.email, address.verified, address.primary) == (user.email, True, True)
    assert (held.organisation, held.role, held.granted_by) == (cast.himeji, "officer", cast.officer)
    assert (held.starts_on, held.ends_on) == (invitation.starts_on, invitation.ends_on)
    with pytest.raises(RefusedError):
        accept_as_new(invitation, name_ja="別人", name_kana="", password="long-enough-2012", by=ROBOT)


def test_accept_as_new_takes_over_the_person_known_by_that_address(cast: Cast) -> None:
    known = Person.objects.create(name_ja="新任 華", email="shinjin@example.invalid")

    person = accept_as_new(
        invite_newcomer(cast), name_ja="新任 花", name_kana="", password="long-enough-2012", by=ROBOT
    )

    assert person == known


def test_accept_as_new_refuses_an_address_that_can_sign_in(cast: Cast) -> None:
    invitation = invite_newcomer(cast, "neighbour@example.invalid")

    with pytest.raises(RefusedError, match="登録済み"):
        accept_as_new(invitation, name_ja="加藤 遥", name_kana="", password="long-enough-2012", by=ROBOT)

    assert Invitation.objects.get().is_open


def test_accept_by_the_invited_address_only(cast: Cast) -> None:
    invitation = invite_newcomer(cast, "neighbour@example.invalid")

    with pytest.raises(NotPermittedError):
        accept(invitation, by=cast.retired)
    accept(invitation, by=cast.neighbour)

    assert {held.organisation for held in cast.neighbour.roles.all()} == {cast.kakogawa, cast.himeji}
    assert Invitation.objects.get().accepted_by == cast.neighbour


def test_what_was_revoked_or_ran_out_cannot_be_accepted(cast: Cast) -> None:
    revoked = invite_newcomer(cast, "neighbour@example.invalid")
    revoke(revoked, by=cast.planner)
    late = invite_newcomer(cast, "london@example.invalid")
    Invitation.objects.filter(pk=late.pk).update(expires_at=clock.now())

    for invitation, person in ((revoked, cast.neighbour), (late, cast.london_staff)):
        with pytest.raises(RefusedError):
            accept(invitation, by=person)
    with pytest.raises(RefusedError):
        revoke(revoked, by=cast.officer)
    with pytest.raises(NotPermittedError):
        revoke(late, by=cast.neighbour)
    assert (cast.neighbour.roles.count(), cast.london_staff.roles.count()) == (1, 1)
