"""Beginning a request: which office, in whose name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.cases import queries
from kakehashi.engines.cases.forms import StartForm
from kakehashi.engines.cases.operations.requests import NoFormError, start_case
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once


@once
def start(request: SignedInRequest, service_number: int) -> HttpResponse:
    kind = get_object_or_404(queries.open_kind(service_number))
    form = StartForm(request.person, request.POST or None)
    if not queries.asking_organisations(request.person).exists():
        return render(request, "cases/start_not_possible.html", {"kind": kind}, status=403)
    if form.is_valid():
        values = form.cleaned_data
        try:
            case = start_case(kind, applicant=values["applicant"], office=values["office"], by=request.person)
        except NoFormError:
            messages.error(request, _("この依頼の質問票がまだ公開されていません。本部へお知らせください。"))
        else:
            return redirect("cases:request", case.pk)
    return render(request, "cases/start.html", {"kind": kind, "form": form, "offices": queries.offices()})
