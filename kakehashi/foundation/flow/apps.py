from django.apps import AppConfig


class FlowConfig(AppConfig):
    name = "kakehashi.foundation.flow"
    label = "flow"
    verbose_name = "手続の流れ"
