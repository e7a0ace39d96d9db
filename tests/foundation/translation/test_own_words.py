"""Words of some thing (a bulletin's own paragraphs): the desk knows them by an order only."""

from dataclasses import dataclass

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import queries
from kakehashi.foundation.translation.choices import State
from kakehashi.foundation.translation.models import Job, Language, Text, Unit
from kakehashi.foundation.translation.operations import (
    Brought,
    UnitSeed,
    load_units,
    move_job,
    order,
    sign,
    take_in_texts,
    withdraw,
    write_text,
)
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.foundation.translation.conftest import DRAFTS, KEY, SEEDER, Desk, name_for_all

OWN = "disaster.bulletin.7.1"
SAID = {"ja": "市役所の2階で相談できます。", "ja-x-yasashi": "市役所《しやくしょ》で 聞《き》けます。"}


@dataclass(frozen=True)
class Own:
    """One paragraph of a bulletin beside the bank of `desk`, and two who translate for another body."""

    unit: Unit
    stranger: Person
    second: Person


@pytest.fixture
def own(desk: Desk, cast: Cast) -> Own:
    strangers = [make_person(name, "他 所", ("translator", cast.himeji)) for name in ("stranger", "second")]
    for stranger in strangers:
        name_for_all(stranger)
    unit = load_units([UnitSeed(OWN, SAID["ja"], SAID)], by=SEEDER).units[OWN]
    return Own(unit, *strangers)


def asked(own: Own, cast: Cast, language: str = "en") -> Job:
    """An order to the body of the two strangers."""
    return order(
        title="災害情報",
        language=Language.objects.get(code=language),
        organisation=cast.himeji,
        units=[own.unit],
        due_at=None,
        note="",
        by=cast.planner,
    )


def editor(unit: Unit, language: str = "en") -> str:
    return reverse("translation:text", args=[unit.pk, language])


def test_without_an_order_nobody_sees_them(desk: Desk, own: Own, cast: Cast, sign_in: SignIn) -> None:
    bank = desk.unit

    for person in (desk.translator, own.stranger, cast.planner):
        client = sign_in(person)
        assert list(queries.units_visible_to(person)) == [bank]
        assert set(queries.coverage(person)) == {"disaster.sentence"}
        assert client.get(editor(own.unit)).status_code == 404
        assert SAID["ja"] not in client.get(reverse("translation:texts") + "?language=ja").content.decode()


def test_with_an_order_its_body_sees_them_and_others_do_not(desk: Desk, own: Own, cast: Cast, sign_in: SignIn) -> None:
    job = asked(own, cast)

    assert sign_in(own.stranger).get(editor(own.unit)).status_code == 200
    assert sign_in(cast.planner).get(editor(own.unit)).status_code == 200
    assert sign_in(desk.translator).get(editor(own.unit)).status_code == 404
    move_job(job, "decline", by=own.stranger, note="人がいません。")
    assert sign_in(own.stranger).get(editor(own.unit)).status_code == 404


def test_only_the_language_that_was_asked_for_is_written_and_checked(own: Own, desk: Desk, cast: Cast) -> None:
    asked(own, cast)

    text = write_text(unit=own.unit, language="en", body="Ask on the second floor.", expected=0, by=own.stranger)
    sign(text, by=own.second)

    assert text.state == State.CHECKED
    for person, language in ((own.stranger, "vi"), (desk.translator, "en")):
        with pytest.raises(NotPermittedError):
            write_text(unit=own.unit, language=language, body="Other.", expected=0, by=person)
    with pytest.raises(NotPermittedError):
        withdraw(text, by=desk.checker, remark="いりません。")


def test_what_is_written_at_the_thing_is_not_written_at_the_desk(own: Own, cast: Cast, sign_in: SignIn) -> None:
    asked(own, cast)
    client = sign_in(own.stranger)

    for language in SAID:
        shown = client.get(editor(own.unit, language)).content.decode()
        sent = {"body": "だれでもよい。", "weight": "minor", "expected": 1}
        assert ("<textarea" in shown, "もとのページで書きます" in shown) == (False, True)
        assert client.post(editor(own.unit, language), sent).status_code == 403
        with pytest.raises(RefusedError, match="依頼できません"):
            asked(own, cast, language)
    assert not Text.objects.filter(unit=own.unit, version__gt=1).exists()


@pytest.mark.parametrize("language", ["ja", "ja-x-yasashi", "vi"])
def test_files_do_not_bring_them_in(own: Own, cast: Cast, sign_in: SignIn, language: str) -> None:
    asked(own, cast)
    client = sign_in(own.stranger)
    file = _file(language, OWN, "Something else.")

    shown = _looked_at(client, file, language)

    assert "頼まれていない言語です" in shown
    with pytest.raises(NotPermittedError):
        take_in_texts(
            Language.objects.get(code=language), [Brought(own.unit, "x", 1, "")], provenance="back.po", by=own.stranger
        )


def test_files_of_others_do_not_even_name_them(own: Own, desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    asked(own, cast)

    shown = _looked_at(sign_in(desk.translator), _file("en", OWN, "Something else."), "en")

    assert ("名前の分からないもの1件" in shown, SAID["ja"] in shown) == (True, False)


def _file(language: str, key: str, body: str) -> bytes:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": language.replace("-", "_")}
    file.append(polib.POEntry(msgctxt=key, msgid="x", msgstr=body, comment="version=1 source="))
    return str(file).encode()


def _looked_at(client: Client, content: bytes, language: str) -> str:
    sent = {"language": language, "file": SimpleUploadedFile("back.po", content)}
    response = client.post(reverse("translation:take_in"), sent)
    return client.get(response["Location"]).content.decode()


def test_the_memory_does_not_tell_them(own: Own, desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    asked(own, cast)
    write_text(unit=own.unit, language="en", body="Ask on the second floor.", expected=0, by=own.stranger)
    seeds = [UnitSeed("disaster.sentence.QK-08", "市役所", SAID | {"en": "At the city hall."})]
    like = load_units(seeds, by=SEEDER).units["disaster.sentence.QK-08"]

    shown = [sign_in(person).get(editor(like)).content.decode() for person in (desk.translator, own.stranger)]

    assert ["Ask on the second floor." in page for page in shown] == [False, True]


def test_an_order_or_a_file_of_all_banks_holds_none(own: Own, cast: Cast) -> None:
    asked(own, cast)

    everything = queries.units_in(cast.planner, "vi", "", ["missing"])
    of_bulletins = queries.units_in(cast.planner, "vi", "disaster.bulletin", ["missing"])

    assert [unit.key for unit in everything] == [KEY]
    assert [unit.key for unit in of_bulletins] == [OWN]
    assert "vi" not in DRAFTS


def test_what_waits_for_me_counts_only_what_i_see(own: Own, desk: Desk, cast: Cast) -> None:
    asked(own, cast)
    write_text(unit=own.unit, language="en", body="Ask on the second floor.", expected=0, by=own.stranger)

    assert queries.work_of(desk.checker, {"en"}, {"en"}) == []
    assert [one.count for one in queries.work_of(own.second, {"en"}, {"en"})] == [1]
