"""The questions of eligibility: answered again where an application began without them, shown on its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries, rules
from kakehashi.engines.calls.forms.applying import DeclareForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.declaring import declare as keep
from kakehashi.engines.calls.rules.applying import eligibility_is_declared
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.organisations.models import Person


def declarations(application: Application, person: Person) -> dict[str, Any] | None:
    """What was answered; before it is handed in also what is not."""
    said = list(application.declarations.select_related("by"))
    problem = eligibility_is_declared(application) if application.step == "draft" else None
    if not said and problem is None:
        return None
    may_declare = rules.may_edit_draft(person, application)
    return {"declarations": said, "problem": problem, "may_declare": may_declare}


@once
def declare(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if not rules.may_edit_draft(request.person, found):
        raise NotPermittedError
    form = DeclareForm(found.call, request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep(found, form.declared(), by=request.person)
        messages.success(request, _("申請資格の答えを保存しました。"))
        return redirect("calls:check", pk)
    return render(
        request, "calls/declare.html", {"application": found, "form": form}, status=422 if form.errors else 200
    )
