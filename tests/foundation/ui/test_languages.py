import pytest
from django.utils import translation
from django.utils.safestring import SafeString

from kakehashi.foundation.ui.languages import ui_ja


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("秋の見本市", '<span lang="ja">秋の見本市</span>'),
        ("Request: 秋の見本市 (2012-PARIS-0001)", 'Request: <span lang="ja">秋の見本市</span> (2012-PARIS-0001)'),
        ("Himeji 国際交流課 主任", 'Himeji <span lang="ja">国際交流課 主任</span>'),
        ("旅行会社3社の企画。 JETの話", '<span lang="ja">旅行会社3社の企画。 JETの話</span>'),
        ("<b>札幌</b>", '&lt;b&gt;<span lang="ja">札幌</span>&lt;/b&gt;'),
        ("Paris Office", "Paris Office"),
        (SafeString("<b>札幌</b>"), "<b>札幌</b>"),
        (None, ""),
    ],
)
def test_ui_ja_marks_the_japanese_of_an_english_page(text: str | None, shown: str) -> None:
    with translation.override("en"):
        assert ui_ja(text) == shown


@pytest.mark.parametrize("language", ["ja", "zh-hans"])
def test_ui_ja_adds_nothing_where_the_characters_say_it(language: str) -> None:
    with translation.override(language):
        assert ui_ja("秋の<見本市") == "秋の&lt;見本市"
