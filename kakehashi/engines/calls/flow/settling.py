"""Moves after the decision: report, settlement, money out and back, result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.rules import paying
from kakehashi.foundation.flow.definition import Move

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application

SETTLING: tuple[Move[Application], ...] = (
    Move(
        "submit_report",
        _("実績報告を提出する"),
        ("granted",),
        "report_in",
        rules.is_applicant,
        guards=(rules.no_change_is_open, rules.report_is_complete),
        applies=rules.has_report,
    ),
    Move(
        "return_report",
        _("選んだ項目を差し戻す"),
        ("report_in",),
        "report_returned",
        rules.is_desk,
        guards=(rules.report_is_returned,),
        note_label=_("全体についてのひとこと(任意)"),
        is_side=True,
    ),
    Move(
        "correct_report",
        _("直した実績報告を提出する"),
        ("report_returned",),
        "report_in",
        rules.is_applicant,
        guards=(rules.report_is_mended, rules.report_is_complete),
    ),
    Move(
        "settle",
        _("額を確定する"),
        ("report_in",),
        "settled",
        rules.is_desk,
        guards=(rules.settlement_is_set,),
        applies=rules.is_settled,
        consequence=_("確定した額が申請団体に知らされ、額の確定通知書を発行できます。"),
    ),
    Move(
        "accept_report",
        _("報告を受理する"),
        ("report_in",),
        "accepted",
        rules.is_desk,
        applies=rules.is_not_settled,
    ),
    Move(
        "finish",
        _("終わったことにする"),
        ("granted",),
        "accepted",
        rules.is_desk,
        guards=(rules.no_change_is_open,),
        applies=rules.has_no_report,
    ),
    Move(
        "claim",
        _("請求する"),
        ("settled",),
        "claimed",
        rules.is_applicant,
        guards=(rules.account_is_known,),
        applies=rules.is_claimed,
    ),
    Move(
        "order_payment",
        _("支払に回す"),
        ("settled",),
        "claimed",
        rules.is_desk,
        applies=rules.is_paid_directly,
    ),
    Move("pay", _("支払済みにする"), ("claimed",), "paid", rules.is_paying, guards=(rules.payment_is_listed,)),
    Move(
        "bounce",  # of the page of the payment: the bank gave back what was noted as paid
        _("振込みが戻った"),
        ("paid",),
        "claimed",
        rules.is_paying,
        applies=paying.money_came_back,
        needs_note=True,
        is_side=True,
    ),
    Move(
        "demand_return",
        _("返還を求める"),
        ("settled", "claimed", "paid"),
        "returning",
        rules.is_desk,
        applies=paying.all_was_paid,
        guards=(rules.return_is_set,),
        needs_note=True,
        note_label=_("返還を求める理由"),
        is_side=True,
    ),
    Move("receive_return", _("返還を受け取った"), ("returning",), "paid", rules.is_paying),
    Move(
        "recall",  # what is given up stays given up: its money and its place are free already
        _("返還を求める"),
        ("cancelled",),
        None,
        rules.is_desk,
        applies=paying.something_was_paid,
        guards=(rules.return_is_set,),
        needs_note=True,
        note_label=_("返還を求める理由"),
        is_side=True,
    ),
    Move(
        "publish",
        _("成果を公開する"),
        ("paid", "accepted", "closed"),
        "published",
        rules.is_desk,
        guards=(rules.result_is_written,),
        consequence=_("採択事業の一覧と事例のページに載り、だれでも読めるようになります。"),
    ),
    Move("close", _("公開せずに完了する"), ("paid", "accepted"), "closed", rules.is_desk, is_side=True),
)
