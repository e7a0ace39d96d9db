from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    PREFECTURE = "prefecture", _("都道府県")
    MUNICIPALITY = "municipality", _("市区町村")
    WARD = "ward", _("行政区")
    BRANCH = "branch", _("支部")
    ASSOCIATION = "association", _("地域国際化協会")
    HEADQUARTERS = "headquarters", _("本部")
    SECTION = "section", _("本部の課")
    OFFICE = "office", _("海外事務所")
    MISSION = "mission", _("在外公館")
    NGO = "ngo", _("NGO・NPO")
    PARTNER = "partner", _("海外の相手先")
    OTHER = "other", _("その他の団体")


class RelationKind(TextChoices):
    """How one organisation stands to another; read "from … to"."""

    BRANCH_OF = "branch_of", _("支部として担当する")  # branch → municipality in its charge
    WORKS_WITH = "works_with", _("協力する")
    SUCCEEDS = "succeeds", _("引き継ぐ")
    MEMBER_OF = "member_of", _("会員である")


class HolidaySource(TextChoices):
    """Where a holiday was taken from; what was entered on the screen no load touches."""

    SCREEN = "screen", _("画面で登録")
    FILE = "file", _("基礎データ")
    LIBRARY = "library", _("祝日の計算")
