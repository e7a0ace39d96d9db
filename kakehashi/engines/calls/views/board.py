"""The decision board of a call."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.choices import Outcome
from kakehashi.engines.calls.forms.board import LinesForm, ScenarioForm
from kakehashi.engines.calls.models import Call, Scenario, ScenarioLine
from kakehashi.engines.calls.operations.deciding import (
    ask_to_apply,
    begin_scenario,
    fill_scenario,
    move_up,
    save_scenario,
)
from kakehashi.engines.calls.queries.alternates import alternates_of
from kakehashi.engines.calls.queries.board import OPEN, Board, board_of, board_of_scenario, compared, scenarios_of
from kakehashi.engines.calls.queries.board_ranking import ranking
from kakehashi.engines.calls.queries.reviewing import run_calls
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError

PAGE = 1000  # rows of a scenario at once: a form has no more than DATA_UPLOAD_MAX_NUMBER_FIELDS fields


def _call(request: SignedInRequest, pk: int) -> Call:
    """One that this person decides; 403 for somebody with an interest in it, 404 where it is not theirs."""
    call = get_object_or_404(run_calls(request.person), pk=pk)
    _check(request, call)
    return call


def _scenario(request: SignedInRequest, pk: int) -> Scenario:
    scenario = get_object_or_404(scenarios_of(request.person), pk=pk)
    _check(request, scenario.call)
    return scenario


def _check(request: SignedInRequest, call: Call) -> None:
    if not rules.may_decide(request.person, call):
        raise NotPermittedError(_("利害関係のある申請があるため、この公募の審査会の操作はできません。"))


@once
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    """The scenarios of a call, and a new one; alternates that may move up."""
    call = _call(request, pk)
    form = ScenarioForm(call, request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        made = begin_scenario(call, data["name"], by=request.person, copy_of=data["copy_of"])
        return redirect("calls:scenario", made.pk)
    ranked = ranking(call, request.person)
    scenarios = list(scenarios_of(request.person).filter(call=call).prefetch_related("lines"))
    alternates = alternates_of(call, request.person)
    context = {
        "call": call,
        "form": form,
        "scenarios": [(one, board_of_scenario(one, ranked, request.person)) for one in scenarios],
        "alternates": alternates,
        "moving": [one for one in alternates if one.moves_up],
        "moving_yen": sum(one.yen or 0 for one in alternates if one.moves_up),
        "tracks": call.tracks.all(),
        "open_count": sum(one.application.step in OPEN for one in ranked),
        "ways": ways_of_call(call, request.person),
    }
    return render(request, "calls/board.html", context, status=422 if form.is_bound else 200)


@once
def scenario(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try outcomes and amounts, and see what comes of them."""
    found = _scenario(request, pk)
    ranked = ranking(found.call, request.person)
    numbers = {one.application.pk: one.application.number or "" for one in ranked if one.application.step in OPEN}
    form = LinesForm(numbers, request.POST or None, initial={"note": found.note})
    problem, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        problem, status = _save(request, found, form)
        if not problem:
            name = "calls:scenario_apply" if "decide" in request.POST else "calls:scenario"
            return redirect(reverse(name, args=[pk]) + _same_page(request))
    shown = board_of_scenario(found, ranked, request.person)
    if form.is_bound and not shown.is_decided:
        shown = board_of(found.call, ranked, _typed(found, form))
    problem = problem or " ".join(str(error) for error in form.non_field_errors())
    page = Paginator(shown.rows, PAGE).get_page(request.GET.get("page"))
    context = {"scenario": found, "call": found.call, "board": shown, "page": page, "form": form, "problem": problem}
    context |= {"outcomes": Outcome.choices, "others": found.call.scenarios.exclude(pk=pk)}
    return render(request, "calls/scenario.html", context, status=status)


def _same_page(request: SignedInRequest) -> str:
    number = request.GET.get("page", "")
    return f"?page={number}" if number.isascii() and number.isdigit() and len(number) < 6 else ""


def _typed(scenario: Scenario, form: LinesForm) -> list[ScenarioLine]:
    """What was sent, as lines that are not kept, with those of other pages: shown again beside what is wrong."""
    kept = [line for line in scenario.lines.all() if line.application_id not in form.proposed]
    sent = form.proposed.items()
    return kept + [ScenarioLine(application_id=pk, outcome=one.outcome, yen=one.yen) for pk, one in sent]


def _board(request: SignedInRequest, scenario: Scenario) -> Board:
    return board_of_scenario(scenario, ranking(scenario.call, request.person), request.person)


def _save(request: SignedInRequest, scenario: Scenario, form: LinesForm) -> tuple[str, int]:
    """Keep it; what refuses and with which status, or nothing."""
    sent = request.POST.get("_revision", "")
    revision = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    note = form.cleaned_data["note"]
    try:
        save_scenario(scenario, form.proposed, base_revision=revision, by=request.person, note=note)
        if "fill" in request.POST:
            fill_scenario(scenario, by=request.person)
    except ValidationError as refusal:
        return refusal.messages[0], 422
    except MoveRefusedError as refused:
        return str(refused), 409
    except StaleError as stale:
        return str(stale), 409
    messages.success(request, _("案を保存しました。まだ何も決まっていません。"))
    return "", 200


@once
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read once more what is about to be decided, then have it all decided."""
    found = _scenario(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            ask_to_apply(found, by=request.person)
        except MoveRefusedError as refused:
            problem = str(refused)
        else:
            return redirect("calls:scenario", pk)
    context = {"scenario": found, "call": found.call, "board": _board(request, found), "problem": problem}
    return render(request, "calls/scenario_apply.html", context, status=409 if problem else 200)


def compare(request: SignedInRequest, pk: int, other_pk: int) -> HttpResponse:
    """Two scenarios of one call side by side."""
    first = _scenario(request, pk)
    second = get_object_or_404(first.call.scenarios.select_related("call__scheme"), pk=other_pk)
    ranked = ranking(first.call, request.person)
    context: dict[str, Any] = {"call": first.call, "first": first, "second": second}
    context["boards"] = [(one, board_of_scenario(one, ranked, request.person)) for one in (first, second)]
    context["differences"] = compared(ranked, first, second)
    return render(request, "calls/scenario_compare.html", context)


@require_POST
@once
def promote(request: SignedInRequest, pk: int) -> HttpResponse:
    """The alternates that were shown as able to move up do so."""
    call = _call(request, pk)
    shown = [int(sent) for sent in request.POST.get("moving", "").split(",") if sent.isascii() and sent.isdigit()]
    try:
        moved = move_up(call, by=request.person, expected=shown)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("補欠%(count)d件を繰り上げて採択しました。") % {"count": len(moved)})
    return redirect("calls:board", pk)
