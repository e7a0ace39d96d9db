"""From the press of the approver to the pages, with the real operation on a database of its own.

    python bench/publish_database.py [--json] [--bulletins 200] [--live 40]

Sets up a throw-away installation with the register, the places and the whole bank, and 200 bulletins of which 40 are in
force; then a second person approves and publishes ten more, one after the other, and a correction. What is timed is the
whole request: the transaction with its notices and records, the snapshot of the database, every page, feed, CAP and
JSON on disk. Prints nothing but figures; asserts nothing. ``bench/publish.py`` runs it for its goal of 2 s.
"""

# ruff: noqa: E402  # the product is imported once Django knows its folder
import argparse
import datetime as dt
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="kakehashi-publish-")
os.environ |= {"KAKEHASHI_DATA": FOLDER.name, "DJANGO_SETTINGS_MODULE": "config.settings", "KAKEHASHI_BACKUPS": "0"}

import django

django.setup()

from django.core.management import call_command
from django.db import transaction

from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import (
    change_bulletin,
    start_bulletin,
    start_correction,
)
from kakehashi.services.disaster.operations.publishing import PUBLISHER, publish_site
from kakehashi.services.disaster.queries.snapshot import snapshot
from kakehashi.services.disaster.site.writing import KEPT

CITY = "city:2820100"
LINES: list[dict[str, Any]] = [
    {"code": "QK-02", "slots": {"period": {"count": 7, "unit": "day"}}},
    {"code": "EV-01", "slots": {"shelter": {"ja": "桜小学校", "kana": "さくらしょうがっこう"}}},
]


def set_up() -> tuple[Organisation, Person, Person]:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    for command in ("load_reference", "load_languages", "load_disaster"):
        call_command(command, stdout=sys.stderr)
    city = Organisation.objects.get(code="282014")
    people = []
    for name, role in (("書く 人", "bulletin_writer"), ("認める 人", "bulletin_publisher")):
        person = Person.objects.create(name_ja=name)
        RoleHeld.objects.create(person=person, organisation=city, role=role, starts_on=dt.date(2010, 4, 1))
        people.append(person)
    return city, people[0], people[1]


def draft(city: Organisation, writer: Person) -> Bulletin:
    until = clock.now() + dt.timedelta(hours=20)
    return start_bulletin(city, title="地震", areas=[CITY], valid_until=until, lines=LINES, by=writer)


def fill(city: Organisation, writer: Person, publisher: Person, count: int, live: int) -> None:
    with transaction.atomic():
        made = [draft(city, writer).pk for _ in range(count)]
    now = clock.now()
    everything = Bulletin.objects.filter(pk__in=made)
    everything.update(step="expired", published_at=now, ended_at=now, approver=publisher)
    everything.filter(pk__in=made[:live]).update(step="published", ended_at=None)


def timed(action: Any) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def measure(count: int, live: int) -> dict[str, float]:
    city, writer, publisher = set_up()
    fill(city, writer, publisher, count, live)
    result = {"database_full_site_s": timed(lambda: publish_site(reason="hand", by=PUBLISHER, is_forced=True))}
    times = []
    for _round in range(2 * KEPT):
        bulletin = moves.submit(draft(city, writer), by=writer)
        times.append(timed(lambda found=bulletin: moves.approve_and_publish(found, by=publisher)))
    # The first releases build new folders; from then on the oldest folder is taken up again.
    result["approval_to_live_in_a_new_folder_s"] = times[0]
    result["approval_to_live_s"] = statistics.median(times[KEPT:])
    second = start_correction(bulletin, by=writer)
    change_bulletin(second, {"change_note": "場所"}, base_revision=second.revision, by=writer)
    moves.submit(second, by=writer)
    result["correction_to_live_s"] = timed(lambda: moves.approve_and_publish(second, by=publisher))
    result["snapshot_of_database_s"] = timed(snapshot)
    result["database_bulletins"] = Bulletin.objects.count()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--bulletins", type=int, default=200)
    parser.add_argument("--live", type=int, default=40)
    arguments = parser.parse_args()
    result = measure(arguments.bulletins, arguments.live)
    if arguments.json:
        sys.stdout.write(json.dumps(result, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{key:<32} {value:,.2f}\n" for key, value in result.items())


if __name__ == "__main__":
    main()
    FOLDER.cleanup()
