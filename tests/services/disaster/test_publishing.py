"""From the approval to the files the public reads: pages, feed, CAP, JSON, the page behind the code on paper."""

import datetime as dt
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.tasks.running import run_due
from kakehashi.foundation.translation.models import Text
from kakehashi.foundation.translation.operations import adopt, sign, write_text
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin, BulletinUpdate, Facility, Release, Sentence, Sheet
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import change_bulletin, start_correction
from kakehashi.services.disaster.operations.exercises import end_exercise
from kakehashi.services.disaster.operations.facilities import FacilityKnownError, import_facilities, set_state
from kakehashi.services.disaster.operations.publishing import PUBLISHER, publish_site, want_pages
from kakehashi.services.disaster.queries.snapshot import snapshot
from kakehashi.services.disaster.site.checking import problems
from kakehashi.services.disaster.site.saving import from_json, to_json
from kakehashi.services.disaster.tasks import keep_pages
from tests.cast import make_person
from tests.services.disaster import stories
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db
Commit = Callable[..., AbstractContextManager[Any]]


def site(settings: Settings) -> Path:
    found: Path = settings.DISASTER_PAGES / "current"
    return found


def read(settings: Settings, path: str) -> str:
    return (site(settings) / path).read_text("utf-8")


def live(scene: Scene, commit: Commit, **columns: Any) -> Bulletin:
    with commit(execute=True):
        return stories.published(scene, **columns)


def corrected(scene: Scene, commit: Commit, first: Bulletin) -> Bulletin:
    second = start_correction(first, by=scene.writer)
    change_bulletin(second, {"change_note": "場所を直した"}, base_revision=second.revision, by=scene.writer)
    with commit(execute=True):
        return moves.approve_and_publish(moves.submit(second, by=scene.writer), by=scene.publisher)


def test_approval_puts_it_up_in_every_language(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    bulletin = live(scene, django_capture_on_commit_callbacks)

    number = bulletin.code.lower()
    assert "姫路市で大きな地震がありました。" in read(settings, f"ja/b/{number}/index.html")
    assert "There was a strong earthquake in Himeji City." in read(settings, f"en/b/{number}/index.html")
    assert "وقع زلزال قوي" in read(settings, f"ar/b/{number}/index.html")
    assert "earthquake in Himeji City" in read(settings, "feed.en.atom")
    assert number in read(settings, "api/v1/live.json")
    assert bulletin.code in read(settings, f"s/{bulletin.code}/index.html")
    assert Release.objects.get().reason == f"publish disaster.bulletin:{bulletin.pk}"
    assert len(list(site(settings).glob("cap/*.xml"))) == 1


def test_a_language_without_the_sentence_is_missing_never_filled(scene: Scene) -> None:
    stories.published(scene)

    part = snapshot().bulletins[0].parts[0]

    assert set(part.texts) == {"ja", "ja-x-yasashi", "en", "vi", "ar"}
    assert {text.state for text in part.texts.values()} == {"machine"}


def test_drafts_of_a_machine_can_be_withheld(scene: Scene, settings: Settings) -> None:
    settings.DISASTER_SHOW_MACHINE = False
    stories.published(scene)

    assert set(snapshot().bulletins[0].parts[0].texts) == {"ja"}


def test_nothing_happens_when_nothing_changed(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    live(scene, django_capture_on_commit_callbacks)
    keep_pages.call()
    before = Release.objects.count()

    found = [publish_site(reason="again", by=PUBLISHER), keep_pages.call()]

    assert (found, Release.objects.count()) == ([None, 0], before)


def test_one_transaction_publishes_once(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    said = {"kind": "shelter", "name_kana": "かな", "address_ja": "", "names": {}}
    rows = [said | {"name_ja": name} for name in ("桜小学校", "梅小学校")]
    import_facilities(scene.cast.himeji, rows, by=scene.writer)

    with django_capture_on_commit_callbacks() as callbacks:
        import_facilities(scene.cast.himeji, [row | {"address_ja": "兵庫県姫路市1"} for row in rows], by=scene.writer)

    assert len(callbacks) == 1


def test_a_file_of_facilities_is_written_in_a_constant_number_of_queries(scene: Scene) -> None:
    said = {"kind": "shelter", "name_kana": "かな", "address_ja": "", "names": {}}
    asked = []
    for count in (1, 10, 50):
        rows = [said | {"name_ja": f"避難所{count}の{at}"} for at in range(count)]
        for values in ({}, {"address_ja": "兵庫県姫路市1"}):
            with CaptureQueriesContext(connection) as queries:
                found = import_facilities(scene.cast.himeji, [row | values for row in rows], by=scene.writer)
            asked.append(len(queries))
            assert found == ((0, count) if values else (count, 0))

    assert asked[2:4] == asked[4:]
    kept = Facility.objects.filter(organisation=scene.cast.himeji, name_ja__startswith="避難所50")
    assert set(kept.values_list("address_ja", "revision")) == {("兵庫県姫路市1", 2)}


def test_two_new_rows_of_one_name_are_refused(scene: Scene) -> None:
    said = {"kind": "shelter", "name_ja": "桜小学校", "name_kana": "かな", "address_ja": "", "names": {}}

    with pytest.raises(FacilityKnownError):
        import_facilities(scene.cast.himeji, [said, said], by=scene.writer)

    assert not Facility.objects.filter(name_ja="桜小学校").exists()


def test_what_is_wanted_again_after_a_failure_is_published(
    scene: Scene, django_capture_on_commit_callbacks: Commit
) -> None:
    class StopError(Exception):
        pass

    with django_capture_on_commit_callbacks() as callbacks:
        with suppress(StopError), transaction.atomic():
            want_pages(scene.cast.himeji, "first")
            raise StopError
        want_pages(scene.cast.himeji, "second")

    assert [getattr(callback, "reason", "") for callback in callbacks] == [
        f"second organisations.organisation:{scene.cast.himeji.pk}"
    ]


def test_a_look_at_what_has_not_changed_is_cheap(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    ends_at = clock.now() + dt.timedelta(minutes=20)
    live(scene, django_capture_on_commit_callbacks, valid_until=ends_at)
    publish_site(reason="full", by=PUBLISHER)

    def looked() -> tuple[bool, bool]:
        """Whether something was published, and whether only a few questions were asked."""
        with CaptureQueriesContext(connection) as captured:
            release = publish_site(reason="again", by=PUBLISHER)
        return release is not None, len(captured) <= 8

    found = [looked()]
    Facility.objects.create(organisation=scene.cast.himeji, kind="shelter", name_ja="桜小学校", name_kana="さくら")
    set_state(Facility.objects.get(), "open", by=scene.writer)
    found += [looked(), looked()]
    with clock.pinned(ends_at):
        found += [looked(), looked()]

    assert found == [(False, True), (True, False), (False, True), (True, False), (False, True)]


def test_a_request_that_died_after_the_approval_is_made_up_for(scene: Scene, settings: Settings) -> None:
    bulletin = stories.published(scene)  # committed, but what should follow never ran
    assert not site(settings).exists()

    run_due()

    assert f"/b/{bulletin.code.lower()}/" in read(settings, "feed.ja.atom")


def test_a_correction_reaches_everything(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    first = live(scene, django_capture_on_commit_callbacks)

    second = corrected(scene, django_capture_on_commit_callbacks, first)

    shown = {one.code: one for one in snapshot().bulletins}
    assert (shown[first.code].status, shown[first.code].replaced_by) == ("superseded", f"{first.code}-2".lower())
    assert (shown[second.paper_code].status, shown[second.paper_code].replaces) == ("live", first.code.lower())
    assert second.paper_code.lower() in read(settings, f"s/{first.code}/index.html")
    updates = [path.read_text("utf-8") for path in site(settings).glob("cap/*.xml")]
    assert sum("<msgType>Update</msgType>" in text for text in updates) == 1
    found = json.loads(read(settings, "api/v1/live.json"))
    assert first.code not in {one["code"] for one in found["bulletins"]}


def test_withdrawal_and_expiry_show_everywhere(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    bulletin, other = (live(scene, django_capture_on_commit_callbacks) for _ in range(2))

    with django_capture_on_commit_callbacks(execute=True):
        moves.withdraw(bulletin, by=scene.publisher, note="誤報でした")
    cancelled = [path.read_text("utf-8") for path in site(settings).glob("cap/*.xml")]
    with clock.pinned(clock.now() + dt.timedelta(hours=13)):
        keep_pages.call()

    assert sum("<msgType>Cancel</msgType>" in text for text in cancelled) == 1
    assert "誤報でした" in read(settings, f"ja/b/{bulletin.code.lower()}/index.html")
    assert json.loads(read(settings, "api/v1/live.json"))["bulletins"] == []
    other.refresh_from_db()
    assert other.step == "expired"


def text_of(language: str) -> Text:
    return Text.objects.get(unit__key="disaster.sentence.QK-01", language=language, is_standing=True)


def told(settings: Settings) -> tuple[str, str]:
    """What kind of message CAP holds, and when the feed says it was updated."""
    (cap,) = site(settings).glob("cap/*.xml")
    kind, updated = (
        re.search(pattern, text)
        for pattern, text in (
            ("<msgType>(.*?)<", cap.read_text("utf-8")),
            ("(?s)<entry>.*?<updated>(.*?)<", read(settings, "feed.en.atom")),
        )
    )
    assert kind and updated
    return kind[1], updated[1]


def test_other_words_are_an_update_and_a_signature_is_none(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    translator = make_person("translator", "訳す 人", ("translator", scene.cast.headquarters))
    checker = make_person("checker", "見る 人", ("translator", scene.cast.headquarters))
    live(scene, django_capture_on_commit_callbacks)
    first = told(settings)
    later = clock.now() + dt.timedelta(hours=1)

    with clock.pinned(later):
        adopt(text_of("vi"), by=translator, permit=True)
        sign(text_of("vi"), by=checker, permit=True)
        keep_pages.call()
    signed = told(settings)
    with clock.pinned(later + dt.timedelta(hours=1)):
        unit, body = text_of("vi").unit, text_of("vi").body.replace("mạnh", "rất mạnh")
        text = write_text(unit=unit, language="vi", body=body, expected=1, by=translator, permit=True)
        keep_pages.call()
        written = told(settings)
        sign(text, by=checker, permit=True)
        keep_pages.call()

    again = (later + dt.timedelta(hours=1)).astimezone(clock.JAPAN).isoformat(timespec="seconds")
    assert (first[0], signed, written, told(settings)) == ("Alert", first, first, ("Update", again))
    assert BulletinUpdate.objects.count() == 2


def test_a_language_that_is_added_is_an_update(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    live(scene, django_capture_on_commit_callbacks)
    unit = text_of("en").unit

    with clock.pinned(clock.now() + dt.timedelta(hours=1)):
        write_text(
            unit=unit, language="ko", body="{place}에서 지진이 발생했습니다.", expected=0, by=PUBLISHER, permit=True
        )
        keep_pages.call()

    assert told(settings)[0] == "Update"


def test_what_is_past_its_time_is_not_in_force_even_before_anybody_ends_it(scene: Scene) -> None:
    ends_at = clock.now().replace(microsecond=0) + dt.timedelta(hours=12)
    stories.published(scene, valid_until=ends_at)

    with clock.pinned(ends_at):
        shown = snapshot().bulletins[0]

    assert (shown.status, shown.updated_at.at) == ("expired", ends_at)


def test_a_drill_is_marked_in_every_output(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    drill = stories.drill(scene)
    bulletin = live(scene, django_capture_on_commit_callbacks, exercise=drill)

    number = bulletin.code.lower()
    caps = list(site(settings).glob("cap/*.xml"))
    assert all("<status>Exercise</status>" in path.read_text("utf-8") for path in caps) and caps
    for path in site(settings).rglob("*.html"):
        page = path.read_text("utf-8")
        if number in page or bulletin.code in page:
            assert "訓練" in page or "DRILL" in page, path
    for feed in site(settings).glob("feed.*.atom"):
        text = feed.read_text("utf-8")
        assert number not in text or "訓練" in text or "DRILL" in text
    assert [one["is_exercise"] for one in json.loads(read(settings, "api/v1/live.json"))["bulletins"]] == [True]


def test_drills_can_be_kept_inside(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    settings.DISASTER_PUBLIC_DRILLS = False
    bulletin = live(scene, django_capture_on_commit_callbacks, exercise=stories.drill(scene))
    Sheet.objects.create(code="DRILL1", organisation=scene.cast.himeji, exercise=bulletin.exercise, lines=[])

    files = [path for path in site(settings).rglob("*") if path.is_file()]

    shown = snapshot()
    assert (shown.bulletins, shown.sheets) == ((), ())
    assert not [path for path in files if bulletin.code.lower() in str(path).lower()]
    assert not [
        path for path in files if path.suffix in {".html", ".json"} and bulletin.code in path.read_text("utf-8")
    ]


def test_the_end_of_a_drill_takes_down_what_is_up_in_it(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    drill = stories.drill(scene)
    bulletin = live(scene, django_capture_on_commit_callbacks, exercise=drill)

    with django_capture_on_commit_callbacks(execute=True):
        end_exercise(drill, by=scene.publisher)

    bulletin.refresh_from_db()
    assert (bulletin.step, bulletin.valid_until) == ("expired", drill.ends_at)
    assert json.loads(read(settings, "api/v1/live.json"))["bulletins"] == []


def test_a_sheet_shows_when_its_sentence_changed(scene: Scene) -> None:
    unit = Sentence.objects.get(code="QK-01").unit
    meanings = {text.language_id: text.meaning for text in unit.texts.all()}
    sheet = Sheet.objects.create(
        code="SHEET1",
        organisation=scene.cast.himeji,
        lines=[stories.quake()],
        languages=["ja", "en"],
        meanings={unit.key: meanings},
    )
    before = snapshot().sheets[0]

    Text.objects.filter(unit=unit, language="en").update(meaning="other")

    assert (before.status, before.languages, before.outdated) == ("live", ("ja", "en"), ())
    assert (snapshot().sheets[0].status, snapshot().sheets[0].outdated) == ("live", ("en",))
    assert before.parts[0].texts["en"].lines[0] == "There was a strong earthquake in Himeji City."
    assert sheet.code == before.code


def test_open_shelters_are_shown_with_their_municipality(scene: Scene) -> None:
    for name, state in [("桜小学校", "open"), ("梅小学校", "not_open")]:
        Facility.objects.create(
            organisation=scene.cast.himeji, kind="shelter", name_ja=name, name_kana="さくら", state=state
        )

    found = snapshot()

    assert [(one.names["ja"], one.area, one.status) for one in found.shelters] == [("桜小学校", "2820100", "open")]
    assert found.offline == ("2820100",)


def test_a_shelter_of_a_prefecture_is_shown_where_it_stands(scene: Scene) -> None:
    cast = scene.cast
    rows = [
        (cast.hyogo, "県立体育館", "兵庫県加古川市加古川町1"),
        (cast.hyogo, "県立学校", "姫路市本町1"),
        (cast.hyogo, "県の広場", ""),
        (cast.branch, "支部の会館", "兵庫県宍粟市"),
        (cast.headquarters, "本部の会館", "兵庫県姫路市2"),
        (cast.headquarters, "どこか", "知らない町"),
    ]
    for organisation, name, address in rows:
        Facility.objects.create(
            organisation=organisation, kind="shelter", name_ja=name, name_kana="かな", address_ja=address, state="open"
        )

    found = snapshot()

    assert [(one.names["ja"], one.area) for one in found.shelters] == [
        ("県立体育館", "2821000"),
        ("県立学校", "2820100"),
        ("県の広場", "28"),
        ("支部の会館", "28"),
        ("本部の会館", "2820100"),
        ("どこか", ""),
    ]
    assert problems(found) == []


def test_a_snapshot_can_be_saved_and_read(scene: Scene) -> None:
    stories.published(scene, exercise=stories.drill(scene))

    made = snapshot()

    assert from_json(to_json(made)) == made


def test_the_number_of_queries_does_not_grow(scene: Scene) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            snapshot()
        return len(captured)

    lines = [stories.quake(), {"code": "WA-01", "slots": {"what": "water"}}]
    stories.published(scene, lines=lines)
    queries()  # from then on the bank is remembered
    one = queries()

    for _ in range(5):
        stories.published(scene, lines=lines)

    assert queries() == one


def test_one_broken_bulletin_does_not_stop_the_others(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    broken = live(scene, django_capture_on_commit_callbacks)
    Bulletin.objects.filter(pk=broken.pk).update(areas=["city:9999999"])
    broken.parts.update(slots={"place": ["city:9999999"]})

    good = live(scene, django_capture_on_commit_callbacks)

    assert [one.code for one in snapshot().bulletins] == [good.code]
    assert good.code in read(settings, f"s/{good.code}/index.html")


def test_strangers_publish_nothing(scene: Scene) -> None:
    with pytest.raises(NotPermittedError):
        publish_site(reason="x", by=scene.writer, is_forced=True)

    assert publish_site(reason="x", by=scene.publisher, is_forced=True) is not None


def test_a_sheet_to_write_on_does_not_keep_the_pages_from_being_made(scene: Scene, settings: Settings) -> None:
    line = {"code": stories.quake()["code"], "slots": {}}
    columns: dict[str, Any] = {"organisation": scene.cast.himeji, "lines": [line], "languages": ["ja"]}
    Sheet.objects.create(code="BYHAND2", paper={"by_hand": True}, **columns)
    Sheet.objects.create(code="EMPTY22", paper={}, **columns)

    publish_site(reason="test", by=PUBLISHER)

    by_hand, unsaid = (read(settings, f"s/{code}/index.html") for code in ("BYHAND2", "EMPTY22"))
    assert (">current<" in by_hand, ">withdrawn<" in unsaid) == (True, True)
