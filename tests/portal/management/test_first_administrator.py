import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from tests.cast import Cast, make_organisation

EMAIL = "first@example.invalid"
PASSWORD = "a-long-and-quiet-river-2012"


@pytest.fixture
def headquarters(db: None) -> Organisation:
    Country.objects.create(alpha2="JP", name_ja="日本", name_en="Japan")
    return make_organisation("hq", OrganisationKind.HEADQUARTERS, "本部", "Headquarters")


def link(*arguments: str) -> str:
    out = StringIO()
    call_command("first_administrator", *arguments, stdout=out)
    found = re.search(r"http://localhost:8000(/\S+)", out.getvalue())
    assert found
    return found[1]


def accept(path: str) -> Client:
    client = Client()
    form = {"name_ja": "最初 一", "name_kana": "さいしょ はじめ", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(path, form).status_code == 302
    return client


def test_the_link_sets_a_password_and_lets_in(headquarters: Organisation) -> None:
    client = accept(link(EMAIL))

    signed_in = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    person = Person.objects.get(email=EMAIL)

    assert signed_in.status_code == 302
    assert {held.role for held in person.roles.all()} == {"planning_staff", "operator"}
    assert all(may(person, one) for one in (Permission.INVITE, Permission.EDIT_REGISTER, Permission.OPERATE))
    for page in ("/home/", "/people/at/hq/", "/tasks/", "/services/manage/"):
        assert client.get(page, follow=True).status_code in {200, 404}, page


def test_a_second_run_makes_a_new_link_only(headquarters: Organisation) -> None:
    first = link(EMAIL, "--name", "最初 一")

    second = link(EMAIL.upper())

    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    assert (Person.objects.count(), RoleHeld.objects.count()) == (1, 1)
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_once_there_is_one_nobody_else_is_let_in(headquarters: Organisation) -> None:
    accept(link(EMAIL))

    with pytest.raises(CommandError, match="すでに管理者がいます"):
        link("second@example.invalid")


def test_where_somebody_may_invite_it_refuses(cast: Cast) -> None:
    with pytest.raises(CommandError, match="すでに管理者がいます"):
        link(EMAIL)


@pytest.mark.parametrize("email", ["", "nobody", "a@b\nBcc: c@example.invalid"])
def test_no_address_no_link(headquarters: Organisation, email: str) -> None:
    with pytest.raises(CommandError, match="メールアドレスではありません"):
        link(email)

    assert Person.objects.count() == 0


def test_before_the_register_is_there(db: None) -> None:
    with pytest.raises(CommandError, match=r"manage\.py setup"):
        link(EMAIL)


def test_it_leaves_its_records(headquarters: Organisation) -> None:
    link(EMAIL)

    actions = list(AuditRow.objects.values_list("action", "actor_name"))
    assert actions == [
        ("access.add_person", "first_administrator"),
        ("access.grant_role", "first_administrator"),
        ("access.invite", "first_administrator"),
    ]
