"""One small question set that uses every kind of question."""

from kakehashi.foundation.forms.models import Question, QuestionSet, Section, Version


def make_version() -> Version:
    """A draft: 目的 (choice) shows 面会の希望; a table of the party; a budget with its sum; a stay with its days."""
    version = Version.objects.create(
        question_set=QuestionSet.objects.create(code="support", title_ja="支援の依頼", title_en="Support"), number=1
    )
    first = Section.objects.create(version=version, order=1, title_ja="目的", title_en="Purpose", intro_ja="まず目的。")
    second = Section.objects.create(version=version, order=2, title_ja="日程と費用", title_en="Days and money")
    options = [
        {"value": "visit", "label_ja": "表敬訪問", "label_en": "Courtesy call"},
        {"value": "fair", "label_ja": "物産展", "label_en": "Fair"},
    ]
    extras: list[tuple[Section, str, str, str, dict[str, object]]] = [
        (first, "purpose", "choice", "目的", {"options": options, "required": True, "label_en": "Purpose"}),
        (
            first,
            "wish",
            "textarea",
            "面会の希望",
            {"required": True, "condition": {"question": "purpose", "equals": "visit"}},
        ),
        (first, "items", "multiple", "ほしい支援", {"options": options}),
        (first, "published", "yes_no", "公開してよい", {}),
        (first, "country", "country", "国", {}),
        (first, "hint", "note", "お知らせ", {"help_ja": "旧正月は避けてください。"}),
        (first, "email", "email", "メール", {}),
        (first, "phone", "phone", "電話", {}),
        (first, "site", "url", "サイト", {}),
        (second, "starts", "date", "はじめの日", {"required": True}),
        (second, "ends", "date", "終わりの日", {}),
        (second, "days", "computed", "日数", {"compute": {"do": "days", "from": "starts", "to": "ends"}}),
        (second, "people", "number", "人数", {"minimum": 1, "maximum": 100}),
        (second, "party", "table", "参加者", {"columns": PARTY, "max_rows": 3, "required": True}),
        (second, "budget", "table", "予算", {"columns": BUDGET}),
        (second, "total", "computed", "合計", {"compute": {"do": "sum", "table": "budget", "column": "amount"}}),
        (second, "cap", "money", "上限", {}),
        (second, "papers", "file", "資料", {"max_rows": 2}),
        (second, "title", "text", "件名", {"max_length": 10}),
    ]
    for order, (section, code, kind, label, extra) in enumerate(extras):
        Question.objects.create(
            version=version, section=section, code=code, kind=kind, label_ja=label, order=order, **extra
        )
    return version


WISH = {"required": True, "condition": {"question": "purpose", "equals": "visit"}}
PARTY = [
    {"code": "name", "kind": "text", "label_ja": "氏名", "label_en": "Name", "required": True},
    {"code": "head", "kind": "yes_no", "label_ja": "団長", "label_en": ""},
]
BUDGET = [
    {"code": "what", "kind": "text", "label_ja": "費目", "label_en": ""},
    {"code": "amount", "kind": "money", "label_ja": "金額", "label_en": ""},
]

COMPLETE = {
    "purpose": "visit",
    "wish": "市長との面会",
    "starts": "2012-07-09",
    "party": [{"name": "姫野 光", "head": True}],
}
