from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    DRAFT = "draft", _("作成中")
    PUBLISHED = "published", _("公開中")
    RETIRED = "retired", _("使用終了")


class QuestionKind(TextChoices):
    """What is asked for; `shapes.py` says how each is kept."""

    TEXT = "text", _("一行の文")
    TEXTAREA = "textarea", _("長い文")
    CHOICE = "choice", _("一つ選ぶ")
    MULTIPLE = "multiple", _("いくつでも選ぶ")
    YES_NO = "yes_no", _("はい・いいえ")
    DATE = "date", _("日付")
    NUMBER = "number", _("数")
    MONEY = "money", _("金額(円)")
    EMAIL = "email", _("メールアドレス")
    PHONE = "phone", _("電話番号")
    URL = "url", _("ウェブサイトのアドレス")
    COUNTRY = "country", _("国・地域")
    TABLE = "table", _("表")
    FILE = "file", _("ファイル")
    NOTE = "note", _("説明だけ")
    COMPUTED = "computed", _("自動計算")


# Kinds whose answer nobody types.
SILENT_KINDS = frozenset({QuestionKind.NOTE, QuestionKind.COMPUTED})
CHOSEN_KINDS = frozenset({QuestionKind.CHOICE, QuestionKind.MULTIPLE, QuestionKind.COUNTRY})
COLUMN_KINDS = frozenset(
    {
        QuestionKind.TEXT,
        QuestionKind.TEXTAREA,
        QuestionKind.CHOICE,
        QuestionKind.YES_NO,
        QuestionKind.DATE,
        QuestionKind.NUMBER,
        QuestionKind.MONEY,
        QuestionKind.EMAIL,
        QuestionKind.PHONE,
        QuestionKind.URL,
        QuestionKind.COUNTRY,
    }
)


class Operator(TextChoices):
    """How a condition compares the other question's answer with its value."""

    EQUALS = "equals", _("が次と同じとき")
    NOT_EQUALS = "not_equals", _("が次と違うとき")
    IN = "in", _("が次のどれかのとき")
    CONTAINS = "contains", _("に次を含むとき")
    ANSWERED = "answered", _("に答えがあるとき")


class Computation(TextChoices):
    SUM = "sum", _("表の列の合計")
    COUNT = "count", _("表の行の数")
    DAYS = "days", _("二つの日付の間の日数(両端を含む)")
    ADD = "add", _("いくつかの答えの合計")
