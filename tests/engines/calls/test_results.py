"""Results: written by the desk, published with consent, read by everybody."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kakehashi.engines.calls.models import Application, Result
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.publishing import change_result
from kakehashi.engines.calls.queries.results import choices
from kakehashi.engines.calls.rules import result_is_written
from kakehashi.foundation.flow.moves import MoveRefusedError
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

WORDS = {"title": "防災訓練", "summary": "練習した。", "outcome": "120人が参加した。"}


def paid(cast: Cast, code: str = "multi", **values: Any) -> Application:
    application = stories.submitted(cast, stories.call(cast, code))
    Application.objects.filter(pk=application.pk).update(step="paid", **values)
    return stories.fresh(application)


def published(cast: Cast) -> Result:
    application = paid(cast)
    officer = stories.section(cast)[1]
    change_result(application, WORDS, base_revision=0, by=officer)
    MOVES["publish"](stories.fresh(application), by=officer)
    return Result.objects.get()


def test_nothing_is_published_without_consent_or_words(cast: Cast) -> None:
    application = paid(cast, consents_to_publication=False)
    officer = stories.section(cast)[1]
    change_result(application, WORDS, base_revision=0, by=officer)

    with pytest.raises(MoveRefusedError, match="同意"):
        MOVES["publish"](stories.fresh(application), by=officer)

    assert result_is_written(paid(cast, "other")) is not None


def test_everybody_reads_what_was_published(cast: Cast, client: Client) -> None:
    result = published(cast)
    found = [
        len(client.get(reverse("calls:results_json"), query).json()["items"])
        for query in ({}, {"year": "2012"}, {"year": "2011"}, {"scheme": "multi"}, {"prefecture": "280003"},
                      {"prefecture": "270008"}, {"year": "x"})
    ]  # fmt: skip

    assert found == [1, 1, 0, 1, 1, 0, 1]
    for address in (reverse("calls:results"), reverse("calls:results_csv"), reverse("calls:result", args=[result.pk])):
        assert "防災訓練" in client.get(address).content.decode()


def test_what_is_not_published_is_not_there(cast: Cast, client: Client) -> None:
    result = published(cast)
    Result.objects.update(published_at=None)

    assert client.get(reverse("calls:result", args=[result.pk])).status_code == 404
    assert client.get(reverse("calls:results_json")).json() == {"items": []}


def test_the_desk_writes_without_personal_data(cast: Cast, sign_in: SignIn) -> None:
    application = paid(cast)
    client = sign_in(stories.section(cast)[1])
    address = reverse("calls:result_write", args=[application.pk])

    shown = client.get(address)
    refused = client.post(address, WORDS | {"summary": "電話 079-221-0000", "has_no_names": "on", "_revision": "0"})

    assert shown.context["form"].initial["title"] == "多言語の防災訓練"
    assert list(refused.context["form"].errors) == ["summary"]
    assert client.post(address, WORDS | {"has_no_names": "on", "_revision": "0"}).status_code == 302
    assert client.post(address, WORDS | {"has_no_names": "on", "_revision": "0"}).status_code == 409
    assert sign_in(cast.neighbour).get(address).status_code == 404
    assert sign_in(cast.officer).get(address).status_code == 403


def test_the_list_is_narrowed_only_by_what_stands_in_it(cast: Cast) -> None:
    paid(cast, "other")
    published(cast)

    assert choices() == {
        "year": [("2012", "2012")],
        "scheme": [("multi", "多文化共生の助成")],
        "prefecture": [(cast.hyogo.code, "兵庫県")],
    }
