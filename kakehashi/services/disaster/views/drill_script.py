"""The script of a drill, what answers each inject, and the look back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.exports import to_csv
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.services.disaster.exports.drills import columns, review_rows
from kakehashi.services.disaster.forms.injects import AnswerForm, InjectForm, ReviewForm
from kakehashi.services.disaster.models import Exercise, Inject
from kakehashi.services.disaster.operations import injects as operations
from kakehashi.services.disaster.queries.drill_review import review_of, script_of
from kakehashi.services.disaster.rules.exercises import may_conduct, may_read_script
from kakehashi.services.disaster.views.exercises import exercise_of


@once
def script(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that will happen, and one more."""
    found = exercise_of(request, pk)
    if not may_read_script(request.person, found):
        raise NotPermittedError(
            _("台本を開けるのは、訓練を進める人だけです。訓練が終わると、この団体の作成者も読めます。")
        )
    form = InjectForm(found, request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "exercise": found,
        "form": form,
        "script": script_of(found, request.person),
        "may_conduct": may_conduct(request.person, found),
    }
    if form.is_valid():
        try:
            operations.add_inject(found, form.cleaned_data, by=request.person)
        except MoveRefusedError as refused:
            return render(request, "disaster/drill_script.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("状況を加えました。"))
        return redirect("disaster:exercise_script", pk)
    return render(request, "disaster/drill_script.html", context, status=422 if form.is_bound else 200)


def _inject(request: SignedInRequest, pk: int, inject_pk: int) -> Inject:
    return get_object_or_404(script_of(exercise_of(request, pk), request.person), pk=inject_pk)


@require_POST
@once
def remove(request: SignedInRequest, pk: int, inject_pk: int) -> HttpResponse:
    try:
        operations.remove_inject(_inject(request, pk, inject_pk), by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("状況を外しました。"))
    return redirect("disaster:exercise_script", pk)


@require_POST
@once
def answer(request: SignedInRequest, pk: int, inject_pk: int) -> HttpResponse:
    """Begin a bulletin, or name the one that is it."""
    found = _inject(request, pk, inject_pk)
    form = AnswerForm(found.exercise, request.POST)
    if not form.is_valid():
        messages.error(request, _("この訓練の情報を選んでください。"))
        return redirect("disaster:exercise", pk)
    chosen = form.cleaned_data["bulletin"]
    try:
        bulletin = operations.answer_inject(found, chosen, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("disaster:exercise", pk)
    if chosen is None:
        return redirect("disaster:bulletin", bulletin.pk)
    messages.success(request, _("対応した災害情報を記録しました。"))
    return redirect("disaster:exercise", pk)


@once
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """How it went, and in words what is to be made of it."""
    found = exercise_of(request, pk)
    form = ReviewForm(request.POST or None, initial={"reflection": found.reflection})
    if form.is_valid():
        words, revision = form.cleaned_data["reflection"], sent_revision(request)
        try:
            operations.review_exercise(found, words, base_revision=revision, by=request.person)
        except (StaleError, MoveRefusedError) as refused:
            return _shown(request, found, form, refused=str(refused), status=409)
        messages.success(request, _("ふり返りを保存しました。"))
        return redirect("disaster:exercise_review", pk)
    return _shown(request, found, form, status=422 if form.is_bound else 200)


def _shown(
    request: SignedInRequest, found: Exercise, form: ReviewForm, *, status: int, refused: str = ""
) -> HttpResponse:
    context = {
        "exercise": found,
        "form": form,
        "review": review_of(found, request.person),
        "may_conduct": may_conduct(request.person, found),
        "refused": refused,
    }
    return render(request, "disaster/drill_review.html", context, status=status)


@require_safe
def review_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    content = to_csv(columns(), review_rows(review_of(exercise_of(request, pk), request.person)))
    headers = {"Content-Disposition": f'attachment; filename="drill-{pk}.csv"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
