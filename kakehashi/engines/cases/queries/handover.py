"""Hand-overs: who has what to hand over, to whom it can go, and who may read about it."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from kakehashi.engines.cases.models import ENDED, WORKPLACES, Approval, Case, Handover, HandoverLine, Item, Paper
from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person, valid_on
from kakehashi.kernel import clock

OPEN = ~Q(step__in=ENDED)


def side_of(office: Organisation) -> Permission:
    """What its people do with cases: work on them, or ask."""
    return Permission.HANDLE_CASES if office.kind in WORKPLACES else Permission.REQUEST_SERVICES


def roles_with(permission: Permission) -> list[str]:
    return [code for code, role in ROLES.items() if permission in role.permissions]


def holders_on(permission: Permission, organisation_id: int, day: dt.date) -> QuerySet[Person]:
    """The people whose role at the organisation permits this on that day."""
    held = RoleHeld.objects.filter(valid_on(day), organisation=organisation_id, role__in=roles_with(permission))
    return Person.objects.filter(pk__in=held.values("person")).order_by("name_kana", "id")


def open_cases_of(leaver: Person, office: Organisation) -> QuerySet[Case]:
    """Everything under way that is the leaver's there, what only the office has seen yet included."""
    if office.kind in WORKPLACES:
        begun = Q(lead=None, is_own=True, requester=leaver, office=office)
        mine = begun | (Q(lead=leaver) & (Q(office=office) | Q(assisting=office)))
    else:
        mine = Q(requester=leaver, applicant=office)
    return with_facts(Case.objects.filter(OPEN & mine).order_by(F("due_on").asc(nulls_last=True), "id"))


def with_facts(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a report says of them."""
    related = cases.select_related("kind", "applicant", "office", "requester", "lead", "country", "visitor")
    return related.prefetch_related(Prefetch("items", Item.objects.order_by("order", "id")), Prefetch("papers"))


def lines_of(handover: Handover) -> QuerySet[HandoverLine]:
    cases = Prefetch("case", with_facts(Case.objects.all()))
    return handover.lines.select_related("successor").prefetch_related(cases)


def came_since(handover: Handover) -> list[Case]:
    """Cases of the leaver that the draft does not hold yet; they are handed over with the others."""
    held = handover.lines.values("case")
    return list(open_cases_of(handover.leaver, handover.office).exclude(pk__in=held))


def approvals_asked_of(handover: Handover) -> QuerySet[Approval]:
    """What the leaver is still asked to approve there."""
    there = Q(case__office=handover.office) | Q(case__assisting=handover.office) | Q(case__applicant=handover.office)
    return Approval.objects.filter(there, approver=handover.leaver, state="waiting").select_related("case")


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take over, with what they lead already."""

    person: Person
    load: int
    comes_new: bool  # whose role begins around the day of the hand-over


def candidates(handover: Handover) -> list[Candidate]:
    """Who works there on that day, whoever comes new first, then the least burdened. Two queries."""
    permission, day = side_of(handover.office), handover.planned_for
    led = Q(cases_led__step__in=ENDED)
    people = holders_on(permission, handover.office_id, day).exclude(pk=handover.leaver_id)
    starts = dict(
        RoleHeld.objects.filter(valid_on(day), organisation=handover.office, role__in=roles_with(permission))
        .order_by("-starts_on")
        .values_list("person", "starts_on")
    )
    recent = day - dt.timedelta(days=31)
    found = [
        Candidate(person, person.load, starts[person.pk] >= recent)
        for person in people.annotate(load=Count("cases_led", filter=~led & Q(cases_led__isnull=False)))
    ]
    return sorted(found, key=lambda one: (not one.comes_new, one.load))


@dataclass(frozen=True)
class Leaver:
    """Whose work can be handed over, where, and how many cases that is."""

    person: Person
    office: Organisation
    count: int
    is_gone: bool  # the role has ended already


def leavers(viewer: Person) -> list[Leaver]:
    """Oneself, and everybody with open cases where the viewer gives out work or ends roles. Three queries."""
    managed = managed_by(viewer)
    where = managed | Q(organisation__in=standing(viewer).organisations, person=viewer)
    roles = RoleHeld.objects.filter(where, role__in=roles_with(Permission.HANDLE_CASES) + _asking())
    counts = _counts(roles)
    found: dict[tuple[int, int], Leaver] = {}
    for held in roles.select_related("person", "organisation").order_by("organisation__code", "person__name_kana"):
        key = (held.organisation_id, held.person_id)
        if not counts[key]:
            continue
        gone = held.is_past and (key not in found or found[key].is_gone)
        found[key] = Leaver(held.person, held.organisation, counts[key], is_gone=gone)
    return list(found.values())


def _asking() -> list[str]:
    return roles_with(Permission.REQUEST_SERVICES)


def _counts(roles: QuerySet[RoleHeld]) -> Counter[tuple[int, int]]:
    """How many open cases each person has at each place."""
    counts: Counter[tuple[int, int]] = Counter()
    people = roles.values("person")
    cases = Case.objects.filter(OPEN & (Q(lead__in=people) | Q(requester__in=people)))
    for office, assisting, applicant, lead, requester, is_own in cases.values_list(
        "office", "assisting", "applicant", "lead", "requester", "is_own"
    ):
        for place in {office, assisting} - {None}:
            counts[place, lead if lead or not is_own else requester] += 1
        if not is_own:
            counts[applicant, requester] += 1
    return counts


def managed_by(viewer: Person) -> Q:
    """Roles at places where the viewer gives out work or ends roles."""
    held = standing(viewer)
    return Q(organisation__in=held.where(Permission.ASSIGN_CASES)) | held.reach(Permission.INVITE, "organisation")


def visible_handovers(viewer: Person) -> QuerySet[Handover]:
    """One's own, those where one gives out work or ends roles, and those one has taken over."""
    held = standing(viewer)
    everywhere = Permission.INVITE in held.everywhere
    offices = held.where(Permission.ASSIGN_CASES) | held.where(Permission.INVITE)
    taken = HandoverLine.objects.filter(handover=OuterRef("pk"), successor=viewer)
    mine = Q(leaver=viewer) | Q(office__in=offices) | (Q(done_at__isnull=False) & Exists(taken))
    found = Handover.objects.all() if everywhere else Handover.objects.filter(mine)
    return found.select_related("office", "leaver", "successor", "made_by", "confirmed_by").annotate(
        count=Count("lines")
    )


def taken_over(viewer: Person) -> QuerySet[HandoverLine]:
    """The cases this person took over that are still open, the latest first."""
    lines = HandoverLine.objects.filter(~Q(case__step__in=ENDED), successor=viewer, handover__done_at__isnull=False)
    lines = lines.filter(Q(case__lead=viewer) | Q(case__requester=viewer))
    related = lines.select_related("handover__leaver", "handover__office")
    cases = Prefetch("case", with_facts(Case.objects.all()))
    return related.prefetch_related(cases).order_by("-handover__done_at", "id")


def leaderless(office: Organisation | None = None) -> QuerySet[Case]:
    """Open cases whose officer no longer works there: 担当者が不在. Of one office, or of all."""
    handling = roles_with(Permission.HANDLE_CASES)
    held = RoleHeld.objects.filter(
        valid_on(clock.today()),
        Q(organisation=OuterRef("office")) | Q(organisation=OuterRef("assisting")),
        person=OuterRef("lead"),
        role__in=handling,
    )
    cases = Case.objects.filter(OPEN, ~Exists(held), lead__isnull=False, submitted_at__isnull=False)
    if office is not None:
        cases = cases.filter(Q(office=office) | Q(assisting=office))
    return cases.select_related("kind", "applicant", "office", "lead").order_by("office__code", "step_since", "id")


def leaderless_for(viewer: Person) -> QuerySet[Case]:
    """Those of them that this person gives out or oversees."""
    held = standing(viewer)
    cases = leaderless()
    if held.may(Permission.OVERSEE_CASES):
        return cases
    return cases.filter(office__in=held.where(Permission.HANDLE_CASES))


def due_handovers() -> list[int]:
    """Those settled for today or earlier and not done yet."""
    due = Handover.objects.filter(done_at=None, confirmed_at__isnull=False, planned_for__lte=clock.today())
    return list(due.order_by("planned_for", "id").values_list("pk", flat=True))


def may_read_report(person: Person | None, handover_id: int) -> bool:
    return person is not None and visible_handovers(person).filter(pk=handover_id).exists()


def papers_waiting(case: Case) -> list[Paper]:
    """Papers not handed in yet, the nearest first."""
    waiting = [paper for paper in case.papers.all() if paper.due_on and not paper.submitted_at]
    return sorted(waiting, key=lambda paper: (paper.due_on or dt.date.max, paper.pk))
