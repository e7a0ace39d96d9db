"""The list of cases, and the same as a file."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.engines.cases import exports, queries
from kakehashi.engines.cases.forms import FilterForm
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock

PAGE = 50


def _labels() -> dict[str, str]:
    return {
        "waiting": _("自分の番"),
        "open": _("進行中"),
        "mine": _("自分が担当・依頼"),
        "ended": _("終わったもの"),
        "all": _("すべて"),
    }


def _form(request: SignedInRequest) -> FilterForm:
    this_year = clock.fiscal_year(clock.today())
    return FilterForm(request.GET, years=queries.years_with_cases(request.person) or [this_year])


def index(request: SignedInRequest) -> HttpResponse:
    form = _form(request)
    narrowed = form.narrowed()
    counts = queries.counts_by_view(request.person)
    address = reverse("cases:list")
    tabs = [
        Link(label, f"{address}?view={view}", view == narrowed.view, counts[view]) for view, label in _labels().items()
    ]
    found = Paginator(queries.filtered_cases(request.person, narrowed), PAGE).get_page(request.GET.get("page"))
    rows = [queries.line_of(case, request.person) for case in found]
    context = {"form": form, "narrowed": narrowed, "tabs": tabs, "page": found, "rows": rows}
    context["aims_url"] = reverse("catalogue:aims")  # where a list with nothing on it leads on to
    return render(request, "cases/list.html", context | {"query": request.GET.urlencode()})


def export(request: SignedInRequest, suffix: str) -> HttpResponse:
    """The list as it is narrowed, without pages."""
    if suffix not in exports.TYPES:
        raise Http404
    cases = queries.filtered_cases(request.person, _form(request).narrowed())
    body = exports.as_csv(cases) if suffix == "csv" else exports.as_xlsx(cases)
    headers = {"Content-Disposition": f'attachment; filename="cases-{clock.today()}.{suffix}"'}
    return HttpResponse(body, content_type=exports.TYPES[suffix], headers=headers)
