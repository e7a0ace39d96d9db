"""The list of applications, and the same as a file."""

from dataclasses import replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.engines.calls import exports
from kakehashi.engines.calls.forms.applying_list import FilterForm
from kakehashi.engines.calls.queries import lists
from kakehashi.engines.calls.queries.narrowing import VIEWS, Filter, parameters, read_filter
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock


def index(request: SignedInRequest) -> HttpResponse:
    """Mine, those in which it is my turn, all I may see."""
    narrowed = read_filter(request.GET)
    counts = lists.counts(request.person, narrowed)
    page = Paginator(lists.matching(request.person, narrowed), lists.PAGE).get_page(request.GET.get("page"))
    tabs = [_tab(view, label, narrowed, counts[view]) for view, label in _labels().items()]
    context = {
        "form": FilterForm(request.person, narrowed),
        "tabs": tabs,
        "narrowed": narrowed,
        "is_narrowed": narrowed != Filter(view=narrowed.view),
        "kept": lists.kept_words(narrowed),
        "page": page,
        "lines": lists.lines_of(request.person, list(page.object_list)),
        "query": urlencode(parameters(narrowed)),
        "clear_url": _address(Filter(view=narrowed.view)),
    }
    return render(request, "calls/applications.html", context)


def _labels() -> dict[str, str]:
    return dict(zip(VIEWS, [_("自分の番"), _("自分が担当・申請"), _("すべて")], strict=True))


def _tab(view: str, label: str, narrowed: Filter, count: int) -> Link:
    return Link(label, _address(replace(narrowed, view=view)), narrowed.view == view, count)


def _address(narrowed: Filter) -> str:
    return f"{reverse('calls:applications')}?{urlencode(parameters(narrowed))}"


def export(request: SignedInRequest, suffix: str) -> HttpResponseBase:
    """The list as it is narrowed, without pages; lines are read while they are written."""
    if suffix not in exports.TYPES:
        raise Http404
    rows = exports.list_rows(request.person, read_filter(request.GET))
    headers = {"Content-Disposition": f'attachment; filename="applications-{clock.today()}.{suffix}"'}
    if suffix == "csv":
        return StreamingHttpResponse(exports.as_csv(rows), content_type=exports.TYPES[suffix], headers=headers)
    return FileResponse(exports.as_xlsx(rows), content_type=exports.TYPES[suffix], headers=headers)
