"""The road of a bulletin: written, checked by a second person, put up, taken down.

When no words of one's own wait for translation, an approval takes approved → ready → published at one press
(`operations.bulletin_moves.approve_and_publish`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.services.disaster.rules import bulletins as rules

if TYPE_CHECKING:
    from kakehashi.services.disaster.models import Bulletin

EDITABLE = ("draft", "returned")
WAITING = ("checking", "approved", "translating", "ready")
LIVE = ("published",)

BULLETIN_FLOW: Flow[Bulletin] = Flow(
    name="disaster.bulletin",
    steps=(
        Step("draft", _("下書き"), _("準備中"), Turn.CLIENT),
        Step("checking", _("承認待ち"), _("準備中"), Turn.OFFICE),
        Step("returned", _("差戻し"), _("準備中"), Turn.CLIENT),
        Step("approved", _("承認済み"), _("準備中"), Turn.OFFICE),
        Step("translating", _("翻訳中"), _("準備中"), Turn.OFFICE),
        Step("ready", _("公開できる"), _("準備中"), Turn.OFFICE),
        Step("published", _("公開中"), _("有効"), Turn.NOBODY),
        Step("superseded", _("訂正済み(新しい版がある)"), _("新しいものがある"), Turn.NOBODY, is_end=True),
        Step("withdrawn", _("取り下げ"), _("取り下げ"), Turn.NOBODY, is_end=True),
        Step("expired", _("期限切れ"), _("期限切れ"), Turn.NOBODY, is_end=True),
        Step("rejected", _("公開しない"), _("準備中"), Turn.NOBODY, is_end=True),
    ),
    moves=(
        Move(
            "submit",
            _("承認を求める"),
            EDITABLE,
            "checking",
            rules.may_write,
            guards=rules.COMPLETE,
            note_label=_("承認する人へのひとこと(任意)"),
            consequence=_("この団体の承認者に知らせます。承認されるまで公開されません。"),
        ),
        Move(
            "approve",
            _("承認する"),
            ("checking",),
            "approved",
            rules.may_approve_others,
            guards=(*rules.COMPLETE, rules.drill_is_running),
            consequence=_("作成者に知らせます。"),
        ),
        Move(
            "translate",
            _("翻訳を待つ"),
            ("approved",),
            "translating",
            rules.may_approve,
            applies=rules.has_free_text,
            note_label=_("翻訳する人への説明(任意)"),
            consequence=_("自由に書いた文の翻訳を、足りない言語について依頼します。"),
        ),
        Move(
            "prepare",
            _("翻訳を待たずに公開の準備をする"),
            ("approved", "translating"),
            "ready",
            rules.may_approve,
            consequence=_("訳のない言語では「訳がありません」と示し、やさしい日本語を添えて公開されます。"),
        ),
        Move(
            "publish",
            _("公開する"),
            ("ready",),
            "published",
            rules.may_publish,
            guards=(*rules.COMPLETE, rules.drill_is_running),
            consequence=_("数秒で、すべての言語のページ、フィード、CAP、JSONに載ります。"),
        ),
        Move(
            "take_back",
            _("承認を求めるのをやめて下書きに戻す"),
            ("checking",),
            "draft",
            rules.may_write,
            is_side=True,
        ),
        Move(
            "return",
            _("差し戻す"),
            WAITING,
            "returned",
            rules.may_approve,
            needs_note=True,
            note_label=_("差し戻す理由"),
            consequence=_("作成者に知らせます。作成者が直して、もう一度承認を求めます。"),
            is_side=True,
        ),
        Move(
            "approve_alone",
            _("緊急: 一人で承認して公開する"),
            ("draft", "returned", "checking"),
            "approved",
            rules.may_approve_own,
            guards=(*rules.COMPLETE, rules.drill_is_running),
            needs_note=True,
            note_label=_("一人で公開する理由"),
            consequence=_("すぐに公開されます。本部とこの団体の承認者に、理由とともにすぐ知らせ、記録に残します。"),
            is_side=True,
        ),
        Move(
            "reject",
            _("公開しないと決める"),
            WAITING,
            "rejected",
            rules.may_approve,
            needs_note=True,
            note_label=_("公開しない理由"),
            is_side=True,
        ),
        Move("drop", _("下書きをやめる"), EDITABLE, "rejected", rules.may_write, is_side=True),
        Move("supersede", _("新しい版に替える"), ("published",), "superseded", rules.is_the_platform),
        Move(
            "withdraw",
            _("取り下げる"),
            ("published",),
            "withdrawn",
            rules.may_approve,
            needs_note=True,
            note_label=_("取り下げる理由(公開されます)"),
            consequence=_("すべての言語のページに取り下げたことを示し、CAPで取消しを出します。元には戻せません。"),
            is_side=True,
        ),
        Move("expire", _("期限で終える"), ("published",), "expired", rules.is_the_platform),
    ),
)

ENDED = tuple(step.code for step in BULLETIN_FLOW.steps if step.is_end)
