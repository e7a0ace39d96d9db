"""Who may be late with a call: the section grants it by name until a time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.forms.applying_together import ExceptionForm
from kakehashi.engines.calls.operations.exceptions import allow_late
from kakehashi.engines.calls.queries.eligibility import exceptions_to
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once


@once
def exceptions(request: SignedInRequest, call_pk: int) -> HttpResponse:
    call = get_object_or_404(queries.visible_calls(request.person), pk=call_pk)
    if not may(request.person, Permission.HANDLE_CALLS, call.scheme.desk_id):
        raise NotPermittedError
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        allow_late(call, to=values["to"], until=values["until"], why=values["why"], by=request.person)
        messages.success(request, _("%(body)s の締切を延ばしました。") % {"body": values["to"]})
        return redirect("calls:exceptions", call_pk)
    context = {"call": call, "form": form, "exceptions": exceptions_to(call)}
    context["ways"] = ways_of_call(call, request.person)
    return render(request, "calls/exceptions.html", context, status=422 if form.errors else 200)
