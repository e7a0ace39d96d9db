"""What comes with the product is loaded by the thousand, and never over what a person wrote."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.translation.choices import State, Weight
from kakehashi.foundation.translation.models import Text, Unit
from kakehashi.foundation.translation.operations import UnitSeed, adopt, load_units, write_text
from kakehashi.foundation.translation.seed import load_languages
from tests.foundation.translation.conftest import DRAFTS, KEY, SEEDER, Desk

pytestmark = pytest.mark.django_db


def seed(**texts: str) -> UnitSeed:
    return UnitSeed(KEY, "地震がありました", DRAFTS | {code.replace("_", "-"): body for code, body in texts.items()})


def test_units_stand_with_drafts_in_every_language(desk: Desk) -> None:
    texts = Text.objects.filter(unit=desk.unit)

    assert desk.unit.family == "disaster.sentence"
    assert {text.language_id: text.body for text in texts} == DRAFTS
    assert {(text.state, text.version, text.is_latest, text.is_standing, text.is_stale) for text in texts} == {
        (State.MACHINE, 1, True, True, False)
    }


def test_loading_again_writes_nothing(desk: Desk) -> None:
    rows = AuditRow.objects.count()

    loaded = load_units([seed()], by=SEEDER)

    assert (loaded.written, loaded.kept, list(loaded.units)) == (0, 0, [KEY])
    assert AuditRow.objects.count() == rows


def test_a_changed_draft_is_a_new_version(desk: Desk) -> None:
    loaded = load_units([seed(en="An earthquake happened.")], by=SEEDER)

    assert loaded.written == 1
    assert (desk.latest("en").version, desk.standing("en").body) == (2, "An earthquake happened.")
    assert Text.objects.filter(unit=desk.unit, language="en").count() == 2


def test_a_new_source_makes_stale_what_was_not_drafted_anew(desk: Desk) -> None:
    load_units(
        [seed(ja="大きな地震がありました。", ja_x_yasashi="大《おお》きい 地震《じしん》です。", en="Big.")], by=SEEDER
    )

    assert {code: desk.standing(code).is_stale for code in DRAFTS} == {
        "ja": False,
        "ja-x-yasashi": False,
        "en": False,
        "fr": True,
    }


def test_what_a_person_took_over_is_kept(desk: Desk) -> None:
    adopt(desk.latest("en"), by=desk.translator)

    loaded = load_units([seed(en="An earthquake happened.")], by=SEEDER)

    assert (loaded.written, loaded.kept) == (0, 1)
    assert desk.standing("en").body == DRAFTS["en"]


def test_drafts_of_a_source_that_a_person_rewrote_show_as_stale(desk: Desk) -> None:
    write_text(unit=desk.unit, language="ja-x-yasashi", body="ゆれました。", expected=1, by=desk.translator)

    load_units([seed(en="An earthquake happened.")], by=SEEDER)

    assert (desk.standing("en").is_stale, desk.standing("ja-x-yasashi").body) == (True, "ゆれました。")


def test_drafts_of_a_source_that_a_person_only_polished_stay_current(desk: Desk) -> None:
    write_text(
        unit=desk.unit,
        language="ja-x-yasashi",
        body="ゆれました。",
        expected=1,
        by=desk.translator,
        weight=Weight.MINOR,
    )

    load_units([seed(en="An earthquake happened.")], by=SEEDER)

    assert desk.standing("en").is_stale is False


def test_what_is_missing_from_a_whole_family_is_retired_and_comes_back(desk: Desk) -> None:
    other = UnitSeed("disaster.sentence.QK-02", "津波", {"ja": "津波が来ます。"})

    load_units([other], by=SEEDER, whole=True)
    retired = Unit.objects.get(key=KEY).is_retired
    load_units([seed()], by=SEEDER)

    assert (retired, Unit.objects.get(key=KEY).is_retired) == (True, False)


def test_many_units_cost_no_more_queries_than_few(db: None) -> None:
    load_languages()

    counts = []
    for family, many in (("a", 2), ("b", 40)):
        seeds = [UnitSeed(f"{family}.{number}", "文", {"ja": f"文{number}", "en": "Text"}) for number in range(many)]
        load_units(seeds, by=SEEDER)
        changed = [UnitSeed(s.key, "文章", dict(s.texts) | {"en": "Texts"}) for s in seeds]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            load_units(changed, by=SEEDER)
        with CaptureQueriesContext(connection) as idle:
            load_units(changed, by=SEEDER)
        counts.append((len(queries), len(idle)))

    assert counts[0] == counts[1]
    assert counts[0][1] == 3
