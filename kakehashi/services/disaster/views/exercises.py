"""Drills: the list, one with everything in it, planned, changed, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.services.disaster.choices import ShelterState
from kakehashi.services.disaster.forms.bulletins import ExerciseForm
from kakehashi.services.disaster.models import Exercise
from kakehashi.services.disaster.operations.exercises import (
    change_exercise,
    end_exercise,
    plan_exercise,
    set_state_in_drill,
)
from kakehashi.services.disaster.queries.bulletins import rows, shelters_of, visible_bulletins, visible_exercises
from kakehashi.services.disaster.queries.drill_review import answering, script_of
from kakehashi.services.disaster.queries.sheets import visible_facilities
from kakehashi.services.disaster.queries.titles import sheet_rows
from kakehashi.services.disaster.rules.exercises import may_conduct, may_read_script
from kakehashi.services.disaster.views.gates import writers_only


def exercise_of(request: SignedInRequest, pk: int) -> Exercise:
    return get_object_or_404(visible_exercises(request.person), pk=pk)


def index(request: SignedInRequest) -> HttpResponse:
    writers_only(request)
    return render(request, "disaster/exercises.html", {"exercises": visible_exercises(request.person)[:200]})


@once
def new(request: SignedInRequest) -> HttpResponse:
    writers_only(request)
    form = ExerciseForm(request.person, request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        exercise = plan_exercise(given.pop("organisation"), given, by=request.person)
        messages.success(request, _("訓練を登録しました。"))
        return redirect("disaster:exercise", exercise.pk)
    return render(request, "disaster/exercise_edit.html", {"form": form}, status=422 if form.is_bound else 200)


def exercise(request: SignedInRequest, pk: int) -> HttpResponse:
    found = exercise_of(request, pk)
    context = {
        "exercise": found,
        "may_conduct": may_conduct(request.person, found),
        "may_read_script": may_read_script(request.person, found),
        "rows": rows(request.person, visible_bulletins(request.person).filter(exercise=found).order_by("-id")[:100]),
        "sheets": sheet_rows(found.sheets.select_related("organisation", "facility")[:100]),
        "injects": found.injects.order_by("-id")[:100],
        "shelters": shelters_of(found) if found.is_running else [],
        "states": ShelterState.choices,
        "arrived": script_of(found, request.person).filter(arrived_at__isnull=False).order_by("-arrived_at", "-id"),
        "answers": list(answering(found)[:100]),
    }
    return render(request, "disaster/exercise.html", context)


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = exercise_of(request, pk)
    if not may_conduct(request.person, found):
        raise NotPermittedError(_("訓練を直せるのは、訓練を進める人だけです。"))
    form = ExerciseForm(request.person, request.POST or None, exercise=found)
    context: dict[str, Any] = {"form": form, "exercise": found, "revision": found.revision}
    if form.is_valid():
        try:
            change_exercise(found, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "disaster/exercise_edit.html", context | {"refused": str(stale)}, status=409)
        except MoveRefusedError as refused:
            return render(request, "disaster/exercise_edit.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("訓練を保存しました。"))
        return redirect("disaster:exercise", pk)
    return render(request, "disaster/exercise_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    found = exercise_of(request, pk)
    try:
        end_exercise(found, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("訓練を終えました。訓練の情報は公開のページから期限切れになります。"))
    return redirect("disaster:exercise", pk)


@require_POST
@once
def shelter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open, full, closed, in this drill: one press."""
    found = exercise_of(request, pk)
    sent, wanted = request.POST.get("facility", ""), request.POST.get("state", "")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    facility = visible_facilities(request.person).filter(pk=number).first()
    if facility is None or wanted not in ShelterState.values:
        messages.error(request, _("避難所と状態を選んでください。"))
        return redirect("disaster:exercise", pk)
    try:
        row = set_state_in_drill(found, facility, wanted, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        said = {"facility": facility, "state": row.get_state_display()}
        messages.success(request, _("訓練: %(facility)s: %(state)s") % said)
    return redirect("disaster:exercise", pk)
