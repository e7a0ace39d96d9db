"""The front page, everybody's home, the plan as headquarters sees it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kakehashi import __version__
from kakehashi.engines.calls.queries import home as calls
from kakehashi.engines.calls.queries.public import open_to_apply
from kakehashi.engines.cases import queries as cases
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest, VisitorRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.catalogue import queries as catalogue
from kakehashi.foundation.notices.queries import notices_of
from kakehashi.portal.board import plan_board
from kakehashi.portal.operating import operating
from kakehashi.services.jet.flow import REQUEST_FLOW
from kakehashi.services.jet.queries.requests import waiting_sheets

SHOWN = 8
# Who works in the calls, and in nothing else of the home page: told that nothing waits, too.
CALLS_ONLY = (Permission.REVIEW_APPLICATIONS, Permission.PAY)


@login_not_required
def front(request: VisitorRequest) -> HttpResponse:
    """For whoever comes: what is this, what do you want to do."""
    if request.person is not None:
        return redirect("portal:home")
    context = {
        "groups": catalogue.aims(),
        "plan": catalogue.current_plan(),
        "calls": open_to_apply()[:SHOWN],
        "precedents": cases.visible_precedents(None)[:3],
    }
    return render(request, "portal/front.html", context)


def home(request: SignedInRequest) -> HttpResponse:
    """What waits for me, what changed, what is due; for headquarters the plan."""
    person = request.person
    waiting = cases.waiting_for(person)
    held = standing(person)
    tasks = calls.waiting_in_calls(person)
    context = {
        "tasks": tasks[:SHOWN],
        "tasks_count": len(tasks),
        "reports": calls.reports_due(person) if held.may(Permission.REQUEST_SERVICES) else [],
        "has_calls": any(held.may(one) for one in CALLS_ONLY),
        "waiting": [cases.line_of(case, person) for case in waiting[:SHOWN]],
        "waiting_count": waiting.count(),
        "approvals": cases.approvals_waiting_for(person),
        "sheets": [(one, REQUEST_FLOW.step(one.step)) for one in waiting_sheets(person)[:SHOWN]],
        "news": notices_of(person).filter(read_at=None)[:SHOWN],
        "coming": cases.coming_up(person)[:SHOWN],
        "board": plan_board() if held.may(Permission.OVERSEE_CASES) else None,
        "operating": operating(person),
        "has_cases": any(
            held.may(one) for one in (Permission.REQUEST_SERVICES, Permission.FOLLOW_MEMBERS, Permission.HANDLE_CASES)
        ),
        "may_ask": held.may(Permission.REQUEST_SERVICES),
        "has_role": bool(held.organisations),
        "counts": cases.counts_by_view(person),
    }
    return render(request, "portal/home.html", context)


@login_not_required
def plan(request: VisitorRequest) -> HttpResponse:
    """The way to the plan of this year."""
    current = catalogue.current_plan()
    return redirect("catalogue:plan", current.code) if current else redirect("catalogue:aims")


@login_not_required
def about(request: VisitorRequest) -> HttpResponse:
    """Where the data comes from, licences, how accessible this is."""
    return render(request, "portal/about.html", {"version": __version__, "is_demonstration": settings.DEMONSTRATION})
