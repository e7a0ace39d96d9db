"""What a text can be, and which road an order for translations takes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Profile(models.TextChoices):
    """For whom it is said: frightened people in the first days, or people who live here."""

    DISASTER = "disaster", _("災害情報")
    LIVING = "living", _("生活情報")


class State(models.TextChoices):
    """How far one version of a text has come. A language without any version is missing."""

    MACHINE = "machine", _("機械の下書き")
    TRANSLATED = "translated", _("翻訳済み(点検待ち)")
    CHECKED = "checked", _("点検済み")
    WITHDRAWN = "withdrawn", _("取り下げ")


class Weight(models.TextChoices):
    """What an edit does to the languages that follow: nothing, or it makes them stale."""

    MINOR = "minor", _("小さな直し(意味は同じ)")
    MAJOR = "major", _("意味が変わる直し")


class Origin(models.TextChoices):
    HUMAN = "human", _("人が書いた")
    MACHINE = "machine", _("機械が書いた")
    IMPORT = "import", _("取り込んだ")


class TermRule(models.TextChoices):
    """What a glossary line asks of a translation."""

    MUST = "must", _("この訳を使う")
    FORBIDDEN = "forbidden", _("使ってはいけない")
    KEEP = "keep", _("日本語のまま残す")
