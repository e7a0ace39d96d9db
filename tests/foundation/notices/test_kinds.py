import datetime as dt

import pytest

from kakehashi.foundation.notices.kinds import NoticeKind, encode, many_lines, one_line, register, words
from kakehashi.kernel import clock


def test_days_moments_and_names_are_shown_in_each_language() -> None:
    moment = dt.datetime(2012, 7, 9, 17, 0, tzinfo=clock.JAPAN)
    register(NoticeKind("test.all", "%(name)s %(number)s", "%(day)s %(moment)s"))
    params = encode(
        {
            "name": {"ja": "姫路市", "en": "Himeji"},
            "number": 3,
            "day": dt.date(2012, 7, 9),
            "moment": moment.astimezone(dt.UTC),
        }
    )

    japanese, english = words("test.all", params, "ja"), words("test.all", params, "en")

    assert (japanese.subject, english.subject) == ("姫路市 3", "Himeji 3")
    assert japanese.body == "平成24年7月9日(月) 平成24年7月9日(月) 17:00"
    assert english.body == "Mon 9 July 2012 Mon 9 July 2012 17:00"


def test_a_name_without_the_readers_language_is_shown_in_japanese() -> None:
    assert words("test.plain", {"text": {"ja": "姫路市", "en": ""}}, "en").subject == "姫路市"


def test_a_kind_no_longer_known_still_says_something() -> None:
    assert words("gone", {}, "ja").subject == "お知らせ"


def test_a_code_belongs_to_one_kind() -> None:
    register(NoticeKind("test.same", "一", ""))
    register(NoticeKind("test.same", "一", ""))

    with pytest.raises(ValueError, match="two kinds"):
        register(NoticeKind("test.same", "二", ""))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  一\r\n二\t三 ", "一 二 三"),
        ("\u202e逆\u2066さ\u200bま\0", "逆さま"),
        ("あ" * 201, "あ" * 199 + "…"),
        ("=?utf-8?q?x?=", "= ?utf-8?q?x?="),
    ],
)
def test_a_subject_is_one_clean_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_a_body_keeps_lines_and_joined_signs_but_no_control_characters() -> None:
    assert many_lines("一\r\n二\r三\t四\0\x1b[31m\u202e👩\u200d👧\n") == "一\n二\n三\t四[31m👩\u200d👧"
