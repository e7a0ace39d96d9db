from collections.abc import Iterator

import pytest
from django.urls import reverse

from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.access.operations import invite, revoke
from kakehashi.foundation.access.signals import invitation_created
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn

ENTRY = {
    "name_ja": "新任 花",
    "name_kana": "しんにん はな",
    "password1": "hashi-wo-kakeru-2012",
    "password2": "hashi-wo-kakeru-2012",
}


@pytest.fixture
def paths() -> Iterator[list[str]]:
    """The paths of the invitations made, as a mail would carry them."""
    seen: list[str] = []

    def note(sender: object, accept_path: str, **_kwargs: object) -> None:
        seen.append(accept_path)

    invitation_created.connect(note)
    yield seen
    invitation_created.disconnect(note)


def send(cast: Cast, email: str) -> Invitation:
    return invite(
        email=email,
        name="新任 一",
        organisation=cast.himeji,
        role="officer",
        starts_on=clock.today(),
        by=cast.officer,
    )


def test_somebody_new_registers_and_signs_in(cast: Cast, sign_in: SignIn, paths: list[str]) -> None:
    send(cast, "shinjin@example.invalid")
    visitor = sign_in(None)

    page = visitor.get(paths[0])
    assert (page.status_code, "姫路市" in page.content.decode()) == (200, True)
    response = visitor.post(paths[0], ENTRY)

    assert response.url == reverse("account_login")  # type: ignore[attr-defined]  # a redirect
    person = Person.objects.get(user__email="shinjin@example.invalid")
    assert [held.organisation for held in person.roles.all()] == [cast.himeji]
    signed_in = visitor.post(
        reverse("account_login"), {"login": "shinjin@example.invalid", "password": ENTRY["password1"]}
    )
    assert signed_in.status_code == 302
    assert visitor.session["_auth_user_id"] == str(person.user_id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password2": "another-one-2012"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password1": "shinjin@example", "password2": "shinjin@example"}, "password1"),
        ({"name_ja": " "}, "name_ja"),
    ],
)
def test_a_weak_or_mistyped_password_is_told(
    cast: Cast, sign_in: SignIn, paths: list[str], wrong: dict[str, str], field: str
) -> None:
    send(cast, "shinjin@example.invalid")

    page = sign_in(None).post(paths[0], ENTRY | wrong)

    assert list(page.context["form"].errors) == [field]
    assert not User.objects.filter(email="shinjin@example.invalid").exists()


def test_who_can_sign_in_takes_the_role_after_it(cast: Cast, sign_in: SignIn, paths: list[str]) -> None:
    send(cast, "neighbour@example.invalid")

    visitor = sign_in(None).get(paths[0]).content.decode()
    assert f"{reverse('account_login')}?next={paths[0]}" in visitor
    assert "password1" not in visitor
    client = sign_in(cast.neighbour)
    assert client.get(paths[0]).status_code == 200
    assert client.post(paths[0]).status_code == 302
    assert {held.organisation for held in cast.neighbour.roles.all()} == {cast.kakogawa, cast.himeji}


def test_a_visitor_cannot_take_over_a_known_address(cast: Cast, sign_in: SignIn, paths: list[str]) -> None:
    send(cast, "neighbour@example.invalid")

    sign_in(None).post(paths[0], ENTRY)

    assert cast.neighbour.user is not None
    cast.neighbour.user.refresh_from_db()
    assert not cast.neighbour.user.check_password(ENTRY["password1"])
    assert cast.neighbour.roles.count() == 1


def test_anybody_else_signed_in_is_told_to_sign_out(cast: Cast, sign_in: SignIn, paths: list[str]) -> None:
    send(cast, "neighbour@example.invalid")

    for response in (sign_in(cast.retired).get(paths[0]), sign_in(cast.retired).post(paths[0])):
        assert response.status_code == 403
        assert "neighbour" not in response.content.decode()
    assert cast.retired.roles.count() == 1


def test_what_cannot_be_accepted_says_why(cast: Cast, sign_in: SignIn, paths: list[str]) -> None:
    revoked = send(cast, "a@example.invalid")
    revoke(revoked, by=cast.officer)
    late = send(cast, "b@example.invalid")
    Invitation.objects.filter(pk=late.pk).update(expires_at=clock.now())
    send(cast, "c@example.invalid")
    visitor = sign_in(None)
    visitor.post(paths[2], ENTRY)

    said = {}
    for path in [*paths, reverse("access:accept", args=["unknown"])]:
        for response in (visitor.get(path), visitor.post(path, ENTRY)):
            body = response.content.decode()
            said[path] = (
                response.status_code,
                [word for word in ("取り消し", "期限が過ぎ", "受け取られ", "見つかりません") if word in body],
            )
    assert list(said.values()) == [
        (410, ["取り消し"]),
        (410, ["期限が過ぎ"]),
        (410, ["受け取られ"]),
        (404, ["見つかりません"]),
    ]
    assert set(User.objects.filter(email__in=["a@example.invalid", "b@example.invalid"])) == set()
