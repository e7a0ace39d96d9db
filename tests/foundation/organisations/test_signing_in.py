import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.organisations.signing_in import PersonBackend
from tests.cast import Cast
from tests.conftest import SignIn


def test_account_comes_with_its_person(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert cast.officer.user is not None

    with django_assert_num_queries(1):
        user = PersonBackend().get_user(cast.officer.user.pk)

        assert user is not None
        assert user.person == cast.officer


def test_closed_account_is_nobody(cast: Cast) -> None:
    user = cast.officer.user
    assert user is not None
    user.is_active = False
    user.save()

    assert PersonBackend().get_user(user.pk) is None


def test_account_without_a_person_gets_one(db: None, client: Client) -> None:
    client.force_login(User.objects.create_user("new@example.invalid", "架け橋-no-himitsu-2012"))

    client.get("/about/")

    assert [person.name_ja for person in Person.objects.all()] == ["new@example.invalid"]


@pytest.mark.parametrize("who", ["officer", "staff", "section_staff"])
def test_role_that_ended_counts_on_the_next_page(cast: Cast, sign_in: SignIn, who: str) -> None:
    person = getattr(cast, who)
    client = sign_in(person)
    before = client.get("/about/").context["navigation"]
    RoleHeld.objects.filter(person=person).delete()

    after = client.get("/about/").context["navigation"]

    assert "/cases/" in {link.url for link in before}
    assert "/cases/" not in {link.url for link in after}
