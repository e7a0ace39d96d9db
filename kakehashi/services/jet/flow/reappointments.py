"""The road of a reappointment: both sides answer, whoever gathers confirms, another term is appointed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.services.jet.rules import reappointments as rules
from kakehashi.services.jet.rules.participants import platform
from kakehashi.services.jet.rules.requests import runs_programme

if TYPE_CHECKING:
    from kakehashi.services.jet.models import Reappointment

ANSWERING = ("asked", "answered")

REAPPOINTMENT_FLOW: Flow[Reappointment] = Flow(
    name="jet.reappointments",
    steps=(
        Step("asked", _("回答を待っている"), _("回答してください"), Turn.CLIENT),
        Step("answered", _("回答がそろった"), _("取りまとめ団体が確認中"), Turn.BRANCH),
        Step("disputed", _("協会が確かめる"), _("協会が確認中"), Turn.OFFICE),
        Step("matched", _("再任用"), _("再任用が決まりました"), Turn.NOBODY),
        Step("ended", _("今の任用で終わる"), _("今の任用で終わります"), Turn.NOBODY),
    ),
    moves=(
        Move("collect", _("回答がそろった"), ("asked",), "answered", platform),
        Move(
            "match",
            _("再任用にする"),
            ("answered", "disputed"),
            "matched",
            rules.confirms,
            guards=(rules.within_limit,),
            applies=rules.both_stay,
            consequence=_("任用の最後の日が1年のびます。団体と本人に知らせます。"),
        ),
        Move(
            "end",
            _("今の任用で終わる"),
            ("answered", "disputed"),
            "ended",
            rules.confirms,
            applies=rules.somebody_ends,
            consequence=_("団体と本人に知らせます。"),
        ),
        Move(
            "ask_again",
            _("回答し直してもらう"),
            ("answered", "disputed"),
            "asked",
            rules.confirms,
            needs_note=True,
            note_label=_("確かめてほしいこと"),
            is_side=True,
        ),
        Move(
            "dispute",
            _("協会に確かめてもらう"),
            ("answered",),
            "disputed",
            rules.confirms,
            needs_note=True,
            note_label=_("食い違っていること"),
            is_side=True,
        ),
        Move(
            "reopen",
            _("決定を取り消す"),
            ("ended",),
            "disputed",
            runs_programme,
            needs_note=True,
            note_label=_("理由"),
            is_side=True,
        ),
    ),
)
