"""Who is invited: nominated by the offices, given to a host by the section, read by the host."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls.flow import TOLD
from kakehashi.engines.calls.forms.matching import InviteForm
from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.operations.inviting import InvitationRefusedError, invite
from kakehashi.engines.calls.queries.inviting import calls_with_invitees, hosts_of, invitees_of, nominated
from kakehashi.engines.calls.queries.matching import sees_board
from kakehashi.engines.calls.rules.routes import may_enter_candidates, runs_candidates
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.organisations.models import Person


def invitees_section(application: Application, person: Person) -> dict[str, Any] | None:
    """Whom the host receives, once it knows that it was chosen."""
    if not application.call.has_invitees or not (application.step in TOLD or sees_board(person)):
        return None
    found = list(invitees_of(application))
    return {"invitees": found} if found else None


def _call(request: SignedInRequest, pk: int) -> Call:
    call = get_object_or_404(calls_with_invitees(request.person), pk=pk)
    if not (sees_board(request.person) or may_enter_candidates(request.person, call)):
        raise NotPermittedError
    return call


def page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The hosts that were chosen, and everybody nominated."""
    call = _call(request, pk)
    hosts, runs = list(hosts_of(call, request.person)), runs_candidates(request.person, call)
    found = [(one, InviteForm(one, hosts) if runs and hosts else None) for one in nominated(call, request.person)]
    context = {"call": call, "hosts": hosts, "nominated": found, "ways": ways_of_call(call, request.person)}
    context["may_enter"] = may_enter_candidates(request.person, call)
    return render(request, "calls/invitees.html", context)


@require_POST
@once
def choose(request: SignedInRequest, pk: int, candidate_pk: int) -> HttpResponse:
    """Give somebody to a host, or to nobody again."""
    call = _call(request, pk)
    if not runs_candidates(request.person, call):
        raise NotPermittedError
    candidate = get_object_or_404(nominated(call, request.person), pk=candidate_pk)
    form = InviteForm(candidate, list(hosts_of(call, request.person)), request.POST)
    if not form.is_valid():
        messages.error(request, _("受け入れる団体を選び直してください。"))
        return redirect("calls:invitees", pk)
    try:
        invite(candidate, form.host, by=request.person)
    except InvitationRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("受け入れる団体を保存しました。"))
    return redirect("calls:invitees", pk)
