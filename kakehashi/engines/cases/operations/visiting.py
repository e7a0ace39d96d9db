"""What somebody without an account does, and what a desk writes down for whoever asked by word of mouth."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q

from kakehashi.engines.cases.choices import Channel
from kakehashi.engines.cases.models import ENDED, Case, CaseKind, Message, Visitor
from kakehashi.engines.cases.models.cases import new_nonce
from kakehashi.engines.cases.operations.messages import write_message
from kakehashi.engines.cases.operations.moving import submit, supply, supply_working
from kakehashi.engines.cases.operations.requests import save_paper, start_case
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

VISITOR = Robot("登録のない相談者")
RETENTION = Robot("retention")
CONTACT = ("name", "affiliation", "email", "phone")
KEPT_AFTER_CLOSING = dt.timedelta(days=365)
ANSWERS_TO = {"needs_info": supply, "needs_detail": supply_working}


def ask_without_account(
    kind: CaseKind,
    *,
    office: Organisation,
    answers: Answers,
    contact: Mapping[str, str],
    language: str,
    by: Robot = VISITOR,
) -> Case:
    """A whole consultation in one step: the case, what was asked, who asked as far as they say, handed in."""
    with act("cases.ask_without_account", None, by=by, permit=kind.is_open) as record:
        case = start_case(kind, applicant=None, office=office, by=by, channel=Channel.PUBLIC_FORM)
        record.thing = case
        _keep_contact(case, contact, language)
        paper = case.papers.get()
        save_paper(paper, answers, base_revision=paper.sheet.revision, by=by)
        submit(paper.case, by=by)
    return paper.case


def begin_on_behalf(
    kind: CaseKind,
    *,
    office: Organisation,
    applicant: Organisation | None,
    assisting: Organisation | None,
    channel: Channel,
    contact: Mapping[str, str],
    by: Person,
) -> Case:
    """A draft the desk writes for somebody who telephoned, came or wrote."""
    with act("cases.begin_on_behalf", None, by=by, permit=True) as record:  # start_case asks for the permission
        case = start_case(kind, applicant=applicant, office=office, assisting=assisting, by=by, channel=channel)
        record.thing = case
        _keep_contact(case, contact, by.language)
    return case


def write_as_visitor(visitor: Visitor, body: str, *, by: Robot = VISITOR) -> Message | None:
    """Words of the visitor: the answer where the desk asked something (``None``), else a message."""
    case = visitor.case
    if answer := ANSWERS_TO.get(case.step):
        answer(case, by=by, note=body)
        return None
    return write_message(case, body, author_name=str(visitor), by=by)


def forget_old_visitors(*, by: Robot = RETENTION) -> int:
    """Forget who they were a year after their case closed; the case itself stays for the figures."""
    old = clock.now() - KEPT_AFTER_CLOSING
    known = ~Q(name="") | ~Q(affiliation="") | ~Q(email="") | ~Q(phone="")
    found = Visitor.objects.filter(known, case__step__in=ENDED, case__step_since__lt=old)
    count = 0
    for visitor in found:
        with act("cases.forget_visitor", None, by=by, permit=True) as record:
            record.extra = {"visitor": visitor.pk}
            Visitor.objects.filter(pk=visitor.pk).update(name="", affiliation="", email="", phone="", nonce=new_nonce())
            Message.objects.filter(case=visitor.case_id, author=None).exclude(author_name="").update(author_name="…")
        count += 1
    return count


def _keep_contact(case: Case, contact: Mapping[str, str], language: str) -> None:
    values = {name: contact.get(name, "") for name in CONTACT}
    if case.applicant_id is None or any(values.values()):
        Visitor.objects.create(case=case, language=language, **values)
