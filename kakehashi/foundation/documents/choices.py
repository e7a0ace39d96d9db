from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class InformationClass(IntegerChoices):
    """機密性 of the guideline for local governments: how far the content may go."""

    OPEN = 1, _("機密性1(公開できる)")
    INTERNAL = 2, _("機密性2(関係者だけ)")
    SECRET = 3, _("機密性3(担当者だけ)")
