from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kakehashi.engines.cases"
    label = "cases"
    verbose_name = "相談・依頼"
