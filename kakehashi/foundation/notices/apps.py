from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kakehashi.foundation.notices"
    label = "notices"
    verbose_name = "お知らせ"
