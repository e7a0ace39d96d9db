"""Cases of a kind with a formal stage, brought to where a test begins."""

import datetime as dt
from typing import Any

from kakehashi.engines.cases.choices import LetterKind, LetterSide, Work
from kakehashi.engines.cases.models import Approval, Case, CaseKind, Letter
from kakehashi.engines.cases.operations import answering, letters, moving, requests
from kakehashi.engines.cases.operations.approvals import ask_approval
from kakehashi.engines.cases.queries.letters import first_words
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.cases import stories

CLIENT, COUNCIL = LetterSide.FROM_CLIENT, LetterSide.FROM_COUNCIL


def kind() -> CaseKind:
    """Research: asked informally, then by a formal letter, answered on a sheet; directly, without the branch."""
    like = stories.kind()
    found, _created = CaseKind.objects.get_or_create(
        code="formal-research",
        defaults={
            "name_ja": "正式な調査", "name_en": "Formal research", "work": Work.ANSWER, "has_formal_stage": True,
            "request_form": like.request_form, "answer_form": like.report_form, "follow_up_form": like.follow_up_form,
            "is_open": True,
        },
    )  # fmt: skip
    return found


def awaiting_letter(cast: Cast, **answers: Any) -> Case:
    """Himeji's inquiry, found feasible by Paris."""
    case = requests.start_case(kind(), applicant=cast.himeji, office=cast.paris, by=cast.officer)
    paper = case.papers.get()
    requests.save_paper(paper, stories.ANSWERS | answers, base_revision=paper.sheet.revision, by=cast.officer)
    case = moving.receive(moving.submit(stories.fresh(case), by=cast.officer), by=cast.staff)
    return stories.fresh(answering.find_feasible(case, by=cast.staff, note="3月までにできます。"))


def draft_letter(case: Case, by: Person, side: LetterSide = CLIENT, **values: Any) -> Letter:
    words = first_words(case, side, LetterKind.REQUEST if side == CLIENT else LetterKind.ANSWER, "ja", by)
    return letters.write_letter(case, side, words | {"number": "姫国第12号"} | values, by=by)


def issued_letter(case: Case, by: Person, side: LetterSide = CLIENT) -> Letter:
    letter = draft_letter(case, by, side)
    return letters.issue_letter(letter, base_revision=letter.revision, by=by)


def asked(case: Case, by: Person, approver: Person | None = None, **values: Any) -> Approval:
    """An approval of `approver`, or of somebody without an account."""
    outsider = {"name": "", "email": ""} if approver else {"name": "架空課長", "email": "boss@example.invalid"}
    wanted: dict[str, Any] = {
        "subject": "正式依頼文の決裁", "body": "ご確認ください。", "approver": approver, "letter": None,
        "with_answer": False, "documents": [], "language": "ja", "expires_on": clock.today() + dt.timedelta(days=7),
    }  # fmt: skip
    return ask_approval(case, wanted | outsider | values, by=by)
