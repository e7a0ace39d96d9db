import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.tasks import queries
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.claiming import claim
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.tasks.periodic import sync
from kakehashi.foundation.tasks.running import run_due
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.foundation.tasks.conftest import SetClock
from tests.foundation.tasks.sample_tasks import add, fail

OVERVIEW = reverse("tasks:overview")


def failed_job() -> Job:
    job = Job.objects.get(pk=fail.enqueue("理由").id)
    Job.objects.filter(pk=job.pk).update(
        state=State.FAILED,
        attempts=2,
        finished_at=clock.now(),
        error_class="builtins.LookupError",
        error_message="<b>理由</b>",
        error_traceback="Traceback …",
    )
    return job


def test_operators_see_what_waits_runs_failed_and_is_planned(cast: Cast, sign_in: SignIn) -> None:
    sync()
    add.enqueue(1, 2)
    failed_job()

    page = sign_in(cast.operator).get(OVERVIEW)
    waiting = sign_in(cast.operator).get(OVERVIEW, {"state": "waiting"})

    assert page.status_code == 200
    assert "&lt;b&gt;理由&lt;/b&gt;" in page.content.decode()
    assert "終わった仕事の記録を消す" in page.content.decode()
    assert [job.task for job in waiting.context["page"]] == ["tests.foundation.tasks.sample_tasks.add"]


@pytest.mark.parametrize("who", ["officer", "planner", "section_staff", "director"])
def test_nobody_else_does(cast: Cast, sign_in: SignIn, who: str) -> None:
    job = failed_job()
    client = sign_in(getattr(cast, who))

    answers = [
        client.get(OVERVIEW),
        client.post(reverse("tasks:retry", args=[job.pk])),
        client.post(reverse("tasks:drop", args=[job.pk])),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Job.objects.get().state == State.FAILED


def test_a_visitor_is_sent_to_the_sign_in(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(None).get(OVERVIEW).status_code == 302


def test_retry_begins_again_and_is_recorded(cast: Cast, sign_in: SignIn) -> None:
    job = failed_job()

    answer = sign_in(cast.operator).post(reverse("tasks:retry", args=[job.pk]))

    assert answer.status_code == 302
    assert Job.objects.values_list("state", "attempts", "finished_at").get() == (State.WAITING, 0, None)
    assert AuditRow.objects.values_list("action", "actor", "thing_id").get() == (
        "tasks.retry",
        cast.operator.pk,
        job.pk,
    )


def test_drop_ends_a_failed_and_a_waiting_task(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.operator)
    failed, waiting = failed_job().pk, add.enqueue(1, 2).id

    client.post(reverse("tasks:drop", args=[failed]), {"from": "failed"})
    client.post(reverse("tasks:drop", args=[waiting]), {"from": "waiting"})

    assert set(Job.objects.values_list("state", flat=True)) == {State.DROPPED}
    assert run_due() == 0


def test_a_running_task_can_be_neither_retried_nor_dropped(cast: Cast, sign_in: SignIn) -> None:
    add.enqueue(1, 2)
    job = claim("default", "w")
    assert job is not None
    client = sign_in(cast.operator)

    answers = [client.post(reverse(f"tasks:{move}", args=[job.pk])).status_code for move in ("retry", "drop")]

    assert answers == [404, 404]


def test_the_page_costs_the_same_with_many_rows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.operator)
    failed_job()
    client.get(OVERVIEW)

    with CaptureQueriesContext(connection) as one:
        client.get(OVERVIEW)
    for _ in range(40):
        failed_job()
    with CaptureQueriesContext(connection) as many:
        client.get(OVERVIEW)

    assert len(many) == len(one)


@pytest.mark.django_db
def test_health_tells_how_long_the_oldest_due_row_waits(at: SetClock) -> None:
    quiet = queries.health()
    add.enqueue(1, 2)
    at(90)
    add.enqueue(1, 2)
    failed_job()

    assert quiet == queries.Health(0, 0, 0, 0)
    assert queries.health() == queries.Health(oldest_waiting_seconds=90, waiting=2, running=0, failed=1)
