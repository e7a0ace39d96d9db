import datetime as dt
import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.access.operations import invite
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.models import Person, Term
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client: Client, url: str) -> int:
    """How many queries the page takes, the second time."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def invite_newcomer(cast: Cast, email: str) -> Invitation:
    return invite(
        email=email,
        name="新任 一",
        organisation=cast.himeji,
        role="officer",
        starts_on=clock.today(),
        by=cast.officer,
    )


def test_people_are_listed_for_who_works_with_them(cast: Cast, sign_in: SignIn) -> None:
    url = reverse("access:people")

    page = shown(sign_in(cast.officer), url)
    assert [name in page for name in ("姫野 光", "白川 葵", "加藤 遥", "兵藤 実")] == [True, True, False, False]
    page = shown(sign_in(cast.branch_officer), f"{url}?q=加藤")
    assert [name in page for name in ("加藤 遥", "白川 葵")] == [True, False]
    assert "当てはまる人がいません" in shown(sign_in(cast.neighbour), f"{url}?q=白川")


def test_people_cost_the_same_with_many(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.officer), reverse("access:people")
    counts = []
    for number in range(30):
        person = Person.objects.create(name_ja=f"同僚 {number}")
        Term.objects.create(person=person, organisation=cast.himeji, starts_on=dt.date(2012, 4, 1))
        if number in {0, 2, 29}:
            counts.append(queries_of(client, url))

    assert counts == [counts[0]] * 3


def test_roles_cost_the_same_with_many(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.officer), reverse("access:roles", args=[cast.himeji.code])
    counts = []
    for number in range(30):
        make_person(f"more{number}", f"同僚 {number}", ("officer", cast.himeji))
        invite_newcomer(cast, f"new{number}@example.invalid")
        if number in {0, 2, 29}:
            counts.append(queries_of(client, url))

    assert counts == [counts[0]] * 3


def test_one_person_shows_what_the_viewer_may_see(cast: Cast, sign_in: SignIn) -> None:
    Term.objects.create(
        person=cast.colleague, organisation=cast.himeji, section="国際交流課", starts_on=dt.date(2012, 4, 1)
    )
    url = reverse("access:person", args=[cast.colleague.pk])

    assert "国際交流課" in shown(sign_in(cast.officer), url)
    assert "役割を管理する人だけ" in shown(sign_in(cast.branch_officer), url)
    assert sign_in(cast.neighbour).get(url).status_code == 404
    assert sign_in(cast.director).get(url).status_code == 404
    assert sign_in(None).get(url).status_code == 302


def test_profile_is_edited_by_its_owner_and_headquarters(cast: Cast, sign_in: SignIn) -> None:
    url = reverse("access:edit_person", args=[cast.officer.pk])
    entry = {"name_ja": "姫野　ひかり", "name_kana": "ひめの ひかり", "name_en": "", "phone": "1234", "language": "en"}

    assert sign_in(cast.officer).get(url).status_code == 200
    response = sign_in(cast.officer).post(url, entry)

    assert response.url == reverse("access:person", args=[cast.officer.pk])  # type: ignore[attr-defined]  # a redirect
    officer = Person.objects.get(pk=cast.officer.pk)
    assert (officer.name_ja, officer.language, officer.phone) == ("姫野 ひかり", "en", "1234")
    assert sign_in(cast.planner).get(url).status_code == 200
    assert sign_in(cast.colleague).post(url, entry).status_code == 403
    assert sign_in(cast.neighbour).post(url, entry).status_code == 404


def urls_of_roles(cast: Cast) -> list[str]:
    invitation = invite_newcomer(cast, "shinjin@example.invalid")
    return [
        reverse("access:roles", args=[cast.himeji.code]),
        reverse("access:grant", args=[cast.himeji.code]),
        reverse("access:invite", args=[cast.himeji.code]),
        reverse("access:end_role", args=[cast.colleague.roles.get().pk]),
        reverse("access:revoke", args=[invitation.pk]),
    ]


def test_pages_of_roles_exist_for_who_manages_them_only(cast: Cast, sign_in: SignIn) -> None:
    for url in urls_of_roles(cast):
        seen = {
            who: sign_in(getattr(cast, who)).get(url).status_code
            for who in ("officer", "planner", "neighbour", "branch_officer", "director", "retired", "operator")
        }
        assert seen == dict.fromkeys(seen, 404) | {"officer": 200, "planner": 200}, url
        assert sign_in(None).get(url).status_code == 302


def test_a_role_holder_without_the_right_cannot_end_the_own_role(cast: Cast, sign_in: SignIn) -> None:
    url = reverse("access:end_role", args=[cast.colleague.roles.get().pk])

    assert sign_in(cast.colleague).post(url, {"ends_on": "2026-01-01"}).status_code == 403


def test_grant_and_end_a_role_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    today = clock.today().isoformat()
    entry = {
        "person": cast.colleague.pk,
        "role": "organisation_admin",
        "starts_on": today,
        "ends_on": today,
        "note": "",
    }

    assert client.post(reverse("access:grant", args=[cast.himeji.code]), entry).status_code == 302
    held = RoleHeld.objects.get(person=cast.colleague, role="organisation_admin")
    again = client.post(reverse("access:grant", args=[cast.himeji.code]), entry)
    assert "すでに同じ役割をもっています" in again.content.decode()

    url = reverse("access:end_role", args=[cast.colleague.roles.get(role="officer").pk])
    assert client.post(url, {"ends_on": today}).status_code == 302
    assert (held.ends_on, cast.colleague.roles.get(role="officer").ends_on) == (clock.today(), clock.today())


def test_the_page_offers_neither_strangers_nor_greater_roles(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    url = reverse("access:grant", args=[cast.himeji.code])
    entry = {"person": cast.neighbour.pk, "role": "translator", "starts_on": "2026-04-01", "ends_on": "2027-03-31"}

    page = client.post(url, entry)

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"person", "role"}
    assert cast.neighbour.name_ja not in page.content.decode()


def test_invite_on_the_page_and_revoke(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    entry = {
        "name": "新任 一",
        "email": "shinjin@example.invalid",
        "role": "officer",
        "starts_on": clock.today().isoformat(),
        "ends_on": "2099-03-31",
    }

    assert client.post(reverse("access:invite", args=[cast.himeji.code]), entry).status_code == 302
    page = shown(client, reverse("access:roles", args=[cast.himeji.code]))
    assert "shinjin@example.invalid" in page
    revoke_url = re.search(r"/people/invitations/\d+/revoke/", page)
    assert revoke_url is not None
    assert client.post(revoke_url[0]).status_code == 302
    assert "shinjin@example.invalid" not in shown(client, reverse("access:roles", args=[cast.himeji.code]))


def test_wrong_entries_are_told_beside_the_field_and_kept(cast: Cast, sign_in: SignIn) -> None:
    entry = {
        "name": "新任 一",
        "email": "not an address",
        "role": "officer",
        "starts_on": "2026-04-01",
        "ends_on": "2026-03-31",
    }

    page = sign_in(cast.officer).post(reverse("access:invite", args=[cast.himeji.code]), entry)

    assert set(page.context["form"].errors) == {"email", "ends_on"}
    assert "not an address" in page.content.decode()
    assert not User.objects.filter(email__startswith="not").exists()
