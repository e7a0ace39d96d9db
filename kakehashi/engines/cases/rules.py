"""Who may do what with a case. Small predicates of (actor, case); moves, pages and queries ask the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import ENTERED_BY_DESK, LetterSide, Work
from kakehashi.foundation.access.actors import Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.rules import may_manage_roles

if TYPE_CHECKING:
    from kakehashi.engines.cases.models import (
        Approval,
        ArrivedMail,
        Case,
        Check,
        Handover,
        Item,
        Letter,
        OfficeSetting,
        Paper,
        Precedent,
    )
    from kakehashi.foundation.access.actors import Actor
    from kakehashi.foundation.organisations.models import Organisation, Person


def is_applicant(actor: Actor, case: Case) -> bool:
    """The asking side: the body's officers; in the council's own cases whoever works on it."""
    if case.is_own or (case.submitted_at is None and case.channel in ENTERED_BY_DESK):
        return is_office_of(actor, case)
    if case.applicant_id is None:  # somebody unknown: acts by a secret link, or by word of mouth through the desk
        return isinstance(actor, Robot) or is_office_of(actor, case)
    return may(actor, Permission.REQUEST_SERVICES, case.applicant_id)


def is_branch_of(actor: Actor, case: Case) -> bool:
    return case.branch_id is not None and may(actor, Permission.FOLLOW_MEMBERS, case.branch_id)


def is_unseen_by_branch(case: Case) -> bool:
    return case.branch_id is not None and case.seen_by_branch_at is None and not case.kind.through_branch


def is_office_of(actor: Actor, case: Case) -> bool:
    """The desk or office that works on it, and the overseas office that assists."""
    if may(actor, Permission.HANDLE_CASES, case.office_id):
        return True
    return case.assisting_id is not None and may(actor, Permission.HANDLE_CASES, case.assisting_id)


# --- The roads: what the kind of a case says about it -----------------------------------------------------------------
def goes_through_branch(case: Case) -> bool:
    """Bodies without a branch in charge ask directly."""
    return case.kind.through_branch and case.branch_id is not None


def goes_directly(case: Case) -> bool:
    return not goes_through_branch(case)


def is_asked(case: Case) -> bool:
    return not case.is_own


def is_asked_directly(case: Case) -> bool:
    return is_asked(case) and goes_directly(case)


def is_asked_through_branch(case: Case) -> bool:
    return is_asked(case) and goes_through_branch(case)


def is_arranged(case: Case) -> bool:
    return case.kind.work == Work.ARRANGE


def is_answered(case: Case) -> bool:
    return case.kind.work == Work.ANSWER


def is_recorded(case: Case) -> bool:
    return case.kind.work == Work.RECORD


def is_own_activity(case: Case) -> bool:
    return case.is_own and is_arranged(case)


def is_formal(case: Case) -> bool:
    return case.kind.has_formal_stage


def is_informal_answer(case: Case) -> bool:
    return is_answered(case) and not case.kind.has_formal_stage


def formal_goes_through_branch(case: Case) -> bool:
    return is_formal(case) and goes_through_branch(case)


def formal_goes_directly(case: Case) -> bool:
    return is_formal(case) and goes_directly(case)


def is_followed_up(case: Case) -> bool:
    return case.kind.follows_up and case.applicant_id is not None


def is_not_followed_up(case: Case) -> bool:
    return not is_followed_up(case)


def may_be_answered(case: Case) -> bool:
    """A formal case is answered only after its formal letter."""
    return is_answered(case) and (case.step == "working" or not is_formal(case))


def answer_is_followed_up(case: Case) -> bool:
    return may_be_answered(case) and is_followed_up(case)


def answer_ends_it(case: Case) -> bool:
    return may_be_answered(case) and not is_followed_up(case)


def is_promise(item: Item) -> bool:
    return item.is_promise


def is_arrangement(item: Item) -> bool:
    return not item.is_promise


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


def is_client_of(actor: Actor, case: Case) -> bool:
    """The body that asked, itself: not the desk that answers for it."""
    if case.applicant_id is None or case.is_own:
        return False
    return may(actor, Permission.REQUEST_SERVICES, case.applicant_id)


def side_of(actor: Actor, case: Case) -> LetterSide | None:
    """For which side the actor works in this case."""
    if is_office_of(actor, case):
        return LetterSide.FROM_COUNCIL
    return LetterSide.FROM_CLIENT if is_client_of(actor, case) else None


def is_of_side(actor: Actor, case: Case, side: str) -> bool:
    """Sees what one side keeps to itself: its draft letters, its approvals."""
    return is_client_of(actor, case) if side == LetterSide.FROM_CLIENT else is_staff_for(actor, case)


def may_ask_approval(actor: Actor, case: Case) -> bool:
    """The office asks before it answers, the client's officer before the formal letter goes out."""
    return case.is_open and side_of(actor, case) is not None and may_see(actor, case)


def may_manage_approval(actor: Actor, approval: Approval) -> bool:
    """Remind and take back: everybody who works for the side that asked."""
    return approval.is_waiting and side_of(actor, approval.case) == approval.side


def may_decide(actor: Actor, approval: Approval) -> bool:
    """The one who was asked; for somebody without an account the platform, once the secret of the link is shown."""
    case = approval.case
    if not approval.is_waiting or not case.is_open:
        return False
    if approval.approver_id is None:
        return isinstance(actor, Robot) and not approval.is_late
    return not isinstance(actor, Robot) and approval.approver_id == actor.pk and may_see(actor, case)


def may_write_letter(actor: Actor, case: Case, side: str) -> bool:
    if side == LetterSide.FROM_CLIENT:
        return case.is_open and is_client_of(actor, case)
    return case.submitted_at is not None and not case.is_own and is_office_of(actor, case)


def may_change_letter(actor: Actor, letter: Letter) -> bool:
    """Until it is issued."""
    return letter.is_draft and may_write_letter(actor, letter.case, letter.side)


def may_link(actor: Actor, case: Case) -> bool:
    return case.submitted_at is not None and is_staff_for(actor, case)


def may_tick(actor: Actor, case: Case) -> bool:
    return case.is_open and case.submitted_at is not None and is_office_of(actor, case)


def may_remove_check(actor: Actor, check: Check) -> bool:
    """What was added by hand; a line of the kind stays, so that nobody forgets it unseen."""
    return check.added_by_id is not None and check.done_at is None and may_tick(actor, check.case)


def may_settle_mail(actor: Actor, mail: ArrivedMail) -> bool:
    """A mail that arrived is its office's; headquarters' where nobody knows whose."""
    if mail.office_id is None:
        return may(actor, Permission.OVERSEE_CASES)
    return may(actor, Permission.HANDLE_CASES, mail.office_id)


def may_begin_handover(actor: Actor, office: Organisation, leaver: Person) -> bool:
    """Whoever leaves, while they still work there; whoever gives out the work of the office or ends its roles."""
    if may(actor, Permission.ASSIGN_CASES, office.pk) or may_manage_roles(actor, office):
        return True
    works = may(actor, Permission.HANDLE_CASES, office.pk) or may(actor, Permission.REQUEST_SERVICES, office.pk)
    return actor == leaver and works


def may_hand_over(actor: Actor, handover: Handover) -> bool:
    return may_begin_handover(actor, handover.office, handover.leaver)


def may_edit_kind(actor: Actor) -> bool:
    return may(actor, Permission.EDIT_CATALOGUE)


def may_arrange(actor: Actor, case: Case) -> bool:
    """Items are worked on from acceptance until the visit, promises from the record on."""
    steps = {"draft", "working"} if is_recorded(case) else {"arranging", "needs_detail", "ready"}
    return is_office_of(actor, case) and case.step in steps


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
    if paper.kind == "answer":
        return is_office_of(actor, case) and case.step in {"reviewing", "working", "needs_detail"}
    if paper.kind == "report":
        return is_office_of(actor, case) and case.step in {"visited", "following_up", "closed"}
    return is_applicant(actor, case) and case.step in {"visited", "following_up", "closed"}


def may_hand_in(actor: Actor, paper: Paper) -> bool:
    """The request and the answer go out by a move of their case, not by themselves."""
    return paper.kind not in {"request", "answer"} and may_fill(actor, paper)


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


def every_item_is_done(case: Case) -> str | Promise | None:
    if any(item.step in {"requested", "arranging"} for item in case.items.all()):
        return _("まだ終わっていない宿題があります。すべての宿題を完了・不調・対応不可のいずれかにしてください。")
    return None


def both_reports_are_in(case: Case) -> str | Promise | None:
    missing = {paper.kind for paper in case.papers.all() if paper.submitted_at is None}
    if "result" in missing:
        return _("依頼団体の結果報告がまだ提出されていません。")
    if "report" in missing:
        return _("事務所報告がまだ提出されていません。")
    return None


def answer_is_written(case: Case) -> str | Promise | None:
    paper = case.paper_of("answer")
    if paper is None or not paper.is_complete():
        return _("回答書に入力されていない項目があります。回答書を書いてから送ってください。")
    return None


def no_approval_is_open(case: Case) -> str | Promise | None:
    """Of the council; what the client asks among themselves is no matter of the council's moves."""
    return _no_approval_waits(case, LetterSide.FROM_COUNCIL)


def no_client_approval_is_open(case: Case) -> str | Promise | None:
    return _no_approval_waits(case, LetterSide.FROM_CLIENT)


def _no_approval_waits(case: Case, side: LetterSide) -> str | Promise | None:
    if any(approval.is_waiting and approval.side == side for approval in case.approvals.all()):
        return _("まだ回答のない承認依頼があります。承認を待つか、承認依頼を取り下げてください。")
    return None


def formal_letter_is_issued(case: Case) -> str | Promise | None:
    if not any(letter.side == "from_client" and letter.issued_at for letter in case.letters.all()):
        return _("正式依頼文がまだありません。「公文書」で正式依頼文を作ってください。")
    return None


def item_has_time_and_place(item: Item) -> str | Promise | None:
    if item.is_promise:
        return None
    if item.starts_at is None or not item.host:
        return _("確定するには、日時と訪問先(会場)を入力してください。")
    return None
