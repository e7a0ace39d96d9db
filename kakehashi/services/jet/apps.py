from django.apps import AppConfig


class JetConfig(AppConfig):
    name = "kakehashi.services.jet"
    label = "jet"
    verbose_name = "JETプログラム"
