"""Cost plans: the list, one with what it comes to, its settings and the posts that are wished."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock
from kakehashi.services.jet.exports.cost_plan import cost_plan_xlsx
from kakehashi.services.jet.exports.files import xlsx
from kakehashi.services.jet.forms.costs import CostPlanForm, NewPlanForm, PostForm
from kakehashi.services.jet.models import CostPlan, PlannedPost
from kakehashi.services.jet.money.prorating import rule_in_words
from kakehashi.services.jet.operations import costs as operations
from kakehashi.services.jet.queries import costs as queries
from kakehashi.services.jet.rules.requests import asks, runs_programme
from kakehashi.services.jet.views.cost_tables import comparisons, table_of
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import participants_only

PAGE = 50


def plans_link() -> Link:
    return Link(_("費用の計画"), reverse("jet:costs"))


def _way(plan: CostPlan, words: str = "") -> list[Link]:
    here = Link(str(plan), reverse("jet:cost", args=[plan.pk]) if words else "")
    return crumbs(plans_link(), here, *([Link(words, "")] if words else []))


def _plan(request: SignedInRequest, pk: int) -> CostPlan:
    return get_object_or_404(queries.visible_plans(request.person), pk=pk)


def _own(request: SignedInRequest, pk: int) -> CostPlan:
    found = _plan(request, pk)
    if not asks(request.person, found):
        raise NotPermittedError(_("この計画を作った団体の人だけが使えます。"))
    return found


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    participants_only(request)
    page = Paginator(queries.visible_plans(request.person), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "plans": queries.planning_organisations(request.person).exists(),
        "crumbs": crumbs(Link(_("費用の計画"), "")),
    }
    return render(request, "jet/costs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: SignedInRequest) -> HttpResponse:
    bodies = queries.planning_organisations(request.person)
    if not bodies:
        raise Http404
    form = NewPlanForm(bodies, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = operations.make_plan(form.cleaned_data["organisation"], form.values(), by=request.person)
        messages.success(request, _("計画を作りました。希望する枠があれば加えてください。"))
        return redirect("jet:cost", made.pk)
    title = _("費用の計画を作る")
    context = {"form": form, "title": title, "crumbs": crumbs(plans_link(), Link(title, ""))}
    return render(request, "jet/cost_edit.html", context, status=422 if form.errors else 200)


@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    made = queries.reckoned(found)
    context = {
        "plan": found,
        "made": made,
        "table": table_of(made.plan),
        "comparisons": comparisons(found, made.plan),
        "rule": rule_in_words(),
        "posts": found.posts.select_related("country"),
        "writes": asks(request.person, found),
        "runs": runs_programme(request.person),
        "crumbs": _way(found),
    }
    return render(request, "jet/cost.html", context)


@require_safe
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    made = queries.reckoned(found)
    body = f"{found.organisation} {found.title}"
    content = cost_plan_xlsx(made.plan, made.table, organisation=body, made_on=clock.today(), countries=made.countries)
    return xlsx(content, f"jet-costs-{found.organisation.code}-{found.first_year}")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = CostPlanForm(request.POST or None, instance=_plan(request, pk))
    title = _("計画の前提を直す")
    context = {"form": form, "title": title, "revision": found.revision, "crumbs": _way(found, title)}
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_plan(found, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "jet/cost_edit.html", context, status=409)
        messages.success(request, _("計画を保存しました。"))
        return redirect("jet:cost", pk)
    return render(request, "jet/cost_edit.html", context, status=422 if form.errors else 200)


@require_POST
@once
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    operations.drop_plan(found, by=request.person)
    messages.success(request, _("計画「%(title)s」を消しました。") % {"title": found.title})
    return redirect("jet:costs")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def post_new(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    blank = PlannedPost(plan=found, stays=found.each_stays)
    return _post_page(request, found, blank, _("希望する枠を加える"))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def post(request: SignedInRequest, pk: int, post_pk: int) -> HttpResponse:
    found = _own(request, pk)
    return _post_page(request, found, get_object_or_404(found.posts, pk=post_pk), _("希望する枠を直す"))


def _post_page(request: SignedInRequest, plan: CostPlan, one: PlannedPost, title: str) -> HttpResponse:
    form = PostForm(request.POST or None, instance=one)
    context: dict[str, Any] = {"form": form, "title": title, "crumbs": _way(plan, title), "revision": plan.revision}
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_post(plan, form.instance, base_revision=sent_revision(request), by=request.person)
        except (StaleError, MoveRefusedError) as refused:
            form.add_error(None, str(refused))
            context["revision"] = plan.revision
            return render(request, "jet/cost_edit.html", context, status=409)
        messages.success(request, _("希望する枠を保存しました。"))
        return redirect("jet:cost", plan.pk)
    return render(request, "jet/cost_edit.html", context, status=422 if form.errors else 200)


@require_POST
@once
def post_drop(request: SignedInRequest, pk: int, post_pk: int) -> HttpResponse:
    found = _own(request, pk)
    operations.drop_post(get_object_or_404(found.posts.select_related("plan"), pk=post_pk), by=request.person)
    messages.success(request, _("希望する枠を消しました。"))
    return redirect("jet:cost", pk)
