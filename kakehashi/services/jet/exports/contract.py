"""The contract of appointment with its terms. What the organisation has not decided is printed as 未設定."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.services.jet.choices import Position
from kakehashi.services.jet.exports.bilingual import Both, Row, day, drawn, in_both, pair, said, yen
from kakehashi.services.jet.money.schedule import HOURS, YearOfPay, pay_of_term
from kakehashi.services.jet.terms import reappointing
from kakehashi.services.jet.terms.appointing import Term
from kakehashi.services.jet.terms.arrival import Arrival
from kakehashi.services.jet.terms.reappointing import Standing
from kakehashi.services.jet.terms.returning import Condition


@dataclass(frozen=True, slots=True)
class Contract:
    """One appointment at one organisation. ``schedule`` is the pay by contract year; ``is_net``: by the scheme of
    before April 2012; ``early_notice``: days before the last day on which leaving early is to be said.
    """

    organisation: Both
    representative: Both
    participant: str
    position: str
    arrival: Arrival
    term: Term
    schedule: tuple[YearOfPay, ...]
    is_net: bool = False
    number: str = ""
    dated: dt.date | None = None
    workplaces: Sequence[Both] = ()
    duties: Sequence[Both] = ()
    pay_day: Both | None = None
    hours: int | Decimal | None = HOURS
    working_time: Both | None = None
    leave_days: int | None = None
    insurances: Sequence[Both] = ()
    travel_in: Both | None = None
    housing: Both | None = None
    early_notice: int | None = None
    others: Sequence[Both] = ()
    authoritative: Both | None = None


def position_name(code: str) -> Both:
    return said(Position(code).label) if code in Position.values else Both(code)


def span(term: Term) -> list[Both]:
    """From when until when, and which year."""
    return [
        said(_("%(first)sから%(last)sまで"), first=day(term.first_day), last=day(term.last_day)),
        said(_("契約の%(year)s年目"), year=term.year),
    ]


def contract_pdf(contract: Contract) -> bytes:
    return drawn(contract_data(contract))


def contract_data(contract: Contract) -> dict[str, Any]:
    """What the template takes."""
    given: dict[str, Both | str | int] = {"organisation": contract.organisation, "participant": contract.participant}
    lead = _("%(organisation)s(以下「団体」)と%(participant)s(以下「参加者」)は、次の条件で任用することに合意します。")
    return {
        "title": pair(said(_("任用契約書"))),
        "number": contract.number,
        "date": pair(day(contract.dated) if contract.dated else Both("")),
        "lead": pair(said(lead, **given)),
        "is_numbered": True,
        "rows": [row.as_data() for row in (*_work(contract), _pay(contract), *_conditions(contract))],
        "closing": pair(said(_("2通を作り、双方が署名して1通ずつ持ちます。"))),
        "signatures": [
            _signature(said(_("団体")), [contract.organisation, contract.representative]),
            _signature(said(_("参加者")), [Both(contract.participant)]),
        ],
        "signed": [pair(said(_("署名"))), pair(said(_("署名した日")))],
    }


def _signature(label: Both, names: Sequence[Both]) -> dict[str, Any]:
    lines = [text for name in names for text in dict.fromkeys((name.ja, name.in_english)) if text]
    return {"label": pair(label), "lines": lines}


def _work(contract: Contract) -> list[Row]:
    further = [in_both(lambda: reappointing.reason(contract.arrival, contract.term.number))]
    if reappointing.standing(contract.arrival, contract.term.number) != Standing.LIMIT:
        further.insert(0, said(_("双方が合意すれば、続けて任用することがあります。")))
    return [
        Row(said(_("職")), [position_name(contract.position)]),
        Row(said(_("任用期間")), span(contract.term)),
        Row(said(_("再任用")), further),
        Row(said(_("勤務する場所")), contract.workplaces),
        Row(said(_("仕事の内容")), contract.duties),
    ]


def _pay(contract: Contract) -> Row:
    """In words and as a table in which this term's year is marked."""
    whole = pay_of_term(contract.schedule, contract.term)
    how = (
        _("手取りの額です。報酬にかかる所得税と住民税は団体が負担します。")
        if contract.is_net
        else _("税込みの額です。所得税、住民税、社会保険料の本人負担分を差し引いて支払います。")
    )
    lines = [
        said(_("この任用期間の合計: %(total)s"), total=yen(whole)),
        said(how),
        said(_("支払日: %(day)s"), day=contract.pay_day or said(_("未設定"))),
    ]
    years = [one.year for one in contract.schedule]
    return Row(
        said(_("報酬")),
        lines,
        {
            "head": [pair(said(word)) for word in (_("契約年"), _("年額(円)"), _("月額(円)"))],
            "rows": [_year(one) for one in contract.schedule],
            "marked": years.index(contract.term.year) if contract.term.year in years else None,
        },
    )


def _year(one: YearOfPay) -> list[str]:
    return [f"{one.year}", *map(_figure, (one.annual, one.monthly))]


def _figure(amount: int | None) -> str:
    unset = said(_("未設定"))
    return f"{unset.ja} {unset.en}" if amount is None else f"{amount:,}"


def _conditions(contract: Contract) -> list[Row]:
    conditions = [said(condition.label) for condition in Condition]
    return [
        Row(said(_("勤務時間")), _hours(contract)),
        Row(
            said(_("年次有給休暇")),
            [] if contract.leave_days is None else [said(_("1年に%(days)s日"), days=contract.leave_days)],
        ),
        Row(said(_("社会保険")), contract.insurances),
        Row(said(_("来日旅費")), [contract.travel_in] if contract.travel_in else []),
        Row(
            said(_("帰国旅費")),
            [said(_("次の3つをすべて満たすとき、団体が負担します。")), *(_dotted(one) for one in conditions)],
        ),
        Row(said(pgettext_lazy("jet contract", "住居")), [contract.housing] if contract.housing else []),
        Row(said(_("途中の終了")), _ending(contract)),
        *([Row(said(_("その他")), contract.others)] if contract.others else []),
        Row(said(_("正文")), [contract.authoritative] if contract.authoritative else []),
    ]


def _dotted(both: Both) -> Both:
    return Both(f"・{both.ja}", f"• {both.in_english}")


def _hours(contract: Contract) -> list[Both]:
    hours = [] if contract.hours is None else [said(_("1週間に%(hours)s時間"), hours=f"{float(contract.hours):g}")]
    return [*hours, *([contract.working_time] if contract.working_time else [])]


def _ending(contract: Contract) -> list[Both]:
    days = said(_("未設定")) if contract.early_notice is None else said(_("%(days)s日"), days=contract.early_notice)
    return [
        said(_("参加者は任用期間の終わりまで勤務します。")),
        said(_("やむを得ず途中で辞めるときは、前もって団体に申し出ます。何日前まで: %(days)s"), days=days),
        said(_("途中で辞めたときは、帰国旅費は支給されません。")),
    ]
