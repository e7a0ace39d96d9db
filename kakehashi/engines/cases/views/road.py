"""How far a case has come along its road, and what its things are called on its kind of road."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases import rules
from kakehashi.engines.cases.choices import Starts, Work
from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.queries.road import road_of
from kakehashi.foundation.ui.items import Step

_NAMES = {
    "draft": gettext_lazy("下書き"),
    "with_branch": gettext_lazy("支部の進達"),
    "submitted": gettext_lazy("受付"),
    "reviewing": gettext_lazy("検討"),
    "awaiting_letter": gettext_lazy("正式依頼"),
    "letter_with_branch": gettext_lazy("支部の進達"),
    "working": gettext_lazy("調査・回答"),
    "arranging": gettext_lazy("手配"),
    "ready": gettext_lazy("実施"),
    "visited": gettext_lazy("報告"),
    "following_up": gettext_lazy("フォローアップ"),
    "closed": gettext_lazy("終了"),
}


def progress(case: Case) -> list[Step]:
    """The steps of the case's road, done, current and to come; none where it ended aside."""
    road = [step.code for step in road_of(case)]
    aside = {"needs_info": "reviewing", "needs_detail": "arranging" if rules.is_arranged(case) else "working"}
    here = aside.get(case.step, case.step)
    if here not in road:
        return []
    at = road.index(here)
    states = ["done" if i < at or here == "closed" else "current" if i == at else "todo" for i in range(len(road))]
    names = {code: str(name) for code, name in _NAMES.items()}
    if rules.is_recorded(case):
        names["working"] = _("宿題")
    return [Step(names[code], state) for code, state in zip(road, states, strict=True)]


@dataclass(frozen=True)
class Words:
    """What the page calls the things of a case of this kind."""

    request: str
    read_request: str
    asker: str
    items: str
    add_item: str
    no_items: str
    days: str


def words_of(case: Case) -> Words:
    if case.kind.work == Work.RECORD:
        return Words(
            _("記録"), _("記録を読む"), _("記録した事務所・課"), _("宿題"), _("宿題を追加する"),
            _("約束したことを1件ずつ加えてください。"), _("訪問した日"),
        )  # fmt: skip
    items = _("手配項目"), _("手配項目を追加する"), _("依頼書の希望をもとに、手配するものを1件ずつ加えてください。")
    if case.is_own:
        return Words(_("計画書"), _("計画書を読む"), _("実施する事務所・課"), *items, _("予定の日程"))
    if case.kind.starts == Starts.ANYONE:
        return Words(_("相談票"), _("相談票を読む"), _("相談した人・団体"), *items, _("希望の日程"))
    return Words(_("依頼書"), _("依頼書を読む"), _("依頼した団体"), *items, _("希望の日程"))
