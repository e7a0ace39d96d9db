"""Approvals as this person may know of them, who can be asked, and the secret of a one-time link."""

import hashlib
from typing import Any

from django.db.models import Q, QuerySet

from kakehashi.engines.cases.choices import LetterSide, PaperKind
from kakehashi.engines.cases.models import Approval, Case, Letter
from kakehashi.engines.cases.rules import is_of_side
from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.flow.approvals import ApprovalState
from kakehashi.foundation.forms.display import ShownRow, ShownSection, display
from kakehashi.foundation.organisations.models import Person, valid_on
from kakehashi.kernel import clock


def approvals_for(case: Case, person: Person) -> list[Approval]:
    """Those of this person's side; the case's page asks nobody else. No query for a `whole_case`."""
    approvals = [
        one for one in case.approvals.all() if one.approver_id == person.pk or is_of_side(person, case, one.side)
    ]
    for approval in approvals:
        approval.case = case
    return approvals


def approval_for(case: Case, person: Person, pk: int) -> Approval | None:
    return next((approval for approval in approvals_for(case, person) if approval.pk == pk), None)


def approvals_waiting_for(person: Person) -> QuerySet[Approval]:
    """Those this person is asked to decide, the one to be answered first at the top."""
    waiting = Approval.objects.filter(approver=person, state=ApprovalState.WAITING)
    return (
        waiting.filter(case__in=Case.objects.visible_to(person).order_by())
        .select_related("case", "asked_by")
        .order_by("expires_on", "id")
    )


def key_hash(token: str) -> str:
    """What is kept of the secret of a link: SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def approval_by(token: str) -> Approval | None:
    """Whose link it is; used and expired ones too."""
    return Approval.objects.select_related("case", "asked_by", "letter").filter(key_hash=key_hash(token)).first()


def may_be_asked(case: Case, side: LetterSide, by: Person) -> QuerySet[Person]:
    """Colleagues with a role in the case; for the council headquarters too."""
    if side == LetterSide.FROM_CLIENT:
        found = Q(pk__in=_ids(Permission.REQUEST_SERVICES, case.applicant_id))
    else:
        found = Q(pk__in=_ids(Permission.HANDLE_CASES, case.office_id)) | Q(pk__in=_overseers().values("pk"))
        found |= Q(pk__in=_ids(Permission.HANDLE_CASES, case.assisting_id))
    return Person.objects.filter(found).exclude(pk=by.pk).order_by("name_kana", "id")


def letters_to_approve(case: Case, side: LetterSide) -> QuerySet[Letter]:
    return case.letters.filter(side=side)


def files_to_approve(case: Case) -> QuerySet[Document]:
    return documents_about(case.ref)


def answer_to_approve(case: Case, side: LetterSide) -> bool:
    """Whether there is an answer in the making that its approver could read."""
    return side == LetterSide.FROM_COUNCIL and case.paper_of(PaperKind.ANSWER) is not None


def snapshot(case: Case, letter: Letter | None, with_answer: bool, language: str) -> dict[str, Any]:
    """What the approver is shown, as it is now; its shape stands with ``Approval``."""
    shown: dict[str, Any] = {}
    if letter is not None:
        shown["letter"] = letter.as_printed()
    paper = case.paper_of(PaperKind.ANSWER) if with_answer else None
    if paper is not None:
        shown["answer"] = [_kept(section) for section in display(paper.sheet, language)]
    return shown


def shown_answer(approval: Approval) -> list[ShownSection]:
    """The answer as the approver saw it."""
    return [
        ShownSection(section["title"], [ShownRow(**row) for row in section["rows"]])
        for section in approval.shown.get("answer", [])
    ]


def shown_files(approval: Approval) -> QuerySet[Document]:
    return approval.documents.filter(is_removed=False)


def _kept(section: ShownSection) -> dict[str, Any]:
    fields = ("code", "kind", "label", "parts", "header", "table")
    rows = [{name: getattr(row, name) for name in fields} for row in section.rows]
    return {"title": str(section.title), "rows": rows}


def _ids(permission: Permission, organisation_id: int | None) -> list[int]:
    if organisation_id is None:
        return []
    return list(holders(permission, organisation_id).values_list("pk", flat=True))


def _overseers() -> QuerySet[Person]:
    roles = [code for code, role in ROLES.items() if Permission.OVERSEE_CASES in role.everywhere]
    held = RoleHeld.objects.filter(valid_on(clock.today()), role__in=roles)
    return Person.objects.filter(pk__in=held.values("person"))
