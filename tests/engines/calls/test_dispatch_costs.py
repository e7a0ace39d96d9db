"""What a dispatch costs: worked out where the call says how, held in the budget, fixed and paid once it is reported."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding, Gives, LetterKind, PaperKind, Pays
from kakehashi.engines.calls.models import Application, Call, Dispatch, DispatchRule, MoneyRule, Payment, Track
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.calls_copies import copy_call
from kakehashi.engines.calls.operations.dispatching import choose_sent, note_agreements, set_costs
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.engines.calls.operations.settling import fix_amount
from kakehashi.engines.calls.queries.dispatching import Costs, Rates
from kakehashi.engines.calls.queries.letters_due import due
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.test_registers import expert

DAY = dt.date(2012, 7, 9)
FORM = [("title", "text", True), ("starts_on", "date", True), ("ends_on", "date", True), ("hours", "number", False)]


def adviser_call(cast: Cast, ceiling: int | None = 100_000, **values: object) -> Call:
    """Of somebody sent and paid out of a budget that closes itself; the form has no amounts."""
    given = {
        "gives": Gives.PERSON, "deciding": Deciding.OFFICER, "pays": Pays.DIRECT, "register": "adviser",
        "closes_when_spent": True, "tracks": [("general", ceiling, None)],
        "application_form": stories.form("adviser", FORM),
    }  # fmt: skip
    return stories.call(cast, "adviser", **(given | values))


def officer_of(cast: Cast) -> Person:
    return stories.section(cast)[1]


def to_decide(cast: Cast, call: Call) -> Application:
    application = stories.checked(stories.screening(cast, call, hours=6), officer_of(cast))
    choose_sent(application, expert(), by=officer_of(cast))
    return stories.fresh(application)


def cost(
    cast: Cast, application: Application, travel: int, honorarium: int | None = None, tax: int | None = None
) -> Dispatch:
    costs = Costs(travel_yen=travel, honorarium_yen=honorarium, tax_yen=tax)
    return set_costs(stories.fresh(application), costs, by=officer_of(cast))


def granted(cast: Cast, call: Call, yen: int) -> Application:
    application = to_decide(cast, call)
    cost(cast, application, yen)
    MOVES["adopt_at_once"](stories.fresh(application), by=officer_of(cast))
    issue_letter(stories.fresh(application), LetterKind.DISPATCH, dated_on=DAY, language="ja", by=officer_of(cast))
    return stories.fresh(MOVES["grant"](stories.fresh(application), by=officer_of(cast)))


def reported(cast: Cast, call: Call, yen: int) -> Application:
    application = stories.fill(granted(cast, call, yen), PaperKind.REPORT, stories.REPORT, by=cast.officer)
    return stories.fresh(MOVES["submit_report"](application, by=cast.officer))


def held(call: Call) -> int:
    return Track.objects.get(call=call).held_yen


@pytest.mark.parametrize(
    ("rates", "given", "found"),
    [
        (Rates(), Costs(hours=Decimal(3)), Costs(hours=Decimal(3))),
        (Rates(hour_yen=5000, hours_most=4), Costs(hours=Decimal(6)), Costs(Decimal(6), honorarium_yen=20_000)),
        (Rates(hour_yen=5000), Costs(hours=Decimal("1.5")), Costs(Decimal("1.5"), honorarium_yen=7_500)),
        (Rates(day_yen=2200), Costs(), Costs(daily_yen=4_400)),
        (Rates(tax_percent=Decimal("10.21")), Costs(honorarium_yen=9_999), Costs(honorarium_yen=9_999, tax_yen=1_020)),
        (Rates(5000, 2200, Decimal(10)), Costs(Decimal(2), 1, 2, 3, 0), Costs(Decimal(2), 1, 2, 3, 0)),
    ],
)
def test_what_is_left_empty_is_worked_out_where_the_call_says_how(rates: Rates, given: Costs, found: Costs) -> None:
    assert rates.fill(given, 2) == found


def test_the_desk_enters_the_estimate_and_reads_what_is_not_set(cast: Cast, sign_in: SignIn) -> None:
    call = adviser_call(cast)
    application = to_decide(cast, call)
    MoneyRule.objects.filter(call=call).update(hours_most=4)
    DispatchRule.objects.create(call=call, hour_yen=5000)
    client, address = sign_in(officer_of(cast)), reverse("calls:dispatch_costs", args=[application.pk])

    shown = client.get(address).content.decode()
    client.post(address, {"hours": "6", "travel_yen": "31240"})
    page = client.get(reverse("calls:application", args=[application.pk])).content.decode()

    dispatch = Dispatch.objects.get()
    assert ["未設定" in shown, 'value="6"' in shown] == [True, True]
    assert (dispatch.honorarium_yen, dispatch.total_yen, dispatch.tax_yen) == (20_000, 51_240, None)
    assert stories.fresh(application).computed_yen == 51_240
    assert "51,240円" in page


def test_without_an_estimate_nothing_is_taken_out_of_a_budget(cast: Cast) -> None:
    application = to_decide(cast, adviser_call(cast))
    unlimited = to_decide(cast, adviser_call(cast, ceiling=None, round=2))

    with pytest.raises(MoveRefusedError, match="費用の見込み"):
        MOVES["adopt_at_once"](application, by=officer_of(cast))
    assert MOVES["adopt_at_once"](unlimited, by=officer_of(cast)).step == "adopted"


def test_the_window_closes_at_the_last_yen_and_says_why(cast: Cast, sign_in: SignIn) -> None:
    call = adviser_call(cast)
    first, last, late = to_decide(cast, call), to_decide(cast, call), stories.draft(cast, call)
    cost(cast, first, 60_000)
    cost(cast, last, 40_000)

    MOVES["adopt_at_once"](stories.fresh(first), by=officer_of(cast))
    after_the_first = Call.objects.get(pk=call.pk).is_open
    MOVES["adopt_at_once"](stories.fresh(last), by=officer_of(cast))

    assert (after_the_first, Call.objects.get(pk=call.pk).is_open) == (True, False)
    with pytest.raises(MoveRefusedError, match="使い切った"):
        MOVES["submit"](stories.fresh(late), by=cast.officer)
    asked = sign_in(cast.officer).get(reverse("calls:apply", args=[call.pk])).content.decode()
    assert "使い切ったため、受付は締め切られました" in asked
    assert "使い切ったため、受付を終わりました" in sign_in(None).get(f"/calls/{call.pk}/").content.decode()


def test_more_than_is_left_is_refused(cast: Cast) -> None:
    call = adviser_call(cast)
    application = granted(cast, call, 90_000)

    with pytest.raises(MoveRefusedError, match="足りません"):
        cost(cast, application, 100_001)

    assert (held(call), stories.fresh(application).decided_yen) == (90_000, 90_000)


def test_another_estimate_after_the_decision_moves_the_budget_at_once(cast: Cast) -> None:
    call = adviser_call(cast)
    application = granted(cast, call, 60_000)

    cost(cast, application, 70_000)
    more = held(call)
    cost(cast, application, 50_000)

    assert (more, held(call), stories.fresh(application).decided_yen) == (70_000, 50_000, 50_000)


def test_money_that_comes_free_is_told_to_the_section(cast: Cast) -> None:
    call = adviser_call(cast)
    application = granted(cast, call, 100_000)
    closed = Call.objects.get(pk=call.pk).closed_at

    cost(cast, application, 80_000)

    told = Notice.objects.get(kind="calls.has_room", person=officer_of(cast))
    assert closed is not None
    assert (told.url, told.params["yen"]) == (f"/calls/{call.pk}/edit/", "20,000")


def test_the_report_comes_first_then_the_costs_then_the_payment(cast: Cast, sign_in: SignIn) -> None:
    call = adviser_call(cast)
    application = granted(cast, call, 60_000)
    with pytest.raises(MoveRefusedError):
        fix_amount(application, 60_000, by=officer_of(cast))
    application = stories.fill(application, PaperKind.REPORT, stories.REPORT, by=cast.officer)
    MOVES["submit_report"](application, by=cast.officer)
    with pytest.raises(MoveRefusedError, match="0円まで"):
        fix_amount(stories.fresh(application), 1, by=officer_of(cast))
    page = sign_in(officer_of(cast)).get(reverse("calls:settle", args=[application.pk])).content.decode()
    assert reverse("calls:dispatch_costs", args=[application.pk]) in page
    assert 'name="yen"' not in page

    cost(cast, application, 30_000, honorarium=20_000, tax=2_042)
    fix_amount(stories.fresh(application), 50_000, by=officer_of(cast))
    MOVES["order_payment"](stories.fresh(application), by=officer_of(cast))

    payment, dispatch = Payment.objects.get(), Dispatch.objects.get()
    assert (payment.yen, payment.account, held(call)) == (50_000, None, 50_000)
    assert (dispatch.handed_yen, dispatch.spent_at is not None) == (47_958, True)
    assert not Notice.objects.filter(kind="calls.settled").exists()


def test_what_somebody_is_paid_the_body_does_not_read(cast: Cast, sign_in: SignIn) -> None:
    application = reported(cast, adviser_call(cast), 61_234)
    address = reverse("calls:application", args=[application.pk])

    pages = [sign_in(person).get(address).content.decode() for person in (cast.officer, officer_of(cast))]

    assert ["61,234" in page for page in pages] == [False, True]
    assert sign_in(cast.officer).get(reverse("calls:dispatch_costs", args=[application.pk])).status_code == 403
    with pytest.raises(NotPermittedError):
        set_costs(application, Costs(), by=cast.officer)


def test_a_tax_above_the_honorarium_is_refused(cast: Cast, sign_in: SignIn) -> None:
    application = to_decide(cast, adviser_call(cast))
    address = reverse("calls:dispatch_costs", args=[application.pk])

    page = sign_in(officer_of(cast)).post(address, {"honorarium_yen": "100", "tax_yen": "101"}).content.decode()

    assert "謝金の額まで" in page


def test_where_an_agreement_is_needed_it_comes_before_the_decision_is_told(cast: Cast, sign_in: SignIn) -> None:
    call = adviser_call(cast)
    DispatchRule.objects.create(call=call, needs_agreement=True, needs_home=True)
    application = to_decide(cast, call)
    cost(cast, application, 1)
    MOVES["adopt_at_once"](stories.fresh(application), by=officer_of(cast))
    issue_letter(stories.fresh(application), LetterKind.DISPATCH, dated_on=DAY, language="ja", by=officer_of(cast))

    with pytest.raises(MoveRefusedError, match="協定書"):
        MOVES["grant"](stories.fresh(application), by=officer_of(cast))
    note_agreements(stories.fresh(application), agreed_on=DAY, home_agreed_on=None, by=officer_of(cast))
    with pytest.raises(MoveRefusedError, match="所属団体の了解"):
        MOVES["grant"](stories.fresh(application), by=officer_of(cast))
    sign_in(officer_of(cast)).post(
        reverse("calls:dispatch_agreements", args=[application.pk]), {"agreed_on": DAY, "home_agreed_on": DAY}
    )

    assert MOVES["grant"](stories.fresh(application), by=officer_of(cast)).step == "granted"


def test_the_rule_is_set_on_its_page_and_copied_with_the_call(cast: Cast, sign_in: SignIn) -> None:
    call = adviser_call(cast)
    client, address = sign_in(officer_of(cast)), reverse("calls:dispatch_rule", args=[call.pk])
    typed = {"hour_yen": "5000", "tax_percent": "10.21", "needs_agreement": "on", "_revision": 1}

    client.post(address, typed)
    second = client.post(address, typed | {"hour_yen": "9", "_revision": 1})
    copied = DispatchRule.objects.get(call=copy_call(call, fiscal_year=2013, by=officer_of(cast)))

    assert second.status_code == 409
    assert (copied.hour_yen, copied.day_yen, copied.tax_percent, copied.needs_agreement) == (
        5000, None, Decimal("10.21"), True,
    )  # fmt: skip
    assert sign_in(cast.officer).get(address).status_code == 403


def test_the_receiving_body_reads_by_no_way_what_it_costs(cast: Cast, sign_in: SignIn) -> None:
    application = reported(cast, adviser_call(cast), 98_700)
    cost(cast, application, 98_700)
    fix_amount(stories.fresh(application), 98_700, by=officer_of(cast))
    ours, desk = sign_in(cast.officer), sign_in(officer_of(cast))
    ways = [
        "/calls/applications/?view=all", "/calls/applications/export.csv?view=all",
        f"/calls/applications/{application.pk}/",
        "/api/v1/applications", f"/api/v1/applications/{application.pk}",
    ]  # fmt: skip

    said = [b"".join(ours.get(way)) for way in ways]
    row = desk.get(ways[-1]).json()

    assert [text for text in said if b"98,700" in text or b"98700" in text] == []
    assert (row["decided_yen"], row["settled_yen"]) == (98_700, 98_700)
    assert due(stories.fresh(application)) is None
