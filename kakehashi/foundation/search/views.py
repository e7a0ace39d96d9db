"""The search page: one box over everything the reader may see."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from kakehashi.foundation.access.requests import VisitorRequest
from kakehashi.foundation.search import queries, registry, snippets
from kakehashi.foundation.search.forms import SearchForm
from kakehashi.foundation.search.snippets import Segment
from kakehashi.foundation.ui.formatting import ui_fiscal_year
from kakehashi.foundation.ui.items import Link

PAGE_SIZE = 20


@dataclass(frozen=True)
class Line:
    """One hit as the page draws it."""

    hit: queries.Hit
    kind: str
    title: tuple[Segment, ...]
    snippet: tuple[Segment, ...]
    language: str  # of title and snippet; empty where they are in that of the page


@login_not_required
@require_GET
def search(request: VisitorRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    asked = form.asked()
    found = queries.search(
        asked.text,
        viewer=request.person,
        kinds=asked.kinds,
        fiscal_year=asked.fiscal_year,
        limit=PAGE_SIZE,
        offset=(asked.page - 1) * PAGE_SIZE,
    )
    context = {
        "text": asked.text,
        "found": found,
        "lines": _lines(found.hits, asked.text),
        "also": _lines(found.also, asked.text),
        "page": Paginator(range(found.total), PAGE_SIZE).get_page(asked.page),
        "kinds": _kind_chips(request.GET, found, asked.kinds),
        "years": _year_chips(request.GET, found, asked.fiscal_year),
        "clear": f"?{_without(request.GET, 'kind', 'year').urlencode()}" if asked.is_filtered else "",
    }
    return render(request, "search/search.html", context)


def _lines(hits: tuple[queries.Hit, ...], text: str) -> list[Line]:
    """The hits by the words of their entries, or by those of the language of the page where these are known."""
    is_japanese = (get_language() or "ja").startswith("ja")
    told = {} if is_japanese else registry.words_of(hit.ref for hit in hits)
    needles = queries.needles(text) if told else []
    return [_line(hit, told.get(hit.ref), needles) for hit in hits]


def _line(hit: queries.Hit, told: registry.Words | None, needles: list[str]) -> Line:
    kind = registry.label_of(hit.ref.kind)
    if told is None:
        return Line(hit, kind, hit.title_segments, hit.snippet, hit.language)
    title = snippets.segments(told.title, needles)
    return Line(hit, kind, title, snippets.snippet(told.text, needles) if told.text else hit.snippet, "")


def _without(query: QueryDict, *names: str) -> QueryDict:
    """The address of this page without these parameters, on its first page."""
    query = query.copy()
    for name in [*names, "page"]:
        query.pop(name, None)
    return query


def _kind_chips(query: QueryDict, found: queries.Found, chosen: tuple[str, ...]) -> list[Link]:
    """One chip for each kind that was found; pressing one adds it or takes it away."""
    chips = []
    for kind in sorted({*found.kinds, *chosen}, key=lambda kind: (-found.kinds.get(kind, 0), kind)):
        address = _without(query, "kind")
        address.setlist("kind", [*(k for k in chosen if k != kind), *([] if kind in chosen else [kind])])
        chips.append(Link(registry.label_of(kind), f"?{address.urlencode()}", kind in chosen, found.kinds.get(kind, 0)))
    return chips


def _year_chips(query: QueryDict, found: queries.Found, chosen: int | None) -> list[Link]:
    """One chip for each fiscal year that was found, the newest first; one at a time."""
    chips = []
    for year in sorted({*found.years, *({chosen} if chosen else ())}, reverse=True):
        address = _without(query, "year")
        if year != chosen:
            address["year"] = str(year)
        chips.append(Link(ui_fiscal_year(year), f"?{address.urlencode()}", year == chosen, found.years.get(year, 0)))
    return chips
