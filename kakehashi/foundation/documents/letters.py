"""Formal letters, whoever writes them: the council's name and the date in words, pages as pictures, the PDF.

`printed` is what the template takes, its ``language``, and its ``template`` where that is not ``letter``.
"""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kakehashi.foundation.documents import pdf
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock

LOOK = 110  # dots per inch: readable on a phone, light enough for a municipal line


def in_words(day: dt.date, language: str) -> str:
    """平成24年7月9日, 9 July 2012: letters do without the day of the week."""
    return clock.long_date_ja(day).partition("(")[0] if language == "ja" else clock.long_date_en(day).partition(" ")[2]


def council() -> str:
    """The sender of the council's letters, in the language that is active."""
    found = Organisation.objects.valid_on(clock.today()).filter(kind=OrganisationKind.HEADQUARTERS).first()
    full = found.name_full_ja if found is not None and get_language() == "ja" else ""
    return full or _("自治体国際化協会")


def template_of(printed: dict[str, Any]) -> str:
    return str(printed.get("template", "letter"))


def drawn(printed: dict[str, Any]) -> bytes:
    """The letter as PDF."""
    return pdf.render(template_of(printed), printed, language=printed["language"])


def count_pages(printed: dict[str, Any]) -> range:
    """The numbers of its pages."""
    return range(1, len(pdf.picture(template_of(printed), printed, language=printed["language"], ppi=1)) + 1)


def sheet_size(printed: dict[str, Any]) -> tuple[int, int]:
    """Width and height of ``page_image``: A4, certificates across where they do not say otherwise."""
    is_across = template_of(printed) == "certificate" and printed.get("look", "across") == "across"
    return (1286, 909) if is_across else (909, 1286)


def page_image(printed: dict[str, Any], number: int) -> HttpResponse:
    pages = pdf.picture(template_of(printed), printed, language=printed["language"], ppi=LOOK)
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/png", headers={"Cache-Control": "private, no-store"})


def pdf_file(printed: dict[str, Any], name: str) -> HttpResponse:
    body = drawn(printed)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
