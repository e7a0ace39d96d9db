"""The rate table on screen: what holds on a day, and what is set from a day on."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.kernel import clock
from kakehashi.services.jet.models import RateRow
from kakehashi.services.jet.money.rates import Case, Kind
from kakehashi.services.jet.money.shipped import shipped
from kakehashi.services.jet.operations.money import add_rate
from kakehashi.services.jet.queries.money import rate_table
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.jet.stories import jet_officer

pytestmark = pytest.mark.django_db
CASE = Case("gross", "GB", "municipality", 1)


@pytest.fixture(autouse=True)
def _in_july_2012() -> Iterator[None]:
    with clock.pinned(dt.datetime(2012, 7, 2, 1, tzinfo=dt.UTC)):
        yield


def values(**given: Any) -> dict[str, Any]:
    """Dues for everybody from April 2013."""
    free = {"scheme": "", "contract_year": 0, "country": "", "organisation_kind": "", "reason": ""}
    dues = {"kind": "dues", "basis": "fiscal_year", "amount": 100, "valid_from": dt.date(2013, 4, 1), "source": "S"}
    return {**free, **dues, **given}


def test_an_installation_begins_with_what_is_public() -> None:
    assert set(rate_table().rates) == set(shipped().rates)
    assert rate_table().schemes == shipped().schemes


def test_a_new_row_ends_the_one_before_and_keeps_the_past(cast: Cast) -> None:
    officer = jet_officer(cast)
    add_rate(values(), by=officer)
    add_rate(values(amount=120, valid_from=dt.date(2014, 4, 1)), by=officer)
    add_rate(values(amount=110, valid_from=dt.date(2013, 10, 1)), by=officer)

    rows = RateRow.objects.filter(kind="dues").order_by("valid_from")
    assert [(row.amount, str(row.valid_from), row.valid_until and str(row.valid_until)) for row in rows] == [
        (None, "1987-08-01", "2013-03-31"),
        (100, "2013-04-01", "2013-09-30"),
        (110, "2013-10-01", "2014-03-31"),
        (120, "2014-04-01", None),
    ]
    found = rate_table().rate(Kind.DUES, CASE, dt.date(2013, 9, 30))
    assert found is not None and found.amount == 100


def test_a_row_of_the_same_day_is_corrected(cast: Cast) -> None:
    officer = jet_officer(cast)
    add_rate(values(), by=officer)
    add_rate(values(amount=105), by=officer)

    assert [row.amount for row in RateRow.objects.filter(kind="dues").order_by("valid_from")] == [None, 105]
    assert AuditRow.objects.filter(action="jet.add_rate").order_by("-number")[0].after["amount_before"] == 100


def test_the_past_is_changed_with_a_reason_only(cast: Cast) -> None:
    officer, past = jet_officer(cast), clock.today() - dt.timedelta(days=1)

    with pytest.raises(MoveRefusedError):
        add_rate(values(valid_from=past), by=officer)
    assert add_rate(values(valid_from=past, reason="Notice of May"), by=officer).reason == "Notice of May"


def test_only_the_council_sets_a_rate(cast: Cast, sign_in: SignIn) -> None:
    with pytest.raises(NotPermittedError):
        add_rate(values(), by=cast.officer)
    client = sign_in(cast.officer)
    assert client.get("/jet/rates/").status_code == 200
    assert client.get("/jet/rates/new/").status_code == 404


def test_what_is_unknown_is_said_and_never_0(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(jet_officer(cast))
    page = client.get("/jet/rates/").content.decode()

    assert "3,360,000円" in page and "未設定" in page
    assert "この日に使う額はありません。" in client.get("/jet/rates/?on=1980-01-01").content.decode()
    assert client.get("/jet/rates/?on=never").status_code == 200


def test_a_rate_is_typed_and_told_back_where_it_is_wrong(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(jet_officer(cast))
    typed = {"kind": "dues", "amount": "130000", "valid_from": "2014-04-01", "source": "", "basis": "month"}
    refused = client.post("/jet/rates/new/", typed)

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"basis", "source"}
    assert 'value="130000"' in refused.content.decode()
    client.post("/jet/rates/new/", {**typed, "basis": "", "source": "通知", "country": "GB", "contract_year": "2"})
    row = RateRow.objects.get(amount=130_000)
    assert (row.basis, row.country, row.contract_year) == ("fiscal_year", "GB", 2)


def test_a_rate_far_in_the_past_or_future_is_kept(cast: Cast) -> None:
    officer = jet_officer(cast)
    add_rate(values(valid_from=dt.date(1987, 8, 1), reason="known now", amount=90), by=officer)
    assert rate_table().rate(Kind.DUES, CASE, dt.date(2012, 4, 1)) == rate_table().rate(
        Kind.DUES, CASE, dt.date(1990, 4, 1)
    )
