import pytest

from kakehashi.foundation.translation.easy.spacing import spaced


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("高いところへ逃げてください。", "高い ところへ 逃げてください。"),
        ("余震が来るかもしれません。", "余震が 来るかも しれません。"),
        ("11月23日（月曜日）午後2時に来てください。", "11月23日（月曜日）午後2時に 来てください。"),
        ("避難所へ行くときは、毛布を持ってきてください。", "避難所へ 行く ときは、毛布を 持って きてください。"),
        ("高《たか》いところへ逃《に》げてください。", "高《たか》い ところへ 逃《に》げてください。"),
        (
            "｜20日《はつか》に学校（がっこう）が始（はじ）まります。",
            "｜20日《はつか》に 学校（がっこう）が 始（はじ）まります。",
        ),
        ("{date}に<b>水</b>を配ります。", "{date}に <b>水</b>を 配ります。"),
        ("14:00から", "14:00から"),
        ("「水」と「火」", "「水」と 「火」"),
        ("もう 空いて います。", "もう 空いて います。"),
        ("", ""),
    ],
)
def test_phrases_are_set_apart(text: str, apart: str) -> None:
    assert spaced(text) == apart


def test_spacing_twice_changes_nothing_more() -> None:
    once = spaced("大雨で川の水が増えています。すぐに逃げてください。")

    assert spaced(once) == once
