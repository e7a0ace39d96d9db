"""What came of the projects: written by the desk, read by everybody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.forms.results import ResultForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.publishing import change_result
from kakehashi.engines.calls.queries.results import (
    choices,
    first_words,
    narrowed,
    public_results,
    result_of,
)
from kakehashi.engines.calls.rules import is_desk
from kakehashi.foundation.access.requests import SignedInRequest, VisitorRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.exports import to_csv
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.organisations.queries import prefecture_of

COLUMNS = ("fiscal_year", "scheme", "applicant_code", "applicant", "prefecture", "title", "summary", "outcome", "url")
_PAGE = 30


def result_section(application: Application, person: Person) -> dict[str, Any] | None:
    """To the desk the way to the words of the result, once there is one."""
    if application.step not in {"paid", "accepted", "closed", "published"} or not is_desk(person, application):
        return None
    return {"application": application, "result": result_of(application)}


@once
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The words of the result, prefilled from plan and report."""
    application = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if not is_desk(request.person, application):
        raise NotPermittedError
    now = result_of(application)
    initial = (
        {n: getattr(now, n) for n in ResultForm.base_fields if hasattr(now, n)} if now else first_words(application)
    )
    form = ResultForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"application": application, "form": form, "revision": now.revision if now else 0}
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "has_no_names"}
        try:
            change_result(application, values, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"stale": stale.now, "revision": stale.now.revision}
            return render(request, "calls/result_edit.html", context, status=409)
        messages.success(request, _("成果のページを保存しました。"))
        return redirect("calls:application", pk)
    return render(request, "calls/result_edit.html", context)


def _asked(request: VisitorRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("year", "scheme", "prefecture")}


@login_not_required
def results(request: VisitorRequest) -> HttpResponse:
    """Adopted projects with their results, by year, scheme and prefecture."""
    asked = _asked(request)
    page = Paginator(narrowed(**asked), _PAGE).get_page(request.GET.get("page"))
    filters = [
        {"name": name, "label": label, "value": asked[name], "options": options}
        for (name, options), label in zip(choices().items(), (_("年度"), _("制度"), _("都道府県")), strict=True)
    ]
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "calls/results.html", {"page": page, "filters": filters, "query": query.urlencode()})


@login_not_required
def result(request: VisitorRequest, pk: int) -> HttpResponse:
    return render(request, "calls/result.html", {"result": get_object_or_404(public_results(), pk=pk)})


def _rows(request: VisitorRequest) -> list[tuple[Any, ...]]:
    rows = []
    for one in narrowed(**_asked(request)):
        application = one.application
        body, place = application.applicant, prefecture_of(application.applicant)
        head = (application.fiscal_year, application.call.scheme.code, body.code, body.name_ja)
        url = request.build_absolute_uri(f"/calls/results/{one.pk}/")
        rows.append((*head, place.name_ja if place else "", one.title, one.summary, one.outcome, url))
    return rows


@login_not_required
def results_csv(request: VisitorRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="results.csv"'}
    return HttpResponse(to_csv(COLUMNS, _rows(request)), content_type="text/csv; charset=utf-8", headers=headers)


@login_not_required
def results_json(request: VisitorRequest) -> JsonResponse:
    items = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(request)]
    return JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False})
