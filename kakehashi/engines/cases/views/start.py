"""Beginning a case: which kind, addressed to which desk, in whose name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.cases import queries
from kakehashi.engines.cases.forms import StartForm
from kakehashi.engines.cases.operations.requests import NoFormError, start_case
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once


def choose(request: SignedInRequest, service_number: int | None = None) -> HttpResponse:
    """Every kind of case this person can begin; straight on where a service has one only."""
    kinds = queries.startable_kinds(request.person, service_number)
    if service_number is not None and len(kinds) == 1:
        return redirect("cases:start", kinds[0].code)
    entered = queries.enterable_kinds(request.person, service_number)
    return render(request, "cases/choose.html", {"kinds": kinds, "entered": entered})


@once
def start(request: SignedInRequest, code: str) -> HttpResponse:
    kind = get_object_or_404(queries.open_kinds(), code=code)
    if not queries.may_start(request.person, kind):
        return render(request, "cases/start_not_possible.html", {"kind": kind}, status=403)
    form = StartForm(kind, request.person, request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        try:
            case = start_case(
                kind,
                applicant=values.get("applicant"),
                office=values["office"],
                assisting=values.get("assisting"),
                by=request.person,
            )
        except NoFormError:
            messages.error(request, _("この依頼の質問票がまだ公開されていません。本部へお知らせください。"))
        else:
            return redirect("cases:request", case.pk)
    return render(request, "cases/start.html", {"kind": kind, "form": form})
