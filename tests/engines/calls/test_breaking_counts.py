"""The pages of those who pay ask the same few questions for one row and for thirty."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.calls.choices import PaymentKind
from kakehashi.engines.calls.models import Payment
from kakehashi.engines.calls.operations.paying import make_list, register_account
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.stories import ACCOUNT


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_payments_and_their_lists(cast: Cast, sign_in: SignIn) -> None:
    _call, made, _desk = stories.ranked_board(cast, [5] * 60)
    account = register_account(cast.himeji, ACCOUNT, by=cast.officer)
    pays = make_person("accountant", "経 理", ("accountant", cast.headquarters))
    client, counts = sign_in(pays), []
    for number in (1, 3, 30):
        waiting, listed = made[:number], made[30 : 30 + number]
        for one in (*waiting, *listed):
            Payment.objects.get_or_create(
                application=one, kind=PaymentKind.FINAL, defaults={"yen": 1000, "account": account}
            )
        chosen = Payment.objects.filter(application__in=listed, list=None)
        found = make_list(chosen.values_list("pk", flat=True), pays_on=clock.today(), by=pays)
        Payment.objects.filter(application__in=listed).update(list=found)
        pages = (reverse("calls:payments"), reverse("calls:payment_list", args=[found.pk]))
        counts.append([asked(client, address) for address in pages])

    assert counts[0] == counts[1] == counts[2]
