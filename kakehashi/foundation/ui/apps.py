from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kakehashi.foundation.ui"
    label = "ui"
    verbose_name = "画面部品"
