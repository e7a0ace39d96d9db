"""Tasks only the tests run."""

from django_tasks import TaskContext, task

from kakehashi.foundation.organisations.models import Country


@task
def add(first: int, second: int) -> int:
    return first + second


@task(queue_name="mail", max_attempts=2)
def fail(reason: str) -> None:
    raise LookupError(reason)


@task
def note_country(code: str) -> None:
    Country.objects.create(alpha2=code, name_ja=code, name_en=code)


@task(takes_context=True)
def tell_attempt(context: TaskContext) -> int:
    return context.attempt


NOT_A_TASK = 1
