"""What the board and the list call the states of texts, with the tone of their chips."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, str | Promise] = {
    "missing": _("ない"),
    "machine": _("機械の下書き"),
    "to_check": _("点検待ち"),
    "returned": _("差し戻し"),
    "stale": _("原文より古い"),
    "withdrawn": _("取り下げ"),
    "checked": _("点検済み"),
}
TONES = {
    "missing": "neutral",
    "machine": "info",
    "to_check": "waiting",
    "returned": "warning",
    "stale": "warning",
    "withdrawn": "danger",
    "checked": "success",
}
