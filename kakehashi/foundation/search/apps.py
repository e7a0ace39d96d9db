from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "kakehashi.foundation.search"
    label = "search"
    verbose_name = "検索"
