"""Beginning an application: whether the body may apply comes first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import Route
from kakehashi.engines.calls.forms.applying import StartForm
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.operations import NoFormError, start_application
from kakehashi.engines.calls.queries import eligibility
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once


@once
def apply(request: SignedInRequest, call_pk: int) -> HttpResponse:
    """In the name of one's own body."""
    call = get_object_or_404(queries.visible_calls(request.person), pk=call_pk)
    bodies = queries.asking_organisations(request.person)
    if not bodies:
        return render(request, "calls/apply_not_possible.html", {"call": call})
    chances = [eligibility.chance_of(call, body, request.person) for body in bodies]
    return _begin(request, call, Route.OWN, chances)


@once
def enter(request: SignedInRequest, call_pk: int) -> HttpResponse:
    """The section types in what came on paper."""
    call = get_object_or_404(queries.visible_calls(request.person), pk=call_pk)
    if not may(request.person, Permission.HANDLE_CALLS, call.scheme.desk_id):
        raise NotPermittedError
    return _begin(request, call, Route.DESK, [])


def _begin(request: SignedInRequest, call: Call, route: Route, chances: list[eligibility.Chance]) -> HttpResponse:
    form = StartForm(call, request.person, route, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        applicant, implementer = values["applicant"], values.get("implementer")
        person = request.person if route == Route.OWN else None
        known = eligibility.known_already(call, applicant, person, implementer)
        known |= {name: values[name] for name in ("use_category",) if values.get(name)}
        try:
            application = start_application(
                call,
                applicant=applicant,
                implementer=implementer,
                route=route,
                track=values.get("track"),
                declared=form.declared(),
                answers=known,
                by=request.person,
            )
        except NoFormError:
            messages.error(request, _("この公募の申請書の様式がまだ公開されていません。担当課へお知らせください。"))
        else:
            return redirect("calls:fill", application.pk)
    context = {"call": call, "form": form, "chances": chances, "is_desk": route == Route.DESK}
    context["may_begin"] = route == Route.DESK or any(not chance.refusals_of_time for chance in chances)
    context["left"] = eligibility.left_until(max((c.until for c in chances if c.until), default=call.closes_at))
    context["drafts"] = eligibility.drafts_of(call, request.person)
    return render(request, "calls/apply.html", context, status=422 if form.errors else 200)
