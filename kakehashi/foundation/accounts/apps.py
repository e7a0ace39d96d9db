from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kakehashi.foundation.accounts"
    label = "accounts"
    verbose_name = "アカウント"
