"""Calls and applications as this person may read them, whose turn it is, and the story of one."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import Pays
from kakehashi.engines.calls.flow import APPLICATION_FLOW, CHANGE_FLOW
from kakehashi.engines.calls.models import Application, Call, Change, Paper, Scheme
from kakehashi.engines.calls.rules import is_desk
from kakehashi.engines.calls.rules.showing import step_words
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.catalogue.models import Service
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

_STEPS_OF = {turn: [step.code for step in APPLICATION_FLOW.steps if step.turn is turn] for turn in Turn}


def visible_calls(person: Person | None) -> QuerySet[Call]:
    return Call.objects.visible_to(person).select_related("scheme__desk")


def visible_applications(person: Person | None) -> QuerySet[Application]:
    """Applications with what a list shows of them."""
    return (
        Application.objects.visible_to(person)
        .select_related("call__scheme__desk", "track", "applicant", "implementer", "branch", "lead")
        .prefetch_related("call__tracks")
    )


def whole_application(person: Person | None) -> QuerySet[Application]:
    """Applications with everything their page shows."""
    papers = Paper.objects.select_related("sheet__version__question_set").order_by("id")
    return (
        visible_applications(person)
        .select_related("submitter", "nominator", "country")
        .prefetch_related(Prefetch("papers", papers), "partners__organisation", "changes")
    )


def is_turn_of(person: Person) -> Q:
    """The applications in which it is this person's turn; the office's are those of the person's section."""
    held = standing(person)
    asking = Q(applicant__in=held.where(Permission.REQUEST_SERVICES), step__in=_STEPS_OF[Turn.CLIENT])
    branch = Q(branch__in=held.where(Permission.FOLLOW_MEMBERS), step__in=_STEPS_OF[Turn.BRANCH])
    desk = Q(call__scheme__desk__in=held.where(Permission.HANDLE_CALLS), step__in=_STEPS_OF[Turn.OFFICE])
    # What the council pays itself, and what ends without a report, the section passes on: `rules.showing.turn_of`.
    passed_on = Q(step="settled", call__pays=Pays.DIRECT) | Q(step="granted", call__report_form=None)
    passing_on = Q(call__scheme__desk__in=held.where(Permission.HANDLE_CALLS)) & passed_on
    return asking & ~passed_on | branch | desk | passing_on


def waiting_for(person: Person) -> QuerySet[Application]:
    """The applications in which it is this person's turn, the longest waiting first."""
    return visible_applications(person).filter(is_turn_of(person)).order_by("step_since", "id")


@dataclass(frozen=True)
class Told:
    """One line of the story of an application."""

    at: dt.datetime
    who: str
    what: str | Promise
    text: str = ""
    is_internal: bool = False


def timeline(application: Application, person: Person) -> list[Told]:
    """Everything that happened, newest first; what the board does and notes of the council for its desk only."""
    is_staff = is_desk(person, application)
    changes = {change.pk: change for change in application.changes.all()}
    passages = Passage.objects.select_related("by").filter(
        Q(thing_kind=application.ref.kind, thing_id=application.pk)
        | Q(thing_kind=Change._meta.label_lower, thing_id__in=changes)
    )
    told = []
    for passage in passages:
        if passage.thing_kind == application.ref.kind:
            step = APPLICATION_FLOW.step(passage.to_step)
            label = step_words(application, step, is_staff=is_staff)
            secret = not is_staff and passage.to_step in {"scoring", "board", "adopted"}
        else:
            label = f"{changes[passage.thing_id].get_kind_display()}: {CHANGE_FLOW.step(passage.to_step).label}"
            secret = False
        if not secret:
            told.append(Told(passage.at, str(passage.by or passage.by_name), label, passage.note))
    messages = application.messages.select_related("author")
    if not is_staff:
        messages = messages.filter(is_internal=False)
    told += [Told(m.at, str(m.author), _("連絡"), m.body, m.is_internal) for m in messages]
    told.reverse()  # of one moment, the last one first
    return sorted(told, key=lambda line: line.at, reverse=True)


def opened_services() -> set[int]:
    """The services that the plan gives to this engine and that an announced call of this year or the next carries.

    A scheme may also name lines of the plan that another engine carries (a seminar that looks for its host by a call):
    these are not opened here.
    """
    year = clock.fiscal_year(clock.today())
    announced = Call.objects.filter(announced_at__isnull=False, fiscal_year__gte=year)
    listed = Scheme.objects.filter(pk__in=announced.values("scheme")).values_list("service_numbers", flat=True)
    given = Service.objects.filter(engine="calls", number__in={number for numbers in listed for number in numbers})
    return set(given.values_list("number", flat=True))


def asking_organisations(person: Person) -> QuerySet[Organisation]:
    """The organisations in whose name this person may apply."""
    return Organisation.objects.filter(pk__in=standing(person).where(Permission.REQUEST_SERVICES))
