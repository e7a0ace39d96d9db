"""Letters: their words, what they say about an application, who reads them."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from kakehashi.engines.calls.choices import LetterKind, Look, PaperKind, PaymentKind, PaymentState
from kakehashi.engines.calls.flow import TOLD
from kakehashi.engines.calls.models import Application, Call, Change, Letter, LetterBatch, LetterTemplate, Payment
from kakehashi.engines.calls.models.applications import DECISIONS
from kakehashi.engines.calls.queries.merging import FIELDS, merge, missing
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.documents.letters import council, in_words
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.formatting import money_text
from kakehashi.kernel import clock
from kakehashi.kernel.japanese import clean_line

WORDS = Path(__file__).parent.parent / "data" / "letters.json"
LANGUAGES = ("ja", "en")


class MissingFactsError(Exception):
    """The letter needs something nobody has entered yet; the message names it."""


@dataclass(frozen=True)
class Wording:
    """The words of a letter. `own` is the row they come from; ``None``: as delivered."""

    subject: str
    body: str
    own: LetterTemplate | None = None
    look: str = Look.ACROSS  # of a certificate

    @property
    def revision(self) -> int:
        return self.own.revision if self.own else 0


# --- Words ------------------------------------------------------------------------------------------------------------
def wording(call: Call, kind: str, language: str) -> Wording:
    """Of the call, else of its scheme, else of all, else as delivered."""
    rows = LetterTemplate.objects.filter(kind=kind, language=language)
    of_call = Q(call=call) | Q(scheme=call.scheme_id) | Q(call=None, scheme=None)
    own = sorted(rows.filter(of_call), key=lambda row: (row.call_id is None, row.scheme_id is None))
    return Wording(own[0].subject, own[0].body, own[0], own[0].look) if own else delivered(kind, language)


def own_wording(call: Call, kind: str, language: str, *, for_scheme: bool) -> LetterTemplate | None:
    """The row of exactly this call or of exactly its scheme."""
    owner = {"scheme": call.scheme_id, "call": None} if for_scheme else {"call": call.pk}
    return LetterTemplate.objects.filter(kind=kind, language=language, **owner).first()


def delivered(kind: str, language: str) -> Wording:
    return Wording(**_words()[language][kind])


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    return found


# --- What is read -----------------------------------------------------------------------------------------------------
def visible_letters(person: Person | None) -> QuerySet[Letter]:
    """Issued ones of visible applications; those about a decision, outside the desk, once it is told."""
    issued = Letter.objects.filter(
        application__in=Application.objects.visible_to(person).values("pk"), issued_at__isnull=False
    )
    desk = Q(application__call__scheme__desk__in=standing(person).where(Permission.HANDLE_CALLS))
    told = Q(application__step__in=TOLD) & Q(issued_at__gte=F("application__decided_at"))
    return issued.filter(desk | ~Q(kind__in=DECISIONS) | told).select_related("document")


def may_read_letter(person: Person | None, letter_id: int) -> bool:
    return visible_letters(person).filter(pk=letter_id).exists()


def register_of(call: Call, person: Person | None, fiscal_year: int) -> QuerySet[Letter]:
    """The letters of the section of this call, dated in this year, in the order in which they got their numbers."""
    year = clock.FiscalYear(fiscal_year)
    found = visible_letters(person).filter(application__call__scheme__desk=call.scheme.desk_id)
    dated = found.filter(dated_on__gte=year.first_day, dated_on__lte=year.last_day)
    return dated.select_related("document", "application__applicant", "issued_by").order_by("issued_at", "id")


def batches_of(call: Call) -> QuerySet[LetterBatch]:
    return call.letter_batches.select_related("asked_by")


# --- What a letter says -----------------------------------------------------------------------------------------------
def usual_language(application: Application) -> str:
    return "ja" if application.applicant.country_id == "JP" else "en"


def printed(application: Application, kind: str, language: str, *, dated_on: dt.date, number: str) -> dict[str, Any]:
    """What the template of letters takes. Raises ``MissingFactsError`` naming what nobody has entered yet."""
    with override(language):
        facts, to = facts_of(application, language), _name(application.applicant, language)
    return laid_out(application.call, kind, language, facts, to=to, dated_on=dated_on, number=number)


def laid_out(
    call: Call, kind: str, language: str, facts: dict[str, str], *, to: str, dated_on: dt.date, number: str
) -> dict[str, Any]:
    """A letter of this call with these facts. Raises ``MissingFactsError``."""
    words = wording(call, kind, language)
    with override(language):
        sender = [council(), str(call.scheme.desk)]
        contact = call.contact.splitlines()
    if lacking := missing(f"{words.subject}\n{words.body}", facts):
        labels = _("、").join(str(FIELDS[name]) if name in FIELDS else name for name in lacking)
        raise MissingFactsError(_("この通知書に要る「%(fields)s」がまだ決まっていません。") % {"fields": labels})
    is_certificate = kind == LetterKind.CERTIFICATE  # it is honoured in person, by the seal
    return {
        "template": "certificate" if is_certificate else "letter",
        "look": words.look if is_certificate else Look.UPRIGHT,
        "number": number,
        "date": in_words(dated_on, language),
        "to": [f"{to} {'殿' if is_certificate else '御中'}" if language == "ja" else to],
        "from": sender[:1] if is_certificate else sender,
        "title": merge(words.subject, facts),
        "body": merge(words.body, facts),
        "contact": contact,
        "seal_omitted": not is_certificate,
        "is_draft": not number,
        "language": language,
    }


def facts_of(application: Application, language: str) -> dict[str, str]:
    """Every field with what the application knows, in the active language; empty: not known."""
    call, report = application.call, application.paper_of(PaperKind.REPORT)
    asked = application.payments.filter(kind=PaymentKind.RETURN).order_by("-id").first()
    dispatch = getattr(application, "dispatch", None)
    year = clock.FiscalYear(call.fiscal_year)
    return {
        "applicant": _name(application.applicant, language),
        "scheme": str(call.scheme),
        "call": call.title,
        "year": year.label_ja if language == "ja" else year.label_en,
        "number": application.number or "",
        "handed_in_on": _day(clock.japan_day(application.handed_in_at), language) if application.handed_in_at else "",
        "title": _line(application.title),
        "track": str(application.track or ""),
        "decided": _yen(application.decided_yen),
        "first_decided": _yen(application.first_decided_yen),
        "settled": _yen(application.settled_yen),
        "advanced": _yen(advanced_yen(application) or None),
        "returned": _yen(asked.yen if asked else None),
        "return_due": _day(asked.due_on if asked else None, language),
        "period": _period(application, language),
        "report_due": _day(report.due_on if report else report_due(application), language),
        "sent": str(dispatch.sent or "") if dispatch else "",
        "reason": _note(application, ["reject", "demand_return", "recall"]),
        "conditions": _conditions(application),
    }


def advanced_yen(application: Application) -> int:
    """What was paid before the amount was fixed."""
    paid = Payment.objects.filter(application=application, kind=PaymentKind.ADVANCE, state=PaymentState.PAID)
    return int(paid.aggregate(sum=Sum("yen"))["sum"] or 0)


def report_due(application: Application) -> dt.date | None:
    """The day by which the report is awaited; ``None`` where the call does not say."""
    days, last = application.call.report_days, application.ends_on
    return last + dt.timedelta(days=days) if days is not None and last is not None else None


def _period(application: Application, language: str) -> str:
    if application.starts_on is None or application.ends_on is None:
        return ""
    return period_words(application.starts_on, application.ends_on, language)


def period_words(first: dt.date, last: dt.date, language: str) -> str:
    begun, ended = in_words(first, language), in_words(last, language)
    return f"{begun}から{ended}まで" if language == "ja" else f"{begun} to {ended}"


def _note(application: Application, moves: list[str]) -> str:
    told = Passage.objects.filter(thing_kind=application.ref.kind, thing_id=application.pk, move__in=moves)
    last = told.order_by("-id").first()
    return _line(last.note) if last else ""


def _conditions(application: Application) -> str:
    """What the desk wrote when it approved the last change."""
    change = application.changes.filter(step="approved").order_by("-id").first()
    if change is None:
        return ""
    kind = Change._meta.label_lower
    told = Passage.objects.filter(thing_kind=kind, thing_id=change.pk, move="approve").order_by("-id").first()
    return _line(told.note) if told else ""


def _line(text: str) -> str:
    """Typed text as one line, nothing in it that turns the direction of what stands beside it.

    記 and 以上 of the letter are the template's alone.
    """
    return clean_line(text)


def _yen(amount: int | None) -> str:
    return money_text(amount) if amount is not None else ""


def _day(day: dt.date | None, language: str) -> str:
    return in_words(day, language) if day else ""


def _name(organisation: Organisation, language: str) -> str:
    return (organisation.name_full_ja or organisation.name_ja) if language == "ja" else str(organisation)
