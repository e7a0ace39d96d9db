from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailState(TextChoices):
    WAITING = "waiting", _("送信待ち")
    SENDING = "sending", _("送信中")
    SENT = "sent", _("送信済み")
    UNKNOWN = "unknown", _("届いたか不明")  # handed over, but the answer was never heard; sent again, same Message-ID
    FAILED = "failed", _("送信できません")


class Pace(TextChoices):
    """How a person wants to be told by mail; the list on the screen always has everything."""

    AT_ONCE = "at_once", _("そのつどメールで受け取る")
    DAILY = "daily", _("1日1回、朝にまとめてメールで受け取る")
    SCREEN = "screen", _("メールは受け取らず、画面だけで見る")
