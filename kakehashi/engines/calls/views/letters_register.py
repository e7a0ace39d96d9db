"""The register of numbers (文書番号) of a section: page and file."""

from collections.abc import Iterable, Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import Letter
from kakehashi.engines.calls.queries.letters import register_of
from kakehashi.engines.calls.rules.council import number_example
from kakehashi.engines.calls.views.board_ranking import TYPES
from kakehashi.engines.calls.views.letters import call_with_letters
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.documents.exports import Cell, to_csv, to_xlsx
from kakehashi.kernel import clock


def page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every letter of the section in a fiscal year; `?year=` another one than this."""
    call, year = call_with_letters(request, pk), _year(request)
    letters = register_of(call, request.person, year)
    context = {"call": call, "letters": letters, "year": year, "years": (year - 1, year + 1)}
    context["number_example"] = number_example(call.scheme.desk)
    return render(request, "calls/letters_register.html", context)


def file(request: SignedInRequest, pk: int, suffix: str) -> HttpResponse:
    """The same as a table for Excel, or as CSV."""
    call, year = call_with_letters(request, pk), _year(request)
    if suffix not in TYPES:
        raise Http404
    header = _header()
    rows = list(_cells(register_of(call, request.person, year)))
    content = to_csv(header, rows) if suffix == "csv" else to_xlsx(header, rows, sheet=_("文書番号簿"))
    headers = {"Content-Disposition": f'attachment; filename="letters-{year}.{suffix}"'}
    return HttpResponse(content, content_type=TYPES[suffix], headers=headers)


def _year(request: SignedInRequest) -> int:
    sent = request.GET.get("year", "")
    is_year = sent.isascii() and sent.isdigit() and len(sent) == 4 and sent > "1988"
    return int(sent) if is_year else clock.fiscal_year(clock.today())


def _header() -> list[str]:
    return [
        _("文書番号"), _("施行日"), _("種類"), _("あて先"), _("受付番号"), _("発行した人"), _("ハッシュ値(SHA-256)"),
    ]  # fmt: skip


def _cells(letters: Iterable[Letter]) -> Iterator[list[Cell]]:
    for letter in letters:
        yield [
            letter.number, letter.dated_on, str(letter.get_kind_display()), str(letter.application.applicant),
            letter.application.number, str(letter.issued_by), letter.digest,
        ]  # fmt: skip
