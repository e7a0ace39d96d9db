"""Accountants in a hurry: accounts replaced, money the bank gives back, days that have not come."""

import datetime as dt

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding, PaymentState, Pays
from kakehashi.engines.calls.exports.payments import rows_of
from kakehashi.engines.calls.flow import APPLICATION_FLOW
from kakehashi.engines.calls.models import Application, Payment
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.paying import (
    ask_advance,
    demand_return,
    make_list,
    mark_failed,
    mark_paid,
    register_account,
)
from kakehashi.engines.calls.operations.settling import fix_amount
from kakehashi.foundation.flow.moves import MoveRefusedError, open_moves
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.stories import ACCOUNT


def accountant(cast: Cast) -> Person:
    return make_person("accountant", "経 理", ("accountant", cast.headquarters))


def claimed(cast: Cast) -> Application:
    spent = [{"category": "travel", "item": "旅費", "amount_yen": 2_000_000}]
    reported = stories.reported(cast, stories.call(cast, deciding=Deciding.BOARD), expenses=spent)
    fix_amount(reported, 600_000, by=stories.section(cast)[1], note="実績による")
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    return stories.fresh(MOVES["claim"](stories.fresh(reported), by=cast.officer))


def test_what_waits_goes_to_the_account_that_took_the_place_of_the_other(cast: Cast) -> None:
    claimed(cast)

    account = register_account(cast.himeji, ACCOUNT | {"number": "1111111"}, by=cast.officer)

    assert Payment.objects.get().account == account


def test_what_is_listed_stays_and_the_page_of_the_list_says_so(cast: Cast, sign_in: SignIn) -> None:
    claimed(cast)
    pays = accountant(cast)
    made = make_list([Payment.objects.get().pk], pays_on=clock.today(), by=pays)
    before = Payment.objects.get().account

    account = register_account(cast.himeji, ACCOUNT | {"number": "1111111"}, by=cast.officer)

    shown = sign_in(pays).get(reverse("calls:payment_list", args=[made.pk])).content.decode()
    assert ([one.account for one in rows_of(made)], "口座を替えました" in shown) == ([before], True)
    mark_failed(Payment.objects.get(), note="口座解約", by=pays)
    assert Payment.objects.get(state=PaymentState.ASKED).account == account


def test_what_the_bank_gives_back_after_it_was_paid_is_paid_again(cast: Cast, sign_in: SignIn) -> None:
    application = claimed(cast)
    pays = accountant(cast)
    payment = Payment.objects.get()
    mark_paid(payment, paid_on=clock.today(), by=pays)
    client = sign_in(pays)
    offered = "戻ってきたことを記録する" in client.get(reverse("calls:payment", args=[payment.pk])).content.decode()

    client.post(reverse("calls:payment_mark", args=[payment.pk, "failed"]), {"note": "口座解約"})

    back = stories.fresh(application)
    again = Payment.objects.get(state=PaymentState.ASKED)
    assert (offered, back.step, again.yen) == (True, "claimed", 600_000)
    mark_paid(again, paid_on=clock.today(), by=pays)
    assert stories.fresh(application).step == "paid"
    assert [one.move.code for one in open_moves(APPLICATION_FLOW, stories.fresh(application), pays)] == []


def test_an_advance_comes_back_only_before_anything_was_settled_on_it(cast: Cast) -> None:
    pays = accountant(cast)
    granted = stories.granted(cast, stories.call(cast, deciding=Deciding.BOARD, pays=Pays.ADVANCE))
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    advance = mark_paid(ask_advance(granted, 300_000, by=cast.officer), paid_on=clock.today(), by=pays)

    mark_failed(advance, note="口座解約", by=pays)

    again = mark_paid(Payment.objects.get(state=PaymentState.ASKED), paid_on=clock.today(), by=pays)
    Application.objects.filter(pk=granted.pk).update(step="settled", settled_yen=500_000)
    with pytest.raises(MoveRefusedError, match="もう記録"):
        mark_failed(Payment.objects.get(pk=again.pk), note="口座解約", by=pays)


def test_money_to_be_given_back_is_no_transfer_that_fails(cast: Cast) -> None:
    application = claimed(cast)
    pays = accountant(cast)
    mark_paid(Payment.objects.get(), paid_on=clock.today(), by=pays)
    demand_return(stories.fresh(application), by=stories.section(cast)[1], note="対象外", yen=1_000)

    with pytest.raises(MoveRefusedError):
        mark_failed(Payment.objects.get(kind="return"), note="?", by=pays)


def test_nothing_is_paid_on_a_day_that_has_not_come(cast: Cast, sign_in: SignIn) -> None:
    claimed(cast)
    pays, tomorrow = accountant(cast), clock.today() + dt.timedelta(days=1)
    made = make_list([Payment.objects.get().pk], pays_on=tomorrow, by=pays)

    shown = sign_in(pays).post(reverse("calls:payment_list_paid", args=[made.pk]), follow=True).content.decode()

    assert ("まだ来ていません" in shown, Payment.objects.get().state) == (True, PaymentState.LISTED)
    with pytest.raises(MoveRefusedError, match="今日まで"):
        mark_paid(Payment.objects.get(), paid_on=tomorrow, by=pays)
