"""What is on, for the calendar somebody already uses: its secret addresses, and the events of one of them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kakehashi.engines.cases.choices import FeedScope
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import CalendarKey, Case, Item, Paper
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

SALT = "cases.calendar"
KEPT = dt.timedelta(days=90)  # what is longer ago is not sent any more
_OPEN = [step.code for step in CASE_FLOW.steps if not step.is_end]
_TO_DO = ("requested", "arranging")  # of an item


def may_subscribe(person: Person) -> bool:
    """Who works on cases somewhere."""
    return bool(_workplaces(person))


def key_of(person: Person) -> CalendarKey | None:
    return CalendarKey.objects.filter(person=person).first()


def feed_path(key: CalendarKey, scope: FeedScope) -> str:
    """Whoever has it may read what is on, without signing in."""
    token = signing.Signer(salt=SALT).sign_object([key.person_id, key.nonce])
    return reverse("cases:calendar_feed", args=[scope, token])


def reader_of(token: str) -> Person | None:
    """Whose calendar asks; ``None`` where the address was changed or ended, or its owner works on cases no more."""
    try:
        pk, nonce = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    key = CalendarKey.objects.select_related("person").filter(person_id=pk, nonce=nonce).first()
    return key.person if key is not None and may_subscribe(key.person) else None


def as_calendar(person: Person, scope: FeedScope) -> bytes:
    """iCalendar in the language that is active: visits, what is confirmed, deadlines. Four queries.

    The same visit, item and deadline keeps its UID, so a change replaces it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kakehashi//cases//JA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{_('架け橋')}: {scope.label}")
    cases = _cases(person, scope)
    for case in cases.select_related("applicant", "kind").order_by("id"):
        _add_case(calendar, case)
    _add_items(calendar, cases)
    papers = Paper.objects.filter(case__in=cases, submitted_at=None, due_on__gte=_since())
    for paper in papers.select_related("case").order_by("id"):
        if paper.due_on:
            _add(calendar, f"paper-{paper.pk}", paper.case, _due(paper.label, paper.case), starts=paper.due_on)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _workplaces(person: Person) -> set[int]:
    held = standing(person)
    return set(held.where(Permission.HANDLE_CASES) | held.where(Permission.ASSIGN_CASES))


def _since() -> dt.date:
    return clock.today() - KEPT


def _cases(person: Person, scope: FeedScope) -> QuerySet[Case]:
    places = _workplaces(person)
    here = Case.objects.visible_to(person).filter(Q(office__in=places) | Q(assisting__in=places), step__in=_OPEN)
    return here.filter(lead=person) if scope == FeedScope.MINE else here


def _add_case(calendar: Calendar, case: Case) -> None:
    if case.first_day and case.last_day and case.last_day >= _since():
        after = case.last_day + dt.timedelta(days=1)
        _add(calendar, f"case-{case.pk}", case, f"{case} ({case.asker})", starts=case.first_day, ends=after)
    if case.due_on and case.due_on >= _since():
        _add(calendar, f"case-due-{case.pk}", case, _due(case.stage.label, case), starts=case.due_on)


def _add_items(calendar: Calendar, cases: QuerySet[Case]) -> None:
    """Confirmed ones at their hour, those to be done on the day they are due."""
    wanted = Q(step="confirmed", starts_at__date__gte=_since()) | Q(step__in=_TO_DO, due_on__gte=_since())
    items = Item.objects.filter(wanted, case__in=cases).select_related("case__office__case_setting")
    for item in items.order_by("id"):
        uid, case = f"item-{item.pk}", item.case
        if item.step == "confirmed" and item.starts_at:
            setting = getattr(case.office, "case_setting", None)
            zone = ZoneInfo(setting.time_zone) if setting else clock.JAPAN
            starts, ends = item.starts_at.astimezone(zone), item.ends_at.astimezone(zone) if item.ends_at else None
            _add(calendar, uid, case, f"{item.title} {item.host}".strip(), starts=starts, ends=ends, place=item.place)
        elif item.due_on:
            _add(calendar, uid, case, _due(item.title, case), starts=item.due_on)


def _due(what: object, case: Case) -> str:
    return f"{_('期限: %(what)s') % {'what': what}} ({case})"


def _add(
    calendar: Calendar,
    uid: str,
    case: Case,
    words: str,
    *,
    starts: dt.date,
    ends: dt.date | None = None,
    place: str = "",
) -> None:
    event = Event()
    event.add("uid", f"{uid}@{settings.SITE_URL.partition('://')[2]}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", starts)
    if ends:
        event.add("dtend", ends)
    event.add("summary", words)
    event.add("location", place)
    event.add("description", case.number or "")
    event.add("url", settings.SITE_URL + reverse("cases:case", args=[case.pk]))
    if not isinstance(starts, dt.datetime):
        event.add("transp", "TRANSPARENT")  # a day is not taken by what falls due on it
    calendar.add_component(event)
