"""From the report to the money: fixed, claimed, listed, paid, given back; accounts seen by whom they concern."""

from typing import Any

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from kakehashi.engines.calls.choices import Deciding, PaperKind, PaymentState, Pays
from kakehashi.engines.calls.models import Account, Application, Payment, Track
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.paying import (
    ask_advance,
    demand_return,
    make_list,
    mark_failed,
    mark_paid,
    register_account,
)
from kakehashi.engines.calls.operations.settling import fix_amount, settlement_now
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.stories import ACCOUNT


def spent(yen: int) -> dict[str, Any]:
    return {"expenses": [{"category": "travel", "item": "旅費", "amount_yen": yen}]}


def desk(cast: Cast) -> Person:
    return stories.section(cast)[1]


def accountant(cast: Cast) -> Person:
    return make_person("accountant", "経 理", ("accountant", cast.headquarters))


def settled(cast: Cast, yen: int = 600_000, **call: Any) -> Application:
    of = stories.call(cast, deciding=Deciding.BOARD, **call)
    reported = stories.reported(cast, of, **spent(2_000_000))
    return stories.fresh(fix_amount(reported, yen, by=desk(cast), note="実績による"))


@pytest.mark.parametrize(
    ("actual", "amount"), [(1_500_000, 750_000), (1_501_999, 750_000), (9_000_000, 1_000_000), (0, 0), (1_000, 0)]
)
def test_what_is_settled_follows_the_rule_and_never_exceeds_the_decision(cast: Cast, actual: int, amount: int) -> None:
    reported = stories.reported(cast, **spent(actual))

    found = settlement_now(reported)

    assert (found.yen, found.most) == (amount, amount)
    assert found.steps


def test_without_expenses_the_desk_enters_the_amount_within_the_decision(cast: Cast) -> None:
    reported = stories.reported(cast)
    with pytest.raises(MoveRefusedError, match="1,000,000"):
        fix_amount(reported, 1_000_001, by=desk(cast))

    fixed = stories.fresh(fix_amount(stories.fresh(reported), 1_000_000, by=desk(cast)))

    assert (settlement_now(reported).yen, fixed.step, fixed.settled_yen) == (None, "settled", 1_000_000)


def test_what_is_not_needed_goes_back_to_the_track(cast: Cast) -> None:
    application = settled(cast, 600_000)

    assert Track.objects.get(pk=application.track_id).held_yen == 600_000


def test_the_claim_takes_the_account_and_ends_with_the_payment(cast: Cast) -> None:
    application = settled(cast)
    with pytest.raises(MoveRefusedError, match="口座"):
        MOVES["claim"](application, by=cast.officer)
    account = register_account(cast.himeji, ACCOUNT, by=cast.officer)
    MOVES["claim"](stories.fresh(application), by=cast.officer)
    pays = accountant(cast)
    payment = Payment.objects.get()

    made = make_list([payment.pk], pays_on=clock.today(), by=pays)
    with pytest.raises(MoveRefusedError):
        make_list([payment.pk], pays_on=clock.today(), by=pays)
    mark_paid(payment, paid_on=clock.today(), by=pays)

    payment.refresh_from_db()
    assert (payment.yen, payment.account, payment.list) == (600_000, account, made)
    assert (payment.state, stories.fresh(application).step) == (PaymentState.PAID, "paid")


def test_what_the_bank_could_not_pay_waits_again(cast: Cast) -> None:
    application = settled(cast)
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    MOVES["claim"](application, by=cast.officer)
    pays = accountant(cast)

    mark_failed(Payment.objects.get(), note="口座なし", by=pays)
    mark_paid(Payment.objects.get(state=PaymentState.ASKED), paid_on=clock.today(), by=pays)

    assert sorted(Payment.objects.values_list("state", flat=True)) == ["failed", "paid"]
    assert stories.fresh(application).step == "paid"


def advanced(cast: Cast, pays: Person, yen: int) -> Application:
    granted = stories.granted(cast, stories.call(cast, deciding=Deciding.BOARD, pays=Pays.ADVANCE))
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    mark_paid(ask_advance(granted, yen, by=cast.officer), paid_on=clock.today(), by=pays)
    stories.fill(granted, PaperKind.REPORT, stories.REPORT | spent(1_000_000), by=cast.officer)
    return stories.fresh(MOVES["submit_report"](stories.fresh(granted), by=cast.officer))


def test_an_advance_is_taken_off(cast: Cast) -> None:
    application = advanced(cast, accountant(cast), 300_000)
    fix_amount(application, 500_000, by=desk(cast))

    MOVES["claim"](stories.fresh(application), by=cast.officer)

    assert list(Payment.objects.values_list("kind", "yen")) == [("advance", 300_000), ("final", 200_000)]


def test_too_much_in_advance_comes_back(cast: Cast) -> None:
    pays = accountant(cast)
    application = advanced(cast, pays, 700_000)
    fix_amount(application, 500_000, by=desk(cast))
    with pytest.raises(MoveRefusedError, match="返還"):
        MOVES["claim"](stories.fresh(application), by=cast.officer)

    demand_return(stories.fresh(application), by=desk(cast), note="概算払が多いため")
    waiting = Payment.objects.get(kind="return")
    mark_paid(waiting, paid_on=clock.today(), by=pays)

    assert (waiting.yen, stories.fresh(application).step) == (200_000, "paid")


def test_nothing_comes_back_while_something_is_still_owed(cast: Cast) -> None:
    pays = accountant(cast)
    application = advanced(cast, pays, 300_000)
    fix_amount(application, 500_000, by=desk(cast))

    with pytest.raises(MoveRefusedError):
        demand_return(stories.fresh(application), by=desk(cast), note="対象外", yen=100_000)

    MOVES["claim"](stories.fresh(application), by=cast.officer)
    mark_paid(Payment.objects.get(kind="final"), paid_on=clock.today(), by=pays)
    demand_return(stories.fresh(application), by=desk(cast), note="対象外", yen=100_000)
    assert stories.fresh(application).step == "returning"


def test_never_more_than_decided_in_advance(cast: Cast) -> None:
    application = advanced(cast, accountant(cast), 700_000)
    Application.objects.filter(pk=application.pk).update(step="granted")

    with pytest.raises(MoveRefusedError, match="300,000"):
        ask_advance(stories.fresh(application), 300_001, by=cast.officer)


def test_only_those_who_pay_and_the_body_see_an_account(cast: Cast, sign_in: SignIn) -> None:
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    application = settled(cast)
    pays = accountant(cast)
    people = [cast.officer, pays, desk(cast), cast.branch_officer, cast.neighbour, cast.planner, None]

    sees = [Account.objects.visible_to(person).exists() for person in people]
    page = reverse("calls:application", args=[application.pk])
    shown = ["7654321" in sign_in(one).get(page).content.decode() for one in (cast.officer, desk(cast), cast.planner)]

    assert sees == [True, True, False, False, False, False, False]
    assert shown == [True, False, False]
    own = reverse("calls:account", args=[cast.himeji.pk])
    assert [sign_in(one).get(own).status_code for one in (cast.officer, cast.neighbour, pays)] == [200, 404, 404]


def test_nobody_else_pays(cast: Cast, sign_in: SignIn) -> None:
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    MOVES["claim"](settled(cast), by=cast.officer)
    payment = Payment.objects.get()

    with pytest.raises(NotPermittedError):
        mark_paid(payment, paid_on=clock.today(), by=desk(cast))

    assert sign_in(desk(cast)).get(reverse("calls:payments")).status_code == 403


def test_the_pages_of_those_who_pay(cast: Cast, sign_in: SignIn, settings: Settings) -> None:
    register_account(cast.himeji, ACCOUNT, by=cast.officer)
    application = settled(cast)
    MOVES["claim"](application, by=cast.officer)
    client = sign_in(accountant(cast))
    payment = Payment.objects.get()
    page = client.post(reverse("calls:payments"), {"payments": [payment.pk], "pays_on": "2012-12-25"})["Location"]

    assert "7654321" in client.get(page).content.decode()
    assert client.get(f"{page}transfer.txt").status_code == 302
    settings.CALLS_PAYER = {
        "code": "1", "name": "ｷﾖｳｶｲ", "bank_code": "1", "bank": "ｱ", "branch_code": "1", "branch": "ｲ", "kind": "1",
        "number": "1",
    }  # fmt: skip
    assert [len(record) for record in client.get(f"{page}transfer.txt").content.split(b"\r\n")] == [120] * 4 + [0]
    assert "ﾋﾒｼﾞｼ" in client.get(f"{page}payments.csv").content.decode()
    assert client.get(reverse("calls:payment", args=[payment.pk])).status_code == 200
    assert client.post(f"{page}paid/").status_code == 302
    assert stories.fresh(application).step == "paid"


def test_the_pages_of_the_applicant_and_the_desk(cast: Cast, sign_in: SignIn) -> None:
    reported = stories.reported(cast, **spent(1_500_000))
    client = sign_in(cast.officer)
    own = reverse("calls:account", args=[cast.himeji.pk])

    refused = client.post(own, ACCOUNT | {"holder_kana": "姫路市"})
    assert refused.context["form"].errors["holder_kana"] == [
        "銀行の書式で使えない文字「姫路市」があります。カタカナに直してください。"
    ]
    assert client.post(own, ACCOUNT | {"holder_kana": "ひめじし", "number": "123"}).status_code == 302
    assert Account.objects.get().number == "0000123"
    page = reverse("calls:settle", args=[reported.pk])
    assert client.get(page).status_code == 403
    staff = sign_in(desk(cast))
    assert staff.get(page).context["left"] == 750_000
    assert list(staff.post(page, {"yen": "700000"}).context["form"].errors) == ["note"]
    assert staff.post(page, {"yen": "750000"}).status_code == 302
    assert staff.get(reverse("calls:give_back", args=[reported.pk])).status_code == 200
    assert client.get(reverse("calls:application", args=[reported.pk])).status_code == 200
