from django.apps import AppConfig


class DisasterConfig(AppConfig):
    name = "kakehashi.services.disaster"
    label = "disaster"
    verbose_name = "災害多言語情報"
