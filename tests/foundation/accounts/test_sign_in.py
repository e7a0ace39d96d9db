import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kakehashi.foundation.accounts.models import User
from tests.cast import PASSWORD, Cast
from tests.conftest import SignIn

EMAIL = "officer@example.invalid"
SECRET = "JBSWY3DPEHPK3PXP"


def post_login(client: Client, email: str = EMAIL, password: str = PASSWORD) -> "tuple[int, str]":
    answer = client.post("/accounts/login/", {"login": email, "password": password})
    return answer.status_code, answer.get("Location", "")


def post_code(client: Client) -> None:
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})


def confirm(client: Client) -> None:
    """What is asked for before an important setting."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def totp_code() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(SECRET, counter)))


def comparable(page: bytes, email: str) -> str:
    """A page without what differs from request to request."""
    text = page.decode().replace(email, "…")
    return re.sub(r'(name="(csrfmiddlewaretoken|_once)" value=")[^"]+', r"\1", text)


def test_password_signs_in(cast: Cast) -> None:
    assert post_login(Client()) == (302, reverse("portal:home"))


def test_wrong_password_and_unknown_address_are_told_apart_by_nobody(cast: Cast) -> None:
    wrong = Client().post("/accounts/login/", {"login": EMAIL, "password": "x"})
    unknown = Client().post("/accounts/login/", {"login": "nobody@example.invalid", "password": "x"})

    assert wrong.status_code == unknown.status_code
    assert comparable(wrong.content, EMAIL) == comparable(unknown.content, "nobody@example.invalid")


def test_unknown_address_costs_a_hashed_password_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str | None] = []
    real = User.set_password

    def count(user: User, raw: str | None) -> None:
        hashed.append(raw)
        real(user, raw)

    monkeypatch.setattr(User, "set_password", count)

    post_login(Client(), "nobody@example.invalid", "some-password")

    assert hashed == ["some-password"]


def test_reset_answers_the_same_and_sends_one_mail_either_way(cast: Cast) -> None:
    answers = []
    for email in [EMAIL, "nobody@example.invalid"]:
        client = Client()
        answer = client.post("/accounts/password/reset/", {"email": email}, follow=True)
        answers.append((answer.redirect_chain, comparable(answer.content, email)))

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[EMAIL], ["nobody@example.invalid"]]


def test_reset_by_the_link_of_the_mail(cast: Cast) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": EMAIL})
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert found is not None
    form = client.get(found[1], follow=True)

    client.post(
        form.request["PATH_INFO"], {"password1": "atarashii-himitsu-2012", "password2": "atarashii-himitsu-2012"}
    )

    assert post_login(Client(), password="atarashii-himitsu-2012")[0] == 302
    assert post_login(Client())[0] == 200


def test_account_is_locked_after_five_failures_from_anywhere(cast: Cast) -> None:
    for number in range(5):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/accounts/login/", {"login": EMAIL, "password": "x"})

    locked = Client(REMOTE_ADDR="192.0.2.99").post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})

    assert locked.status_code == 200
    assert "サインインに続けて失敗しました" in locked.content.decode()
    assert post_login(Client(), "colleague@example.invalid")[0] == 302


def test_address_is_locked_after_many_failures_on_many_accounts(cast: Cast) -> None:
    for number in range(60):
        Client().post("/accounts/login/", {"login": f"{number}@example.invalid", "password": "x"})

    assert post_login(Client())[0] == 200
    assert (
        Client(REMOTE_ADDR="192.0.2.1").post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}).status_code
        == 302
    )


def test_sign_up_is_closed_with_a_way_in(db: None, client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    sent = client.post(
        "/accounts/signup/", {"email": "new@example.invalid", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "架け橋は招待制です" in page
    assert "架け橋は招待制です" in sent.content.decode()
    assert list(User.objects.all()) == []


def test_second_step_takes_a_code_of_the_authenticator(cast: Cast) -> None:
    TOTP.activate(cast.officer.user, SECRET)
    client = Client()

    first = post_login(client)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    right = client.post("/accounts/2fa/authenticate/", {"code": totp_code()})

    assert first == (302, "/accounts/2fa/authenticate/")
    assert wrong.status_code == 200
    assert (right.status_code, right["Location"]) == (302, reverse("portal:home"))


def test_second_step_takes_a_recovery_code_once(cast: Cast) -> None:
    TOTP.activate(cast.officer.user, SECRET)
    code = RecoveryCodes.activate(cast.officer.user).get_unused_codes()[0]
    answers = []
    for _round in range(2):
        client = Client()
        post_login(client)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)

    assert answers == [302, 200]


def test_authenticator_is_set_up_without_javascript(cast: Cast) -> None:
    client = Client()
    post_login(client)
    confirm(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))

    done = client.post("/accounts/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret, counter))})

    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    assert done.status_code == 302
    assert Authenticator.objects.filter(user=cast.officer.user, type=Authenticator.Type.TOTP).count() == 1


PUBLIC = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "socialaccount_login_cancelled",
]
OWN = [
    "account_logout",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "accounts:me",
    "accounts:continue",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "socialaccount_connections",
]
PROTECTED = ["mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate"]


def assert_is_ours(page: str) -> None:
    """Drawn in our frame, with one heading, nothing inline, no word of another language."""
    assert page.count("<h1") == 1
    assert 'href="#main"' in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r'\s(style|on[a-z]+)="', page)
    assert "!!unknown" not in page


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PUBLIC)
def test_pages_for_visitors_are_ours(db: None, client: Client, name: str, language: str) -> None:
    page = client.get(reverse(name), headers={"Accept-Language": language})

    assert_is_ours(page.content.decode())


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", OWN)
def test_own_pages_are_ours(cast: Cast, name: str, language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    if name == "mfa_generate_recovery_codes":
        TOTP.activate(cast.officer.user, SECRET)
    post_login(client)
    if name == "mfa_generate_recovery_codes":
        post_code(client)
    confirm(client)

    page = client.get(reverse(name))

    assert page.status_code == 200
    assert_is_ours(page.content.decode())


@pytest.mark.parametrize("name", PROTECTED)
def test_pages_of_the_second_step_are_ours(cast: Cast, name: str) -> None:
    TOTP.activate(cast.officer.user, SECRET)
    RecoveryCodes.activate(cast.officer.user)
    client = Client()
    post_login(client)
    assert_is_ours(client.get("/accounts/2fa/authenticate/").content.decode())
    post_code(client)
    confirm(client)

    page = client.get(reverse(name))

    assert page.status_code == 200
    assert_is_ours(page.content.decode())


def test_login_page_carries_the_headers_that_protect_it(db: None, client: Client) -> None:
    answer = client.get("/accounts/login/")

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]


def test_too_many_requests_are_refused_in_words(cast: Cast) -> None:
    client = Client()
    answers = [client.post("/accounts/password/reset/", {"email": EMAIL}) for _number in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "しばらく待ってから" in answers[-1].content.decode()
    assert len(mail.outbox) == 3


def test_security_page_says_how_one_signs_in(cast: Cast, sign_in: SignIn) -> None:
    TOTP.activate(cast.officer.user, SECRET)
    RecoveryCodes.activate(cast.officer.user)

    security = sign_in(cast.officer).get("/accounts/security/").context["security"]

    assert (security.email, security.has_password, security.has_totp) == (EMAIL, True, True)
    assert (security.passkeys, security.codes_left, security.connections) == (0, 10, None)


def test_security_page_in_english(cast: Cast) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["django_language"] = "en"
    post_login(client)

    with translation.override("en"):
        page = client.get("/accounts/security/").content.decode()

    assert "<h1>Sign-in settings</h1>" in page


def test_second_factor_overview_is_the_security_page(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.officer).get("/accounts/2fa/")["Location"] == "/accounts/security/"


def test_other_sessions_can_be_ended(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        post_login(client)
        client.get("/accounts/security/")

    here.post("/accounts/sessions/")

    assert here.get("/accounts/security/").status_code == 200
    assert there.get("/accounts/security/").status_code == 302
