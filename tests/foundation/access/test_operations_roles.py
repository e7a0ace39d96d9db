import datetime as dt

import pytest

from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.operations import RefusedError, end_role, grant_role
from kakehashi.foundation.access.rules import grantable_roles
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast

MIDDAY = dt.timedelta(hours=3)  # of Japan, in UTC


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> object:
    """Turns the clock to noon in Japan of a day."""

    def _on(day: str) -> None:
        moment = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) + MIDDAY
        monkeypatch.setattr(clock, "now", lambda: moment)

    return _on


def grantable(by: Person, cast: Cast, where: str) -> set[str]:
    return {role.code for role in grantable_roles(by, getattr(cast, where))}


def test_who_may_grant_which_role_where(cast: Cast) -> None:
    places = ("himeji", "kakogawa", "branch", "paris", "london", "headquarters")
    people = ("officer", "colleague", "neighbour", "branch_officer", "director", "staff", "section_staff", "operator")
    allowed = {
        (who, where): roles
        for who in people
        for where in places
        if (roles := grantable(getattr(cast, who), cast, where))
    }

    assert allowed == {
        ("officer", "himeji"): {"officer", "organisation_admin", "bulletin_writer", "bulletin_publisher"},
        ("branch_officer", "branch"): {"branch_officer"},
        ("director", "paris"): {"office_staff", "office_director"},
    }


def test_headquarters_grants_every_role_where_it_can_be_held(cast: Cast) -> None:
    for where in ("himeji", "branch", "paris", "headquarters"):
        kind = getattr(cast, where).kind
        assert grantable(cast.planner, cast, where) == {code for code, role in ROLES.items() if kind in role.held_at}


def test_grant_role_ends_with_the_fiscal_year_and_leaves_a_row(cast: Cast) -> None:
    held = grant_role(
        person=cast.colleague,
        organisation=cast.himeji,
        role="organisation_admin",
        starts_on=dt.date(2012, 7, 9),
        by=cast.officer,
        note="引継ぎ",
    )

    assert (held.ends_on, held.granted_by) == (dt.date(2013, 3, 31), cast.officer)
    row = AuditRow.objects.get()
    assert (row.action, row.thing_kind, row.thing_id, row.note) == (
        "access.grant_role",
        "access.roleheld",
        held.pk,
        "引継ぎ",
    )


@pytest.mark.parametrize(
    ("who", "where", "role"),
    [
        ("officer", "kakogawa", "officer"),  # another body
        ("officer", "himeji", "translator"),  # reaches everywhere
        ("officer", "himeji", "branch_officer"),  # cannot be held there
        ("colleague", "himeji", "officer"),  # manages nothing
        ("director", "headquarters", "planning_staff"),
        ("operator", "headquarters", "planning_staff"),
        ("planner", "himeji", "planning_staff"),
    ],
)
def test_grant_role_refuses(cast: Cast, who: str, where: str, role: str) -> None:
    with pytest.raises(NotPermittedError):
        grant_role(
            person=cast.neighbour,
            organisation=getattr(cast, where),
            role=role,
            starts_on=dt.date(2026, 4, 1),
            by=getattr(cast, who),
        )

    assert not AuditRow.objects.exists()


def test_grant_role_refuses_the_same_role_twice_at_a_time(cast: Cast) -> None:
    with pytest.raises(RefusedError, match="同じ役割"):
        grant_role(
            person=cast.colleague, organisation=cast.himeji, role="officer", starts_on=clock.today(), by=cast.officer
        )

    assert cast.colleague.roles.count() == 1


def test_end_role_by_its_administrator_only(cast: Cast) -> None:
    held = cast.colleague.roles.get()
    assert standing(cast.colleague).may(Permission.REQUEST_SERVICES, cast.himeji.pk)

    with pytest.raises(NotPermittedError):
        end_role(held, ends_on=clock.today(), by=cast.neighbour)
    end_role(held, ends_on=clock.today() - dt.timedelta(days=1), by=cast.officer)

    again = Person.objects.get(pk=cast.colleague.pk)
    assert not standing(again).may(Permission.REQUEST_SERVICES, cast.himeji.pk)
    assert [row.action for row in AuditRow.objects.all()] == ["access.end_role"]


def test_end_role_neither_before_its_start_nor_later_than_its_end(cast: Cast) -> None:
    held = cast.retired.roles.get()

    with pytest.raises(RefusedError, match="開始日"):
        end_role(held, ends_on=held.starts_on - dt.timedelta(days=1), by=cast.officer)
    with pytest.raises(RefusedError, match="延ばせません"):
        end_role(held, ends_on=clock.today(), by=cast.officer)


def test_roles_end_by_themselves_on_31_march(cast: Cast, on: object) -> None:
    on("2012-07-09")  # type: ignore[operator]  # the fixture is a function
    person = Person.objects.create(name_ja="春野 桜")
    by = Person.objects.get(pk=cast.officer.pk)
    grant_role(person=person, organisation=cast.himeji, role="officer", starts_on=dt.date(2012, 7, 9), by=by)

    held = {}
    for day in ("2012-07-08", "2012-07-09", "2013-03-31", "2013-04-01"):
        on(day)  # type: ignore[operator]  # the fixture is a function
        held[day] = standing(person).may(Permission.REQUEST_SERVICES, cast.himeji.pk)

    assert held == {"2012-07-08": False, "2012-07-09": True, "2013-03-31": True, "2013-04-01": False}


def test_midnight_is_that_of_japan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person.objects.create(name_ja="春野 桜")
    RoleHeld.objects.create(
        person=person,
        organisation=cast.himeji,
        role="officer",
        starts_on=dt.date(2012, 4, 1),
        ends_on=dt.date(2013, 3, 31),
    )

    held = []
    for moment in (dt.datetime(2013, 3, 31, 14, 59, tzinfo=dt.UTC), dt.datetime(2013, 3, 31, 15, 0, tzinfo=dt.UTC)):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        held.append(standing(person).may(Permission.REQUEST_SERVICES))

    assert held == [True, False]


def test_a_term_of_one_leap_day(cast: Cast, on: object) -> None:
    person = Person.objects.create(name_ja="閏 日向")
    leap_day = dt.date(2024, 2, 29)
    RoleHeld.objects.create(
        person=person, organisation=cast.himeji, role="officer", starts_on=leap_day, ends_on=leap_day
    )

    held = {}
    for day in ("2024-02-28", "2024-02-29", "2024-03-01"):
        on(day)  # type: ignore[operator]  # the fixture is a function
        held[day] = standing(person).may(Permission.REQUEST_SERVICES)

    assert held == {"2024-02-28": False, "2024-02-29": True, "2024-03-01": False}
    assert grant_role(
        person=person, organisation=cast.himeji, role="officer", starts_on=dt.date(2028, 2, 29), by=cast.planner
    ).ends_on == dt.date(2028, 3, 31)
