"""The sheet maker with the whole bank: the preview, the PDF, the search, a kit, and what codes answer.

    python bench/sheets.py [--json] [--sheets 1000] [--pictures FOLDER]

Sets up a throw-away installation with the register, the places and the bank. Goals: preview 200 ms (whole page), PDF of
five languages 3 s, search 50 ms at 2,000 sentences (each with all its languages). Also: a kit of 60 sentences from the
order to the file, the status of many sheets and the part they take in a look at all public pages. Asserts nothing.
`--pictures`: also keeps sheets and cards in hard scripts as PDF there, to be looked at.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="kakehashi-sheets-")
os.environ |= {"KAKEHASHI_DATA": FOLDER.name, "DJANGO_SETTINGS_MODULE": "config.settings", "KAKEHASHI_BACKUPS": "0"}

import django

django.setup()

from django.conf import settings

settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation.models import Unit
from kakehashi.services.disaster.exports.cards import cards_pdf
from kakehashi.services.disaster.exports.paper import sheets_pdf
from kakehashi.services.disaster.models import Kit, Sentence, Sheet
from kakehashi.services.disaster.operations.sheets import Planned, plan_sheets, print_sheet
from kakehashi.services.disaster.queries.bank import Sought, find_sentences
from kakehashi.services.disaster.queries.sheet_status import statuses_of
from kakehashi.services.disaster.queries.snapshot import snapshot
from kakehashi.services.disaster.tasks import print_kit

PAPER = {
    "kind": "wall", "size": "a4", "orientation": "portrait", "per_page": 6, "look": "colour", "ruby": True,
    "by_hand": False,
}  # fmt: skip
FIVE = ["ja", "ja-x-yasashi", "en", "my", "ar"]
HARD = ["ja-x-yasashi", "my", "km", "th", "ne"], ["ja", "ar", "fa", "ru", "de", "hi"]
WATER: dict[str, Any] = {
    "code": "WT-02",
    "slots": {"site": {"ja": "桜小学校", "kana": "さくらしょうがっこう"}, "hours": {"from": "10:00", "to": "15:00"}},
}
FILLED = {
    "s": ["WT-02", "SH-02"], "WT-02-site-ja": "桜小学校", "WT-02-site-kana": "さくらしょうがっこう",
    "WT-02-hours-from": "10:00", "WT-02-hours-to": "15:00", "lang": FIVE, "kind": "wall", "size": "a4",
    "orientation": "portrait", "per_page": "6", "look": "colour", "ruby": "on",
}  # fmt: skip
SOUGHT = ("みず くばります", "water", "nước", "給水", "そのような言葉はありません")


def set_up() -> tuple[Organisation, Person]:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    for command in ("load_reference", "load_languages", "load_disaster"):
        call_command(command, stdout=sys.stderr)
    city = Organisation.objects.get(code="282014")
    writer = Person.objects.create(name_ja="書く 人", user=User.objects.create_user("writer@example.invalid", "x"))
    RoleHeld.objects.create(person=writer, organisation=city, role="bulletin_writer", starts_on=dt.date(2010, 4, 1))
    return city, writer


def milliseconds(call: Callable[[], object], times: int) -> float:
    """The median."""
    call()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(found), 1)


def preview(writer: Person) -> dict[str, float]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(writer.user)  # type: ignore[arg-type]  # made in `set_up`
    url = reverse("disaster:sheet_make")
    assert client.get(url, FILLED).status_code == 200
    return {
        "preview_ms": milliseconds(lambda: client.get(url, FILLED), 15),
        "preview_12_sentences_23_languages_ms": milliseconds(lambda: client.get(url, most()), 5),
    }


def most() -> dict[str, Any]:
    codes = list(Sentence.objects.values_list("code", flat=True)[:12])
    languages = list(Sentence.objects.get(code="SH-02").unit.texts.values_list("language", flat=True))
    return {**FILLED, "s": codes, "lang": languages, "by_hand": "on"}


def search() -> dict[str, float]:
    """Against copies of the bank, each with all its languages folded into it."""
    found = list(Sentence.objects.select_related("unit"))
    copies = [(number, one) for number in range(2000 // len(found) + 1) for one in found][len(found) : 2000]
    units = Unit.objects.bulk_create(
        Unit(key=f"bench.{number}.{one.code}", family="bench", label=one.code) for number, one in copies
    )
    for (number, one), unit in zip(copies, units, strict=True):
        one.pk, one.code, one.unit = None, f"{one.code[:6]}{number:02d}", unit
        one.folded, one.folded_digest = f"{one.folded}\n{one.code}", one.code
        one.save(force_insert=True)
    times = {word: milliseconds(lambda word=word: _found(word), 9) for word in SOUGHT}  # type: ignore[misc]  # bound at once
    return {"search_sentences": Sentence.objects.count(), "search_ms": max(times.values())}


def _found(words: str) -> object:
    """The number and a page, as the screen asks for them."""
    found = find_sentences(Sought(words))
    return found.count(), list(found[:30])


def kit(city: Organisation) -> dict[str, float]:
    codes = list(Sentence.objects.values_list("code", flat=True)[:60])
    lines = [{"code": code, "slots": {}} for code in codes]
    kit = Kit.objects.create(organisation=city, name="x", lines=lines, languages=FIVE, paper=PAPER)
    began = time.perf_counter()
    print_kit.call(kit.pk)
    return {"kit_60_seconds": round(time.perf_counter() - began, 2)}


def codes(city: Organisation, count: int) -> dict[str, float]:
    before = milliseconds(snapshot, 1)
    Sheet.objects.bulk_create(plan_sheets(city, [Planned([WATER], FIVE, PAPER)] * count))
    sheets = list(Sheet.objects.select_related("replaced_by").defer("said"))
    return {
        "sheets": len(sheets),
        "status_of_all_ms": milliseconds(lambda: statuses_of(sheets), 5),
        "snapshot_of_all_ms": milliseconds(snapshot, 1) - before,
    }


def pictures(folder: Path, city: Organisation, writer: Person) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shelter = {"code": "SH-02", "slots": {}}
    for number, languages in enumerate(HARD):
        for size in ("a4", "a3"):
            planned = Planned([WATER, shelter], languages, {**PAPER, "size": size})
            sheet = print_sheet(city, planned, by=writer)
            (folder / f"sheet-{number}-{size}.pdf").write_bytes(sheets_pdf([sheet]))
    for card in ("help", "staff", "evacuee", "register"):
        (folder / f"card-{card}.pdf").write_bytes(cards_pdf(card, ["my", "km", "ar", "ne"]))


def main() -> None:
    reading = argparse.ArgumentParser()
    reading.add_argument("--json", action="store_true")
    reading.add_argument("--sheets", type=int, default=1000)
    reading.add_argument("--pictures", type=Path)
    given = reading.parse_args()
    city, writer = set_up()
    sheet = print_sheet(city, Planned([WATER], FIVE, PAPER), by=writer)
    figures: dict[str, float] = {"pdf_5_languages_ms": milliseconds(lambda: sheets_pdf([sheet]), 5)}
    if given.pictures:
        pictures(given.pictures, city, writer)
    figures |= preview(writer) | kit(city) | codes(city, given.sheets) | search()
    if given.json:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    for name, value in figures.items():
        sys.stdout.write(f"{name:40} {value:>10,}\n")


if __name__ == "__main__":
    main()
