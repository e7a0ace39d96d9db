"""Who may do what with an application, and which road it takes. Small predicates of (actor, thing) or (thing)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import (
    ApplicantKind,
    ChangeKind,
    Deciding,
    Gives,
    PaperKind,
    PaymentKind,
    PaymentState,
    Pays,
    Right,
)
from kakehashi.engines.calls.correcting import WRITING, is_being_mended, is_being_written, open_returns, unmended
from kakehashi.engines.calls.rules.afterwards import AFTERWARDS, may_tell
from kakehashi.engines.calls.rules.uses import used_up
from kakehashi.foundation.access.actors import Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.organisations.choices import OrganisationKind

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application, Call, Change, Paper, Partner, Scheme
    from kakehashi.foundation.access.actors import Actor
    from kakehashi.foundation.organisations.models import Organisation

Words = str | Promise
NOT_MENDED = _("差し戻された項目がまだ直されていません。直さない項目には、その理由を書いてください。")
DESIGNATED_CITY = "政令指定都市"
_KINDS = {
    OrganisationKind.PREFECTURE: ApplicantKind.PREFECTURE,
    OrganisationKind.MUNICIPALITY: ApplicantKind.MUNICIPALITY,
    OrganisationKind.ASSOCIATION: ApplicantKind.ASSOCIATION,
    OrganisationKind.NGO: ApplicantKind.NPO_JOINT,
    OrganisationKind.PARTNER: ApplicantKind.FOREIGN,
}


# --- Who --------------------------------------------------------------------------------------------------------------
def is_applicant(actor: Actor, application: Application) -> bool:
    """The applying side: officers of the body; for what the desk typed in for somebody, the desk itself."""
    if application.is_entered_by_desk and may(actor, Permission.HANDLE_CALLS, application.call.scheme.desk_id):
        return True
    return may(actor, Permission.REQUEST_SERVICES, application.applicant_id)


def may_edit_application(actor: Actor, application: Application) -> bool:
    """Officers of the body, and co-workers of other bodies with the right to edit, while it is with them."""
    if application.step not in {"draft", "returned", "report_returned", "granted"}:
        return False
    return is_applicant(actor, application) or _helps(actor, application)


def _helps(actor: Actor, application: Application) -> bool:
    """Co-workers with the right to edit, as long as they work for the body they were invited for."""
    return not isinstance(actor, Robot) and application.coworkers.helped_by(actor).filter(right=Right.EDIT).exists()


def may_edit_draft(actor: Actor, application: Application) -> bool:
    """Before it is handed in, and again when the branch gave it back."""
    return application.step == "draft" and may_edit_application(actor, application)


def may_discard(actor: Actor, application: Application) -> bool:
    """What was handed in once is withdrawn, not thrown away."""
    return application.step == "draft" and application.handed_in_at is None and is_applicant(actor, application)


def may_invite(actor: Actor, application: Application) -> bool:
    """Partners and co-workers are chosen by the applicant, as long as there is something to work on."""
    return application.is_open and is_applicant(actor, application)


def may_write_to(actor: Actor, application: Application) -> bool:
    """Everybody who works on it."""
    own = is_applicant(actor, application) or _helps(actor, application)
    return own or is_branch(actor, application) or is_desk(actor, application)


# While the application is with the applicant; what is corrected needs the consent of its partners anew.
_CONSENTING = {"draft", "returned"}


def may_answer_for(actor: Actor, partner: Partner) -> bool:
    """Consent is a body's own, and asked for until the application is handed in."""
    return partner.application.step in _CONSENTING and may(actor, Permission.REQUEST_SERVICES, partner.organisation_id)


def may_ask_consent(actor: Actor, application: Application) -> bool:
    return application.step in _CONSENTING and is_applicant(actor, application)


def may_fill(actor: Actor, paper: Paper) -> bool:
    """Whoever works on the application, while this paper is written for the first time."""
    if paper.kind in AFTERWARDS:
        return may_tell(actor, paper)
    is_open = paper.kind not in WRITING or is_being_written(paper)
    return is_open and may_edit_application(actor, paper.application)


def may_keep(actor: Actor, paper: Paper) -> bool:
    """The same, and while what was sent back of it is mended."""
    return may_fill(actor, paper) or (is_being_mended(paper) and may_edit_application(actor, paper.application))


def is_branch(actor: Actor, application: Application) -> bool:
    return application.branch_id is not None and may(actor, Permission.FOLLOW_MEMBERS, application.branch_id)


def is_desk(actor: Actor, application: Application) -> bool:
    """The section in charge; never somebody who reviews this call and has an interest in this application."""
    return may(actor, Permission.HANDLE_CALLS, application.call.scheme.desk_id) and not has_conflict(actor, application)


def may_mark(actor: Actor, application: Application) -> bool:
    """The formal check is the section's, as long as it goes on."""
    return application.step in {"submitted", "screening"} and is_desk(actor, application)


def is_paying(actor: Actor, application: Application) -> bool:
    return may(actor, Permission.PAY)


def has_conflict(actor: Actor, application: Application) -> bool:
    return not isinstance(actor, Robot) and application.conflicts.filter(reviewer__person=actor).exists()


def may_edit_scheme(actor: Actor | None, scheme: Scheme) -> bool:
    """The section in charge, and whoever keeps the catalogue."""
    return may(actor, Permission.EDIT_CATALOGUE) or may(actor, Permission.HANDLE_CALLS, scheme.desk_id)


def may_edit_call(actor: Actor | None, call: Call) -> bool:
    return may_edit_scheme(actor, call.scheme)


def may_run(actor: Actor | None, call: Call) -> bool:
    """The section in charge runs the reviewing of its call."""
    return may(actor, Permission.HANDLE_CALLS, call.scheme.desk_id)


def may_decide(actor: Actor, call: Call) -> bool:
    """Who runs the call, unless they review it and have an interest in some application of it."""
    if isinstance(actor, Robot) or not may_run(actor, call):
        return isinstance(actor, Robot)
    return not call.reviewers.filter(person=actor, conflicts__isnull=False).exists()


def applicant_kind_of(organisation: Organisation) -> ApplicantKind | None:
    """As which kind this body applies; ``None``: it cannot."""
    if organisation.kind == OrganisationKind.MUNICIPALITY and organisation.type_ja == DESIGNATED_CITY:
        return ApplicantKind.DESIGNATED_CITY
    return _KINDS.get(OrganisationKind(organisation.kind))


# --- The roads: what the call says ------------------------------------------------------------------------------------
def goes_through_branch(application: Application) -> bool:
    """Bodies without a branch in charge hand in directly."""
    return application.call.through_branch and application.branch_id is not None


def was_handed_in(application: Application) -> bool:
    """Also while it is a draft again because the branch gave it back."""
    return application.handed_in_at is not None


def goes_directly(application: Application) -> bool:
    return not goes_through_branch(application)


def is_scored(application: Application) -> bool:
    return application.call.deciding == Deciding.SCORES


def goes_to_board(application: Application) -> bool:
    return application.call.deciding == Deciding.BOARD


def is_decided_singly(application: Application) -> bool:
    return application.call.deciding == Deciding.OFFICER and application.call.gives != Gives.MATCH


def is_matched(application: Application) -> bool:
    return application.call.gives == Gives.MATCH


def has_report(application: Application) -> bool:
    return application.call.report_form_id is not None


def has_no_report(application: Application) -> bool:
    return not has_report(application)


def is_settled(application: Application) -> bool:
    return application.call.pays != Pays.NOTHING


def is_not_settled(application: Application) -> bool:
    return not is_settled(application)


def is_claimed(application: Application) -> bool:
    """The body asks for its money; what the council pays itself nobody claims."""
    return application.call.pays in {Pays.SETTLEMENT, Pays.ADVANCE}


def is_paid_directly(application: Application) -> bool:
    return application.call.pays == Pays.DIRECT


# --- Guards: why not yet ----------------------------------------------------------------------------------------------
def application_is_complete(application: Application) -> Words | None:
    paper = application.paper_of(PaperKind.APPLICATION)
    if paper is None or not paper.is_complete():
        return _("申請書に入力されていない項目があります。申請書を開くと、残りの項目がわかります。")
    return None


def window_is_open(application: Application) -> Words | None:
    """Of the call, or of mending what was given back, or an exception to either; the server's clock counts."""
    return application.why_late()


def is_eligible(application: Application) -> Words | None:
    kinds = application.call.eligible_kinds
    if kinds and application.applicant_kind not in kinds:
        return _("この公募に申請できる団体の種類ではありません。")
    if (most := application.call.uses_per_year) is not None:
        numbers = [
            number or ""
            for number in application.other_uses().order_by("handed_in_at").values_list("number", flat=True)
        ]
        return used_up(most, numbers, application.category_label()) if len(numbers) >= most else None
    return None


def something_is_returned(application: Application) -> Words | None:
    return _why_not_sent_back(application.paper_of(PaperKind.APPLICATION))


def _why_not_sent_back(paper: Paper | None) -> Words | None:
    """What goes back says on which fields, and how they are to be mended."""
    if paper is None or not open_returns(paper):
        return _("直してほしい項目を選び、どう直すかを書いてから差し戻してください。")
    return None


def nothing_is_returned(application: Application) -> Words | None:
    return NOT_MENDED if unmended(application.paper_of(PaperKind.APPLICATION)) else None


def formal_check_is_done(application: Application) -> Words | None:
    """Every line of the formal check is judged, and none as wanting."""
    judged = dict(application.marks.values_list("line_id", "is_met"))
    lines = set(application.call.check_lines.values_list("pk", flat=True))
    if lines - judged.keys():
        return _("形式審査の確認項目がまだ残っています。")
    if not all(judged[line] for line in lines):
        return _("満たされていない確認項目があります。差し戻すか、受理しないかを決めてください。")
    return None


def track_has_room(application: Application) -> Words | None:
    """As far as anybody can tell now; the database refuses the last one too many."""
    track = application.track
    if track is None or track.has_room(application.decided_yen or application.computed_yen or 0):
        return None
    return _("枠「%(track)s」の予算または件数が足りません。") % {"track": track}


def reviews_are_in(application: Application) -> Words | None:
    if application.assignments.filter(submitted_at=None, is_abstained=False).exists():
        return _("まだ採点を終えていない審査員がいます。")
    if not application.assignments.filter(submitted_at__isnull=False).exists():
        return _("採点した審査員がまだいません。")
    return None


def decision_letter_is_issued(application: Application) -> Words | None:
    """Where the call has a letter for the decision, it goes out first."""
    return None if application.has_issued_decision() else _("決定の通知書を先に発行してください。")


def report_is_complete(application: Application) -> Words | None:
    paper = application.paper_of(PaperKind.REPORT)
    if paper is None or not paper.is_complete():
        return _("実績報告書に入力されていない項目があります。")
    return None


def no_change_is_open(application: Application) -> Words | None:
    if application.changes.filter(step__in=["draft", "submitted", "returned"]).exists():
        return _("審査の終わっていない変更・中止の申請があります。")
    return None


def report_is_returned(application: Application) -> Words | None:
    return _why_not_sent_back(application.paper_of(PaperKind.REPORT))


def report_is_mended(application: Application) -> Words | None:
    return NOT_MENDED if unmended(application.paper_of(PaperKind.REPORT)) else None


def settlement_is_set(application: Application) -> Words | None:
    if application.settled_yen is None:
        return _("確定する額を先に計算してください。")
    return None


def account_is_known(application: Application) -> Words | None:
    if not application.applicant.call_accounts.filter(ended_at=None).exists():
        return _("振込先の口座を先に登録してください。")
    return None


def payment_is_listed(application: Application) -> Words | None:
    if application.payments.filter(state__in=[PaymentState.ASKED, PaymentState.LISTED]).exists():
        return _("まだ振り込まれていない支払があります。")
    return None


def return_is_set(application: Application) -> Words | None:
    waiting = [PaymentState.ASKED, PaymentState.LISTED]
    if not application.payments.filter(kind=PaymentKind.RETURN, state__in=waiting).exists():
        return _("返還してもらう額を先に決めてください。")
    return None


def result_is_written(application: Application) -> Words | None:
    if not application.consents_to_publication:
        return _("申請団体が公開に同意していないため、公開できません。")
    result = getattr(application, "result", None)
    if result is None or not result.is_complete:
        return _("公開するページの文章を先に書いてください。")
    return None


def cancellation_is_approved(application: Application) -> Words | None:
    if not application.changes.filter(kind=ChangeKind.CANCEL, step="approved").exists():
        return _("中止の申請を先に承認してください。")
    return None


# --- Changes ----------------------------------------------------------------------------------------------------------
def may_ask_change(actor: Actor, change: Change) -> bool:
    return is_applicant(actor, change.application)


def may_judge_change(actor: Actor, change: Change) -> bool:
    return is_desk(actor, change.application)


def change_is_complete(change: Change) -> Words | None:
    return None if change.paper.is_complete() else _("変更申請書に入力されていない項目があります。")


def change_is_returned(change: Change) -> Words | None:
    return _why_not_sent_back(change.paper)


def change_is_mended(change: Change) -> Words | None:
    return NOT_MENDED if unmended(change.paper) else None


def needs_approval(change: Change) -> bool:
    """Giving up always; else when it moves more than the call lets pass as a notification."""
    return change.kind == ChangeKind.CANCEL or change.is_weighty


def needs_no_approval(change: Change) -> bool:
    return not needs_approval(change)


# --- Funds ------------------------------------------------------------------------------------------------------------
def may_see_funds(actor: Actor | None) -> bool:
    """Headquarters, and whoever pays."""
    return may(actor, Permission.OVERSEE_CALLS) or may(actor, Permission.PAY)


def may_keep_funds(actor: Actor | None) -> bool:
    """Whoever keeps the catalogue shares the money out among the calls."""
    return may(actor, Permission.EDIT_CATALOGUE)
