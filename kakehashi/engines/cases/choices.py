from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperKind(TextChoices):
    """The papers of a case, each an answer sheet."""

    REQUEST = "request", _("依頼書")
    RESULT = "result", _("結果報告")
    REPORT = "report", _("事務所報告")
    FOLLOW_UP = "follow_up", _("フォローアップ")


class Theme(TextChoices):
    """What a visit is about; what precedents are compared by."""

    TOURISM = "tourism", _("観光・誘客")
    PRODUCTS = "products", _("産品・販路開拓")
    SISTER_TIES = "sister_ties", _("姉妹・友好都市")
    CULTURE = "culture", _("文化・芸術")
    EDUCATION = "education", _("教育・青少年")
    WELFARE = "welfare", _("福祉・医療")
    ENVIRONMENT = "environment", _("環境・エネルギー")
    DISASTER = "disaster", _("防災・復興")
    ADMINISTRATION = "administration", _("行政・自治制度")
    MULTICULTURE = "multiculture", _("多文化共生")
    SPORTS = "sports", _("スポーツ")
    OTHER = "other", _("その他")
