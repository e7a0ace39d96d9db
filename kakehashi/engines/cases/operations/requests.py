"""The request: begun, filled in, taken over into the columns lists are made of, submitted."""

import datetime as dt
from typing import Any

from django.db.models import F

from kakehashi.engines.cases import searching
from kakehashi.engines.cases.choices import Channel, PaperKind, Starts, Theme
from kakehashi.engines.cases.models import Case, CaseKind, CaseNumber, Paper
from kakehashi.engines.cases.operations.answers import day_of, rows_of, text_of
from kakehashi.engines.cases.rules import may_fill, may_see
from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.forms.models import Answers, AnswerSheet, Version
from kakehashi.foundation.forms.operations import open_sheet, save_answers
from kakehashi.foundation.forms.queries import current_version
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.foundation.organisations.queries import branch_in_charge
from kakehashi.kernel import clock

# What the next request of the same person takes over from the last: it is the same every time.
ONCE_ONLY = ("phone", "safety_contact", "languages", "costs", "may_publish")


class NoFormError(Exception):
    """The question set has no published version: headquarters must publish one first."""


def start_case(
    kind: CaseKind,
    *,
    applicant: Organisation | None,
    office: Organisation,
    by: Actor,
    requester: Person | None = None,
    assisting: Organisation | None = None,
    channel: Channel = Channel.SCREEN,
) -> Case:
    """A draft, prefilled with what the person's last request already said.

    By an officer of the body that asks; by staff of the desk for somebody who asked by another `channel` (then
    `requester` is that person, where known); by staff for themselves where the kind is theirs (`applicant` is the
    office); by the platform for somebody unknown (`applicant` is ``None``).
    """
    is_own = kind.starts == Starts.STAFF
    with act("cases.start", None, by=by, permit=kind.is_open and _may_start(kind, applicant, office, channel, by)) as (
        record
    ):
        requester = by if isinstance(by, Person) and channel == Channel.SCREEN else requester
        case = Case.objects.create(
            kind=kind,
            applicant=office if is_own else applicant,
            requester=requester,
            is_own=is_own,
            channel=channel,
            office=office,
            assisting=assisting,
            branch=branch_in_charge(applicant) if applicant and not is_own else None,
            step="draft",
            fiscal_year=clock.fiscal_year(clock.today()),
            country=_first_country(assisting or office),
        )
        record.thing = case
        paper = open_paper(case, PaperKind.REQUEST, by=by, answers=_known_already(case))
        take_over(case, paper.sheet.answers)
        case.save()
        searching.hand_in(case)
    return case


def _may_start(
    kind: CaseKind, applicant: Organisation | None, office: Organisation, channel: Channel, by: Actor
) -> bool:
    if kind.starts == Starts.STAFF or channel != Channel.SCREEN:
        return may(by, Permission.HANDLE_CASES, office.pk)
    if applicant is None:
        return False
    return may(by, Permission.REQUEST_SERVICES, applicant.pk)


def _first_country(office: Organisation) -> Country | None:
    return office.country if office.country_id != "JP" else None


def open_paper(
    case: Case,
    kind: PaperKind,
    *,
    by: Actor,
    round_number: int = 1,
    due_on: dt.date | None = None,
    answers: Answers | None = None,
) -> Paper:
    """Lay an empty paper into the case."""
    with act("cases.open_paper", None, by=by, permit=may_see(by, case)) as record:
        version = _version(case.kind, kind, round_number)
        sheet = open_sheet(version, about=case.ref, by=by, permit=True, answers=answers)
        paper = Paper.objects.create(case=case, kind=kind, round=round_number, sheet=sheet, due_on=due_on)
        record.thing = paper
    return paper


def save_paper(paper: Paper, answers: Answers, *, base_revision: int, by: Actor) -> AnswerSheet:
    """Keep what was typed, complete or not. Raises ``StaleError`` when somebody saved in between."""
    with act("cases.save_paper", paper, by=by, permit=may_fill):
        permit = may_fill(by, hold(paper))
        sheet = save_answers(paper.sheet, answers, by=by, base_revision=base_revision, permit=permit)
        if paper.kind == PaperKind.REQUEST:
            take_over(paper.case, sheet.answers)
            paper.case.save()
            searching.hand_in(paper.case)
    return sheet


def hold(paper: Paper) -> Paper:
    """Hold the paper, and its case before it, and take both over as they are now: it may have been handed in."""
    case = paper.case
    case.refresh_from_db(from_queryset=Case.objects.select_for_update(no_key=True))
    paper.refresh_from_db()
    paper.case = case
    return paper


def take_over(case: Case, answers: Answers) -> None:
    """Columns for lists and comparison, out of the request; what is not understood yet stays empty. Does not save."""
    case.title = text_of(answers.get("title"))[:200]
    theme = text_of(answers.get("theme"))
    case.theme = theme if theme in Theme.values else ""
    country = answers.get("country")
    if isinstance(country, str) and Country.objects.filter(alpha2=country).exists():
        case.country_id = country
    case.city = text_of(answers.get("city"))[:80]
    names = [text_of(row.get("name")) for row in rows_of(answers.get("hosts"))] or [text_of(answers.get("host"))]
    case.host = "、".join(name for name in names if name)[:400]
    days = [
        (first, last)
        for row in rows_of(answers.get("dates"))
        if (first := day_of(row.get("starts_on"))) and (last := day_of(row.get("ends_on"))) and first <= last
    ]
    if not days and (day := day_of(answers.get("day"))):
        days = [(day, day)]
    case.first_day, case.last_day = days[0] if days else (None, None)
    case.is_urgent = answers.get("urgent") is True
    case.consents_to_publication = answers.get("may_publish") is True


def give_number(case: Case) -> None:
    """The next number of the office in this fiscal year: 2012-PARIS-0007. Call it inside the move that submits."""
    year = clock.fiscal_year(clock.today())
    counter, _created = CaseNumber.objects.select_for_update(no_key=True).get_or_create(
        office=case.office, fiscal_year=year
    )
    CaseNumber.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    office = case.office.code.removeprefix("office-").removeprefix("section-").upper()
    case.number, case.fiscal_year = f"{year}-{office}-{counter.last:04}", year


def _version(kind: CaseKind, paper: PaperKind, round_number: int) -> Version:
    found = kind.form_for(paper, round_number)
    version = current_version(found.code) if found is not None else None
    if version is None:
        raise NoFormError(found.code if found is not None else f"{kind.code}: {paper.value}")
    return version


def _known_already(case: Case) -> dict[str, Any]:
    known: dict[str, Any] = {"urgent": False}
    if case.requester is not None:
        asked = Paper.objects.filter(kind=PaperKind.REQUEST, case__requester=case.requester)
        last = asked.filter(case__applicant=case.applicant_id).select_related("sheet").order_by("-id").first()
        known |= {code: last.sheet.answers[code] for code in ONCE_ONLY if code in last.sheet.answers} if last else {}
        if case.requester.phone:
            known.setdefault("phone", case.requester.phone)
    if case.country_id:
        known["country"] = case.country_id
    return known
