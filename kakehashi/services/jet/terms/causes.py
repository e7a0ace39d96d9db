"""Why somebody left early: one main cause, others that contributed, and who says so of each."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    HEALTH = "H", _("体の健康")
    MENTAL = "M", _("心の健康")
    FAMILY = "F", _("家族の事情")
    RELATIONSHIP = "R", _("結婚、交際などの人間関係")
    JOB = "J", _("ほかの仕事、進学")
    WORKPLACE = "W", _("職場での対立")
    UNDER_USE = "U", _("仕事が少ない、または聞いていた仕事と違う")
    HARASSMENT = "X", _("ハラスメント")
    LOCATION = "L", _("住まい、土地、孤立")
    PAY = "P", _("報酬、費用")
    CONDUCT = "C", _("本人の行い、任用の打切り")
    VISA = "V", _("在留資格、法律上の事情")
    DISASTER = "D", _("災害、身の安全")
    NEVER_ARRIVED = "N", _("来日しなかった")
    OTHER = "O", _("その他")


class Evidence(models.TextChoices):
    """Who says so."""

    SELF = "self", _("本人")
    SUPERVISOR = "supervisor", _("任用団体の担当者")
    HOST = "host", _("取りまとめ団体")
    COUNCIL = "council", _("協会")


@dataclass(frozen=True, slots=True)
class Found:
    """One cause with those who say so."""

    cause: Cause
    evidence: frozenset[Evidence]


@dataclass(frozen=True, slots=True)
class Causes:
    """Each cause stands once, each with somebody who says so; else ``ValueError``."""

    primary: Found
    contributing: tuple[Found, ...] = ()

    def __post_init__(self) -> None:
        every = (self.primary, *self.contributing)
        if len({found.cause for found in every}) < len(every):
            raise ValueError("a cause stands twice")
        if not all(found.evidence for found in every):
            raise ValueError("nobody says so")
