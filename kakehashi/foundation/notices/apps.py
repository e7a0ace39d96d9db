from django.apps import AppConfig

from kakehashi.foundation.notices.schedule import SCHEDULE
from kakehashi.foundation.tasks import schedule


class NoticesConfig(AppConfig):
    name = "kakehashi.foundation.notices"
    label = "notices"
    verbose_name = "お知らせ"

    def ready(self) -> None:
        schedule.register(SCHEDULE)
