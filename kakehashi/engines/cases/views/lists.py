"""The list of cases, and the same as a file."""

from dataclasses import replace
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kakehashi.engines.cases import exports
from kakehashi.engines.cases.forms.lists import FilterForm
from kakehashi.engines.cases.queries import lists
from kakehashi.engines.cases.queries.narrowing import VIEWS, Filter, parameters, read_filter, without
from kakehashi.engines.cases.queries.options import Options, options
from kakehashi.engines.cases.views.list_lines import drawn
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock


class Lines(Paginator[lists.Line]):
    """Pages whose number of lines is known already, and which are read one at a time."""

    def __init__(self, request: SignedInRequest, narrowed: Filter, total: int) -> None:
        super().__init__([], lists.PAGE)
        self.request, self.narrowed, self.total = request, narrowed, total

    @cached_property
    def count(self) -> int:
        return self.total

    def page(self, number: int | str) -> Page[lists.Line]:
        number = self.validate_number(number)
        lines = lists.page_of(self.request.person, self.narrowed, (number - 1) * self.per_page)
        return Page(lines, number, self)


def address_of(narrowed: Filter) -> str:
    return f"{reverse('cases:list')}?{urlencode(parameters(narrowed))}"


def saved_filter(query: str) -> Filter:
    """What a saved view narrows to."""
    return read_filter(QueryDict(query).dict())


def index(request: SignedInRequest) -> HttpResponse:
    narrowed = read_filter(request.GET)
    offered = options(request.person, narrowed.lead)
    saved = {view.pk: saved_filter(view.query) for view in offered.views}
    counted = lists.counts(request.person, narrowed, saved)
    held = standing(request.person)
    page = Lines(request, narrowed, counted.total).get_page(request.GET.get("page"))
    form = FilterForm(narrowed, offered, _years(counted.first_year))
    context = {
        "form": form,
        "narrowed": narrowed,
        "tabs": [_tab(view, label, narrowed, counted.tabs[view]) for view, label in _labels().items()],
        "views": [_view(view.name, saved[view.pk], narrowed, counted.views[view.pk]) for view in offered.views],
        "is_saved": narrowed in saved.values(),
        "page": page,
        "rows": list(drawn(page.object_list)),
        "query": urlencode(parameters(narrowed)),
        "aims_url": reverse("catalogue:aims"),  # where a list with nothing on it leads on to
        "may_ask": held.may(Permission.REQUEST_SERVICES),
        "may_begin": held.may(Permission.HANDLE_CASES),
        "may_read_mails": held.may(Permission.HANDLE_CASES) or held.may(Permission.OVERSEE_CASES),
        "may_assign": bool(held.where(Permission.ASSIGN_CASES)),
    }
    context |= _filters_on(form, narrowed, offered)
    return render(request, "cases/list.html", context)


def _labels() -> dict[str, str]:
    labels = [_("自分の番"), _("進行中"), _("自分が担当・依頼"), _("終わったもの"), _("すべて")]
    return dict(zip(VIEWS, labels, strict=True))


def _years(first: int | None) -> range:
    this_year = clock.fiscal_year(clock.today())
    return range(min(first or this_year, this_year), this_year + 2)


def _tab(view: str, label: str, narrowed: Filter, count: int) -> Link:
    """A tab keeps nothing of the other filters: its number is that of the tab."""
    return _link(label, Filter(view=view), count, is_current=narrowed.view == view)


def _view(name: str, saved: Filter, narrowed: Filter, count: int) -> Link:
    return _link(name, saved, count, is_current=saved == narrowed)


def _link(label: str, wanted: Filter, count: int, *, is_current: bool) -> Link:
    return Link(label, address_of(wanted), is_current, min(count, lists.MANY), is_at_least=count > lists.MANY)


def words_of(form: FilterForm, narrowed: Filter, offered: Options) -> dict[str, str]:
    """Each filter that is on, in words."""
    words = form.words()
    if narrowed.service:
        number = str(narrowed.service)
        words["service"] = _("%(filter)s: %(value)s") % {
            "filter": _("事業"), "value": offered.services.get(number, number)
        }  # fmt: skip
    return words


def condition_of(person: Person, narrowed: Filter) -> list[str]:
    """What a saved view is narrowed to, in words: the tab, then each filter."""
    offered = options(person, narrowed.lead)
    form = FilterForm(narrowed, offered, _years(narrowed.fiscal_year))
    return [_labels()[narrowed.view], *words_of(form, narrowed, offered).values()]


def _filters_on(form: FilterForm, narrowed: Filter, offered: Options) -> dict[str, object]:
    """The filters that are on, each with the address without it."""
    words = words_of(form, narrowed, offered)
    chips = [Link(text, address_of(without(narrowed, name)), is_current=True) for name, text in words.items()]
    return {"chips": chips, "clear_url": address_of(replace(Filter(view=narrowed.view), sort=narrowed.sort))}


def export(request: SignedInRequest, suffix: str) -> HttpResponseBase:
    """The list as it is narrowed, without pages; lines are read while they are written."""
    if suffix not in exports.TYPES:
        raise Http404
    narrowed = read_filter(request.GET)
    headers = {"Content-Disposition": f'attachment; filename="cases-{clock.today()}.{suffix}"'}
    rows = exports.list_rows(request.person, narrowed)
    if suffix == "csv":
        return StreamingHttpResponse(exports.as_csv(rows), content_type=exports.TYPES[suffix], headers=headers)
    return FileResponse(exports.as_xlsx(rows), content_type=exports.TYPES[suffix], headers=headers)
