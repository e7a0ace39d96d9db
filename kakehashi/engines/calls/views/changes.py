"""Changes and giving up: begun by the applicant, judged by the desk."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import ChangeKind, Pays
from kakehashi.engines.calls.flow import CHANGE_FLOW
from kakehashi.engines.calls.forms.after import ApproveForm
from kakehashi.engines.calls.models import Application, Change
from kakehashi.engines.calls.operations.applying import NoFormError
from kakehashi.engines.calls.operations.changes import CHANGE_MOVES, ChangeOpenError, approve, start_change
from kakehashi.engines.calls.queries.changes import visible_changes, wanted_yen, weigh
from kakehashi.engines.calls.queries.papers import differences
from kakehashi.engines.calls.rules import is_applicant, is_desk, may_judge_change
from kakehashi.engines.calls.rules.routes import may_see_costs
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.attaching import described
from kakehashi.foundation.flow.buttons import buttons, form_of
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.display import display
from kakehashi.foundation.organisations.models import Person

BY_NOTE = ("refuse", "withdraw")  # the other moves have a page of their own


def change_waits(application: Application, person: Person) -> dict[str, Any] | None:
    """What the desk has to judge now, beside whatever the application itself waits for."""
    waiting = list(visible_changes(person).filter(application=application, step="submitted"))
    return {"waiting": waiting} if waiting and is_desk(person, application) else None


def changes_section(application: Application, person: Person) -> dict[str, Any] | None:
    """The changes asked for, and for the applicant the way to the next one."""
    found = list(visible_changes(person).filter(application=application))
    is_free = not any(change.step in {"draft", "submitted", "returned"} for change in found)
    may_begin = application.step == "granted" and is_free and is_applicant(person, application)
    may_begin = may_begin and application.call.change_form_id is not None
    if not found and not may_begin:
        return None
    return {"changes": found, "kinds": ChangeKind if may_begin else (), "application": application}


@require_POST
@once
def start(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    application = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if kind not in ChangeKind.values:
        raise Http404
    try:
        change = start_change(application, ChangeKind(kind), by=request.person)
    except ChangeOpenError as there:
        return redirect("calls:change", pk, there.change.pk)
    except NoFormError:
        messages.error(request, _("この公募には変更申請書がありません。担当課に相談してください。"))
        return redirect("calls:application", pk)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("calls:application", pk)
    return redirect("calls:paper", pk, change.paper_id)


def _change(request: SignedInRequest, pk: int, change_pk: int) -> Change:
    return get_object_or_404(visible_changes(request.person), pk=change_pk, application__pk=pk)


def change(request: SignedInRequest, pk: int, change_pk: int) -> HttpResponse:
    return render(request, "calls/change.html", _page(_change(request, pk, change_pk), request.person))


def _page(found: Change, person: Person, *, form: MoveForm | None = None, refused: str = "") -> dict[str, Any]:
    sees_amount = found.application.call.pays != Pays.DIRECT or may_see_costs(person, found.application)
    address = [found.application_id, found.pk]
    paper = reverse("calls:paper_check", args=[found.application_id, found.paper_id])
    pages = {
        "submit": paper,
        "note": paper,
        "correct": reverse("calls:mend", args=[found.paper_id]),
        "return": reverse("calls:send_back", args=[found.paper_id]),
        "approve": reverse("calls:change_approve", args=address),
    }

    def action(code: str) -> str:
        return reverse("calls:change_move", args=[*address, code])

    return buttons(CHANGE_FLOW, found, person, action=action, pages=pages, form=form) | {
        "change": found,
        "application": found.application,
        "sections": display(found.paper.sheet, describe_files=described),
        "differences": differences(found.paper, describe_files=described),
        "sees_amount": sees_amount,
        "weight": weigh(found),
        "wanted": wanted_yen(found),
        "may_fill": found.step == "draft" and is_applicant(person, found.application),
        "refused": refused,
    }


@require_POST
@once
def move(request: SignedInRequest, pk: int, change_pk: int, code: str) -> HttpResponse:
    """A move that needs a note at most."""
    found = _change(request, pk, change_pk)
    if code not in BY_NOTE:
        raise Http404
    form = form_of(CHANGE_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "calls/change.html", _page(found, request.person, form=form), status=422)
    try:
        CHANGE_MOVES[code](found, by=request.person, note=form.cleaned_data["note"])
    except MoveRefusedError as refused:
        found = _change(request, pk, change_pk)
        context = _page(found, request.person, form=form, refused=str(refused))
        return render(request, "calls/change.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": CHANGE_FLOW.move(code).label})
    return redirect("calls:application", pk)


@once
def decide(request: SignedInRequest, pk: int, change_pk: int) -> HttpResponse:
    """Approve the change, with the amount as it is from now on."""
    found = _change(request, pk, change_pk)
    if not may_judge_change(request.person, found):
        raise NotPermittedError
    form = ApproveForm(request.POST or None, initial={"new_yen": wanted_yen(found)})
    if found.kind == ChangeKind.CANCEL:
        del form.fields["new_yen"]
    context = {"change": found, "application": found.application, "form": form}
    if form.is_valid():
        given = form.cleaned_data
        try:
            approve(found, by=request.person, note=given["note"], new_yen=given.get("new_yen"))
        except MoveRefusedError as refused:
            return render(request, "calls/change_approve.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("「%(move)s」を行いました。") % {"move": CHANGE_FLOW.move("approve").label})
        return redirect("calls:application", pk)
    return render(request, "calls/change_approve.html", context)
