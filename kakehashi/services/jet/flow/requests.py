"""The road of a sheet of requests: organisation → whoever gathers → council."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.services.jet.rules import requests as rules

if TYPE_CHECKING:
    from kakehashi.services.jet.models import RequestSheet

WITH_COUNCIL = ("forwarded", "accepted")

REQUEST_FLOW: Flow[RequestSheet] = Flow(
    name="jet.requests",
    steps=(
        Step("draft", _("下書き"), _("下書き"), Turn.CLIENT),
        Step("host_review", _("取りまとめ団体が確認中"), _("取りまとめ団体が確認中"), Turn.BRANCH),
        Step("returned", _("差戻し"), _("差戻し"), Turn.CLIENT),
        Step("forwarded", _("協会が確認中"), _("協会が確認中"), Turn.OFFICE),
        Step("accepted", _("受付済み"), _("受付済み"), Turn.NOBODY),
        Step("withdrawn", _("取下げ"), _("取下げ"), Turn.NOBODY),
    ),
    moves=(
        Move(
            "submit",
            _("取りまとめ団体に出す"),
            rules.OPEN,
            "host_review",
            rules.asks_or_gathers,
            guards=rules.COMPLETE,
            applies=rules.has_host,
            consequence=_("取りまとめ団体に知らせます。確認が終わるまでは取り戻せます。"),
        ),
        Move(
            "submit_directly",
            _("協会に出す"),
            rules.OPEN,
            "forwarded",
            rules.asks,
            guards=rules.COMPLETE,
            applies=rules.has_no_host,
            consequence=_("協会に知らせます。"),
        ),
        Move(
            "forward",
            _("協会に出す"),
            ("host_review",),
            "forwarded",
            rules.gathers,
            guards=rules.COMPLETE,
            consequence=_("協会に知らせます。"),
        ),
        Move(
            "accept",
            _("受け付ける"),
            ("forwarded",),
            "accepted",
            rules.runs_programme,
            guards=(rules.has_lines,),
            consequence=_("団体と取りまとめ団体に知らせます。この要望が配置の対象になります。"),
        ),
        Move("take_back", _("取り戻して直す"), ("host_review",), "draft", rules.asks, is_side=True),
        Move(
            "return",
            _("団体に差し戻す"),
            ("host_review",),
            "returned",
            rules.gathers,
            needs_note=True,
            note_label=_("直してほしいこと"),
            consequence=_("団体に知らせます。"),
            is_side=True,
        ),
        Move(
            "return_by_council",
            _("団体に差し戻す"),
            WITH_COUNCIL,
            "returned",
            rules.runs_programme,
            needs_note=True,
            note_label=_("直してほしいこと"),
            consequence=_("団体と取りまとめ団体に知らせます。受付が終わっていても、団体は直して出し直せます。"),
            is_side=True,
        ),
        Move(
            "withdraw",
            _("今年は要望しない"),
            ("draft", "returned", "host_review", "forwarded"),
            "withdrawn",
            rules.asks,
            consequence=_("取りまとめ団体に知らせます。あとで下書きに戻せます。"),
            is_side=True,
        ),
        Move(
            "resume",
            _("下書きに戻す"),
            ("withdrawn",),
            "draft",
            rules.asks,
            guards=(rules.is_open,),
        ),
    ),
)
