"""Who may do what with a case. Small predicates of (actor, case); moves, pages and queries ask the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission

if TYPE_CHECKING:
    from kakehashi.engines.cases.models import Case, Item, OfficeSetting, Paper, Precedent
    from kakehashi.foundation.access.actors import Actor


def is_applicant(actor: Actor, case: Case) -> bool:
    return may(actor, Permission.REQUEST_SERVICES, case.applicant_id)


def is_branch_of(actor: Actor, case: Case) -> bool:
    return case.branch_id is not None and may(actor, Permission.FOLLOW_MEMBERS, case.branch_id)


def is_unseen_by_branch(case: Case) -> bool:
    return case.seen_by_branch_at is None


def is_office_of(actor: Actor, case: Case) -> bool:
    return may(actor, Permission.HANDLE_CASES, case.office_id)


def is_staff_for(actor: Actor, case: Case) -> bool:
    """Sees the internal side: the office, and headquarters."""
    return is_office_of(actor, case) or may(actor, Permission.OVERSEE_CASES)


def may_see(actor: Actor, case: Case) -> bool:
    """The same rule as ``Case.objects.visible_to``, for one case at hand."""
    if is_applicant(actor, case):
        return True
    return case.submitted_at is not None and (is_branch_of(actor, case) or is_staff_for(actor, case))


def may_write_to(actor: Actor, case: Case) -> bool:
    """A message may be written by everyone whose work it is."""
    return may_see(actor, case) and case.submitted_at is not None


def may_assign(actor: Actor, case: Case) -> bool:
    return is_office_of(actor, case) and case.is_open


def may_arrange(actor: Actor, case: Case) -> bool:
    """Items are worked on from acceptance until the visit."""
    return is_office_of(actor, case) and case.step in {"arranging", "needs_detail", "ready"}


def may_arrange_item(actor: Actor, item: Item) -> bool:
    return may_arrange(actor, item.case)


def may_edit_request(actor: Actor, case: Case) -> bool:
    """The request is the applicant's while it is a draft or was sent back."""
    return is_applicant(actor, case) and case.step in {"draft", "needs_info", "needs_detail"}


def may_fill(actor: Actor, paper: Paper) -> bool:
    """Whether this paper is the actor's to fill in now."""
    case = paper.case
    if paper.submitted_at is not None:
        return False
    if paper.kind == "request":
        return may_edit_request(actor, case)
    if paper.kind == "report":
        return is_office_of(actor, case) and case.step in {"visited", "following_up", "closed"}
    return is_applicant(actor, case) and case.step in {"visited", "following_up", "closed"}


def may_publish(actor: Actor, precedent: Precedent) -> bool:
    """The office of the case, or headquarters; only somebody with the right to publish."""
    return may(actor, Permission.PUBLISH, precedent.office_id)


def may_change_setting(actor: Actor, setting: OfficeSetting) -> bool:
    """The office's director; headquarters where it keeps the catalogue."""
    office = setting.office_id
    is_director = may(actor, Permission.ASSIGN_CASES, office) and may(actor, Permission.HANDLE_CASES, office)
    return is_director or may(actor, Permission.EDIT_CATALOGUE)


def may_edit_precedent(actor: Actor, precedent: Precedent) -> bool:
    """Until it is published the office may write it; from then on whoever may publish."""
    return may_publish(actor, precedent) or (
        precedent.published_at is None and may(actor, Permission.HANDLE_CASES, precedent.office_id)
    )


def may_draft_precedent(actor: Actor, case: Case) -> bool:
    return is_staff_for(actor, case) and case.step in {"following_up", "closed"}


# --- Guards: None, or the sentence that refuses ----------------------------------------------------------------------
def request_is_complete(case: Case) -> str | Promise | None:
    if case.problems_of_request():
        return _("依頼書に入力されていない項目があります。「入力内容を確認する」で足りない項目をご覧ください。")
    return None


def every_item_is_settled(case: Case) -> str | Promise | None:
    steps = [item.step for item in case.items.all()]
    if not steps:
        return _("手配項目がありません。1件以上登録してください。")
    if any(step in {"requested", "arranging"} for step in steps):
        return _("まだ結果の出ていない手配項目があります。すべての項目を確定・不調・対応不可のいずれかにしてください。")
    return None


def something_is_confirmed(case: Case) -> str | Promise | None:
    if not any(item.step == "confirmed" for item in case.items.all()):
        return _("確定した手配項目がありません。1件も手配できない場合は「依頼を断る」を選んでください。")
    return None


def both_reports_are_in(case: Case) -> str | Promise | None:
    submitted = {paper.kind for paper in case.papers.all() if paper.submitted_at is not None}
    if "result" not in submitted:
        return _("依頼団体の結果報告がまだ提出されていません。")
    if "report" not in submitted:
        return _("事務所報告がまだ提出されていません。")
    return None


def item_has_time_and_place(item: Item) -> str | Promise | None:
    if item.starts_at is None or not item.host:
        return _("確定するには、日時と訪問先(会場)を入力してください。")
    return None
