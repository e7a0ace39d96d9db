"""Letters as they are looked at: pages as pictures, the PDF."""

from typing import Any

from django.http import Http404, HttpResponse

from kakehashi.foundation.documents import pdf

LOOK = 110  # dots per inch: readable on a phone, light enough for a municipal line


def count_pages(printed: dict[str, Any]) -> range:
    """The numbers of its pages."""
    return range(1, len(pdf.picture("letter", printed, language=printed["language"], ppi=1)) + 1)


def page_image(printed: dict[str, Any], number: int) -> HttpResponse:
    pages = pdf.picture("letter", printed, language=printed["language"], ppi=LOOK)
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/png", headers={"Cache-Control": "private, no-store"})


def pdf_file(printed: dict[str, Any], name: str) -> HttpResponse:
    body = pdf.render("letter", printed, language=printed["language"])
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
