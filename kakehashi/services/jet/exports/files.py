"""Files as they are sent."""

from django.http import HttpResponse

from kakehashi.foundation.documents.sniffing import XLSX


def xlsx(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=XLSX.media_type, headers=headers)
