from django.apps import AppConfig

from kakehashi.foundation.tasks import schedule


class TasksConfig(AppConfig):
    name = "kakehashi.foundation.tasks"
    label = "tasks"
    verbose_name = "裏側の仕事"

    def ready(self) -> None:
        schedule.register(schedule.SCHEDULE)
