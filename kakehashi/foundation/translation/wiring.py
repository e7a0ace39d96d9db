"""What the foundation is told about translations; imported once all models are loaded."""

from kakehashi.foundation.audit.registry import register_words
from kakehashi.foundation.tasks import schedule
from kakehashi.foundation.translation import tasks
from kakehashi.foundation.translation.flow import JOB_FLOW

schedule.register(tasks.SCHEDULE)
register_words({f"{JOB_FLOW.name}.{move.code}": move.label for move in JOB_FLOW.moves})
