import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from kakehashi.foundation.accounts import resume
from kakehashi.kernel import clock
from tests.cast import PASSWORD, Cast


def echo(request: HttpRequest) -> HttpResponse:
    """A protected form that takes anything."""
    return HttpResponse(repr(sorted(request.POST.lists())))


urlpatterns = [path("form/", echo), path("", include("config.urls"))]
AUTOSAVE = {"Accept": "application/json", "Origin": "http://testserver"}
pytestmark = pytest.mark.urls("tests.foundation.accounts.test_resume")


def sign_in_by_form(client: Client, email: str, next_: str = "") -> str:
    """Where the sign-in leads."""
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD, "next": next_}).headers["Location"]


def hidden_fields(page: str) -> list[tuple[str, str]]:
    return re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("取ってある内容を見る", maxsplit=1)[0]
    )


def test_what_was_typed_is_offered_again_after_the_sign_in(cast: Cast) -> None:
    client = Client()
    typed = {"title": "姫路城<展>", "theme": ["a", "b"], "_once": "k" * 20, "password1": "secret"}

    turned_away = client.post("/form/?step=2", typed)

    assert (turned_away.status_code, turned_away["Location"]) == (
        303,
        "/accounts/login/?next=%2Faccounts%2Fcontinue%2F",
    )
    assert "入力した内容は取ってあります" in client.get(turned_away["Location"]).content.decode()
    signed_in = sign_in_by_form(client, "officer@example.invalid", "/accounts/continue/")
    assert signed_in == "/accounts/continue/"
    page = client.get("/accounts/continue/").content.decode()
    assert 'action="/form/?step=2"' in page
    fields = [field for field in hidden_fields(page) if field[0] not in {"csrfmiddlewaretoken", "next"}]
    assert fields[1:] == [("title", "姫路城&lt;展&gt;"), ("theme", "a"), ("theme", "b"), ("_once", "k" * 20)]
    assert fields[0][0] == "_kept"
    sent = client.post("/form/?step=2", {"title": "姫路城<展>", "_kept": fields[0][1]})
    assert (sent.status_code, client.session.get(resume.SESSION_KEY)) == (200, None)


def test_another_form_sent_meanwhile_leaves_the_kept_one(cast: Cast) -> None:
    client = Client()
    client.post("/form/", {"title": "x"})
    sign_in_by_form(client, "officer@example.invalid")

    client.post("/form/", {"title": "y", "_kept": "other"})

    assert resume.SESSION_KEY in client.session


def test_files_are_named_as_lost(cast: Cast) -> None:
    client = Client()
    client.post("/form/", {"title": "x", "plan": SimpleUploadedFile("a.pdf", b"%PDF")})
    sign_in_by_form(client, "officer@example.invalid")

    page = client.get("/accounts/continue/").content.decode()

    assert "添付したファイルは取っておけませんでした" in page


def test_kept_form_may_be_thrown_away(cast: Cast) -> None:
    client = Client()
    client.post("/form/", {"title": "x"})
    sign_in_by_form(client, "officer@example.invalid")

    client.post("/accounts/continue/")

    assert "取ってある内容はありません" in client.get("/accounts/continue/").content.decode()


def test_kept_form_is_forgotten_after_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.post("/form/", {"title": "x"})
    sign_in_by_form(client, "officer@example.invalid")
    later = clock.now() + dt.timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)

    page = client.get("/accounts/continue/")

    assert page.context["kept"] is None
    assert resume.SESSION_KEY not in client.session


def test_what_is_too_large_is_said_not_to_be_kept(cast: Cast) -> None:
    client = Client()

    answer = client.post("/form/", {"text": "字" * 400_000})

    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": ["/form/"], "unkept": ["1"]}
    assert resume.SESSION_KEY not in client.session
    assert "取っておけませんでした" in client.get(answer["Location"]).content.decode()


def test_nobody_fills_the_sessions_of_the_server(cast: Cast) -> None:
    answers = [Client().post("/form/", {"title": "x"})["Location"] for _number in range(31)]

    assert ["unkept" in answer for answer in answers] == [False] * 30 + [True]


def test_part_of_an_open_page_is_refused_without_replacing_it(cast: Cast) -> None:
    client = Client()

    answer = client.post("/form/", {"title": "x"}, headers={"HX-Request": "true"})

    assert (answer.status_code, resume.SESSION_KEY in client.session) == (401, False)


def test_reading_a_protected_page_leads_back_to_it(db: None, client: Client) -> None:
    answer = client.get("/form/?step=2")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/form/%3Fstep%3D2")


def test_stale_token_from_our_own_page_is_offered_again_at_once(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/form/", {"title": "姫路城", "password": "x"}, headers={"Origin": "http://testserver"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert ("title", "姫路城") in hidden_fields(page)
    assert "password" not in [name for name, _value in hidden_fields(page)]
    token = dict(hidden_fields(page))["csrfmiddlewaretoken"]
    again = client.post("/form/", {"title": "姫路城", "csrfmiddlewaretoken": token})
    assert (again.status_code, resume.SESSION_KEY in client.session) == (303, True)


def test_an_autosave_keeps_nothing_aside(cast: Cast) -> None:
    client = Client()

    answer = client.post("/form/", {"title": "x"}, headers=AUTOSAVE)

    assert (answer.status_code, resume.SESSION_KEY in client.session) == (401, False)


def test_an_autosave_takes_the_token_of_its_person(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    signed_out = client.post("/form/", {"title": "x"}, headers=AUTOSAVE).status_code
    assert cast.officer.user is not None
    client.force_login(cast.officer.user)

    refused = client.post("/form/", {"title": "x"}, headers=AUTOSAVE)
    again = client.post("/form/", {"title": "x", "csrfmiddlewaretoken": refused.json()["token"]}, headers=AUTOSAVE)
    forged = client.post("/form/", {"title": "x"}, headers=AUTOSAVE | {"Origin": "https://evil.invalid"})

    assert (signed_out, refused.status_code, again.status_code) == (401, 403, 200)
    assert refused.json()["user"] == str(cast.officer.user.pk)
    assert (forged.status_code, forged["Content-Type"]) == (403, "text/html; charset=utf-8")


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.invalid"}, {"Referer": "https://evil.invalid/"}])
def test_forged_form_is_never_offered(cast: Cast, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/form/", {"title": "forged"}, headers=headers)

    assert answer.status_code == 403
    assert "forged" not in answer.content.decode()
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
