"""How much of what the whole site says is said in which language."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import interface, queries, rules
from kakehashi.foundation.translation.families import shelf_label
from kakehashi.foundation.translation.labels import LABELS, PARTS
from kakehashi.foundation.translation.models import Language
from kakehashi.foundation.translation.queries import STATUSES, Coverage
from kakehashi.foundation.translation.queries.coverage import Shelves
from kakehashi.foundation.translation.views.desk import desk_tabs, for_translators
from kakehashi.foundation.ui.items import Link


@dataclass(frozen=True)
class Part:
    """One stretch of a stacked share; `start` and `length` in percent, as SVG wants them."""

    name: str
    count: int
    start: str
    length: str

    @property
    def label(self) -> str:
        return str(PARTS[self.name][1])


@dataclass(frozen=True)
class Cell:
    """One share of the board and the list behind it ("" where there is none)."""

    coverage: Coverage
    url: str = ""

    @property
    def parts(self) -> list[Part]:
        """What there is of each; what is checked also where it is nothing."""
        found, before = [], 0
        for name, count in self.coverage.parts.items():
            if count or name == "checked":
                found.append(Part(name, count, self._percent(before), self._percent(count)))
            before += count
        return found

    def _percent(self, count: int) -> str:
        return f"{count * 100 / self.coverage.total:.2f}%" if self.coverage.total else "0%"


@dataclass(frozen=True)
class Row:
    """One language on all shelves; `said`: of the platform's own pages, None where it is no language of those."""

    language: Language
    cells: list[Cell]
    is_drafted_only: bool
    said: Cell | None


@for_translators
def board(request: SignedInRequest) -> HttpResponse:
    """All shelves by language, or one shelf by language and state; and what waits for the viewer."""
    shelves = queries.coverage(request.person)
    chosen = request.GET.get("shelf", "")
    languages = list(queries.resident_languages())
    context = {
        "tabs": desk_tabs(request.person, "translation:board"),
        "shelves": _shelf_links(shelves, chosen),
        "may_order": rules.may_keep_languages(request.person),
        "work": _work(request.person, {language.code: language for language in languages}),
    }
    if chosen in shelves:
        context |= {"chosen": shelf_label(chosen), "states": _by_state(shelves[chosen], languages, chosen)}
        context["statuses"] = [LABELS[status] for status in STATUSES]
    else:
        columns = [shelf_label(shelf) for shelf in shelves]
        context |= {"columns": columns, "rows": _by_shelf(shelves, languages)}
    context["key"] = [(name, label) for name, (label, _short) in PARTS.items()]
    return render(request, "translation/board.html", context)


def list_url(**narrowed: str) -> str:
    return f"{reverse('translation:texts')}?{urlencode({name: value for name, value in narrowed.items() if value})}"


def _shelf_links(shelves: Shelves, chosen: str) -> list[Link]:
    here = reverse("translation:board")
    links = [Link(_("全体"), here, chosen not in shelves)]
    for shelf, languages in shelves.items():
        links.append(Link(shelf_label(shelf), f"{here}?shelf={shelf}", shelf == chosen, languages[""].total))
    return links


def _by_shelf(shelves: Shelves, languages: list[Language]) -> list[Row]:
    said = interface.interface_coverage()
    rows = []
    for language in languages:
        found = {shelf: of_shelf.get(language.code, of_shelf[""]) for shelf, of_shelf in shelves.items()}
        cells = [Cell(one, list_url(language=language.code, shelf=shelf)) for shelf, one in found.items()]
        of_pages = said.get(language.code)
        is_drafted_only = queries.summed(found.values()).is_drafted_only
        rows.append(Row(language, cells, is_drafted_only, Cell(of_pages) if of_pages else None))
    return rows


def _by_state(
    of_shelf: dict[str, Coverage], languages: list[Language], shelf: str
) -> list[tuple[Language, Cell, list[tuple[int, str]], str]]:
    """Each language with its share, its counts in the order of `STATUSES`, their lists, and the page that orders the
    rest.
    """
    rows = []
    for language in languages:
        one = of_shelf.get(language.code, of_shelf[""])
        counts = [
            (one.counts[status], list_url(language=language.code, shelf=shelf, status=status)) for status in STATUSES
        ]
        order = f"{reverse('translation:new_job')}?{urlencode({'language': language.code, 'shelf': shelf})}"
        rows.append((language, Cell(one), counts, order))
    return rows


def _work(person: Person, languages: dict[str, Language]) -> list[tuple[str, str, int, str]]:
    """What waits for the viewer: language, what it is, how many, the list."""
    named = queries.competences_of(person)
    translates = {code for code, one in named.items() if one.translates}
    checks = {code for code, one in named.items() if one.checks}
    waiting = queries.work_of(person, translates, checks) if named else []
    order = {code: place for place, code in enumerate(languages)}
    waiting.sort(key=lambda one: (order.get(one.language, len(order)), one.status))
    found = []
    for one in waiting:
        who = {"returned": "mine", "to_check": "for_me"}.get(one.status, "")
        url = list_url(language=one.language, status=one.status, who=who)
        found.append((str(languages.get(one.language, one.language)), str(LABELS[one.status]), one.count, url))
    return found
