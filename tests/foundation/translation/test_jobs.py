"""Orders for translations: asked of a body, worked on by two, received by who asked."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import queries
from kakehashi.foundation.translation.models import Competence, Job, Language, Unit
from kakehashi.foundation.translation.operations import (
    UnitSeed,
    adopt,
    assign,
    load_units,
    move_job,
    order,
    remind,
    sign,
    write_text,
)
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.foundation.translation.conftest import DRAFTS, SEEDER, Desk, name_for_all

DUE = dt.datetime(2026, 12, 1, 23, 59, tzinfo=clock.JAPAN)


def ordered(desk: Desk, cast: Cast, language: str = "en", units: list[Unit] | None = None) -> Job:
    return order(
        title="英語の下書きの確認",
        language=Language.objects.get(code=language),
        organisation=cast.headquarters,
        units=units or [desk.unit],
        due_at=DUE,
        note="よろしくお願いします。",
        by=cast.planner,
    )


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_from_the_order_to_its_end(desk: Desk, cast: Cast) -> None:
    job = ordered(desk, cast)

    move_job(job, "accept", by=desk.translator)
    with pytest.raises(MoveRefusedError, match="まだ訳していない文章"):
        move_job(job, "deliver", by=desk.translator)
    adopt(desk.latest("en"), by=desk.translator)
    move_job(job, "deliver", by=desk.translator)
    with pytest.raises(MoveRefusedError, match="まだ点検していない文章"):
        move_job(job, "confirm", by=desk.checker)
    sign(desk.latest("en"), by=desk.checker)
    move_job(job, "confirm", by=desk.checker)
    move_job(job, "finish", by=cast.planner)

    assert (job.step, job.translator) == ("done", desk.translator)
    assert told(desk.translator) == ["translation.ordered", "translation.moved", "translation.moved"]
    assert told(desk.checker) == ["translation.ordered"]
    assert told(cast.planner) == ["translation.moved"] * 3


def test_an_order_is_stale_when_its_source_moved_on(desk: Desk, cast: Cast) -> None:
    job = ordered(desk, cast)

    write_text(unit=desk.unit, language="ja-x-yasashi", body="ゆれました。", expected=1, by=desk.translator)

    progress = queries.progress(job)
    assert (progress.total, progress.moved, progress.written) == (1, 1, 0)


def test_nothing_is_no_order(desk: Desk, cast: Cast) -> None:
    language = Language.objects.get(code="en")

    with pytest.raises(RefusedError, match="依頼する文章がありません"):
        order(
            title="空",
            language=language,
            organisation=cast.headquarters,
            units=[],
            due_at=None,
            note="",
            by=cast.planner,
        )


def test_two_able_people_are_assigned_and_told(desk: Desk, cast: Cast) -> None:
    job = ordered(desk, cast)
    stranger = make_person("stranger", "他 所", ("translator", cast.himeji))
    name_for_all(stranger)

    assign(job, translator=desk.translator, checker=desk.checker, by=cast.planner)
    for people in ((desk.checker, desk.checker), (stranger, None), (None, stranger)):
        with pytest.raises(RefusedError):
            assign(job, translator=people[0], checker=people[1], by=cast.planner)

    job.refresh_from_db()
    assert (job.translator, job.checker) == (desk.translator, desk.checker)
    assert told(desk.checker) == ["translation.ordered", "translation.assigned"]


def test_only_who_keeps_the_languages_orders_and_only_the_body_works(desk: Desk, cast: Cast) -> None:
    job = ordered(desk, cast)
    stranger = make_person("stranger", "他 所", ("translator", cast.himeji))

    for person in (stranger, cast.officer):
        with pytest.raises(NotPermittedError):
            move_job(job, "accept", by=person)
        with pytest.raises(NotPermittedError):
            assign(job, translator=None, checker=None, by=person)
    with pytest.raises(NotPermittedError):
        move_job(job, "cancel", by=desk.translator, note="やめます。")


def test_due_orders_are_called_to_mind_once(desk: Desk, cast: Cast) -> None:
    job = ordered(desk, cast)
    assign(job, translator=desk.translator, checker=None, by=cast.planner)

    for month, day in ((11, 20), (11, 24), (11, 24), (11, 30), (12, 1), (12, 8)):
        with clock.pinned(dt.datetime(2026, month, day, 8, tzinfo=clock.JAPAN)):
            remind(by=Robot("reminders"))

    assert told(desk.translator)[2:] == ["translation.due", "translation.due", "translation.late"]


def test_orders_cost_the_same_whatever_their_number(desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(desk.translator)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(url).status_code == 200
        return len(counted)

    job = ordered(desk, cast)
    asked(reverse("translation:jobs"))
    before = [asked(url) for url in (reverse("translation:jobs"), reverse("translation:job", args=[job.pk]))]
    seeds = [UnitSeed(f"disaster.sentence.N-{number}", "文", DRAFTS) for number in range(12)]
    units = list(load_units(seeds, by=SEEDER).units.values())
    many = [ordered(desk, cast, language, units) for language in ("en", "fr", "vi", "en")]

    after = [asked(url) for url in (reverse("translation:jobs"), reverse("translation:job", args=[many[0].pk]))]

    assert after == before


def test_an_order_is_made_from_the_board(desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.planner), reverse("translation:new_job")
    sent = {"language": "fr", "shelf": "disaster.sentence", "statuses": ["machine"], "title": "フランス語"}
    sent |= {"organisation": str(cast.headquarters.pk), "due_on": "2099-12-01", "note": ""}

    shown = client.get(f"{url}?language=fr&shelf=disaster.sentence").content.decode()
    late = client.post(url, sent | {"due_on": "2020-01-01"})
    empty = client.post(url, sent | {"statuses": ["missing"]})
    made = client.post(url, sent)

    assert '<option value="fr" selected>' in shown
    assert (late.status_code, empty.status_code, made.status_code) == (422, 422, 302)
    job = Job.objects.get()
    assert (job.language_id, list(job.lines.values_list("unit", flat=True))) == ("fr", [desk.unit.pk])
    assert sign_in(desk.translator).post(url, sent).status_code == 403


def test_the_page_of_an_order(desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    job = ordered(desk, cast)
    client, url = sign_in(desk.translator), reverse("translation:job", args=[job.pk])

    def post(name: str, *arguments: object, **sent: object) -> int:
        return client.post(reverse(f"translation:{name}", args=[job.pk, *arguments]), sent).status_code

    assert "機械の下書き" in client.get(url).content.decode()
    assert post("move_job", "accept") == 302
    assert post("move_job", "deliver") == 409
    assert post("move_job", "send_back") == 422
    assert post("move_job", "eat") == 404
    assert post("assign", translator=desk.translator.pk, checker=desk.checker.pk) == 302
    assert post("assign", translator=desk.checker.pk, checker=desk.checker.pk) == 422
    job.refresh_from_db()
    assert (job.step, job.checker) == ("accepted", desk.checker)


def test_another_body_does_not_see_the_order(desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    job = ordered(desk, cast)
    stranger = make_person("stranger", "他 所", ("translator", cast.himeji))
    url = reverse("translation:job", args=[job.pk])

    assert [sign_in(person).get(url).status_code for person in (stranger, cast.neighbour)] == [404, 403]
    assert job.title not in sign_in(stranger).get(reverse("translation:jobs")).content.decode()
    for address in (
        reverse("translation:move_job", args=[job.pk, "accept"]),
        reverse("translation:assign", args=[job.pk]),
    ):
        assert sign_in(stranger).post(address).status_code == 404


def test_the_list_of_orders_is_narrowed(desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    job = ordered(desk, cast)
    Competence.objects.filter(person=desk.translator).delete()
    client, url = sign_in(desk.translator), reverse("translation:jobs")

    def found(query: str) -> bool:
        return job.title in client.get(f"{url}?{query}").content.decode()

    assert [found(query) for query in ("", "step=requested", "step=all", "language=en", "step=x")] == [True] * 5
    assert [found(query) for query in ("step=done", "language=fr")] == [False, False]
