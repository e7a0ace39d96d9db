"""The pages everybody may read: aims, plan, fields, services."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from kakehashi.foundation.access.requests import VisitorRequest
from kakehashi.foundation.catalogue import queries, registry, rules
from kakehashi.foundation.catalogue.choices import PlanState, ServiceState
from kakehashi.foundation.catalogue.engine_words import engine_words
from kakehashi.foundation.catalogue.models import Plan
from kakehashi.foundation.catalogue.views.crumbs import crumbs_of
from kakehashi.foundation.ui.items import Link


@login_not_required
def aims(request: VisitorRequest) -> HttpResponse:
    """The entry by aim."""
    shown = {"shelves": queries.aims(), "plan": queries.current_plan(), "crumbs": crumbs_of()}
    return render(request, "catalogue/aims.html", shown)


@login_not_required
def aim(request: VisitorRequest, code: str) -> HttpResponse:
    """One aim with the services that serve it."""
    found = get_object_or_404(queries.all_aims(), code=code)
    shown = {"aim": found, "ways": queries.ways(found), "crumbs": crumbs_of(Link(found.title, ""))}
    return render(request, "catalogue/aim.html", shown)


def visible_plan(request: VisitorRequest, code: str) -> Plan:
    return get_object_or_404(queries.plans(request.person), code=code)


@login_not_required
def plan(request: VisitorRequest, code: str) -> HttpResponse:
    """The whole plan: fields, headings, services."""
    found = visible_plan(request, code)
    shown = {
        "plan": found,
        "pages": queries.field_pages(found),
        "counts": queries.state_counts(found),
        "is_editor": rules.is_editor(request.person),
        "crumbs": crumbs_of(Link(found.title, "")),
    }
    return render(request, "catalogue/plan.html", shown)


@login_not_required
def field(request: VisitorRequest, code: str, number: int) -> HttpResponse:
    """One field with its headings and services."""
    found = visible_plan(request, code)
    pages = queries.field_pages(found)
    page = next((page for page in pages if page.field.number == number), None)
    if page is None:
        raise Http404
    shown = {
        "plan": found,
        "page": page,
        "others": [other.field for other in pages if other is not page],
        "crumbs": crumbs_of(Link(found.title, found.get_absolute_url()), Link(page.field.title, "")),
    }
    return render(request, "catalogue/field.html", shown)


def _needs_sign_in(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "login_required", True)
    except Resolver404:
        return True


@login_not_required
def service(request: VisitorRequest, code: str, number: int) -> HttpResponse:
    """The entry page of one service."""
    found = get_object_or_404(queries.services(request.person), plan__code=code, number=number)
    is_current = found.plan.state == PlanState.CURRENT
    entry = registry.entry_path(found) if is_current and found.state == ServiceState.OPEN else ""
    shown = {
        "service": found,
        "steps": engine_words()[found.engine].steps,
        "entry": entry,
        "entry_needs_sign_in": _needs_sign_in(entry),
        "figures": registry.figures(found.plan).get(number),
        "aims": queries.aims_of(found),
        "related": queries.related(found),
        "also_under": found.also_under.select_related("field__plan"),
        "current": None if is_current else queries.same_service_now(found),
        "may_edit": request.person is not None and rules.may_edit(request.person, found),
        "crumbs": crumbs_of(
            Link(found.plan.title, found.plan.get_absolute_url()),
            Link(_("分野%(number)s") % {"number": found.field.number}, found.field.get_absolute_url()),
            Link(found.name, ""),
        ),
    }
    return render(request, "catalogue/service.html", shown)
