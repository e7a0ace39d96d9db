"""The road of a case and of each of its items. One flow; kinds of cases vary by data the guards read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases import rules
from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn

if TYPE_CHECKING:
    from kakehashi.engines.cases.models import Case, Item

BEFORE_VISIT = ("submitted", "needs_info", "reviewing", "arranging", "needs_detail", "ready")

CASE_FLOW: Flow[Case] = Flow(
    name="cases",
    steps=(
        Step("draft", _("下書き"), _("下書き"), Turn.CLIENT),
        Step("submitted", _("受付待ち"), _("提出済み"), Turn.OFFICE),
        Step("needs_info", _("情報補充待ち"), _("追加情報をお願いしています"), Turn.CLIENT),
        Step("reviewing", _("可否検討中"), _("検討中"), Turn.OFFICE),
        Step("arranging", _("手配中"), _("手配中"), Turn.OFFICE),
        Step("needs_detail", _("手配中・確認待ち"), _("手配中・ご確認をお願いしています"), Turn.CLIENT),
        Step("ready", _("実施待ち"), _("日程確定"), Turn.NOBODY),
        Step("visited", _("実施報告待ち"), _("結果報告をお願いしています"), Turn.CLIENT),
        Step("following_up", _("フォローアップ中"), _("フォローアップをお願いしています"), Turn.CLIENT),
        Step("closed", _("終了"), _("終了"), Turn.NOBODY, is_end=True),
        Step("declined", _("謝絶"), _("お引き受けできませんでした"), Turn.NOBODY, is_end=True),
        Step("withdrawn", _("取下げ"), _("取下げ"), Turn.NOBODY, is_end=True),
    ),
    moves=(
        Move(
            "submit",
            _("事務所へ依頼する"),
            ("draft",),
            "submitted",
            rules.is_applicant,
            guards=(rules.request_is_complete,),
            consequence=_("依頼書が海外事務所に届き、支部にも共有されます。"),
        ),
        Move(
            "receive",
            _("依頼を受け付ける"),
            ("submitted",),
            "reviewing",
            rules.is_office_of,
            consequence=_("あなたが担当者になり、依頼団体に受付のお知らせが届きます。"),
        ),
        Move(
            "accept",
            _("引き受けて手配を始める"),
            ("reviewing",),
            "arranging",
            rules.is_office_of,
            note_label=_("依頼団体へのひとこと(任意)"),
            consequence=_("希望された項目ごとに手配項目が作られ、依頼団体にお知らせが届きます。"),
        ),
        Move(
            "ask_back",
            _("追加情報を求める"),
            ("submitted", "reviewing"),
            "needs_info",
            rules.is_office_of,
            needs_note=True,
            note_label=_("依頼団体に聞きたいこと"),
            consequence=_("依頼書が編集できる状態に戻り、質問が依頼団体にメールで届きます。"),
        ),
        Move(
            "ask_detail",
            _("手配のための確認を求める"),
            ("arranging",),
            "needs_detail",
            rules.is_office_of,
            needs_note=True,
            note_label=_("依頼団体に確認したいこと"),
            consequence=_("質問が依頼団体にメールで届きます。手配項目の作業は続けられます。"),
        ),
        Move(
            "supply",
            _("回答を送る"),
            ("needs_info",),
            "reviewing",
            rules.is_applicant,
            guards=(rules.request_is_complete,),
            needs_note=True,
            note_label=_("事務所への回答"),
            consequence=_("回答と直した依頼書が事務所に届きます。"),
        ),
        Move(
            "supply_detail",
            _("確認への回答を送る"),
            ("needs_detail",),
            "arranging",
            rules.is_applicant,
            guards=(rules.request_is_complete,),
            needs_note=True,
            note_label=_("事務所への回答"),
            consequence=_("回答が事務所に届き、手配が再開されます。"),
        ),
        Move(
            "note_seen",
            _("支部として確認済みにする"),
            BEFORE_VISIT,
            None,
            rules.is_branch_of,
            applies=rules.is_unseen_by_branch,
            note_label=_("支部からのひとこと(任意)"),
            consequence=_("依頼団体と事務所に、支部が確認したことが表示されます。"),
        ),
        Move(
            "send_itinerary",
            _("日程表を送る"),
            ("arranging",),
            "ready",
            rules.is_office_of,
            guards=(rules.every_item_is_settled, rules.something_is_confirmed),
            note_label=_("依頼団体へのひとこと(任意)"),
            consequence=_(
                "日程表のお知らせが依頼団体と支部に届きます。手配できなかった項目もその理由とともに載ります。"
            ),
        ),
        Move(
            "rearrange",
            _("手配をやり直す"),
            ("ready",),
            "arranging",
            rules.is_office_of,
            needs_note=True,
            note_label=_("やり直す理由"),
            consequence=_("日程が変わることが依頼団体に知らされます。"),
        ),
        Move(
            "carry_out",
            _("実施済みにする"),
            ("ready",),
            "visited",
            lambda actor, case: rules.is_office_of(actor, case) or rules.is_applicant(actor, case),
            guards=(rules.visit_is_over,),
            consequence=_("依頼団体に結果報告を、事務所に事務所報告をお願いします。"),
        ),
        Move(
            "complete",
            _("完了にする"),
            ("visited",),
            "following_up",
            rules.is_office_of,
            guards=(rules.both_reports_are_in,),
            consequence=_("依頼団体に短いフォローアップの質問が届きます(6か月後にもう一度)。"),
        ),
        Move(
            "answer",
            _("フォローアップに答える"),
            ("following_up",),
            "closed",
            rules.is_applicant,
            consequence=_("回答が事務所と本部に届き、この案件は終わります。"),
        ),
        Move(
            "close",
            _("フォローアップを待たずに終了する"),
            ("following_up",),
            "closed",
            rules.is_office_of,
            needs_note=True,
            note_label=_("終了する理由"),
        ),
        Move(
            "decline",
            _("依頼を断る"),
            ("submitted", "reviewing", "arranging"),
            "declined",
            rules.is_office_of,
            needs_note=True,
            note_label=_("断る理由(依頼団体に届きます)"),
            consequence=_("理由とともに依頼団体と支部にお知らせが届き、この案件は終わります。"),
        ),
        Move(
            "withdraw",
            _("依頼を取り下げる"),
            ("draft", *BEFORE_VISIT),
            "withdrawn",
            rules.is_applicant,
            needs_note=True,
            note_label=_("取り下げる理由"),
            consequence=_("手配が止まり、この案件は終わります。"),
        ),
    ),
)

ITEM_FLOW: Flow[Item] = Flow(
    name="cases.item",
    steps=(
        Step("requested", _("依頼あり"), _("依頼中"), Turn.OFFICE),
        Step("arranging", _("手配中"), _("手配中"), Turn.OFFICE),
        Step("confirmed", _("確定"), _("確定"), Turn.NOBODY, is_end=True),
        Step("failed", _("不調"), _("手配できませんでした"), Turn.NOBODY, is_end=True),
        Step("declined", _("対応不可"), _("お引き受けできません"), Turn.NOBODY, is_end=True),
    ),
    moves=(
        Move("start", _("手配を始める"), ("requested",), "arranging", rules.may_arrange_item),
        Move(
            "confirm",
            _("確定する"),
            ("requested", "arranging"),
            "confirmed",
            rules.may_arrange_item,
            guards=(rules.item_has_time_and_place,),
        ),
        Move(
            "fail",
            _("不調にする"),
            ("requested", "arranging", "confirmed"),
            "failed",
            rules.may_arrange_item,
            needs_note=True,
            note_label=_("手配できなかった理由(依頼団体に見えます)"),
        ),
        Move(
            "decline",
            _("対応不可にする"),
            ("requested",),
            "declined",
            rules.may_arrange_item,
            needs_note=True,
            note_label=_("対応できない理由(依頼団体に見えます)"),
        ),
        Move(
            "reopen",
            _("手配に戻す"),
            ("confirmed", "failed", "declined"),
            "arranging",
            rules.may_arrange_item,
            needs_note=True,
            note_label=_("戻す理由"),
        ),
    ),
)
