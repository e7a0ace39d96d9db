from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kakehashi.foundation.organisations"
    label = "organisations"
    verbose_name = "団体と人"
