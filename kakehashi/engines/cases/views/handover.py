"""Handing over all open work of a person: begun, drafted, settled, read."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import exports, rules
from kakehashi.engines.cases.forms.handover import BeginHandoverForm, HandoverForm, LineForm
from kakehashi.engines.cases.models import Handover
from kakehashi.engines.cases.operations import handover as operations
from kakehashi.engines.cases.operations.handover import HandoverRefusedError
from kakehashi.engines.cases.operations.handover_report import report_pdf, successor_words
from kakehashi.engines.cases.queries import handover as queries
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.access.rules import may_manage_roles
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.kernel import clock

TYPES = exports.TYPES | {"pdf": "application/pdf"}


def index(request: SignedInRequest) -> HttpResponse:
    """What one took over, hand-overs under way, and cases whose officer is gone."""
    person = request.person
    leaderless = queries.leaderless_for(person)
    context = {
        "handovers": queries.visible_handovers(person).order_by("done_at", "-planned_for", "-id")[:100],
        "taken": queries.taken_over(person)[:100],
        "leaderless": leaderless[:50],
        "leaderless_count": leaderless.count(),
        "may_begin": bool(queries.leavers(person)),
    }
    return render(request, "cases/handovers.html", context)


@once
def new(request: SignedInRequest) -> HttpResponse:
    """Whose work, and when; then the draft with everything that is known."""
    form = BeginHandoverForm(queries.leavers(request.person), request.POST or None)
    if form.is_valid():
        chosen, day = form.leaver, form.cleaned_data["planned_for"]
        try:
            handover = operations.begin_handover(chosen.person, chosen.office, planned_for=day, by=request.person)
        except HandoverRefusedError as refused:
            form.add_error("whose", str(refused))
        else:
            messages.success(request, _("引継ぎの下書きを作りました。案件ごとに確かめてください。"))
            return redirect("cases:handover_edit", handover.pk)
    status = 422 if form.is_bound else 200
    return render(request, "cases/handover_new.html", {"form": form}, status=status)


def _handover(request: SignedInRequest, pk: int) -> Handover:
    found: Handover = get_object_or_404(queries.visible_handovers(request.person), pk=pk)
    return found


def _own(request: SignedInRequest, pk: int) -> Handover:
    """One that this person may change; successors may only read."""
    handover = _handover(request, pk)
    if not rules.may_hand_over(request.person, handover):
        raise NotPermittedError
    return handover


def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report: before it is done what will happen, afterwards what happened."""
    return _page(request, _handover(request, pk))


def _page(request: SignedInRequest, found: Handover, refused: str = "", status: int = 200) -> HttpResponse:
    lines = list(queries.lines_of(found))
    context: dict[str, Any] = {
        "handover": found,
        "rows": [(line, successor_words(line, found)) for line in lines],
        "left": [line for line in lines if found.done_at and line.successor_id is None],
        "came": [] if found.done_at else queries.came_since(found),
        "approvals": [] if found.done_at else list(queries.approvals_asked_of(found)),
        "may_change": not found.done_at and rules.may_hand_over(request.person, found),
        "is_now": found.planned_for <= clock.today(),
        "reports": list(documents_about(found.ref)),
        "refused": refused,
    }
    return render(request, "cases/handover.html", context, status=status)


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft. Who saves second is shown what the first one wrote."""
    found = _own(request, pk)
    if found.done_at:
        return redirect("cases:handover", pk)
    form, lines = _forms(request, found, request.POST or None)
    if request.method == "POST" and form.is_valid() and all(line.is_valid() for line in lines):
        changed = {one.line.pk: one.values() for one in lines}
        revision = sent_revision(request)
        try:
            operations.change_handover(found, form.values(), changed, base_revision=revision, by=request.person)
        except StaleError as stale:
            return _edit_page(request, stale.now, form, lines, status=409)
        except HandoverRefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("引継ぎの下書きを保存しました。"))
        return redirect("cases:handover", pk)
    return _edit_page(request, found, form, lines, status=422 if form.is_bound else 200)


def _forms(request: SignedInRequest, found: Handover, data: Any) -> tuple[HandoverForm, list[LineForm]]:
    people = queries.candidates(found)
    form = HandoverForm(found, people, may_manage_roles(request.person, found.office), data)
    return form, [LineForm(line, people, data) for line in queries.lines_of(found)]


def _edit_page(
    request: SignedInRequest, found: Handover, form: HandoverForm, lines: list[LineForm], status: int
) -> HttpResponse:
    now = _forms(request, found, None) if status == 409 else None
    context = {
        "handover": found,
        "form": form,
        "lines": lines,
        "differences": _differences([form, *lines], [now[0], *now[1]]) if now else [],
        "is_stale": status == 409,
    }
    return render(request, "cases/handover_edit.html", context, status=status)


def _differences(mine: list[Any], theirs: list[Any]) -> list[dict[str, Any]]:
    """Where what was typed is not what somebody saved meanwhile."""
    saved = {form.prefix: form for form in theirs}
    found = []
    for form in mine:
        for name, field in form.fields.items():
            other = saved.get(form.prefix)
            if other is None:
                continue
            typed, kept = form.cleaned_data.get(name), other.initial.get(name)
            if (typed or None) != (kept or None):
                found.append({"label": field.label, "about": getattr(form, "line", ""), "kept": _shown(field, kept)})
    return found


def _shown(field: Any, value: Any) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value if value is not None else ""))


@require_POST
@once
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """引き継ぐ: now, or by itself on its day."""
    found = _own(request, pk)
    try:
        operations.settle_handover(found, base_revision=sent_revision(request), by=request.person)
    except HandoverRefusedError as refused:
        return _page(request, _handover(request, pk), str(refused), status=409)
    except StaleError as stale:
        return _page(request, _handover(request, pk), str(stale), status=409)
    done = _("案件を引き継ぎました。") if found.done_at else _("引継ぎを決めました。その日に自動で行われます。")
    messages.success(request, done)
    return redirect("cases:handover", pk)


@require_POST
@once
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    try:
        operations.take_back_handover(found, by=request.person)
    except HandoverRefusedError as refused:
        return _page(request, _handover(request, pk), str(refused), status=409)
    messages.success(request, _("予定を取り消しました。下書きに戻っています。"))
    return redirect("cases:handover", pk)


@require_POST
@once
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    try:
        operations.discard_handover(found, by=request.person)
    except HandoverRefusedError as refused:
        return _page(request, _handover(request, pk), str(refused), status=409)
    messages.success(request, _("下書きを捨てました。案件は元の担当者のままです。"))
    return redirect("cases:handovers")


def report(request: SignedInRequest, pk: int, suffix: str) -> HttpResponse:
    """The report as PDF or as a table."""
    found = _handover(request, pk)
    if suffix not in TYPES:
        raise Http404
    is_pdf = suffix == "pdf"
    body = report_pdf(found, request.person.language) if is_pdf else exports.handover_table(found, suffix)
    headers = {"Content-Disposition": f'attachment; filename="handover-{found.planned_for}.{suffix}"'}
    return HttpResponse(body, content_type=TYPES[suffix], headers=headers)
