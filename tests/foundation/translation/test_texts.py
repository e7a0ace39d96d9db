"""Texts are written by one person and signed by another."""

import pytest

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.choices import State, TermRule, Weight
from kakehashi.foundation.translation.models import Competence, Text, Unit
from kakehashi.foundation.translation.operations import (
    TermLine,
    TermSeed,
    UnitSeed,
    WrittenMeanwhileError,
    adopt,
    load_units,
    restore,
    save_term,
    send_back,
    sign,
    withdraw,
    write_text,
)
from tests.cast import Cast
from tests.foundation.translation.conftest import DRAFTS, SEEDER, Desk


def write(desk: Desk, language: str, body: str, *, weight: Weight = Weight.MAJOR, by: Person | None = None) -> Text:
    expected = Text.objects.filter(unit=desk.unit, language=language).count()
    return write_text(
        unit=desk.unit, language=language, body=body, expected=expected, weight=weight, by=by or desk.translator
    )


def signed(desk: Desk, language: str, body: str) -> Text:
    text = write(desk, language, body)
    sign(text, by=desk.checker)
    return text


def stale(desk: Desk) -> list[str]:
    return [code for code in DRAFTS if desk.standing(code).is_stale]


def test_a_text_is_a_new_version_that_waits_for_a_second_person(desk: Desk) -> None:
    text = write(desk, "en", "An earthquake\r\nhas happened. ")

    assert (text.version, text.body, text.state) == (2, "An earthquake\nhas happened.", State.TRANSLATED)
    assert (text.translator, text.checker, text.is_stale) == (desk.translator, None, False)
    assert desk.latest("en") == desk.standing("en") == text


def test_a_second_person_signs(desk: Desk) -> None:
    text = signed(desk, "en", "Earthquake.")

    assert (desk.standing("en").state, text.checker, text.checked_at is not None) == (
        State.CHECKED,
        desk.checker,
        True,
    )


def test_nobody_signs_what_they_wrote(desk: Desk) -> None:
    text = write(desk, "en", "Earthquake.")

    with pytest.raises(RefusedError, match="自分が書いた文章は点検できません"):
        sign(text, by=desk.translator)

    assert desk.latest("en").state == State.TRANSLATED


def test_readers_keep_the_checked_version_until_the_next_is_signed(desk: Desk) -> None:
    first = signed(desk, "en", "Earthquake.")

    second = write(desk, "en", "A quake.")

    assert (desk.standing("en"), desk.latest("en")) == (first, second)
    sign(second, by=desk.checker)
    assert desk.standing("en") == desk.latest("en") == second


def test_a_major_edit_of_the_source_makes_all_below_stale(desk: Desk) -> None:
    write(desk, "ja", "大きな地震がありました。")

    assert stale(desk) == ["ja-x-yasashi", "en", "fr"]


def test_a_minor_edit_makes_nothing_stale(desk: Desk) -> None:
    write(desk, "ja", "地震が、ありました。", weight=Weight.MINOR)

    assert stale(desk) == []


def test_an_unchecked_edit_of_a_checked_source_makes_nothing_stale_yet(desk: Desk) -> None:
    signed(desk, "ja", "地震です。")
    for code in ("ja-x-yasashi", "en", "fr"):
        write(desk, code, f"{DRAFTS[code]}!")

    draft = write(desk, "ja", "大きな地震です。")

    assert stale(desk) == []
    sign(draft, by=desk.checker)
    assert stale(desk) == ["ja-x-yasashi", "en", "fr"]


def test_the_pivot_brought_up_to_date_leaves_the_others_as_its_edit_weighs(desk: Desk) -> None:
    write(desk, "ja", "大きな地震がありました。")

    write(desk, "ja-x-yasashi", "大《おお》きい 地震《じしん》です。", weight=Weight.MINOR)

    assert stale(desk) == []
    write(desk, "ja-x-yasashi", "とても 大《おお》きい 地震《じしん》です。")
    assert stale(desk) == ["en", "fr"]


def test_a_stale_text_can_be_said_again_but_not_signed(desk: Desk) -> None:
    text = write(desk, "en", "Earthquake.")
    write(desk, "ja-x-yasashi", "ゆれました。")

    with pytest.raises(RefusedError, match="原文が新しくなっています"):
        sign(text, by=desk.checker)

    again = write(desk, "en", "Earthquake.", weight=Weight.MINOR)
    assert (again.version, again.is_stale, again.meaning) == (3, False, text.meaning)


def test_the_same_words_again_are_refused(desk: Desk) -> None:
    write(desk, "en", "Earthquake.")

    with pytest.raises(RefusedError, match="前の版と同じ文章です"):
        write(desk, "en", "Earthquake.\n")


def test_who_opened_an_older_version_is_told(desk: Desk) -> None:
    newer = write(desk, "en", "Earthquake.")

    with pytest.raises(WrittenMeanwhileError) as refusal:
        write_text(unit=desk.unit, language="en", body="Mine.", expected=1, by=desk.checker)

    assert refusal.value.text == newer
    assert desk.latest("en") == newer


def test_a_draft_taken_over_waits_for_somebody_else(desk: Desk) -> None:
    adopt(desk.latest("fr"), by=desk.translator)

    assert (desk.latest("fr").state, desk.latest("fr").translator) == (State.TRANSLATED, desk.translator)
    with pytest.raises(RefusedError, match="すでに「翻訳済み"):
        adopt(desk.latest("fr"), by=desk.checker)
    sign(desk.latest("fr"), by=desk.checker)
    assert desk.standing("fr").state == State.CHECKED


def test_a_draft_taken_over_says_nothing_new(desk: Desk) -> None:
    before = desk.latest("fr")
    written_at, follows = before.written_at, before.follows

    adopt(before, by=desk.translator)

    after = desk.latest("fr")
    assert (after.translator, after.written_at, after.follows) == (desk.translator, written_at, follows)


def test_a_stale_draft_is_not_taken_over_as_it_is(desk: Desk) -> None:
    write(desk, "ja-x-yasashi", "ゆれました。")

    with pytest.raises(RefusedError, match="原文が新しくなっています"):
        adopt(desk.latest("fr"), by=desk.translator)

    again = write(desk, "fr", DRAFTS["fr"], weight=Weight.MINOR)
    assert (again.state, again.is_stale) == (State.TRANSLATED, False)


def test_what_was_made_from_an_older_source_is_stale_at_once(desk: Desk) -> None:
    seen = desk.standing("ja-x-yasashi").meaning
    write(desk, "ja-x-yasashi", "ゆれました。")

    text = write_text(unit=desk.unit, language="en", body="A quake.", expected=1, follows=seen, by=desk.translator)

    assert (text.follows, text.is_stale) == (seen, True)


def test_nobody_signs_or_takes_over_beside_a_source_that_has_moved_on(desk: Desk) -> None:
    seen = desk.standing("ja-x-yasashi").meaning
    write(desk, "ja-x-yasashi", "ゆれました。")
    text = write(desk, "en", "It shook.")
    draft = write_text(unit=desk.unit, language="fr", body="Secousse.", expected=1, by=Robot("machine"))

    with pytest.raises(RefusedError, match="開いたあとに原文が変わりました"):
        sign(text, by=desk.checker, shown=seen)
    with pytest.raises(RefusedError, match="開いたあとに原文が変わりました"):
        adopt(draft, by=desk.checker, shown=seen)

    sign(text, by=desk.checker, shown=desk.standing("ja-x-yasashi").meaning)
    assert desk.standing("en").state == State.CHECKED


def test_a_draft_is_not_signed_before_somebody_took_it_over(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="すでに「機械の下書き」"):
        sign(desk.latest("fr"), by=desk.checker)


def test_sent_back_to_its_translator(desk: Desk) -> None:
    text = write(desk, "en", "Earthquake.")

    send_back(text, by=desk.checker, remark="冠詞がありません。")

    assert (desk.latest("en").is_returned, desk.latest("en").remark) == (True, "冠詞がありません。")
    mended = write(desk, "en", "An earthquake.")
    assert mended.is_returned is False


def test_withdrawn_readers_get_nothing_until_it_is_restored(desk: Desk) -> None:
    text = signed(desk, "en", "Earthquake.")

    withdraw(text, by=desk.checker, remark="誤訳です。")

    assert Text.objects.filter(unit=desk.unit, language="en", is_standing=True).exists() is False
    restore(desk.latest("en"), by=desk.checker)
    assert (desk.standing("en").state, desk.standing("en").remark) == (State.CHECKED, "")


def test_withdrawn_what_is_worked_on_takes_its_place(desk: Desk) -> None:
    text = signed(desk, "en", "Earthquake.")
    draft = write(desk, "en", "A quake.")

    withdraw(text, by=desk.checker, remark="誤訳です。")

    assert desk.standing("en") == desk.latest("en") == draft


def test_a_withdrawn_draft_leaves_readers_the_checked_version(desk: Desk) -> None:
    text = signed(desk, "en", "Earthquake.")
    draft = write(desk, "en", "A quake.")

    withdraw(draft, by=desk.checker, remark="いりません。")

    assert desk.standing("en") == text
    restore(desk.latest("en"), by=desk.checker)
    assert desk.standing("en") == text


def test_a_reason_is_asked_for(desk: Desk) -> None:
    text = write(desk, "en", "Earthquake.")

    with pytest.raises(RefusedError, match="理由を書いてください"):
        send_back(text, by=desk.checker, remark=" ")
    with pytest.raises(RefusedError, match="理由を書いてください"):
        withdraw(text, by=desk.checker, remark="")


def test_only_who_is_named_for_the_language_writes_and_signs(desk: Desk, cast: Cast) -> None:
    Competence.objects.filter(person=desk.checker, language="en").update(translates=False, checks=False)
    text = write(desk, "en", "Earthquake.")

    for stranger in (desk.checker, cast.planner, cast.officer):
        with pytest.raises(NotPermittedError):
            write(desk, "en", "Mine.", by=stranger)
        with pytest.raises(NotPermittedError):
            sign(text, by=stranger)


def test_what_a_robot_writes_is_a_draft(desk: Desk) -> None:
    text = write_text(unit=desk.unit, language="es", body="Terremoto.", expected=0, by=Robot("machine"))

    assert (text.state, text.translator, text.follows) == (
        State.MACHINE,
        None,
        desk.standing("ja-x-yasashi").meaning,
    )


def test_a_service_may_have_its_own_rule_of_who_writes(desk: Desk, cast: Cast) -> None:
    text = write_text(unit=desk.unit, language="ja", body="揺れました。", expected=1, by=cast.officer, permit=True)

    sign(text, by=cast.colleague, permit=True)

    assert (desk.standing("ja").translator, desk.standing("ja").checker) == (cast.officer, cast.colleague)


def test_errors_are_signed_only_with_a_reason(desk: Desk) -> None:
    text = write(desk, "fr", "Ihaf adisa bylitti {place}")

    with pytest.raises(RefusedError, match="誤りの指摘が残っています"):
        sign(text, by=desk.checker)
    sign(text, by=desk.checker, waiver="固有名詞です。")

    assert {finding["check"] for finding in text.findings} >= {"slots", "words"}
    assert desk.standing("fr").waiver == "固有名詞です。"


def test_a_rare_word_is_explained_once_and_known_from_then_on(desk: Desk) -> None:
    rare, own = (
        load_units([UnitSeed(key, "畳", {"ja": "畳", "fr": "Tatamis"})], by=SEEDER).units[key]
        for key in ("disaster.choice.rubbish.tatami", "disaster.bulletin.7.1")
    )

    def written(unit: Unit, body: str) -> Text:
        expected = Text.objects.filter(unit=unit, language="fr").count()
        return write_text(unit=unit, language="fr", body=body, expected=expected, by=desk.translator, permit=True)

    of_a_bulletin = written(own, "Tatamis")
    sign(of_a_bulletin, by=desk.checker, waiver="日本語です。", permit=True)
    first = written(rare, "Tatamis !")
    with pytest.raises(RefusedError, match="誤りの指摘が残っています"):
        sign(first, by=desk.checker)
    sign(first, by=desk.checker, waiver="日本語です。")

    sign(written(desk.unit, "Tatamis"), by=desk.checker)
    assert desk.standing("fr").waiver == ""


def test_hard_japanese_is_not_easy_japanese_without_a_reason(desk: Desk) -> None:
    text = write(desk, "ja-x-yasashi", "避難指示が発令された地域の居住者は速やかに指定緊急避難場所へ避難されたい。")

    with pytest.raises(RefusedError, match="誤りの指摘が残っています"):
        sign(text, by=desk.checker)

    assert text.findings[0]["check"] == "easy"


def test_what_the_glossary_forbids_is_an_error(desk: Desk, cast: Cast) -> None:
    line = TermLine("en", TermRule.FORBIDDEN, "quake")
    save_term(None, TermSeed("地震", lines=(line,)), by=cast.planner)

    text = write(desk, "en", "There was a quake.")

    assert [(finding["check"], finding["severity"]) for finding in text.findings] == [("glossary", "error")]
