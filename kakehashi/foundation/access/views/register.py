"""The register to read: everybody signed in may, but people are shown to those who work with them."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access import queries, rules
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.organisations import queries as register
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.ui.items import Link

PER_PAGE = 50


def organisations(request: SignedInRequest) -> HttpResponse:
    """The list: searched, filtered by kind and prefecture."""
    kinds = [kind for kind in request.GET.getlist("kind") if kind in OrganisationKind.values]
    prefectures = list(register.prefectures())
    code = request.GET.get("prefecture", "")
    found = register.register(
        text=request.GET.get("q", ""),
        kinds=kinds,
        with_ended="ended" in request.GET,
        prefecture=next((one for one in prefectures if one.code == code), None),
    )
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "text": request.GET.get("q", ""),
        "kinds": kinds,
        "prefectures": prefectures,
        "prefecture": code,
        "with_ended": "ended" in request.GET,
        "chips": [_chip(request.GET, kind, kinds) for kind in OrganisationKind],
        "may_edit": rules.may_edit_register(request.person),
    }
    return render(request, "access/organisations.html", context)


def _chip(query: QueryDict, kind: OrganisationKind, on: list[str]) -> Link:
    """A filter that turns this kind on or off and keeps the rest of the question."""
    turned = query.copy()
    turned.setlist("kind", [one for one in on if one != kind] if kind in on else [*on, kind])
    turned.pop("page", None)
    return Link(str(kind.label), f"?{turned.urlencode()}", kind in on)


def organisation(request: SignedInRequest, code: str) -> HttpResponse:
    """One body: its facts, who is in charge, and its people for those who may see them."""
    body = get_object_or_404(register.all_organisations(), code=code)
    sees_people = queries.sees_people_at(request.person, body)
    context = {
        "body": body,
        "is_valid": register.is_valid(body),
        "crumbs": [Link(_("団体の一覧"), reverse("organisations:list")), Link(str(body), "", True)],
        "branch": register.branch_in_charge(body),
        "countries": body.countries_in_charge.all(),
        "relations": register.relations_of(body),
        "parts": register.parts_of(body),
        "sees_people": sees_people,
        "terms": queries.current_terms(request.person, body) if sees_people else [],
        "past_terms": queries.past_terms(request.person, body) if sees_people else [],
        "may_edit": rules.may_edit_register(request.person),
        "may_manage_roles": rules.may_manage_roles(request.person, body),
    }
    return render(request, "access/organisation.html", context)


def holidays(request: SignedInRequest, alpha2: str) -> HttpResponse:
    """The holidays of a country; 未設定 where none has been entered."""
    country = get_object_or_404(register.countries(), pk=alpha2)
    title = _("%(country)sの祝日") % {"country": country}
    context = {
        "country": country,
        "crumbs": [Link(_("団体の一覧"), reverse("organisations:list")), Link(title, "", True)],
        "page": Paginator(country.holidays.order_by("-day"), PER_PAGE).get_page(request.GET.get("page")),
        "may_edit": rules.may_edit_register(request.person),
    }
    return render(request, "access/holidays.html", context)
