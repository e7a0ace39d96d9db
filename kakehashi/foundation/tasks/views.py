from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tasks import default_task_backend

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.tasks import operations, queries
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.rules import check_may_operate
from kakehashi.foundation.ui.items import Link

PER_PAGE = 50


def overview(request: SignedInRequest) -> HttpResponse:
    """What waits, runs, has failed and is planned, for operators."""
    check_may_operate(request.person)
    wanted = request.GET.get("state", "")
    state = State(wanted) if wanted in State.values else State.FAILED
    counts = queries.counts(request.person)
    tabs = [
        Link(str(one.label), f"{reverse('tasks:overview')}?state={one.value}", one == state, counts[one])
        for one in State
    ]
    context = {
        "health": queries.health(),
        "queues": queries.queues(request.person, sorted(default_task_backend.queues)),
        "planned": queries.planned_runs(),
        "tabs": tabs,
        "state": state,
        "page": Paginator(queries.jobs(request.person, state), PER_PAGE).get_page(request.GET.get("page")),
        "has_ended": state not in {State.WAITING, State.RUNNING},
        "can_retry": state == State.FAILED,
        "can_drop": state in {State.FAILED, State.WAITING},
    }
    return render(request, "tasks/overview.html", context)


@require_POST
@once
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    check_may_operate(request.person)
    job = get_object_or_404(queries.jobs(request.person, State.FAILED), pk=pk)
    operations.retry(job, by=request.person)
    messages.success(request, _("もう一度実行します。"))
    return redirect("tasks:overview")


@require_POST
@once
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    check_may_operate(request.person)
    state = State.FAILED if request.POST.get("from") == State.FAILED else State.WAITING
    job = get_object_or_404(queries.jobs(request.person, state), pk=pk)
    operations.drop(job, by=request.person)
    messages.success(request, _("取りやめました。"))
    return redirect(f"{reverse('tasks:overview')}?state={state}")
