"""Orders for translations: the list, a new one, one order with its lines and its moves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.buttons import buttons, form_of
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.translation import operations, queries, rules
from kakehashi.foundation.translation.flow import JOB_FLOW
from kakehashi.foundation.translation.forms.jobs import AssignForm, JobListForm, OrderForm
from kakehashi.foundation.translation.labels import LABELS, TONES
from kakehashi.foundation.translation.models import Job
from kakehashi.foundation.translation.views.desk import crumbs, desk_tabs, for_keepers, for_translators
from kakehashi.foundation.ui.items import Link

PER_PAGE = 30
STEP_TONES = {
    "requested": "waiting", "accepted": "info", "returned": "warning", "translated": "info", "checked": "waiting",
    "done": "success", "declined": "danger", "cancelled": "neutral",
}  # fmt: skip


@for_translators
def jobs(request: SignedInRequest) -> HttpResponse:
    """Orders the viewer sees, open ones first."""
    steps = [(step.code, step.label) for step in JOB_FLOW.steps]
    form = JobListForm(steps, request.GET or None)
    page = Paginator(_narrowed(queries.jobs_for(request.person), form), PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.lines_of(page)
    context = {
        "tabs": desk_tabs(request.person, "translation:jobs"),
        "form": form,
        "page": page,
        "rows": [(job, queries.progress_of(lines[job.pk]), *_step(job)) for job in page],
        "may_order": rules.may_keep_languages(request.person),
    }
    return render(request, "translation/jobs.html", context)


def _narrowed(found: QuerySet[Job], form: JobListForm) -> QuerySet[Job]:
    said = form.cleaned_data if form.is_valid() else {}
    step, language = said.get("step"), said.get("language")
    if language:
        found = found.filter(language=language)
    if step == "all":
        return found
    return found.filter(step=step) if step else found.filter(step__in=queries.OPEN)


def _step(job: Job) -> tuple[object, str]:
    return JOB_FLOW.step(job.step).label, STEP_TONES[job.step]


@for_keepers
@once
def new_job(request: SignedInRequest) -> HttpResponse:
    """Order what is missing or stale of a language, from the board or by choice."""
    asked = {name: request.GET[name] for name in ("language", "shelf", "title") if name in request.GET}
    bodies = queries.translating_bodies()
    form = OrderForm(queries.shelves(request.person), bodies, request.POST or None, initial=asked)
    if form.is_valid():
        said = form.cleaned_data
        language, shelf = said["language"], said["shelf"]
        try:
            job = operations.order(
                title=said["title"],
                language=language,
                organisation=said["organisation"],
                units=queries.units_in(request.person, language.code, shelf, said["statuses"]),
                due_at=form.due_at,
                note=said["note"],
                by=request.person,
            )
        except RefusedError as refused:
            form.add_error("statuses", str(refused))
        else:
            messages.success(request, _("依頼しました。依頼先に知らせました。"))
            return redirect("translation:job", job.pk)
    context = {"form": form, "crumbs": crumbs(Link(_("翻訳を依頼する"), ""))}
    return render(request, "translation/new_job.html", context, status=422 if form.errors else 200)


@for_translators
def job(request: SignedInRequest, pk: int) -> HttpResponse:
    """One order: how far its lines are, who works on it, what can be done next."""
    return _page(request, get_object_or_404(queries.jobs_for(request.person), pk=pk))


@require_POST
@for_translators
@once
def move_job(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    shown = get_object_or_404(queries.jobs_for(request.person), pk=pk)
    if code not in {move.code for move in JOB_FLOW.moves}:
        raise Http404
    form = form_of(JOB_FLOW, code, request.POST)
    if not form.is_valid():
        return _page(request, shown, form=form, status=422)
    try:
        operations.move_job(shown, code, note=form.cleaned_data["note"], by=request.person)
    except MoveRefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, shown, form=form, status=409)
    messages.success(request, _("「%(step)s」にしました。") % {"step": JOB_FLOW.step(shown.step).label})
    return redirect("translation:job", pk)


@require_POST
@for_translators
@once
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.jobs_for(request.person), pk=pk)
    form = _assign_form(request, shown)
    if form.is_valid():
        try:
            operations.assign(shown, **form.cleaned_data, by=request.person)
        except RefusedError as refused:
            form.add_error("checker", str(refused))
        else:
            messages.success(request, _("担当を保存しました。"))
            return redirect("translation:job", pk)
    return _page(request, shown, assign_form=form, status=422)


def _assign_form(request: SignedInRequest, shown: Job) -> AssignForm:
    able = [queries.able_people(shown.language_id, what, shown.organisation) for what in ("translates", "checks")]
    return AssignForm(shown, *able, request.POST if "translator" in request.POST else None)


def _page(
    request: SignedInRequest,
    shown: Job,
    *,
    form: MoveForm | None = None,
    assign_form: AssignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = queries.lines_of([shown])[shown.pk]
    label, tone = _step(shown)
    context = {
        "job": shown,
        "step_label": label,
        "step_tone": tone,
        "lines": [(line, LABELS[line.status], TONES[line.status]) for line in lines],
        "progress": queries.progress_of(lines),
        "passages": [(passage, _what(passage.move)) for passage in queries.passages_of(shown)],
        "assign_form": assign_form or _assign_form(request, shown),
        "may_assign": shown.step in queries.OPEN and rules.may_assign(request.person, shown),
        "crumbs": crumbs(Link(_("依頼"), reverse("translation:jobs")), Link(shown.title, "")),
    }
    moves = buttons(
        JOB_FLOW,
        shown,
        request.person,
        action=lambda code: reverse("translation:move_job", args=[shown.pk, code]),
        form=form,
    )
    return render(request, "translation/job.html", context | moves, status=status)


def _what(code: str) -> object:
    """What a passage is called: as something done."""
    return _DONE.get(code) or JOB_FLOW.move(code).label


_DONE = {
    "order": gettext_lazy("依頼した"),
    "accept": gettext_lazy("引き受けた"),
    "deliver": gettext_lazy("翻訳ができたと伝えた"),
    "confirm": gettext_lazy("点検が終わったと伝えた"),
    "finish": gettext_lazy("受け取った"),
    "send_back": gettext_lazy("翻訳する人に差し戻した"),
    "return": gettext_lazy("直しを頼んだ"),
    "decline": gettext_lazy("辞退した"),
    "cancel": gettext_lazy("依頼を取りやめた"),
}
