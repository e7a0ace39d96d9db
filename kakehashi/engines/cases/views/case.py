"""The page of a case, and everything that is done on it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.forms import AssignForm, AttachForm, MessageForm
from kakehashi.engines.cases.operations.messages import assign, write_message
from kakehashi.engines.cases.operations.moves import MOVES
from kakehashi.engines.cases.views.case_page import page
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.documents.sniffing import RefusedFileError
from kakehashi.foundation.flow.buttons import form_of
from kakehashi.foundation.flow.moves import MoveRefusedError


def case(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    return render(request, "cases/case.html", page(found, request.person))


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """Make one move; refused or wrongly filled in, the page comes back with the reason and what was typed."""
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    if code not in MOVES:
        raise Http404
    form = form_of(CASE_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "cases/case.html", page(found, request.person, form=form), status=422)
    try:
        MOVES[code](found, by=request.person, note=form.cleaned_data["note"])
    except MoveRefusedError as refused:
        found = get_object_or_404(queries.whole_case(request.person), pk=pk)
        context = page(found, request.person, form=form, refused=str(refused))
        return render(request, "cases/case.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": CASE_FLOW.move(code).label})
    return redirect("cases:case", pk)


@require_POST
@once
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    form = MessageForm(request.POST, may_be_internal=rules.is_staff_for(request.person, found))
    if not form.is_valid():
        context = page(found, request.person) | {"message_form": form}
        return render(request, "cases/case.html", context, status=422)
    values = form.cleaned_data
    write_message(found, values["body"], is_internal=values.get("is_internal", False), by=request.person)
    messages.success(request, _("連絡を書き込みました。"))
    return redirect("cases:case", pk)


@require_POST
@once
def assign_lead(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    if not rules.may_assign(request.person, found):
        raise NotPermittedError
    form = AssignForm(found, request.POST)
    if not form.is_valid():
        return render(request, "cases/case.html", page(found, request.person) | {"assign_form": form}, status=422)
    assign(found, lead=form.cleaned_data["lead"], by=request.person)
    messages.success(request, _("担当者を決めました。"))
    return redirect("cases:case", pk)


@require_POST
@once
def attach(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            permit = rules.may_write_to(request.person, found) or rules.may_edit_request(request.person, found)
            store(form.cleaned_data["file"], about=found.ref, by=request.person, permit=permit)
        except RefusedFileError as refused:
            form.add_error("file", refused)
        else:
            messages.success(request, _("ファイルを添付しました。"))
            return redirect("cases:case", pk)
    return render(request, "cases/case.html", page(found, request.person) | {"attach_form": form}, status=422)
