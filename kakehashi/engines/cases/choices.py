from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Starts(TextChoices):
    """Who begins a case of a kind."""

    CLIENT = "client", _("団体が依頼する")
    ANYONE = "anyone", _("だれでも相談できる(登録も氏名もいらない)")
    STAFF = "staff", _("職員が記録する")


class Work(TextChoices):
    """What the council does about a case of a kind: the road its cases take."""

    ARRANGE = "arrange", _("手配して、実施する")
    ANSWER = "answer", _("調べて、回答する")
    RECORD = "record", _("記録し、宿題を片付ける")


class Channel(TextChoices):
    """How a case came in."""

    SCREEN = "screen", _("この画面")
    EXCEL = "excel", _("Excelの依頼書")
    MAIL = "mail", _("メール")
    PHONE = "phone", _("電話")
    COUNTER = "counter", _("窓口")
    PUBLIC_FORM = "public_form", _("公開の相談フォーム")


# Typed in by the desk for whoever asked; until it is submitted the desk answers for it.
ENTERED_BY_DESK = (Channel.EXCEL, Channel.MAIL, Channel.PHONE, Channel.COUNTER)


class PaperKind(TextChoices):
    """The papers of a case, each an answer sheet."""

    REQUEST = "request", _("依頼書")
    ANSWER = "answer", _("回答書")
    RESULT = "result", _("結果報告")
    REPORT = "report", _("事務所報告")
    FOLLOW_UP = "follow_up", _("フォローアップ")


class LetterSide(TextChoices):
    """Who writes a letter to whom."""

    FROM_CLIENT = "from_client", _("依頼団体から")
    FROM_COUNCIL = "from_council", _("協会から")


class MailState(TextChoices):
    """What became of a mail that arrived."""

    PLACED = "placed", _("案件に入れた")
    WAITING = "waiting", _("職員の確認待ち")
    IGNORED = "ignored", _("取り込まない")


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


class LetterKind(TextChoices):
    """What a letter is drafted as; its words are the writer's from then on."""

    REQUEST = "request", _("依頼文")
    ACCEPTANCE = "acceptance", _("承諾の通知")
    REFUSAL = "refusal", _("お断りの通知")
    ANSWER = "answer", _("回答の送付文")


# What each side writes.
LETTERS_OF = {
    LetterSide.FROM_CLIENT: (LetterKind.REQUEST,),
    LetterSide.FROM_COUNCIL: (LetterKind.ACCEPTANCE, LetterKind.ANSWER, LetterKind.REFUSAL),
}


class FeedScope(TextChoices):
    """Whose cases one's own calendar reads."""

    MINE = "mine", _("担当する案件")
    PLACES = "places", _("事務所・課の案件すべて")


ZONES = {
    "Asia/Tokyo": _("日本時間"),
    "America/New_York": _("ニューヨーク時間"),
    "Europe/London": _("ロンドン時間"),
    "Europe/Paris": _("パリ時間"),
    "Asia/Singapore": _("シンガポール時間"),
    "Asia/Seoul": _("ソウル時間"),
    "Australia/Sydney": _("シドニー時間"),
    "Asia/Shanghai": _("北京時間"),
}  # fmt: skip


def zone_words(zone: str) -> str:
    """A time zone of the IANA list as people call it; one without a name of its own by its city."""
    return str(ZONES.get(zone) or zone.rpartition("/")[2].replace("_", " "))
