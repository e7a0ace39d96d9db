"""The road of an order for translations."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.foundation.translation.models import Job
from kakehashi.foundation.translation.queries.jobs import progress
from kakehashi.foundation.translation.rules import may_keep_languages, may_work_on

Words = str | Promise


def written(job: Job) -> Words | None:
    return None if progress(job).is_written else _("まだ訳していない文章、直す文章、原文より古い文章があります。")


def checked(job: Job) -> Words | None:
    return None if progress(job).is_checked else _("まだ点検していない文章があります。")


_STEPS = (
    Step("requested", _("依頼中"), _("依頼中"), Turn.OFFICE),
    Step("accepted", _("翻訳中"), _("翻訳中"), Turn.OFFICE),
    Step("returned", _("差し戻し"), _("差し戻し"), Turn.OFFICE),
    Step("translated", _("点検中"), _("点検中"), Turn.OFFICE),
    Step("checked", _("受け取り待ち"), _("受け取り待ち"), Turn.CLIENT),
    Step("done", _("完了"), _("完了"), Turn.NOBODY, is_end=True),
    Step("declined", _("辞退"), _("辞退"), Turn.NOBODY, is_end=True),
    Step("cancelled", _("取りやめ"), _("取りやめ"), Turn.NOBODY, is_end=True),
)
_WORKING = ("accepted", "returned")
JOB_FLOW: Flow[Job] = Flow(
    "translation.job",
    _STEPS,
    (
        Move(
            "accept", _("引き受ける"), ("requested",), "accepted", may_work_on,
            consequence=_("依頼した人に知らせます。"),
        ),
        Move(
            "deliver", _("翻訳ができたと伝える"), _WORKING, "translated", may_work_on, guards=(written,),
            consequence=_("点検する人に知らせます。"),
        ),
        Move(
            "confirm", _("点検が終わったと伝える"), ("translated",), "checked", may_work_on, guards=(checked,),
            consequence=_("依頼した人に知らせます。"),
        ),
        Move("finish", _("受け取る"), ("checked",), "done", may_keep_languages),
        Move(
            "send_back", _("翻訳する人に差し戻す"), ("translated",), "returned", may_work_on, needs_note=True,
            note_label=_("直してほしいところ"), is_side=True,
        ),
        Move(
            "return", _("直しを頼む"), ("checked",), "returned", may_keep_languages, needs_note=True,
            note_label=_("直してほしいところ"), is_side=True,
        ),
        Move(
            "decline", _("辞退する"), ("requested",), "declined", may_work_on, needs_note=True,
            note_label=_("辞退する理由"), is_side=True,
        ),
        Move(
            "cancel", _("依頼を取りやめる"), ("requested", "accepted", "returned", "translated"), "cancelled",
            may_keep_languages, needs_note=True, note_label=_("取りやめる理由"), is_side=True,
        ),
    ),
)  # fmt: skip
