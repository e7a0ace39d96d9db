"""The pages on which headquarters edits the catalogue. For everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.catalogue import operations, queries, rules
from kakehashi.foundation.catalogue.choices import PlanState, ServiceState
from kakehashi.foundation.catalogue.forms import (
    FieldForm,
    NewPlanForm,
    NewServiceForm,
    PlanForm,
    ProgrammeForm,
    ServiceForm,
)
from kakehashi.foundation.catalogue.models import Plan, Service
from kakehashi.foundation.catalogue.views.crumbs import crumbs_of
from kakehashi.foundation.ui.items import Link

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def editors_only(view: View[P]) -> View[P]:
    """404 for everyone who may not edit the catalogue."""

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not rules.is_editor(request.person):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _plan(request: SignedInRequest, code: str) -> Plan:
    return get_object_or_404(queries.plans(request.person), code=code)


def _service(request: SignedInRequest, code: str, number: int) -> Service:
    return get_object_or_404(queries.services(request.person), plan__code=code, number=number)


def _under(plan: Plan, label: str) -> list[Link]:
    """The crumbs of a page of editing."""
    return crumbs_of(Link(plan.title, plan.get_absolute_url()), Link(label, ""))


def _show_form(request: SignedInRequest, plan: Plan, form: Any, title: str, submit: str, **more: Any) -> HttpResponse:
    shown = {"plan": plan, "form": form, "form_title": title, "submit": submit, "crumbs": _under(plan, title)}
    return render(request, "catalogue/edit.html", shown | more)


@editors_only
def plans(request: SignedInRequest) -> HttpResponse:
    """Every plan year, drafts too."""
    shown = {"plans": queries.plans_with_counts(request.person), "crumbs": crumbs_of(Link(_("計画の年度"), ""))}
    return render(request, "catalogue/plans.html", shown)


@editors_only
@once
def copy_plan(request: SignedInRequest, code: str) -> HttpResponse:
    source = _plan(request, code)
    form = NewPlanForm(request.POST or None, initial={"fiscal_year": queries.next_year()})
    if request.method == "POST" and form.is_valid():
        made = operations.copy_plan(source, by=request.person, fiscal_year=form.cleaned_data["fiscal_year"])
        messages.success(
            request, _("「%(plan)s」を作りました。公開するまで、本部の企画担当だけが見られます。") % {"plan": made}
        )
        return redirect("catalogue:manage", made.code)
    lead = _("「%(plan)s」の分野、見出し、サービスを写します。番号は変わりません。終了したサービスは写しません。") % {
        "plan": source
    }
    return _show_form(request, source, form, _("次の年度の計画を作る"), _("計画を作る"), lead=lead)


@editors_only
def manage(request: SignedInRequest, code: str) -> HttpResponse:
    """The plan as its editors work on it."""
    plan = _plan(request, code)
    shown = {
        "plan": plan,
        "pages": queries.field_pages(plan),
        "counts": queries.state_counts(plan),
        "is_draft": plan.state == PlanState.DRAFT,
        "may_edit": rules.may_edit(request.person, plan),
        "crumbs": _under(plan, _("計画を整える")),
    }
    return render(request, "catalogue/manage.html", shown)


@editors_only
@once
def rename_plan(request: SignedInRequest, code: str) -> HttpResponse:
    plan = _plan(request, code)
    form = PlanForm(request.POST or None, initial={"title_ja": plan.title_ja, "title_en": plan.title_en})
    if request.method == "POST" and form.is_valid():
        operations.rename_plan(plan, by=request.person, **form.cleaned_data)
        messages.success(request, _("計画の名称を保存しました。"))
        return redirect("catalogue:manage", plan.code)
    return _show_form(request, plan, form, _("計画の名称を直す"), _("名称を保存する"))


@editors_only
@once
def make_current(request: SignedInRequest, code: str) -> HttpResponse:
    """Says what will happen, then does it."""
    plan = _plan(request, code)
    if request.method == "POST":
        operations.make_current(plan, by=request.person)
        messages.success(request, _("「%(plan)s」を今年度の計画にしました。") % {"plan": plan})
        return redirect(plan)
    shown = {"plan": plan, "before": queries.current_plan(), "counts": queries.state_counts(plan)}
    return render(request, "catalogue/make_current.html", shown | {"crumbs": _under(plan, _("今年度の計画にする"))})


@editors_only
@once
def edit_field(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    plan = _plan(request, code)
    field = get_object_or_404(plan.fields, number=number)
    names = ("title_ja", "title_en", "keywords_ja", "keywords_en")
    form = FieldForm(request.POST or None, initial={name: getattr(field, name) for name in names})
    if request.method == "POST" and form.is_valid():
        operations.rename_field(field, by=request.person, **form.cleaned_data)
        messages.success(request, _("分野を保存しました。"))
        return redirect("catalogue:manage", plan.code)
    return _show_form(request, plan, form, _("分野を直す"), _("分野を保存する"))


@editors_only
@once
def add_programme(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    plan = _plan(request, code)
    field = get_object_or_404(plan.fields, number=number)
    form = ProgrammeForm(request.POST or None, field=field)
    if request.method == "POST" and form.is_valid():
        operations.add_programme(field, by=request.person, **form.cleaned_data)
        messages.success(request, _("見出しを加えました。"))
        return redirect("catalogue:manage", plan.code)
    return _show_form(request, plan, form, _("見出しを加える"), _("見出しを加える"), lead=field.title)


@editors_only
@once
def edit_programme(request: SignedInRequest, code: str, programme_id: int) -> HttpResponse:
    plan = _plan(request, code)
    programme = get_object_or_404(queries.programmes(plan), pk=programme_id)
    names = ("rank", "heading_ja", "heading_en")
    initial = {name: getattr(programme, name) for name in names}
    form = ProgrammeForm(request.POST or None, initial=initial, field=programme.field, programme=programme)
    if request.method == "POST" and form.is_valid():
        operations.rename_programme(programme, by=request.person, **form.cleaned_data)
        messages.success(request, _("見出しを保存しました。"))
        return redirect("catalogue:manage", plan.code)
    return _show_form(request, plan, form, _("見出しを直す"), _("見出しを保存する"), lead=programme.field.title)


@editors_only
@once
def add_service(request: SignedInRequest, code: str) -> HttpResponse:
    plan = _plan(request, code)
    form = NewServiceForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        made = operations.add_service(
            plan,
            by=request.person,
            programme=form.cleaned_data["programme"],
            engine=form.cleaned_data["engine"],
            contents=form.contents(),
        )
        messages.success(request, _("サービス%(number)sを加えました。") % {"number": made.number})
        return redirect(made)
    return _show_form(request, plan, form, _("サービスを加える"), _("サービスを加える"))


@editors_only
@once
def edit_service(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    service = _service(request, code, number)
    form = ServiceForm(request.POST or None, service=service)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, service, form)
        except StaleError:
            theirs = _service(request, code, number)
            mine = request.POST.copy()
            mine["revision"] = str(theirs.revision)
            form = ServiceForm(mine, service=theirs)
        else:
            messages.success(request, _("サービスの内容を保存しました。"))
            return redirect(service)
    title = _("サービス%(number)sを直す") % {"number": number}
    more = {"service": service, "theirs": theirs}
    return _show_form(request, service.plan, form, title, _("サービスを保存する"), **more)


def _save(request: SignedInRequest, service: Service, form: ServiceForm) -> None:
    values = form.cleaned_data
    operations.edit_service(
        service,
        by=request.person,
        revision=values["revision"],
        contents=form.contents(),
        state=ServiceState(values["state"]),
        reason_ja=values["reason_ja"],
        reason_en=values["reason_en"],
    )


@editors_only
@require_POST
@once
def end_service(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    service = operations.end_service(_service(request, code, number), by=request.person)
    messages.success(
        request, _("サービス%(number)sを終了にしました。戻すこともできます。") % {"number": service.number}
    )
    return redirect("catalogue:manage", code)


@editors_only
@require_POST
@once
def resume_service(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    service = operations.resume_service(_service(request, code, number), by=request.person)
    messages.success(request, _("サービス%(number)sの終了を取り消しました。") % {"number": service.number})
    return redirect("catalogue:manage", code)
