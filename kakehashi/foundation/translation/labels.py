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
# What the shares of the board are called in their key, and in a cell.
PARTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "checked": (_("点検済み"), _("点検済み")),
    "translated": (_("訳文（点検はまだ）"), _("訳文")),
    "machine": (_("機械の下書き（点検はまだ）"), _("下書き")),
    "stale": (_("原文より古い"), _("原文より古い")),
    "missing": (_("ない"), _("ない")),
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
