"""Thousands of rows: no form has more fields than a server takes, and what is on another page stays as it is."""

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from kakehashi.engines.calls.choices import Outcome, PaymentKind
from kakehashi.engines.calls.models import Payment, PaymentList
from kakehashi.engines.calls.operations.deciding import Proposed, begin_scenario, save_scenario
from kakehashi.engines.calls.operations.paying import register_account
from kakehashi.engines.calls.views import board, payments
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories


@pytest.mark.parametrize(("rows", "fields_of_each"), [(board.PAGE, 2), (payments.PAGE, 1)])
def test_a_page_has_fewer_fields_than_a_server_takes(settings: Settings, rows: int, fields_of_each: int) -> None:
    assert rows * fields_of_each + 20 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_a_scenario_is_saved_page_by_page(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "PAGE", 2)
    call, made, officer = stories.ranked_board(cast, [5, 4, 3])
    scenario = begin_scenario(call, "案1", by=officer)
    save_scenario(scenario, {made[0].pk: Proposed(Outcome.ADOPT, 700_000)}, base_revision=1, by=officer)
    client, address = sign_in(officer), reverse("calls:scenario", args=[scenario.pk]) + "?page=2"

    page = client.get(address).content.decode()
    typed = {f"outcome-{made[2].pk}": Outcome.WAIT, f"yen-{made[2].pk}": "500000", "_revision": "2", "save": "1"}
    wrong = client.post(address, typed | {f"yen-{made[2].pk}": "たくさん"})
    answer = client.post(address, typed)

    assert (f'name="outcome-{made[0].pk}"' in page, f'name="outcome-{made[2].pk}"' in page) == (False, True)
    assert "700,000円" in page  # the sums are those of all pages
    assert (wrong.status_code, [track.yen for track in wrong.context["board"].tracks]) == (422, [700_000])
    assert (answer.status_code, answer["Location"]) == (302, address)
    lines = scenario.lines.order_by("application_id").values_list("application_id", "outcome", "yen")
    assert list(lines) == [(made[0].pk, "adopt", 700_000), (made[2].pk, "wait", 500_000)]


def test_payments_are_chosen_page_by_page(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "PAGE", 2)
    _call, made, _desk = stories.ranked_board(cast, [5] * 3)
    account = register_account(cast.himeji, stories.ACCOUNT, by=cast.officer)
    for application in made:
        application.payments.create(kind=PaymentKind.FINAL, yen=1000, account=account)
    waiting = list(Payment.objects.order_by("pk").values_list("pk", flat=True))
    client = sign_in(make_person("accountant", "経 理", ("accountant", cast.headquarters)))

    page = client.get(reverse("calls:payments") + "?page=2").content.decode()
    client.post(reverse("calls:payments") + "?page=2", {"payments": [waiting[2]], "pays_on": "2012-07-31"})

    assert [f'name="payments" value="{pk}"' in page for pk in waiting] == [False, False, True]
    assert "待っている支払は3件あり、2件ずつに分けて表示しています" in page
    assert list(PaymentList.objects.get().payments.values_list("pk", flat=True)) == [waiting[2]]


def test_those_who_move_up_are_one_field(cast: Cast, sign_in: SignIn, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 8
    call, made, officer = stories.ranked_board(cast, [5] * 9)
    for application in made:
        application.step, application.rank = "alternate", 1
        application.save()
    client = sign_in(officer)

    shown = [one.application.pk for one in client.get(reverse("calls:board", args=[call.pk])).context["moving"]]
    answer = client.post(reverse("calls:promote", args=[call.pk]), {"moving": ",".join(map(str, shown))}, follow=True)

    assert f"補欠{len(shown)}件を繰り上げて採択しました。" in answer.content.decode()
    assert len(shown) == 9
