from kakehashi.kernel.ruby import reading_only, segments, without_ruby


def test_a_reading_belongs_to_the_kanji_before_it() -> None:
    assert segments("この 避難所《ひなんじょ》に 入《はい》る") == [
        ("この ", ""),
        ("避難所", "ひなんじょ"),
        ("に ", ""),
        ("入", "はい"),
        ("る", ""),
    ]


def test_a_bar_begins_the_word() -> None:
    assert segments("あと｜3日《みっか》です") == [("あと", ""), ("3日", "みっか"), ("です", "")]


def test_text_without_readings_is_one_piece() -> None:
    assert segments("はい") == [("はい", "")]
    assert segments("") == []


def test_marks_that_belong_to_nothing_stay() -> None:
    assert without_ruby("かな《かな》 ｜《》") == "かな《かな》 ｜《》"


def test_plain_and_aloud() -> None:
    assert without_ruby("々《のま》と水《みず》") == "々と水"
    assert reading_only("水《みず》を 飲《の》む") == "みずを のむ"
