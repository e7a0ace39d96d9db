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
from kakehashi.foundation.translation.labels import LABELS
from kakehashi.foundation.translation.models import Language
from kakehashi.foundation.translation.queries import STATUSES, Coverage
from kakehashi.foundation.translation.queries.coverage import Shelves
from kakehashi.foundation.translation.views.desk import desk_tabs, for_translators
from kakehashi.foundation.ui.items import Link


@dataclass(frozen=True)
class Cell:
    """One number of the board and the list behind it ("" where there is none)."""

    coverage: Coverage
    url: str


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
    return render(request, "translation/board.html", context)


def list_url(**narrowed: str) -> str:
    return f"{reverse('translation:texts')}?{urlencode({name: value for name, value in narrowed.items() if value})}"


def _shelf_links(shelves: Shelves, chosen: str) -> list[Link]:
    here = reverse("translation:board")
    links = [Link(_("全体"), here, chosen not in shelves)]
    for shelf, languages in shelves.items():
        links.append(Link(shelf_label(shelf), f"{here}?shelf={shelf}", shelf == chosen, languages[""].total))
    return links


def _by_shelf(shelves: Shelves, languages: list[Language]) -> list[tuple[Language, list[Cell], Coverage | None]]:
    said = interface.interface_coverage()
    return [
        (
            language,
            [
                Cell(of_shelf.get(language.code, of_shelf[""]), list_url(language=language.code, shelf=shelf))
                for shelf, of_shelf in shelves.items()
            ],
            said.get(language.code),
        )
        for language in languages
    ]


def _by_state(
    of_shelf: dict[str, Coverage], languages: list[Language], shelf: str
) -> list[tuple[Language, Coverage, list[tuple[int, str]], str]]:
    """Each language with its counts in the order of `STATUSES`, their lists, and the page that orders the rest."""
    rows = []
    for language in languages:
        one = of_shelf.get(language.code, of_shelf[""])
        cells = [
            (one.counts[status], list_url(language=language.code, shelf=shelf, status=status)) for status in STATUSES
        ]
        order = f"{reverse('translation:new_job')}?{urlencode({'language': language.code, 'shelf': shelf})}"
        rows.append((language, one, cells, order))
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
