"""Who is placed where, told to the candidate and to the organisation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.services.jet.exports.bilingual import Both, Row, day, drawn, pair, said
from kakehashi.services.jet.exports.contract import position_name, span
from kakehashi.services.jet.terms.appointing import terms
from kakehashi.services.jet.terms.arrival import Arrival


@dataclass(frozen=True, slots=True)
class Placement:
    """What both are told. ``arrival`` is planned; the term follows from it. ``answer_by``: until when the organisation
    sends its terms, and the candidate says that the notice arrived.
    """

    candidate: str
    position: str
    country: Both
    organisation: Both
    addressee: Both
    prefecture: Both
    sender: Both
    number: str = ""
    dated: dt.date | None = None
    group: str = ""
    arrival: Arrival | None = None
    workplace: Both | None = None
    japanese_level: str = ""
    has_licence: bool | None = None
    answer_by: dt.date | None = None
    contact: Sequence[str] = ()


def candidate_notice_pdf(placement: Placement) -> bytes:
    return drawn(candidate_notice(placement))


def organisation_notice_pdf(placement: Placement) -> bytes:
    return drawn(organisation_notice(placement))


def candidate_notice(placement: Placement) -> dict[str, Any]:
    """What the template takes for the candidate."""
    rows = [
        Row(said(_("職種")), [position_name(placement.position)]),
        Row(said(_("任用団体")), [placement.organisation]),
        Row(said(_("都道府県")), [placement.prefecture]),
        Row(said(_("勤務する場所")), _some(placement.workplace)),
        *_coming(placement),
        Row(said(_("この通知を受け取ったことを知らせる期限")), _until(placement)),
    ]
    closing = _("勤務の条件と住居は、任用団体が書面で知らせます。来日の前に配置を変えることはできません。")
    to = said(_("%(name)s 様"), name=placement.candidate)
    return _paper(placement, [to.ja], _("あなたの配置が次のとおり決まりました。"), rows, closing)


def organisation_notice(placement: Placement) -> dict[str, Any]:
    """What the template takes for the organisation."""
    words = {True: pgettext_lazy("jet licence", "あり"), False: pgettext_lazy("jet licence", "なし")}
    licence = [] if placement.has_licence is None else [said(words[placement.has_licence])]
    rows = [
        Row(said(_("候補者")), [Both(placement.candidate)]),
        Row(said(_("国")), [placement.country]),
        Row(said(_("職種")), [position_name(placement.position)]),
        Row(said(_("日本語能力試験")), _some(Both(placement.japanese_level))),
        Row(said(_("運転免許")), licence),
        *_coming(placement),
        Row(said(_("任用の条件を候補者に送る期限")), _until(placement)),
    ]
    to = list(dict.fromkeys((placement.addressee.ja, placement.addressee.in_english)))
    closing = _("任用の条件、勤務場所、住居を候補者に書面で知らせてください。契約書は来日のあとに交わします。")
    return _paper(placement, to, _("貴団体に配置する候補者が次のとおり決まりました。"), rows, closing)


def _paper(
    placement: Placement, to: Sequence[str], lead: str | Promise, rows: Sequence[Row], closing: str | Promise
) -> dict[str, Any]:
    return {
        "title": pair(said(_("配置通知書"))),
        "number": placement.number,
        "date": pair(day(placement.dated) if placement.dated else Both("")),
        "to": list(to),
        "from": list(dict.fromkeys((placement.sender.ja, placement.sender.in_english))),
        "lead": pair(said(lead)),
        "rows": [row.as_data() for row in rows],
        "closing": pair(said(closing)),
        "contact": {"label": pair(said(_("問合せ先"))), "lines": list(placement.contact)},
    }


def _coming(placement: Placement) -> list[Row]:
    """Arrival, and the term that follows from it."""
    arrival = placement.arrival
    on = [] if arrival is None else [day(arrival.day)]
    group = [said(_("来日グループ %(group)s"), group=placement.group)] if placement.group else []
    term = [] if arrival is None else span(terms(arrival, 1)[0])
    return [Row(said(_("来日の日")), [*on, *group]), Row(said(_("任用期間")), term)]


def _until(placement: Placement) -> list[Both]:
    return [day(placement.answer_by)] if placement.answer_by else []


def _some(both: Both | None) -> list[Both]:
    return [both] if both else []
