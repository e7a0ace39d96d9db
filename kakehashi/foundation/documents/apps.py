from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kakehashi.foundation.documents"
    label = "documents"
    verbose_name = "文書"
