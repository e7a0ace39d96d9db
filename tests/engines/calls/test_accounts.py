"""Two tabs, two presses, two people: an account and a claim are made once, and nobody overwrites unseen."""

import pytest
from django.test import Client
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.models import Account, Application, Payment
from kakehashi.engines.calls.operations.paying import AccountChangedError, register_account
from kakehashi.engines.calls.operations.settling import fix_amount
from kakehashi.foundation.audit.once import new_key
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.stories import ACCOUNT


def settled(cast: Cast) -> Application:
    reported = stories.reported(cast, stories.call(cast, deciding=Deciding.BOARD))
    return stories.fresh(fix_amount(reported, 600_000, by=stories.section(cast)[1], note="実績による"))


def test_the_same_account_again_stays_the_same(cast: Cast) -> None:
    first = register_account(cast.himeji, ACCOUNT, by=cast.officer)

    assert register_account(cast.himeji, ACCOUNT, seen="", by=cast.officer) == first
    assert Account.objects.count() == 1


def test_who_saw_another_account_does_not_replace_it_unseen(cast: Cast) -> None:
    first = register_account(cast.himeji, ACCOUNT, seen="", by=cast.officer)
    second = register_account(cast.himeji, ACCOUNT | {"number": "0000001"}, seen=str(first.pk), by=cast.colleague)

    for seen in ("", str(first.pk)):
        with pytest.raises(AccountChangedError):
            register_account(cast.himeji, ACCOUNT | {"number": "0000002"}, seen=seen, by=cast.officer)

    assert list(Account.objects.filter(ended_at=None)) == [second]


def test_two_tabs_of_the_account(cast: Cast, sign_in: SignIn) -> None:
    page = reverse("calls:account", args=[cast.himeji.pk])
    client = sign_in(cast.officer)
    seen = client.get(page).context["form"]["seen"].value()

    one = client.post(page, ACCOUNT | {"seen": seen})
    pressed_again = client.post(page, ACCOUNT | {"seen": seen})
    other_tab = client.post(page, ACCOUNT | {"number": "0000002", "seen": seen})
    form = other_tab.context["form"]
    meant = client.post(page, ACCOUNT | {"number": form["number"].value(), "seen": form["seen"].value()})

    assert [answer.status_code for answer in (one, pressed_again, other_tab, meant)] == [302, 302, 409, 302]
    assert "口座は登録していません" in other_tab.content.decode()
    assert [(one.number, one.ended_at is None) for one in Account.objects.all()] == [
        ("0000002", True),
        ("7654321", False),
    ]


def test_two_tabs_of_the_claim(cast: Cast, sign_in: SignIn) -> None:
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    application = settled(cast)
    address = reverse("calls:move", args=[application.pk, "claim"])
    clients = [sign_in(cast.officer), sign_in(cast.officer), sign_in(cast.colleague)]

    answers = [client.post(address, {"claim-note": ""}) for client in clients]

    assert [answer.status_code for answer in answers] == [302, 409, 409]
    assert list(Payment.objects.values_list("kind", "yen")) == [("final", 600_000)]


def test_one_press_sent_twice_answers_twice_the_same(cast: Cast, sign_in: SignIn) -> None:
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    application = settled(cast)
    address = reverse("calls:move", args=[application.pk, "claim"])
    client, sent = sign_in(cast.officer), {"claim-note": "", "_once": new_key()}

    answers = [client.post(address, sent) for _number in range(2)]

    assert [answer["Location"] for answer in answers] == [reverse("calls:application", args=[application.pk])] * 2
    assert Payment.objects.count() == 1


def test_a_browser_without_the_hidden_field_replaces_nothing(cast: Cast, sign_in: SignIn) -> None:
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    client: Client = sign_in(cast.officer)

    answer = client.post(reverse("calls:account", args=[cast.himeji.pk]), ACCOUNT | {"number": "0000009"})

    assert (answer.status_code, Account.objects.count()) == (409, 1)
