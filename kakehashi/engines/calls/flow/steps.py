"""Where an application can stand, in the words of the council and of the applicant; and which steps belong together."""

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.definition import Step, Turn

BEFORE_DECISION = (
    "draft", "with_branch", "submitted", "returned", "screening", "scoring", "board", "matching", "alternate",
)  # fmt: skip
GRANTED = (
    "granted", "report_in", "report_returned", "settled", "claimed", "paid", "returning", "accepted",
    "published", "closed",
)  # fmt: skip
# Steps in which an application holds money or a place of its track.
HOLDING = ("adopted", *GRANTED)
# Steps in which the applicant was told that it was granted; what nobody was told stays untold when it is withdrawn.
TOLD = (*GRANTED, "cancelled")
# From here on what was settled counts, not what was decided.
SETTLED = ("settled", "claimed", "paid", "returning", "published", "closed")

STEPS = (
    Step("draft", _("下書き"), _("下書き"), Turn.CLIENT),
    Step("with_branch", _("支部の確認待ち"), _("支部で確認中"), Turn.BRANCH),
    Step("submitted", _("受付待ち"), _("提出済み"), Turn.OFFICE),
    Step("returned", _("差戻し中"), _("直していただきたい項目があります"), Turn.CLIENT),
    Step("screening", _("形式審査中"), _("審査中"), Turn.OFFICE),
    Step("scoring", _("採点中"), _("審査中"), Turn.OFFICE),
    Step("board", _("審査会"), _("審査中"), Turn.OFFICE),
    Step("matching", _("相手を探しています"), _("相手を探しています"), Turn.OFFICE),
    Step("adopted", _("採択(通知前)"), _("審査中"), Turn.OFFICE),
    Step("alternate", _("補欠"), _("補欠"), Turn.NOBODY),
    Step("granted", _("実施中"), _("決定・実施中"), Turn.CLIENT),
    Step("report_in", _("実績報告の確認中"), _("実績報告を確認中"), Turn.OFFICE),
    Step("report_returned", _("実績報告の差戻し中"), _("実績報告に直していただきたい項目があります"), Turn.CLIENT),
    Step("settled", _("額の確定"), _("額が確定しました"), Turn.CLIENT),
    Step("claimed", _("支払待ち"), _("支払の手続中"), Turn.OFFICE),
    Step("paid", _("支払済み"), _("支払済み"), Turn.OFFICE),
    Step("returning", _("返還待ち"), _("返還をお願いしています"), Turn.CLIENT),
    Step("accepted", _("報告受理"), _("報告を受理しました"), Turn.OFFICE),
    Step("published", _("公開済み"), _("成果を公開しました"), Turn.NOBODY, is_end=True),
    Step("closed", _("完了"), _("完了"), Turn.NOBODY, is_end=True),
    Step("not_accepted", _("不受理"), _("受理できませんでした"), Turn.NOBODY, is_end=True),
    Step("rejected", _("不採択"), _("不採択"), Turn.NOBODY, is_end=True),
    Step("withdrawn", _("取下げ"), _("取下げ"), Turn.NOBODY, is_end=True),
    Step("cancelled", _("中止"), _("中止"), Turn.NOBODY, is_end=True),
)
