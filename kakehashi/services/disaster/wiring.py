"""What the foundation is told about disaster information; imported once all models are loaded."""

from kakehashi.foundation.tasks import schedule
from kakehashi.services.disaster import tasks

schedule.register(tasks.SCHEDULE)
