"""The minutes of the board: page and PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from kakehashi.engines.calls.queries.board_minutes import minutes_of
from kakehashi.engines.calls.queries.reviewing import run_calls
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.documents import pdf


def page(request: SignedInRequest, pk: int) -> HttpResponse:
    call = get_object_or_404(run_calls(request.person), pk=pk)
    context = {"call": call, "minutes": minutes_of(call, request.person), "ways": ways_of_call(call, request.person)}
    return render(request, "calls/minutes.html", context)


def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same as a PDF."""
    call = get_object_or_404(run_calls(request.person), pk=pk)
    content = pdf.render("text", minutes_of(call, request.person).as_data(), language=get_language() or "ja")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="minutes-{call.pk}.pdf"'
    return response
