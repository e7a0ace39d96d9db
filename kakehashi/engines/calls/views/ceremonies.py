"""The ceremony of an award: when and where, kept by whoever prepares the call."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import Gives
from kakehashi.engines.calls.forms.nominating import CeremonyForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.ceremonies import set_ceremony
from kakehashi.engines.calls.queries.honouring import ceremony_of
from kakehashi.engines.calls.rules import may_edit_call
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.organisations.models import Person


def ceremony_section(application: Application, person: Person) -> dict[str, Any] | None:
    """Where to come, for whoever is honoured and knows it."""
    found = ceremony_of(application.call)
    is_told = application.is_decided and application.holds and application.step != "adopted"
    return {"ceremony": found} if found is not None and is_told else None


@once
def ceremony(request: SignedInRequest, pk: int) -> HttpResponse:
    """Saved in between by somebody else, the page comes back with both."""
    call = get_object_or_404(queries.visible_calls(request.person), pk=pk)
    if not may_edit_call(request.person, call):
        raise NotPermittedError
    if call.gives != Gives.HONOUR:
        raise Http404
    found = ceremony_of(call)
    form = CeremonyForm(request.POST or None, initial=vars(found) if found else None)
    context: dict[str, Any] = {"call": call, "form": form, "revision": found.revision if found else 0}
    if form.is_valid():
        try:
            set_ceremony(call, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"stale": stale.now, "revision": stale.now.revision}
            return render(request, "calls/ceremony_edit.html", context, status=409)
        messages.success(request, _("表彰式の日時と会場を保存しました。受賞が決まった団体に知らせます。"))
        return redirect("calls:edit", pk)
    return render(request, "calls/ceremony_edit.html", context)
