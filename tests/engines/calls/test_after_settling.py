"""Between the report and the money both sides see plan and actual, what came free, and what is next."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kakehashi.engines.calls.choices import ChangeKind, Deciding, PaperKind, Pays
from kakehashi.engines.calls.models import Application, Call, ExpenseCategory
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.changes import approve, start_change
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.operations.paying import ask_advance, mark_paid, register_account
from kakehashi.engines.calls.operations.settling import fix_amount
from kakehashi.engines.calls.queries.freeing import freed_by
from kakehashi.engines.calls.queries.reporting import plan_and_actual
from kakehashi.foundation.flow.buttons import Button
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories


def rows(**amounts: int) -> list[dict[str, Any]]:
    return [{"category": name, "item": name, "amount_yen": yen} for name, yen in amounts.items()]


def page(client: Client, application: Application) -> Any:
    return client.get(reverse("calls:application", args=[application.pk]))


def move(answer: Any, code: str, place: str = "main_moves") -> Button:
    (found,) = (one for one in answer.context[place] if one.move.code == code)
    assert isinstance(found, Button)
    return found


def settled(cast: Cast, yen: int, **call: Any) -> Application:
    """Of a million that was decided."""
    of = stories.call(cast, deciding=Deciding.BOARD, **call)
    reported = stories.reported(cast, of, expenses=rows(travel=2_000_000))
    return stories.fresh(fix_amount(reported, yen, by=stories.section(cast)[1], note="実績による"))


# --- Plan and actual --------------------------------------------------------------------------------------------------
def compared(application: Application) -> list[tuple[str, int, int, int]]:
    report = application.paper_of(PaperKind.REPORT)
    assert report is not None
    found = plan_and_actual(report)
    assert found is not None
    return [(one.name, one.planned, one.spent, one.difference) for one in [*found.lines, found.total]]


def test_each_category_is_planned_and_spent_and_the_totals_agree(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD)
    for order, (code, name) in enumerate({"venue": "会場費", "travel": "旅費"}.items()):
        ExpenseCategory.objects.create(call=call, code=code, name_ja=name, name_en=code, order=order)
    spent = [*rows(travel=900_000, venue=300_000), *rows(travel=100_000, print=50_000)]

    reported = stories.reported(cast, call, expenses=spent)

    assert compared(reported) == [
        ("会場費", 0, 300_000, 300_000),
        ("旅費", 2_000_000, 1_000_000, -1_000_000),
        ("print", 0, 50_000, 50_000),
        ("合計", 2_000_000, 1_350_000, -650_000),
    ]


def test_a_change_that_stands_is_the_plan(cast: Cast) -> None:
    application = stories.granted(cast)
    change = start_change(application, ChangeKind.CHANGE, by=cast.officer)
    answers = {"why": "会場が替わる", "expenses": rows(travel=1_200_000, venue=800_000)}
    keep_paper(change.paper, answers, base_revision=change.paper.sheet.revision, by=cast.officer)
    hand_in(change.paper, by=cast.officer)
    change.refresh_from_db()
    approve(change, by=stories.section(cast)[1])
    stories.fill(application, PaperKind.REPORT, {"expenses": rows(travel=1_000_000, venue=800_000)}, by=cast.officer)

    assert compared(stories.fresh(application)) == [
        ("travel", 1_200_000, 1_000_000, -200_000),
        ("venue", 800_000, 800_000, 0),
        ("合計", 2_000_000, 1_800_000, -200_000),
    ]


def test_both_sides_see_it_and_nobody_without_expenses(cast: Cast, sign_in: SignIn) -> None:
    reported = stories.reported(cast, expenses=rows(travel=1_234_000))
    paper = reported.paper_of(PaperKind.REPORT)
    assert paper is not None
    officer = stories.section(cast)[1]
    addresses = {
        cast.officer: ["calls:application", "calls:paper"],
        officer: ["calls:application", "calls:paper", "calls:settle", "calls:send_back"],
    }
    places = {"calls:paper": [reported.pk, paper.pk], "calls:send_back": [paper.pk]}

    shown = [
        "計画と実績の比較" in sign_in(who).get(reverse(name, args=places.get(name, [reported.pk]))).content.decode()
        for who, names in addresses.items()
        for name in names
    ]

    assert shown == [True] * 6
    plain = stories.reported(cast, stories.call(cast, "plain", deciding=Deciding.BOARD))
    assert "計画と実績の比較" not in page(sign_in(cast.officer), plain).content.decode()


def test_whoever_checks_a_report_before_handing_it_in_sees_it(cast: Cast, sign_in: SignIn) -> None:
    application = stories.granted(cast)
    answers = stories.REPORT | {"expenses": rows(travel=1_900_000)}
    paper = stories.fill(application, PaperKind.REPORT, answers, by=cast.officer).paper_of(PaperKind.REPORT)
    assert paper is not None

    shown = sign_in(cast.officer).get(reverse("calls:paper_check", args=[application.pk, paper.pk]))

    assert shown.context["compared"].total.difference == -100_000


# --- What came free ---------------------------------------------------------------------------------------------------
def test_the_desk_reads_what_came_free_and_who_could_have_it(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD, tracks=[("normal", 1_000_000, None)])
    application = stories.granted(cast, call)
    _desk, officer = stories.section(cast)
    waits = stories.at_board(cast, call)
    Application.objects.filter(pk=waits.pk).update(computed_yen=300_000)
    MOVES["put_on_waiting"](stories.fresh(waits), by=officer)
    stories.fill(application, PaperKind.REPORT, stories.REPORT, by=cast.officer)
    MOVES["submit_report"](stories.fresh(application), by=cast.officer)
    fix_amount(stories.fresh(application), 600_000, by=officer, note="実績による")

    desk = page(sign_in(officer), application).content.decode()
    own = page(sign_in(cast.officer), application).content.decode()

    words = "400,000円</span>が枠「normal」に戻りました"
    link = f'{reverse("calls:board", args=[call.pk])}#alternates"'
    assert (words in desk, link in desk) == (True, True)
    assert (words in own, link in own) == (False, False)


def test_who_waits_in_vain_is_not_promised_anything(cast: Cast) -> None:
    application = settled(cast, 600_000)

    found = freed_by(application)

    assert found is not None
    assert (found.yen, found.movable, found.board_url) == (
        400_000, 0, reverse("calls:board", args=[application.call_id])
    )  # fmt: skip


def test_nothing_is_free_where_all_was_needed_or_nothing_is_fixed(cast: Cast) -> None:
    assert freed_by(settled(cast, 1_000_000)) is None
    assert freed_by(stories.granted(cast, stories.call(cast, "other", deciding=Deciding.BOARD))) is None


# --- What is next -----------------------------------------------------------------------------------------------------
def paid_too_much(cast: Cast) -> Application:
    """700,000 in advance, 500,000 fixed."""
    application = stories.granted(cast, stories.call(cast, deciding=Deciding.BOARD, pays=Pays.ADVANCE))
    register_account(cast.himeji, stories.ACCOUNT, by=cast.officer)
    payer = make_person("accountant", "経 理", ("accountant", cast.headquarters))
    mark_paid(ask_advance(application, 700_000, by=cast.officer), paid_on=clock.today(), by=payer)
    stories.fill(application, PaperKind.REPORT, stories.REPORT, by=cast.officer)
    MOVES["submit_report"](stories.fresh(application), by=cast.officer)
    return stories.fresh(fix_amount(stories.fresh(application), 500_000, by=stories.section(cast)[1], note="実績"))


def test_asking_money_back_stands_once_and_first_where_too_much_was_paid(cast: Cast, sign_in: SignIn) -> None:
    application = paid_too_much(cast)

    shown = page(sign_in(stories.section(cast)[1]), application)

    assert shown.content.decode().count(reverse("calls:give_back", args=[application.pk])) == 1
    assert move(shown, "demand_return").refusal is None
    assert [one.move.code for one in shown.context["side_moves"]] == []


def test_asking_money_back_is_not_offered_where_nothing_was_paid(cast: Cast, sign_in: SignIn) -> None:
    application = settled(cast, 600_000)

    shown = page(sign_in(stories.section(cast)[1]), application)

    assert reverse("calls:give_back", args=[application.pk]) not in shown.content.decode()
    assert "返還を求める" not in shown.content.decode()


def test_a_claim_without_an_account_leads_to_the_account_and_back(cast: Cast, sign_in: SignIn) -> None:
    application = settled(cast, 600_000)
    client = sign_in(cast.officer)
    account = reverse("calls:account", args=[cast.himeji.pk])

    claim = move(page(client, application), "claim")
    client.post(account, stories.ACCOUNT | {"seen": ""})
    then = client.get(account).content.decode()

    assert claim.refusal == "振込先の口座を先に登録してください。"
    assert claim.remedy is not None
    assert (claim.remedy.url, reverse("calls:application", args=[application.pk]) in then) == (account, True)
    assert move(page(client, application), "claim").refusal is None


@pytest.mark.parametrize("has_change", [False, True])
def test_a_report_that_cannot_go_out_leads_to_what_it_waits_for(cast: Cast, sign_in: SignIn, has_change: bool) -> None:
    application = stories.granted(cast)
    wanted = reverse("calls:report", args=[application.pk])
    if has_change:
        change = start_change(application, ChangeKind.CHANGE, by=cast.officer)
        wanted = reverse("calls:change", args=[application.pk, change.pk])
    client = sign_in(cast.officer)

    report = move(page(client, application), "submit_report")

    assert report.remedy is not None
    assert (report.remedy.url, client.get(wanted, follow=True).status_code) == (wanted, 200)


def test_what_is_not_mended_yet_leads_to_where_it_is_mended(cast: Cast, sign_in: SignIn) -> None:
    application = stories.returned(cast)

    correct = move(page(sign_in(cast.officer), application), "correct")

    assert correct.remedy is not None
    assert correct.remedy.url == reverse("calls:mend", args=[application.papers.get().pk])


def test_a_call_decided_one_by_one_has_no_board_to_lead_to(cast: Cast) -> None:
    application = settled(cast, 600_000)
    Call.objects.filter(pk=application.call_id).update(deciding=Deciding.OFFICER)

    found = freed_by(stories.fresh(application))

    assert found is not None
    assert (found.movable, found.board_url) == (0, "")
