"""Mails that arrived, as the office reads them; who a reply is from; which request a file answers."""

import re
import zlib

from django.db.models import Count, QuerySet

from kakehashi.engines.cases.choices import MailState
from kakehashi.engines.cases.models import ArrivedMail, Case, CaseKind, Visitor
from kakehashi.engines.cases.queries.parties import fillable_kinds, open_kinds
from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.forms.returning import Returned
from kakehashi.foundation.notices.receiving.addressing import ReplyTag, reply_address
from kakehashi.foundation.organisations.models import Organisation, Person, valid_on
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

CASE_ROUTE, VISITOR_ROUTE = "case", "visitor"
_NUMBER = re.compile(r"\b(20\d\d-[A-Z0-9-]{2,20}-\d{4,6})\b")


def reply_address_for(case: Case, person: Person) -> str:
    """Where this person's answer by mail about this case arrives; "" where none does."""
    return reply_address(CASE_ROUTE, case.pk, person.pk)


def reply_address_of(visitor: Visitor) -> str:
    return reply_address(VISITOR_ROUTE, visitor.pk, zlib.crc32(visitor.nonce.encode()))


def addressee(tag: ReplyTag | None) -> tuple[Case | None, Person | Visitor | None]:
    """Which case an address is about and whose it is, as it was sealed."""
    match tag:
        case ReplyTag(route="case", numbers=(case_pk, person_pk)):
            case = Case.objects.select_related("kind", "office", "applicant").filter(pk=case_pk).first()
            return case, Person.objects.select_related("user").filter(pk=person_pk).first()
        case ReplyTag(route="visitor", numbers=(visitor_pk, nonce)):
            visitor = Visitor.objects.select_related("case__kind", "case__office").filter(pk=visitor_pk).first()
            if visitor is not None and zlib.crc32(visitor.nonce.encode()) == nonce:
                return visitor.case, visitor
    return None, None


def case_named_in(subject: str) -> Case | None:
    """The case whose number stands in the subject."""
    found = _NUMBER.search(subject.upper())
    return Case.objects.select_related("office").filter(number=found[1]).first() if found else None


def desk_called(code: str) -> Organisation | None:
    """The office or section of this code (``office-paris``), for mail to ``…+office-paris@…``."""
    is_desk = code.startswith(("office-", "section-"))
    return Organisation.objects.filter(code=code).first() if is_desk else None


def overseers() -> QuerySet[Person]:
    """Headquarters' staff who see every case."""
    roles = [code for code, role in ROLES.items() if Permission.OVERSEE_CASES in role.permissions]
    held = RoleHeld.objects.filter(valid_on(clock.today()), role__in=roles)
    return Person.objects.filter(pk__in=held.values("person")).order_by("name_kana", "id")


def arrived_mails(person: Person | None, state: MailState | None = None) -> QuerySet[ArrivedMail]:
    found = ArrivedMail.objects.visible_to(person).select_related("case", "office", "person", "settled_by", "form")
    return found if state is None else found.filter(state=state)


def mail_counts(person: Person) -> dict[MailState, int]:
    """How many mails are in each state."""
    rows = ArrivedMail.objects.visible_to(person).order_by().values_list("state").annotate(count=Count("pk"))
    counts = dict(rows)
    return {state: counts.get(state.value, 0) for state in MailState}


def files_of(mail: ArrivedMail) -> QuerySet[Document]:
    """The files that wait with the mail; those of a placed one are in its case."""
    return documents_about(mail.ref)


def mail_of_file(document: Document, person: Person) -> ArrivedMail | None:
    """The waiting mail that brought this file."""
    waiting = arrived_mails(person, MailState.WAITING)
    is_of_mail = document.about_kind == ArrivedMail._meta.label_lower
    return waiting.filter(pk=document.about_id or 0).first() if is_of_mail else None


def kind_of_file(returned: Returned, person: Person) -> CaseKind | None:
    """The kind of case a filled-in form asks for, where this person can begin one."""
    asked = open_kinds().filter(request_form=returned.version.question_set_id)
    stamped = [kind for kind in asked if kind.code == str(returned.stamp.get("kind", ""))]
    fillable = fillable_kinds(person)
    return next((kind for kind in stamped or asked if kind in fillable), None)


def case_of_file(returned: Returned, person: Person) -> Case | None:
    """The case a form was written out of, where this person may see it."""
    try:
        about = Ref.parse(str(returned.stamp.get("about", "")))
    except ValueError:
        return None
    return Case.objects.visible_to(person).filter(pk=about.id).first() if about.kind == "cases.case" else None
