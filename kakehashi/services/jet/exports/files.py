"""Files as they are sent."""

from django.http import HttpResponse

from kakehashi.foundation.documents.sniffing import PDF, XLSX


def xlsx(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=XLSX.media_type, headers=headers)


def pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=PDF.media_type, headers=headers)
