from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "kakehashi.foundation.forms"
    label = "forms"
    verbose_name = "質問票"
