from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.queries import document_for


@require_safe
def download(request: SignedInRequest, pk: int) -> FileResponse:
    """The file, for whoever may see what it is about."""
    document = document_for(request.person, pk)
    if document is None:
        raise Http404
    return as_attachment(document)


def as_attachment(document: Document) -> FileResponse:
    """To be kept or opened by another program, never shown as a page of this site. The caller has asked who may."""
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type=document.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
