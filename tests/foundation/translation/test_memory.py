from kakehashi.foundation.translation.memory import Alike, alike

KNOWN = {
    "TS-01": "津波《つなみ》が 来《き》ます。すぐ 高《たか》い 所《ところ》へ 逃《に》げてください。",
    "TS-02": "津波《つなみ》が 来《く》るかも しれません。海《うみ》から 離《はな》れてください。",
    "WT-01": "学校《がっこう》で 水《みず》を もらえます: {place}",
}


def test_readings_spaces_widths_and_names_of_slots_make_no_difference() -> None:
    assert alike("学校で水をもらえます：{ site }", KNOWN) == [Alike("WT-01", 100.0)]


def test_the_likest_come_first_and_the_unlike_not_at_all() -> None:
    found = alike("津波が来ます。すぐ逃げてください。", KNOWN, least=40)

    assert [each.key for each in found] == ["TS-01", "TS-02"]
    assert 100 > found[0].score > found[1].score >= 40


def test_only_so_many_are_named() -> None:
    assert len(alike("水", dict.fromkeys(range(30), "水"), most=5)) == 5
    assert alike("水", {}) == []


def test_words_of_spaced_languages_keep_their_spaces() -> None:
    assert alike("Go  now", {1: "go now", 2: "gonow"}, least=95) == [Alike(1, 100.0)]
