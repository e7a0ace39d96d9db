from django.apps import AppConfig


class WalksConfig(AppConfig):
    name = "tests.foundation.flow.walks"
    label = "walks"
