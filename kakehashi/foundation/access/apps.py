from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kakehashi.foundation.access"
    label = "access"
    verbose_name = "権限"
