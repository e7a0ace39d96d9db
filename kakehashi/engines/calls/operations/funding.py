"""Funds and how they are shared out among the tracks: never more than there is, whoever allocates at once."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import Allocation, Fund, Track
from kakehashi.engines.calls.queries.funding import fund_coded
from kakehashi.engines.calls.rules import may_keep_funds
from kakehashi.foundation.audit.gate import StaleError, act, values
from kakehashi.foundation.organisations.models import Person

EDITABLE = ("name_ja", "name_en", "amount_yen")


class FundRefusedError(Exception):
    """What cannot be; the message is the sentence to show."""


def add_fund(code: str, fiscal_year: int, given: Mapping[str, Any], *, by: Person) -> Fund:
    """A source of money in a year. ``FundRefusedError`` when it is there already."""
    with act("calls.add_fund", None, by=by, permit=may_keep_funds(by)) as record:
        if fund_coded(code, fiscal_year):
            raise FundRefusedError(_("この年度に同じコードの財源がもうあります。別のコードにしてください。"))
        columns = {name: given[name] for name in EDITABLE}
        fund = Fund.objects.create(code=code, fiscal_year=fiscal_year, **columns)
        record.thing = fund
    return fund


def change_fund(fund: Fund, given: Mapping[str, Any], *, base_revision: int, by: Person) -> Fund:
    """Its names and amount, never below what is allocated. Raises ``StaleError`` or ``FundRefusedError``."""
    with act("calls.change_fund", fund, by=by, permit=may_keep_funds(by)) as record:
        _hold(fund)
        record.before = values(fund)
        if fund.revision != base_revision:
            raise StaleError(fund)
        amount = given["amount_yen"]
        if fund.allocated_yen > (amount or 0):
            named = {"yen": f"{fund.allocated_yen:,}"}
            raise FundRefusedError(_("すでに%(yen)s円を枠に配分しています。それより少なくはできません。") % named)
        for name in EDITABLE:
            setattr(fund, name, given[name])
        fund.revision += 1
        fund.save()
    return fund


def allocate(fund: Fund, track: Track, yen: int, *, by: Person) -> None:
    """Let the track have so many yen of the fund, instead of what it had of it; 0 takes it back.

    The allocations of a track together are its ceiling. The fund, then the track are locked. ``FundRefusedError`` when
    the fund has not so much left, or the track holds more already.
    """
    with act("calls.allocate", fund, by=by, permit=may_keep_funds(by)) as record:
        _hold(fund)
        record.before = values(fund)
        track.refresh_from_db(from_queryset=Track.objects.select_for_update(no_key=True))
        share = Allocation.objects.filter(fund=fund, track=track).first()
        more = yen - (share.yen if share else 0)
        _refuse(fund, track, more)
        if yen:
            Allocation.objects.update_or_create(fund=fund, track=track, defaults={"yen": yen})
        elif share:
            share.delete()
        fund.allocated_yen += more
        fund.revision += 1
        fund.save()
        track.ceiling_yen = _allocated_to(track)
        track.save(update_fields=["ceiling_yen"])
        record.extra |= {"track": track.pk, "yen": yen, "ceiling_yen": track.ceiling_yen}


def _hold(fund: Fund) -> None:
    fund.refresh_from_db(from_queryset=Fund.objects.select_for_update(no_key=True))


def _refuse(fund: Fund, track: Track, more: int) -> None:
    if track.call.fiscal_year != fund.fiscal_year:
        raise FundRefusedError(_("財源と年度の違う枠には配分できません。"))
    if fund.left_yen is None:
        raise FundRefusedError(_("財源の金額が未設定です。金額を先に決めてください。"))
    if more > fund.left_yen:
        named = {"yen": f"{fund.left_yen:,}"}
        raise FundRefusedError(_("財源の残り(%(yen)s円)を超えて配分することはできません。") % named)
    if _allocated_to(track) + more < track.held_yen:
        named = {"track": str(track), "yen": f"{track.held_yen:,}"}
        raise FundRefusedError(_("枠「%(track)s」はすでに%(yen)s円を採択に使っています。") % named)


def _allocated_to(track: Track) -> int:
    return track.allocations.aggregate(sum=Sum("yen"))["sum"] or 0
