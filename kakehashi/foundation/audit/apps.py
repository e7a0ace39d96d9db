from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kakehashi.foundation.audit"
    label = "audit"
    verbose_name = "記録"
