"""The plan of a year: how many from which country; row by row, and as an Excel file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.organisations.queries import countries
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.exports.files import xlsx
from kakehashi.services.jet.forms.cycles import PlanForm, plan_values
from kakehashi.services.jet.forms.requests import FileForm
from kakehashi.services.jet.forms.tables import file_of
from kakehashi.services.jet.models import Cycle
from kakehashi.services.jet.operations import cycles as operations
from kakehashi.services.jet.queries.cycles import plan_of
from kakehashi.services.jet.views import bringing
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only, cycle_of


def _form(data: object = None, **options: object) -> PlanForm:
    known = {one.pk: one for one in countries().exclude(pk="JP")}
    return PlanForm(dict(sorted(known.items(), key=lambda pair: str(pair[1]))), data, **options)


def _of(cycle: Cycle) -> Link:
    return Link(str(cycle), reverse("jet:cycle", args=[cycle.year]))


@require_safe
def plan(request: SignedInRequest, year: int) -> HttpResponse:
    council_only(request)
    cycle = cycle_of(request, year)
    context = {
        "cycle": cycle,
        "rows": plan_of(cycle),
        "file_form": FileForm(),
        "crumbs": crumbs(_of(cycle), Link(_("国別計画"), "")),
    }
    return render(request, "jet/plan.html", context)


@once
def edit(request: SignedInRequest, year: int) -> HttpResponse:
    """One country; `?country=` fills in what stands there."""
    council_only(request)
    cycle = cycle_of(request, year)
    known = cycle.plan.filter(country=request.GET.get("country", "")[:2]).first()
    form = _form(request.POST or None, initial=plan_values(known) if known else {})
    if form.is_valid():
        operations.set_plan(cycle, [form.values()], by=request.person)
        messages.success(request, _("国別計画を保存しました。"))
        return redirect("jet:plan", year)
    context = {
        "form": form,
        "cycle": cycle,
        "known": known,
        "crumbs": crumbs(
            _of(cycle), Link(_("国別計画"), reverse("jet:plan", args=[year])), Link(_("国ごとに直す"), "")
        ),
    }
    return render(request, "jet/plan_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def drop(request: SignedInRequest, year: int, country: str) -> HttpResponse:
    council_only(request)
    found = get_object_or_404(cycle_of(request, year).plan.select_related("cycle"), country=country)
    operations.drop_country(found.cycle, found.country_id, by=request.person)
    messages.success(request, _("国を計画から外しました。"))
    return redirect("jet:plan", year)


@require_safe
def export(request: SignedInRequest, year: int) -> HttpResponse:
    council_only(request)
    cycle = cycle_of(request, year)
    rows = (plan_values(one) for one in plan_of(cycle))
    return xlsx(file_of(_form(), rows, sheet=_("国別計画")), f"plan-{year}")


@require_POST
@once
def take_in(request: SignedInRequest, year: int) -> HttpResponse:
    council_only(request)
    cycle = cycle_of(request, year)
    form = FileForm(request.POST, request.FILES)
    token = bringing.keep(request, form, _form(), place=f"plan:{year}", needed=("country", "group"))
    if token:
        return redirect("jet:plan_look", year, token)
    context = {"cycle": cycle, "rows": plan_of(cycle), "file_form": form, "crumbs": crumbs(_of(cycle))}
    return render(request, "jet/plan.html", context, status=422)


@once
def look(request: SignedInRequest, year: int, token: str) -> HttpResponse:
    """What the file would change, before it does."""
    council_only(request)
    cycle = cycle_of(request, year)
    rows = bringing.kept(request, place=f"plan:{year}", token=token)
    if rows is None:
        return bringing.gone(request, "jet:plan", year)
    blank = _form()
    known = {one.country_id: plan_values(one) for one in plan_of(cycle)}
    found = bringing.compare(
        rows,
        lambda data: PlanForm(blank.countries, data),
        key=lambda form: form.cleaned_data["country"],
        known=lambda form: known.get(form.cleaned_data["country"]),
        title=lambda form: str(blank.countries[form.cleaned_data["country"]]),
    )
    if request.method == "POST" and found.is_ready:
        operations.set_plan(cycle, [one.values() for one in found.forms], by=request.person)
        bringing.forget(request, place=f"plan:{year}", token=token)
        messages.success(request, _("国別計画を取り込みました。"))
        return redirect("jet:plan", year)
    way = Link(_("国別計画"), reverse("jet:plan", args=[year]))
    return bringing.page(request, found, crumbs(_of(cycle), way, Link(_("取り込む前に確かめる"), "")))
