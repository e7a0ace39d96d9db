import datetime as dt

import pytest

from kakehashi.foundation.access.operations import invite
from kakehashi.foundation.access.queries import (
    invitations_visible_to,
    managed_organisations,
    people_visible_to,
    roles_visible_to,
    sees_people_at,
    terms_visible_to,
)
from kakehashi.foundation.organisations.models import Organisation, Person, Term
from kakehashi.kernel import clock
from tests.cast import Cast

HIMEJI = {"officer", "colleague"}
KAKOGAWA = {"neighbour"}


def names(cast: Cast, viewer: str) -> set[str]:
    """The keys of the cast whom the viewer sees."""
    return {person.name_en.lower() for person in people_visible_to(getattr(cast, viewer))}


def test_who_sees_whom(cast: Cast) -> None:
    everybody = {person.name_en.lower() for person in Person.objects.all()}

    assert names(cast, "officer") == HIMEJI
    assert names(cast, "neighbour") == KAKOGAWA
    assert names(cast, "branch_officer") == {"branch"} | HIMEJI | KAKOGAWA
    assert names(cast, "other_branch_officer") == {"otherbranch"}
    assert names(cast, "director") == {"director", "staff"}
    assert names(cast, "operator") == {"operator", "planner", "section"}
    assert names(cast, "retired") == {"retired"}
    assert names(cast, "planner") == names(cast, "section_staff") == everybody


def test_a_term_makes_visible_while_it_runs(cast: Cast) -> None:
    known = Person.objects.create(name_ja="名簿 のみ", name_en="Known")
    yesterday = clock.today() - dt.timedelta(days=1)
    term = Term.objects.create(person=known, organisation=cast.himeji, starts_on=dt.date(2012, 4, 1))

    assert (names(cast, "officer"), names(cast, "neighbour")) == (HIMEJI | {"known"}, KAKOGAWA)

    term.ends_on = yesterday
    term.save()

    assert names(cast, "officer") == HIMEJI


def test_terms_at_other_bodies_stay_hidden(cast: Cast) -> None:
    here = Term.objects.create(person=cast.officer, organisation=cast.himeji, starts_on=dt.date(2012, 4, 1))
    elsewhere = Term.objects.create(person=cast.officer, organisation=cast.kakogawa, starts_on=dt.date(2009, 4, 1))

    assert set(terms_visible_to(cast.colleague)) == {here}
    assert set(terms_visible_to(cast.officer)) == {here, elsewhere}
    assert set(terms_visible_to(cast.neighbour)) == {elsewhere}
    assert set(terms_visible_to(cast.planner)) == {here, elsewhere}


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        ("officer", {"officer", "colleague", "retired"}),
        ("colleague", {"colleague"}),
        ("neighbour", {"neighbour"}),
        ("branch_officer", {"branch"}),
        ("section_staff", {"section"}),
    ],
)
def test_roles_are_seen_by_who_manages_them_and_oneself(cast: Cast, viewer: str, expected: set[str]) -> None:
    assert {held.person.name_en.lower() for held in roles_visible_to(getattr(cast, viewer))} == expected


def test_headquarters_sees_all_roles(cast: Cast) -> None:
    assert roles_visible_to(cast.planner).count() == Person.objects.count()
    assert managed_organisations(cast.planner).count() == Organisation.objects.count()


def test_invitations_are_seen_by_who_manages_the_body(cast: Cast) -> None:
    invite(
        email="shinjin@example.invalid",
        name="新任 一",
        organisation=cast.himeji,
        role="officer",
        starts_on=clock.today(),
        by=cast.officer,
    )

    seen = {who: invitations_visible_to(getattr(cast, who)).count() for who in ("officer", "planner", "colleague")}
    assert seen == {"officer": 1, "planner": 1, "colleague": 0}
    assert list(invitations_visible_to(cast.neighbour)) == []
    assert list(invitations_visible_to(cast.branch_officer)) == []


def test_sees_people_at(cast: Cast) -> None:
    seen = {
        who
        for who in ("officer", "neighbour", "branch_officer", "director", "planner", "retired")
        if sees_people_at(getattr(cast, who), cast.himeji)
    }

    assert seen == {"officer", "branch_officer", "planner"}
