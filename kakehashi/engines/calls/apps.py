from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "kakehashi.engines.calls"
    label = "calls"
    verbose_name = "募集・助成・表彰"
