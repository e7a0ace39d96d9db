"""Cases as this person may read them, whose turn it is, and their story."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.flow import BEFORE_VISIT, CASE_FLOW, ITEM_FLOW
from kakehashi.engines.cases.models import Approval, Case, CaseKind, Check, Item, Letter, Message, Paper
from kakehashi.engines.cases.queries.story_parts import Part
from kakehashi.engines.cases.rules import is_staff_for, may_fill
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

_STEPS_OF = {turn: [step.code for step in CASE_FLOW.steps if step.turn is turn] for turn in Turn}


def visible_cases(person: Person | None) -> QuerySet[Case]:
    """Cases with what a list shows of them."""
    return _with_names(person).prefetch_related(Prefetch("papers", Paper.objects.order_by("id")))


def whole_case(person: Person | None) -> QuerySet[Case]:
    """Cases with everything their page shows."""
    return (
        _with_names(person)
        .select_related("requester", "partner", "visitor", "office__case_setting")
        .prefetch_related(
            "items",
            Prefetch("papers", Paper.objects.select_related("sheet__version").order_by("id")),
            Prefetch("checks", Check.objects.select_related("done_by")),
            Prefetch("approvals", Approval.objects.select_related("approver", "asked_by", "letter")),
            Prefetch("letters", Letter.objects.select_related("document", "issued_by", "made_by")),
        )
    )


def _with_names(person: Person | None) -> QuerySet[Case]:
    return Case.objects.visible_to(person).select_related(
        "kind", "applicant", "office", "assisting", "branch", "lead", "country"
    )


def office_reports() -> Q:
    """Cases after the visit in which it is the office's turn: the applicant's result is in, or none is asked for."""
    result_is_in = Exists(Paper.objects.filter(case=OuterRef("pk"), kind=PaperKind.RESULT, submitted_at__isnull=False))
    without_result = CaseKind.objects.filter(result_form=None).values("pk")
    return Q(step="visited") & (result_is_in | Q(kind__in=without_result))


def is_turn_of(person: Person) -> Q:
    """The cases in which it is this person's turn."""
    held = standing(person)
    handled = held.where(Permission.HANDLE_CASES)
    client_steps = [s for s in _STEPS_OF[Turn.CLIENT] if s != "visited"]
    # Each way in begins with a column that has an index, so that a database joins the ways instead of reading all.
    clients = Q(step__in=client_steps) | Q(step="visited") & ~office_reports()
    offices = Q(step__in=_STEPS_OF[Turn.OFFICE]) | office_reports()
    asking = Q(applicant__in=held.where(Permission.REQUEST_SERVICES)) & clients
    office = Q(office__in=handled) & (offices | Q(is_own=True) & clients)
    office |= Q(assisting__in=handled) & offices
    shared = CaseKind.objects.filter(through_branch=False).values("pk")
    unseen = Q(seen_by_branch_at=None, step__in=BEFORE_VISIT, kind__in=shared)
    branch = Q(branch__in=held.where(Permission.FOLLOW_MEMBERS)) & (Q(step__in=_STEPS_OF[Turn.BRANCH]) | unseen)
    return asking | office | branch


def waiting_for(person: Person) -> QuerySet[Case]:
    """The cases in which it is this person's turn, the longest waiting first."""
    return visible_cases(person).filter(is_turn_of(person)).order_by("step_since", "id")


def prepare_to_show(papers: list[Paper]) -> None:
    """What ``display`` needs to know of them, read for all of them at once."""
    sheets = [paper.sheet for paper in papers]
    prefetch_related_objects(sheets, "returns", "version__sections", "version__questions")


@dataclass(frozen=True)
class Told:
    """One line of the story of a case."""

    at: dt.datetime
    who: str
    what: str | Promise
    text: str = ""
    is_internal: bool = False
    is_message: bool = False


def timeline(case: Case, person: Person, beside: Iterable[Part]) -> list[Told]:
    """Everything that happened, newest first, with what happened `beside` it; internal notes for staff only."""
    items = {item.pk: item for item in case.items.all()}
    passages = Passage.objects.filter(
        Q(thing_kind=case.ref.kind, thing_id=case.pk) | Q(thing_kind=Item._meta.label_lower, thing_id__in=items)
    ).select_related("by")
    told = []
    for passage in passages:
        if passage.thing_kind == case.ref.kind:
            what: str | Promise = CASE_FLOW.step(passage.to_step).label
            if passage.from_step == passage.to_step:
                what = CASE_FLOW.move(passage.move).label
        else:
            item = items[passage.thing_id]
            what = f"{item.title} {item.host}".strip() + f": {ITEM_FLOW.step(passage.to_step).label}"
        who = str(passage.by) if passage.by else passage.by_name
        told.append(Told(passage.at, who, what, passage.note))
    messages: Iterable[Message] = case.messages.select_related("author")
    if not is_staff_for(person, case):
        messages = (message for message in messages if not message.is_internal)
    told += [Told(m.at, m.who, _what(m), m.body, m.is_internal, is_message=True) for m in messages]
    told += [Told(*part) for part in beside]
    return sorted(told, key=lambda line: line.at, reverse=True)


def _what(message: Message) -> str:
    return _("メールで届いた連絡") if message.came_by_mail else _("連絡")


def public_story(case: Case) -> list[Told]:
    """What somebody without an account reads of their case: its steps in public words and the words to them."""
    passages = Passage.objects.filter(thing_kind=case.ref.kind, thing_id=case.pk)
    steps = [p for p in passages if p.from_step != p.to_step]
    told = [Told(p.at, "", CASE_FLOW.step(p.to_step).public_label, p.note) for p in steps]
    words = case.messages.filter(is_internal=False)
    told += [Told(m.at, m.author_name or str(case.office), m._meta.verbose_name or "", m.body) for m in words]
    return sorted(told, key=lambda line: line.at, reverse=True)


def days_of(case: Case, zone: dt.tzinfo) -> list[tuple[dt.date | None, list[Item]]]:
    """The items by local day, what has no time last; declined and failed ones stay, with their reasons."""
    by_day: dict[dt.date | None, list[Item]] = {}
    timed = sorted((item for item in case.items.all() if item.starts_at), key=lambda item: (item.starts_at, item.pk))
    for item in timed:
        assert item.starts_at is not None  # noqa: S101  # said for the type checker
        by_day.setdefault(item.starts_at.astimezone(zone).date(), []).append(item)
    days: list[tuple[dt.date | None, list[Item]]] = list(by_day.items())
    untimed = [item for item in case.items.all() if not item.starts_at]
    return [*days, (None, untimed)] if untimed else days


@dataclass(frozen=True)
class Due:
    """A day that comes up for this person."""

    day: dt.date
    what: str
    case: Case
    url: str


def coming_up(person: Person, days: int = 45) -> list[Due]:
    """Visits that begin soon and papers this person has to hand in, the nearest first. Two queries."""
    today = clock.today()
    until = today + dt.timedelta(days=days)
    cases = visible_cases(person)
    soon = cases.filter(first_day__range=(today, until), step__in=BEFORE_VISIT).order_by("first_day", "id")[:20]
    due = [Due(case.first_day, _("実施開始"), case, f"/cases/{case.pk}/") for case in soon if case.first_day]
    papers = Paper.objects.filter(case__in=cases.order_by(), due_on__lte=until, submitted_at=None)
    for paper in papers.select_related("case__applicant", "case__office").order_by("due_on", "id")[:20]:
        if paper.due_on and may_fill(person, paper):
            address = f"/cases/{paper.case_id}/papers/{paper.kind}/{paper.round}/"
            due.append(Due(paper.due_on, paper.label, paper.case, address))
    return sorted(due, key=lambda one: one.day)
