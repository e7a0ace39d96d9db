import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit import operations
from kakehashi.foundation.audit.models import OnceKey
from kakehashi.foundation.audit.once import new_key
from kakehashi.foundation.organisations.models import Country
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn

pytestmark = pytest.mark.urls("tests.foundation.audit.urls")
KEY = "k" * 20


def names() -> list[str]:
    return list(
        Country.objects.exclude(name_en__in=["Japan", "France", "Italy", "United Kingdom"]).values_list(
            "name_ja", flat=True
        )
    )


def test_second_sending_gets_the_same_answer_and_has_no_effect(db: None, client: Client) -> None:
    first = client.post("/add/", {"name": "一", "_once": KEY, "csrfmiddlewaretoken": "a"})

    second = client.post("/add/", {"name": "一", "_once": KEY, "csrfmiddlewaretoken": "b"})

    assert (first.status_code, first["Location"]) == (302, "/added/0/")
    assert (second.status_code, second["Location"]) == (302, "/added/0/")
    assert names() == ["一"]


@pytest.mark.parametrize("second", [{"name": "二"}, {"name": "一", "note": "x"}, {"name": ["一", "一"]}])
def test_other_fields_are_refused_in_words(db: None, client: Client, second: dict[str, Any]) -> None:
    client.post("/add/", {"name": "一", "_once": KEY})

    answer = client.post("/add/", second | {"_once": KEY}, headers={"Referer": "http://testserver/add/?page=1"})

    assert answer.status_code == 409
    assert answer.context["back"] == "http://testserver/add/?page=1"
    assert "この画面からはすでに送信されています" in answer.content.decode()
    assert names() == ["一"]


def test_other_address_is_refused(db: None, client: Client) -> None:
    client.post("/add/", {"name": "一", "_once": KEY})

    answer = client.post("/add/?to=2", {"name": "一", "_once": KEY}, headers={"Referer": "https://elsewhere.invalid/"})

    assert (answer.status_code, answer.context["back"]) == (409, "/")


@pytest.mark.parametrize(("content", "status"), [(b"same", 302), (b"else", 409)])
def test_files_are_compared_by_content(db: None, client: Client, content: bytes, status: int) -> None:
    client.post("/add/", {"name": "一", "_once": KEY, "file": SimpleUploadedFile("a.txt", b"same")})

    answer = client.post("/add/", {"name": "一", "_once": KEY, "file": SimpleUploadedFile("a.txt", content)})

    assert (answer.status_code, names()) == (status, ["一"])


def test_key_of_another_person_is_refused(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.officer).post("/add/", {"name": "一", "_once": KEY})

    answer = sign_in(cast.neighbour).post("/add/", {"name": "一", "_once": KEY})

    assert (answer.status_code, names()) == (409, ["一"])


def test_form_shown_again_may_be_mended_and_sent(db: None, client: Client) -> None:
    shown = client.post("/add/", {"name": "一" * 11, "_once": KEY})

    mended = client.post("/add/", {"name": "一", "_once": KEY})

    assert (shown.content, mended.status_code, names()) == (b"form", 302, ["一"])


@pytest.mark.parametrize("key", [{}, {"_once": ""}, {"_once": "short"}, {"_once": "k" * 65}, {"_once": "鍵" * 20}])
def test_without_a_usable_key_every_sending_counts(db: None, client: Client, key: dict[str, str]) -> None:
    client.post("/add/", {"name": "一"} | key)

    client.post("/add/", {"name": "一"} | key)

    assert names() == ["一", "一"]


def test_failure_leaves_neither_key_nor_effect(db: None, client: Client) -> None:
    Country.objects.create(alpha2="01", name_ja="先客", name_en="")  # so the view's own row collides
    client.raise_request_exception = False

    answer = client.post("/add/", {"name": "一", "_once": KEY})

    assert (answer.status_code, names(), OnceKey.objects.count()) == (500, ["先客"], 0)


def test_reading_needs_no_key(db: None, client: Client) -> None:
    answer = client.get("/add/", {"_once": KEY})

    assert (answer.content, OnceKey.objects.count()) == (b"form", 0)


@pytest.mark.django_db(transaction=True)
def test_three_at_the_same_moment_take_effect_once() -> None:
    def send(answers: list[tuple[int, str]], start: threading.Barrier) -> None:
        try:
            start.wait()
            answer = Client().post("/add/", {"name": "一", "_once": KEY})
            answers.append((answer.status_code, answer["Location"]))
        finally:
            connection.close()

    answers = in_threads(send)

    assert answers == [(302, "/added/0/")] * 3
    assert names() == ["一"]


def in_threads(work: Callable[[list[tuple[int, str]], threading.Barrier], None]) -> list[tuple[int, str]]:
    answers: list[tuple[int, str]] = []
    start = threading.Barrier(3)
    threads = [threading.Thread(target=work, args=(answers, start)) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_keys_are_forgotten_after_two_days(db: None) -> None:
    for age, key in [(47, "young"), (49, "old")]:
        OnceKey.objects.create(key=key, digest="", location="/", at=clock.now() - dt.timedelta(hours=age))

    operations.forget_old_keys(by=Robot("sweep"))

    assert list(OnceKey.objects.values_list("key", flat=True)) == ["young"]


def test_new_keys_are_usable_and_differ() -> None:
    keys = {new_key() for _number in range(10)}

    assert (len(keys), {len(key) for key in keys}) == (10, {24})
