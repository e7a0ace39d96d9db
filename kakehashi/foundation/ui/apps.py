from django.apps import AppConfig


class UiConfig(AppConfig):
    default = True
    name = "kakehashi.foundation.ui"
    label = "ui"
    verbose_name = "画面部品"


class WidgetTemplatesConfig(AppConfig):
    """Django's own templates of widgets, where ui brings none; named so that they do not collide with our forms."""

    name = "django.forms"
    label = "django_forms"
