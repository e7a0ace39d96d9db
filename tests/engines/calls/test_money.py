"""The amount on an application, and funds shared out among tracks."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.calls.models import Allocation, Application, Fund, MoneyRule, Payment, Track
from kakehashi.engines.calls.operations.awarding import compute_award
from kakehashi.engines.calls.operations.funding import (
    FundRefusedError,
    add_fund,
    allocate,
    change_fund,
)
from kakehashi.engines.calls.queries.funding import track_money
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

WORDS = {"name_ja": "一般財源", "name_en": "General fund", "amount_yen": 20_000_000}


def fund(cast: Cast, code: str = "general", amount: int | None = 20_000_000) -> Fund:
    return add_fund(code, 2012, WORDS | {"amount_yen": amount}, by=cast.planner)


def track(cast: Cast, **values: Any) -> Track:
    return stories.call(cast, **values).tracks.get()


# --- The amount of an application -------------------------------------------------------------------------------------
def test_receiving_works_the_amount_out(cast: Cast) -> None:
    assert stories.screening(cast).computed_yen == 1_000_000


def test_a_change_of_the_rule_counts_once_worked_out_anew(cast: Cast) -> None:
    application = stories.screening(cast)
    _desk, officer = stories.section(cast)
    MoneyRule.objects.update(rate=Decimal("0.4"))

    found = compute_award(application, by=officer)

    assert (found.yen, found.refusals, stories.fresh(application).computed_yen) == (800_000, (), 800_000)
    assert AuditRow.objects.get(action="calls.compute_award").before == {"computed_yen": 1_000_000}


def test_what_cannot_be_granted_has_no_amount(cast: Cast) -> None:
    application = stories.screening(cast)
    _desk, officer = stories.section(cast)
    MoneyRule.objects.update(floor_yen=2_000_000)

    found = compute_award(application, by=officer)

    assert ([one.code for one in found.refusals], stories.fresh(application).computed_yen) == (["floor"], None)


def test_the_applicant_works_nothing_out_and_nobody_after_the_decision(cast: Cast) -> None:
    application = stories.screening(cast)
    _desk, officer = stories.section(cast)
    adopted = stories.adopted(cast, stories.call(cast, "other", deciding="board"))

    with pytest.raises(NotPermittedError):
        compute_award(application, by=cast.officer)
    with pytest.raises(MoveRefusedError, match="決定のあとは計算し直せません。"):
        compute_award(adopted, by=officer)


def test_the_section_reads_the_steps_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    application = stories.screening(cast)
    _desk, officer = stories.section(cast)
    path = f"/calls/applications/{application.pk}/"

    pages = [sign_in(person).get(path).content.decode() for person in (officer, cast.officer, cast.planner)]

    assert [("対象経費 × 補助率 50% = 1,000,000円" in page, "金額を計算し直す" in page) for page in pages] == [
        (True, True),
        (False, False),
        (False, False),
    ]


def test_the_page_says_when_the_kept_amount_is_of_yesterday(cast: Cast, sign_in: SignIn) -> None:
    application = stories.screening(cast)
    _desk, officer = stories.section(cast)
    MoneyRule.objects.update(rate=Decimal("0.4"))
    path = f"/calls/applications/{application.pk}/"

    before = sign_in(officer).get(path).content.decode()
    after = sign_in(officer).post(f"{path}award/", follow=True).content.decode()

    assert ["保存されている額とは違います" in page for page in (before, after)] == [True, False]
    assert "計算しました: 800,000円" in after


# --- Funds ------------------------------------------------------------------------------------------------------------
def test_what_is_allocated_is_the_ceiling(cast: Cast) -> None:
    general, other, normal = fund(cast), fund(cast, "lottery"), track(cast)

    allocate(general, normal, 4_000_000, by=cast.planner)
    allocate(other, normal, 3_000_000, by=cast.planner)
    allocate(general, normal, 5_000_000, by=cast.planner)

    normal.refresh_from_db()
    assert (normal.ceiling_yen, general.left_yen, other.left_yen) == (8_000_000, 15_000_000, 17_000_000)


def test_taking_everything_back_leaves_nothing_and_not_everything(cast: Cast) -> None:
    general, normal = fund(cast), track(cast)
    allocate(general, normal, 4_000_000, by=cast.planner)

    allocate(general, normal, 0, by=cast.planner)

    normal.refresh_from_db()
    assert (normal.ceiling_yen, general.allocated_yen, Allocation.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("amount", "year", "yen", "words"),
    [
        (20_000_000, 2012, 20_000_001, r"財源の残り\(20,000,000円\)を超えて"),
        (20_000_000, 2012, 999_999, "すでに1,000,000円を採択に使っています"),
        (20_000_000, 2013, 1_000_000, "財源と年度の違う枠"),
        (None, 2012, 1_000_000, "財源の金額が未設定です"),
    ],
)
def test_what_cannot_be_allocated_is_refused_in_words(
    cast: Cast, amount: int | None, year: int, yen: int, words: str
) -> None:
    adopted = stories.adopted(cast, stories.call(cast, deciding="board", fiscal_year=year))
    assert adopted.track

    with pytest.raises(FundRefusedError, match=words):
        allocate(fund(cast, amount=amount), adopted.track, yen, by=cast.planner)

    assert (Allocation.objects.count(), Fund.objects.get().allocated_yen) == (0, 0)


def test_a_fund_never_falls_below_what_it_gave(cast: Cast) -> None:
    general = fund(cast)
    allocate(general, track(cast), 4_000_000, by=cast.planner)

    for amount in (3_999_999, None):
        with pytest.raises(FundRefusedError, match="すでに4,000,000円を枠に配分しています"):
            change_fund(general, WORDS | {"amount_yen": amount}, base_revision=2, by=cast.planner)
    with pytest.raises(StaleError):
        change_fund(general, WORDS, base_revision=1, by=cast.planner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.update(amount_yen=1)


def test_only_who_keeps_the_catalogue_shares_money_out(cast: Cast) -> None:
    general, normal = fund(cast), track(cast)
    _desk, officer = stories.section(cast)

    for person in (officer, cast.officer, cast.operator):
        with pytest.raises(NotPermittedError):
            allocate(general, normal, 1, by=person)


def test_where_the_money_stands(cast: Cast) -> None:
    call = stories.call(cast, deciding="board")
    told, untold = stories.adopted(cast, call), stories.adopted(cast, call, yen=500_000, by=cast.neighbour)
    Application.objects.filter(pk=told.pk).update(step="paid", settled_yen=900_000)
    Payment.objects.create(application=told, kind="final", yen=900_000, state="paid", paid_on=clock.today())
    Payment.objects.create(application=told, kind="return", yen=100_000, state="paid", paid_on=clock.today())
    Payment.objects.create(application=untold, kind="advance", yen=1)

    line = track_money(2012)[0]

    assert (line.committed, line.decided, line.paid, line.remaining) == (1_500_000, 900_000, 800_000, 8_500_000)


# --- On screen --------------------------------------------------------------------------------------------------------
def test_funds_are_kept_on_screen(cast: Cast, sign_in: SignIn) -> None:
    normal, browser = track(cast), sign_in(cast.planner)

    browser.post("/calls/funds/new/", WORDS | {"code": "general", "fiscal_year": 2012})
    general = Fund.objects.get()
    allocated = browser.post(f"/calls/funds/{general.pk}/allocate/", {"track": normal.pk, "yen": 6_000_000})
    page = browser.get("/calls/funds/?fiscal_year=2012").content.decode()

    assert allocated.status_code == 302
    assert [words in page for words in ("一般財源", "6,000,000円", "14,000,000円")] == [True] * 3


def test_what_is_refused_comes_back_with_its_reason(cast: Cast, sign_in: SignIn) -> None:
    general, normal, browser = fund(cast), track(cast), sign_in(cast.planner)
    path = f"/calls/funds/{general.pk}/"

    over = browser.post(f"{path}allocate/", {"track": normal.pk, "yen": 20_000_001})
    twice = browser.post("/calls/funds/new/", WORDS | {"code": "general", "fiscal_year": 2012})
    stale = browser.post(path, WORDS | {"_revision": 7})

    assert [one.status_code for one in (over, twice, stale)] == [422, 422, 409]
    assert "財源の残り(20,000,000円)を超えて" in over.content.decode()
    assert "同じコードの財源がもうあります" in twice.content.decode()
    assert "ほかの人が先に変更しました" in stale.content.decode()


def test_the_page_of_funds_costs_the_same_for_many(cast: Cast, sign_in: SignIn) -> None:
    counts = []
    for number in range(3):
        general = fund(cast, f"fund-{number}")
        allocate(general, track(cast, code=f"first-{number}"), 1_000, by=cast.planner)
        allocate(general, track(cast, code=f"second-{number}"), 1_000, by=cast.planner)
        browser = sign_in(cast.planner)
        browser.get("/calls/funds/?fiscal_year=2012")

        with CaptureQueriesContext(connection) as captured:
            browser.get("/calls/funds/?fiscal_year=2012")
        counts.append(len(captured))

    assert counts == [counts[0]] * 3


# --- At once ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_whoever_allocates_at_once_a_fund_never_gives_more_than_it_has(cast: Cast) -> None:
    general = fund(cast, amount=5_000_000)
    tracks = [track(cast, code=f"scheme-{number}") for number in range(6)]
    barrier = Barrier(len(tracks))

    def give(to: Track) -> bool:
        barrier.wait()
        try:
            allocate(Fund.objects.get(pk=general.pk), to, 1_000_000, by=cast.planner)
        except FundRefusedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(tracks)) as all_at_once:
        given = list(all_at_once.map(give, tracks))

    general.refresh_from_db()
    assert (sum(given), general.allocated_yen, Allocation.objects.count()) == (5, 5_000_000, 5)
