"""The road of a candidate: application → interview → result → reply → papers → place → departure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.services.jet.rules import candidates as rules
from kakehashi.services.jet.rules.requests import runs_programme

if TYPE_CHECKING:
    from kakehashi.services.jet.models import Application


def _platform(by: Actor, _application: Application) -> bool:
    """A placement that has been approved is announced, and takes everybody in it along."""
    return isinstance(by, Robot)


CANDIDATE_FLOW: Flow[Application] = Flow(
    name="jet.candidates",
    steps=(
        Step("draft", _("下書き"), _("応募の準備中"), Turn.CLIENT),
        Step("submitted", _("書類を確認中"), _("書類を確認中"), Turn.OFFICE),
        Step("incomplete", _("書類が足りない"), _("書類が足りません"), Turn.CLIENT),
        Step("screened_out", _("書類で不合格"), _("不合格"), Turn.NOBODY),
        Step("interview_invited", _("面接に案内済み"), _("面接に進みました"), Turn.OFFICE),
        Step("interviewed", _("面接済み"), _("面接の結果を待っています"), Turn.OFFICE),
        Step("short_listed", _("合格(返答待ち)"), _("合格(返答してください)"), Turn.CLIENT),
        Step("alternate", _("補欠候補"), _("補欠候補"), Turn.NOBODY),
        Step("rejected", _("不合格"), _("不合格"), Turn.NOBODY),
        Step("accepted", _("承諾(書類待ち)"), _("承諾済み(書類を出してください)"), Turn.CLIENT),
        Step("declined", _("辞退"), _("辞退"), Turn.NOBODY),
        Step("documents_ok", _("配置を待つ"), _("配置を待っています"), Turn.OFFICE),
        Step("disqualified", _("失格"), _("失格"), Turn.NOBODY),
        Step("placed", _("配置済み"), _("配置が決まりました"), Turn.NOBODY),
        Step("departed", _("来日した"), _("来日した"), Turn.NOBODY),
        Step("withdrawn", _("取下げ"), _("取下げ"), Turn.NOBODY),
    ),
    moves=(
        Move("submit", _("応募を受け付ける"), ("draft", "incomplete"), "submitted", rules.selects),
        Move("invite", _("面接に案内する"), ("submitted",), "interview_invited", rules.selects),
        Move(
            "interview",
            _("面接の結果を入れた"),
            ("interview_invited",),
            "interviewed",
            rules.selects,
            guards=(rules.is_scored,),
        ),
        Move("short_list", _("合格にする"), ("interviewed", "alternate"), "short_listed", rules.selects),
        Move(
            "make_alternate",
            _("補欠候補にする"),
            ("interviewed",),
            "alternate",
            rules.selects,
            guards=(rules.is_ranked,),
        ),
        Move(
            "accept",
            _("参加を承諾する"),
            ("short_listed",),
            "accepted",
            rules.selects_or_self,
            consequence=_("このあと書類がそろうと、配置の対象になります。"),
        ),
        Move(
            "clear",
            _("書類がそろった"),
            ("accepted",),
            "documents_ok",
            runs_programme,
            guards=(rules.has_papers, rules.cares_confirmed),
            consequence=_("配置の対象になります。"),
        ),
        Move("depart", _("来日した"), ("placed",), "departed", runs_programme),
        Move("place", _("配置を知らせる"), ("documents_ok",), "placed", _platform),
        Move("call_up", _("補充として来日が決まった"), ("alternate", "documents_ok"), "placed", _platform),
        Move(
            "ask_for_papers",
            _("足りない書類を求める"),
            ("submitted",),
            "incomplete",
            rules.selects,
            needs_note=True,
            note_label=_("足りないもの"),
            is_side=True,
        ),
        Move(
            "screen_out",
            _("書類で不合格にする"),
            ("submitted", "incomplete"),
            "screened_out",
            rules.selects,
            is_side=True,
        ),
        Move("reject", _("不合格にする"), ("interviewed",), "rejected", rules.selects, is_side=True),
        Move(
            "decline",
            _("辞退する"),
            ("short_listed", "alternate"),
            "declined",
            rules.selects_or_self,
            consequence=_("取り消せません。"),
            is_side=True,
        ),
        Move(
            "withdraw",
            _("応募を取り下げる"),
            (*rules.SELECTING, "accepted", "documents_ok", "placed"),
            "withdrawn",
            rules.selects_or_self,
            needs_note=True,
            note_label=_("理由"),
            consequence=_("取り消せません。配置のあとの取下げは、翌年の応募に響くことがあります。"),
            is_side=True,
        ),
        Move(
            "disqualify",
            _("失格にする"),
            ("short_listed", "alternate", "accepted", "documents_ok", "placed"),
            "disqualified",
            runs_programme,
            needs_note=True,
            note_label=_("理由"),
            consequence=_("取り消せません。"),
            is_side=True,
        ),
    ),
)
