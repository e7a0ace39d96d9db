from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "kakehashi.foundation.catalogue"
    label = "catalogue"
    verbose_name = "事業計画"
