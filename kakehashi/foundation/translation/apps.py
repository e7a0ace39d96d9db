from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "kakehashi.foundation.translation"
    label = "translation"
    verbose_name = "翻訳"
