"""The glossary: what we ship, and as a table out and in."""

import pytest

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.translation import glossary
from kakehashi.foundation.translation.choices import TermRule
from kakehashi.foundation.translation.models import Term, TermText
from kakehashi.foundation.translation.operations import TermLine, TermSeed, remove_term, save_term, take_in_terms
from kakehashi.foundation.translation.seed import load_glossary, load_languages
from tests.cast import Cast

HEAD = ",".join(glossary.COLUMNS)
QUAKE = TermSeed("余震", "よしん", "後《あと》から来《く》る", lines=(TermLine("en", TermRule.MUST, "aftershock"),))


@pytest.fixture(autouse=True)
def _languages(db: None) -> None:
    load_languages()


def lines() -> list[tuple[str, str, str, str]]:
    return list(TermText.objects.values_list("term__ja", "language", "rule", "text"))


def test_what_we_ship_fills_an_empty_glossary_only() -> None:
    assert load_glossary() == Term.objects.count() > 0
    assert load_glossary() == 0


def test_a_table_comes_back_as_it_went_out(cast: Cast) -> None:
    forbidden = TermLine("en", TermRule.FORBIDDEN, "=after-shock")
    keep = TermLine("fa", TermRule.KEEP, "")
    take_in_terms([TermSeed(QUAKE.ja, QUAKE.kana, lines=(*QUAKE.lines, forbidden, keep))], by=cast.planner)
    take_in_terms([TermSeed("給水", "きゅうすい")], by=cast.planner)
    before = lines()

    table = glossary.written(Term.objects.prefetch_related("texts")).decode()
    take_in_terms(glossary.read(table, {"en", "fa"}), by=cast.planner)

    assert lines() == before
    assert '"\'=after-shock"' in table


def test_every_line_that_cannot_be_read_is_named() -> None:
    rows = ["余震,,,,,xx,must,a", "余震,,,,,en,may,a", "余震,,,,,en,must,", ",,,,,en,must,a", f"{'長' * 81},,,,,,,"]

    with pytest.raises(glossary.TableError) as refusal:
        glossary.read("\n".join([HEAD, *rows]), {"en"})

    assert refusal.value.faults == [
        "2行目：「xx」という言語は登録されていません。",
        "3行目：きまり（rule）は、must、forbidden、keepのどれかです。",
        "4行目：訳語（text）が空です。",
        "5行目：用語（ja）が空です。",
        "6行目：jaは80字までです。",
    ]


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(glossary.TableError) as refusal:
        glossary.read("ja,text\n", {"en"})

    assert refusal.value.faults == ["1行目に次の列名がありません：kana、gloss、note、source、language、rule"]


def test_a_term_is_saved_with_all_its_lines_and_removed(cast: Cast) -> None:
    term = save_term(None, QUAKE, by=cast.planner)

    save_term(term, TermSeed("余震", "よしん", lines=(TermLine("es", TermRule.MUST, "réplica"),)), by=cast.planner)

    assert lines() == [("余震", "es", "must", "réplica")]
    remove_term(term, by=cast.planner)
    assert lines() == []


def test_only_who_keeps_the_languages_keeps_the_glossary(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        take_in_terms([QUAKE], by=cast.officer)
    with pytest.raises(NotPermittedError):
        save_term(None, QUAKE, by=cast.officer)
