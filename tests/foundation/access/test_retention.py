"""What is kept no longer is forgotten, as the models say."""

import datetime as dt
from typing import Any

import pytest

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.access.operations import forget_ended_roles, forget_invitations, forget_people
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.models import Person, Term
from kakehashi.kernel import clock
from tests.cast import Cast

NIGHT = Robot("night")
TODAY = dt.datetime(2018, 4, 2, 3, 45, tzinfo=clock.JAPAN)
LONG_AGO = dt.datetime(2010, 4, 1, tzinfo=clock.JAPAN)


def invited(cast: Cast, number: int, **columns: Any) -> Invitation:
    day = TODAY.date()
    facts = {"expires_at": TODAY, "starts_on": day, "ends_on": day, "token_digest": str(number)} | columns
    email = f"{number}@example.invalid"
    return Invitation.objects.create(email=email, name="新", organisation=cast.himeji, role="officer", **facts)


def test_invitations_are_forgotten_a_year_after_they_were_done_with(cast: Cast) -> None:
    long, short = TODAY - dt.timedelta(days=366), TODAY - dt.timedelta(days=364)
    kept = [
        invited(cast, 1, accepted_at=short, expires_at=long),
        invited(cast, 2, revoked_at=short, expires_at=long),
        invited(cast, 3, expires_at=short),
    ]
    invited(cast, 4, accepted_at=long)
    invited(cast, 5, revoked_at=long)
    invited(cast, 6, expires_at=long)

    with clock.pinned(TODAY):
        count = forget_invitations(by=NIGHT)

    assert count == 3
    assert list(Invitation.objects.order_by("pk")) == kept


def test_roles_are_forgotten_five_years_after_their_end(cast: Cast) -> None:
    RoleHeld.objects.update(ends_on=dt.date(2013, 4, 2))
    RoleHeld.objects.filter(person=cast.retired).update(ends_on=dt.date(2013, 4, 1))
    before = RoleHeld.objects.count()

    with clock.pinned(TODAY):
        count = forget_ended_roles(by=NIGHT)

    assert (count, RoleHeld.objects.count()) == (1, before - 1)
    assert not cast.retired.roles.exists()


def test_people_are_forgotten_five_years_after_their_last_term_and_role(cast: Cast) -> None:
    Person.objects.update(created_at=LONG_AGO)
    RoleHeld.objects.filter(person__in=[cast.retired, cast.neighbour]).update(ends_on=dt.date(2013, 4, 1))
    RoleHeld.objects.filter(person=cast.colleague).update(ends_on=dt.date(2013, 4, 2))
    Term.objects.create(person=cast.neighbour, organisation=cast.kakogawa, starts_on=dt.date(2012, 4, 1))
    Term.objects.create(
        person=cast.retired, organisation=cast.himeji, starts_on=dt.date(2010, 4, 1), ends_on=dt.date(2012, 3, 31)
    )
    others = set(Person.objects.exclude(pk=cast.retired.pk).values_list("pk", "name_ja", "email"))

    with clock.pinned(TODAY):
        gone = [forget_people(by=NIGHT), forget_people(by=NIGHT)]

    assert gone == [[cast.retired.pk], []]
    erased = Person.objects.get(pk=cast.retired.pk)
    assert (erased.name_ja, erased.name_en, erased.email, erased.phone, erased.user) == (
        "(記録を消した人)",
        "(erased)",
        "",
        "",
        None,
    )
    assert not User.objects.filter(email="retired@example.invalid").exists()
    assert not erased.terms.exists()
    assert set(Person.objects.exclude(pk=cast.retired.pk).values_list("pk", "name_ja", "email")) == others
    assert AuditRow.objects.filter(action="access.forget_people").first().after == {"people": [cast.retired.pk]}  # type: ignore[union-attr]  # it is there


def test_who_was_written_down_lately_is_kept(cast: Cast) -> None:
    with clock.pinned(TODAY - dt.timedelta(days=5 * 365 - 2)):
        met = Person.objects.create(name_ja="客 人", created_at=clock.now())

    with clock.pinned(TODAY):
        gone = forget_people(by=NIGHT)

    assert met.pk not in gone


@pytest.mark.parametrize("forget", [forget_invitations, forget_ended_roles, forget_people])
def test_nobody_asks_for_it_but_the_night(cast: Cast, forget: Any) -> None:
    with pytest.raises(NotPermittedError):
        forget(by=cast.planner)
