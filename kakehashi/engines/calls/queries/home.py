"""What waits for somebody in the calls: the lines of their home page. A constant number of queries for each person."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kakehashi.engines.calls.choices import (
    Consent,
    NominationState,
    PaperKind,
    PaymentKind,
    PaymentState,
    ProposalState,
)
from kakehashi.engines.calls.models import Application, Change, Paper, Proposal
from kakehashi.engines.calls.queries.joining import partners_to_answer
from kakehashi.engines.calls.queries.letters_approving import approvals_to_answer
from kakehashi.engines.calls.queries.lists import lines_of
from kakehashi.engines.calls.queries.nominating import visible_nominations
from kakehashi.engines.calls.queries.paying import visible_payments
from kakehashi.engines.calls.queries.reading import visible_applications, waiting_for
from kakehashi.engines.calls.queries.reviewing import is_waiting, progress_of
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

MOST = 50  # lines read of each kind
SOON = 45  # days
P = Permission


@dataclass(frozen=True)
class Waiting:
    """One thing to do. `until`: a day, or a moment of Japan."""

    title: str
    url: str
    note: str = ""
    who: str = ""
    number: str = ""
    state: str = ""
    tone: str = "waiting"
    since: dt.datetime | None = None
    until: dt.date | dt.datetime | None = None
    next_step: str = ""  # where the title or the state does not say it


@dataclass(frozen=True)
class Due:
    """A report that has to be handed in."""

    day: dt.date
    what: str
    application: Application
    url: str


def waiting_in_calls(person: Person) -> list[Waiting]:
    """Everything that waits for this person, what has to be done first at the top."""
    held = standing(person)
    found = [
        *(_reviews(person) if held.may(P.REVIEW_APPLICATIONS) else ()),
        *(_payments(person) if held.may(P.PAY) else ()),
        *(_of_a_body(person) if held.may(P.REQUEST_SERVICES) else ()),
        *(_changes(person) if held.may(P.HANDLE_CALLS) else ()),
        *(_letters(person) if held.may(P.HANDLE_CALLS) else ()),
    ]
    if held.may(P.REQUEST_SERVICES) or held.may(P.FOLLOW_MEMBERS) or held.may(P.HANDLE_CALLS):
        found += _applications(person)
    return sorted(found, key=lambda one: (one.until is None, _moment(one.until), _moment(one.since)))


def _moment(value: dt.date | dt.datetime | None) -> float:
    if value is None:
        return 0
    if isinstance(value, dt.datetime):
        return value.timestamp()
    return dt.datetime.combine(value, dt.time.max, clock.JAPAN).timestamp()


def _applications(person: Person) -> Iterator[Waiting]:
    """Where it is one's turn; a project waits for its report (``reports_due``), a claim for those who pay."""
    rows = waiting_for(person).exclude(step__in=["granted", "claimed"])[:MOST]
    for line in lines_of(person, list(rows)):
        one = line.application
        yield Waiting(
            title=str(one),
            url=reverse("calls:application", args=[one.pk]),
            note=str(one.call),
            who=str(one.applicant),
            number=one.number or "",
            state=line.state,
            tone=line.tone,
            since=one.step_since,
            until=_coming(one.stated_deadline) if one.step in {"draft", "returned"} else None,
            next_step=line.next_step,
        )


def _coming(moment: dt.datetime | None) -> dt.datetime | None:
    return moment if moment is not None and not clock.has_passed(moment) else None


def _of_a_body(person: Person) -> Iterator[Waiting]:
    """What a body is asked: its consent, whether it applies as nominated, whom it would like to receive."""
    asked = partners_to_answer(person).filter(consent=Consent.ASKED, application__step__in=["draft", "returned"])
    for partner in asked.order_by("id")[:MOST]:
        one: Application = partner.application
        yield _line(one, "calls:consent", _("共同の申請への同意を求められています"), [one.pk, partner.pk])
    mine = standing(person).where(P.REQUEST_SERVICES)
    nominated = visible_nominations(person).filter(body__in=mine, state=NominationState.ASKED)
    for nomination in nominated.order_by("id")[:MOST]:
        url = reverse("calls:nomination", args=[nomination.pk])
        title, who = str(nomination.call), str(nomination.nominator)
        until, state = _coming(nomination.call.closes_at), _("推薦されています")
        yield Waiting(title, url, who=who, state=state, since=nomination.created_at, until=until)
    unanswered = Proposal.objects.filter(state=ProposalState.PROPOSED, application__applicant__in=mine)
    hosts = visible_applications(person).filter(step="matching", pk__in=unanswered.values("application"))
    for one in hosts.order_by("id")[:MOST]:
        yield _line(one, "calls:proposals", _("候補者への返事を待っています"), [one.pk])


def _changes(person: Person) -> Iterator[Waiting]:
    """Changes that were handed in and are to be judged."""
    desks = standing(person).where(P.HANDLE_CALLS)
    mine = Q(application__call__scheme__desk__in=desks, step="submitted")
    found = (
        Change.objects.visible_to(person)
        .filter(mine)
        .select_related("application__call__scheme", "application__applicant")
    )
    for change in found.order_by("id")[:MOST]:
        yield _line(
            change.application, "calls:change", _("変更の承認を待っています"), [change.application_id, change.pk]
        )


def _letters(person: Person) -> Iterator[Waiting]:
    """Decision letters that a second person of the section has to approve."""
    for one in approvals_to_answer(person)[:MOST]:
        url = reverse("calls:letters", args=[one.call_id])
        yield Waiting(str(one), url, str(one.call), str(one.asked_by), state=_("承認待ち"), since=one.asked_at)


def _line(one: Application, page: str, state: str, args: list[int]) -> Waiting:
    url = reverse(page, args=args)
    return Waiting(str(one), url, str(one.call), str(one.applicant), number=one.number or "", state=state)


def _reviews(person: Person) -> Iterator[Waiting]:
    """One line for each call: what is still to be judged, or declared."""
    for one in progress_of(person):
        left = sum(map(is_waiting, one.reviews))
        if left:
            words = ngettext("採点する申請が%(n)s件あります", "採点する申請が%(n)s件あります", left) % {"n": left}
            until = one.call.scoring_until
            yield Waiting(words, reverse("calls:reviews"), str(one.call), state=_("採点中"), until=until)
        elif one.reviewer.declared_at is None and one.call.closed_at is None:
            url = reverse("calls:interests", args=[one.call.pk])
            yield Waiting(_("利害関係を申告してください"), url, str(one.call), state=_("申告待ち"))


def _payments(person: Person) -> Iterator[Waiting]:
    """Claims to be put into a list, and lists of which nothing was marked yet; one line each."""
    waiting = list(
        visible_payments(person).filter(state__in=[PaymentState.ASKED, PaymentState.LISTED]).order_by("asked_at")
    )
    asked = [one for one in waiting if one.state == PaymentState.ASKED and one.kind != PaymentKind.RETURN]
    listed = [one for one in waiting if one.state == PaymentState.LISTED]
    words = {
        _("支払の一覧に入れる請求"): asked,
        _("一覧に入れて、支払を記録していないもの"): listed,
    }
    for title, found in words.items():
        if found:
            count = ngettext("支払%(n)s件", "支払%(n)s件", len(found)) % {"n": len(found)}
            yield Waiting(title, reverse("calls:payments"), count, state=_("支払待ち"), since=found[0].asked_at)


def reports_due(person: Person) -> list[Due]:
    """Reports of one's own bodies that are due soon, or overdue, the nearest first. One query."""
    mine = standing(person).where(P.REQUEST_SERVICES)
    until = clock.today() + dt.timedelta(days=SOON)
    papers = Paper.objects.filter(
        application__applicant__in=mine, application__step="granted", kind=PaperKind.REPORT, due_on__lte=until
    ).select_related("application__call__scheme")
    return [
        Due(paper.due_on, paper.label, paper.application, reverse("calls:application", args=[paper.application_id]))
        for paper in papers.order_by("due_on", "id")[:20]
        if paper.due_on is not None
    ]
