from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from kakehashi.foundation.tasks import schedule
from kakehashi.portal.schedule import SCHEDULE


class PortalConfig(AppConfig):
    name = "kakehashi.portal"
    label = "portal"
    verbose_name = "入口"

    def ready(self) -> None:
        """Every app below may have a module `wiring` that tells the foundation about it; all models are loaded now."""
        autodiscover_modules("wiring")
        schedule.register(SCHEDULE)
