"""The disaster information of the small world, and which of it stands behind an address."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import (
    Bulletin,
    BulletinPart,
    Exercise,
    Facility,
    Inject,
    JmaMessage,
    Kit,
    Sheet,
)
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import start_bulletin
from kakehashi.services.disaster.operations.exercises import plan_exercise
from kakehashi.services.disaster.operations.facilities import add_facility
from kakehashi.services.disaster.operations.injects import add_inject, deliver_due
from kakehashi.services.disaster.operations.jma_taking import take_in
from kakehashi.services.disaster.operations.kits import save_kit
from kakehashi.services.disaster.operations.sheets import Planned, print_sheet
from tests.cast import Cast
from tests.services.disaster import stories
from tests.services.disaster.jma.messages import SEISMOLOGY, quake, report

if TYPE_CHECKING:
    from tests.security.world import World

Arguments = dict[str, Any]
SHAKEN = quake(("5-", "28", "530", "2820100"))


def make_disaster(cast: Cast, writer: Person, publisher: Person) -> dict[str, Bulletin]:
    """By the step they stand at."""
    stories.make_ground(cast)

    def draft() -> Bulletin:
        return start_bulletin(
            cast.himeji,
            title="地震",
            areas=[stories.HIMEJI],
            valid_until=clock.now() + dt.timedelta(hours=12),
            lines=[stories.quake()],
            by=writer,
        )

    now = clock.now()
    exercise = plan_exercise(
        cast.himeji,
        {"name": "防災訓練", "starts_at": now - dt.timedelta(hours=1), "ends_at": now + dt.timedelta(hours=6)},
        by=publisher,
    )
    for status, taker, by in (("通常", None, Robot("feed")), ("訓練", exercise, writer)):
        take_in(report("震源・震度に関する情報", SHAKEN, status=status, kind=SEISMOLOGY), by=by, exercise=taker)
    add_inject(exercise, {"minute": 0, "title": "断水", "words": "市内で断水"}, by=publisher)
    deliver_due()
    _make_paper(cast, writer)
    return {
        "draft": draft(),
        "checking": moves.submit(draft(), by=writer),
        "published": moves.approve_and_publish(moves.submit(draft(), by=writer), by=publisher),
    }


def _make_paper(cast: Cast, writer: Person) -> None:
    """A sheet, a kit and a shelter of Himeji."""
    line = stories.quake()
    print_sheet(cast.himeji, Planned([line], ["ja", "en"], {"kind": "wall"}), by=writer)
    save_kit(cast.himeji, {"name": "箱", "lines": [line], "languages": ["ja"], "paper": {"kind": "wall"}}, by=writer)
    values = {"kind": "shelter", "name_ja": "実演用避難所", "name_kana": "じつえんよう"}
    add_facility(cast.himeji, values, by=writer)


def _of_drills(what: str) -> list[Arguments]:
    if what.startswith("inject"):
        return [{"pk": one.exercise_id, "inject_pk": one.pk} for one in Inject.objects.all()]
    return [{"pk": pk} for pk in Exercise.objects.values_list("pk", flat=True)]


def arguments(what: str, sample: Arguments, world: "World") -> list[Arguments]:
    if what.startswith("jma"):
        return [{"pk": pk} for pk in JmaMessage.objects.values_list("pk", flat=True)]
    if what.startswith("sheet"):
        return [{"code": code} for code in Sheet.objects.values_list("code", flat=True)]
    if what.startswith(("kit", "facility")):
        kept = Kit if what.startswith("kit") else Facility
        return [{"pk": pk} for pk in kept.objects.values_list("pk", flat=True)]
    if what.startswith(("exercise", "inject", "body")):
        return _of_drills(what) if what != "body_languages" else [{"pk": world.cast.himeji.pk}]
    if "part_pk" in sample:
        parts = BulletinPart.objects.filter(bulletin__in=world.bulletins.values()).order_by("pk")
        return [{"pk": part.bulletin_id, "part_pk": part.pk} for part in parts]
    found: list[Arguments] = [{"pk": one.pk} for one in world.bulletins.values()]
    if "code" in sample:
        found = [one | {"code": code} for one in found for code in moves.MOVES]
    return found
