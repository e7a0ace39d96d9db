"""Lists of the JET Programme with ten years of 6,300 participants: queries and milliseconds, beside the bare rows.

    python bench/jet_lists.py [--json] [--years 10] [--people 6300]

The floor is what the database needs for the same page: a count and fifty rows with their organisation and country,
read into tuples. Goal: 95 of 100 calls of each page in at most 300 ms.
"""

import argparse
import datetime as dt
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402  # once Django is set up
from django.db import connection  # noqa: E402  # once Django is set up
from django.test import Client  # noqa: E402  # once Django is set up
from django.test.utils import CaptureQueriesContext, setup_databases, setup_test_environment  # noqa: E402  # as above

from kakehashi.foundation.organisations.models import Country, Organisation  # noqa: E402  # once Django is set up
from kakehashi.services.jet.models import CostPlan, Cycle, Participant, Reappointment, Vacancy  # noqa: E402  # as above
from kakehashi.services.jet.terms.appointing import terms  # noqa: E402  # once Django is set up
from kakehashi.services.jet.terms.arrival import Arrival  # noqa: E402  # once Django is set up
from tests.cast import make_cast, make_person  # noqa: E402  # once Django is set up

CALLS = 20
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"  # no files are collected here
CITIES = 1000
PAGES = {
    "people": "/jet/people/",
    "people, everybody": "/jet/people/?step=all",
    "people, searched": "/jet/people/?step=all&q=42",
    "people, page 500": "/jet/people/?step=all&page=500",
    "reappointments": "/jet/2012/reappointments/",
    "vacancies": "/jet/vacancies/",
    "early leaving, kept": "/jet/leaving/",
    "cost plan of sixty, five years": "/jet/costs/1/",
}


def fill(years: int, people: int) -> None:
    country = Country.objects.get_or_create(alpha2="GB")[0]
    bodies = Organisation.objects.bulk_create(
        Organisation(code=f"9{at:05d}", kind="municipality", name_ja=f"第{at}市", name_en=f"City {at}")
        for at in range(CITIES)
    )
    made = []
    for year in range(2012 - years, 2012):
        arrival = Arrival(dt.date(year, 7, 31))
        for at in range(people):
            count = 1 + at % 3
            ends_on = terms(arrival, count)[-1].last_day
            step = "active" if ends_on.year >= 2012 else "completed"
            made.append(
                Participant(
                    name=f"Person {year}-{at}",
                    country=country,
                    position="ALT" if at % 10 else "CIR",
                    organisation=bodies[at % CITIES],
                    arrived_on=arrival.day,
                    count=count,
                    ends_on=ends_on,
                    step=step,
                )
            )
    made = Participant.objects.bulk_create(made, batch_size=2000)
    cycle = Cycle.objects.create(year=2012)
    asked = [one for one in made if one.step == "active"]
    Reappointment.objects.bulk_create(
        [Reappointment(participant=one, cycle=cycle, step="asked") for one in asked], batch_size=2000
    )
    Vacancy.objects.bulk_create(
        Vacancy(
            participant=one,
            organisation=one.organisation,
            position="ALT",
            last_day=dt.date(2012, 11, 30),
            step="reported",
        )
        for one in asked[:600]
    )
    CostPlan.objects.create(organisation=bodies[0], title="Sixty", first_year=2002, years=5)


def floor() -> None:
    found = Participant.objects.order_by("organisation__code", "name", "id")
    found.count()
    list(found.values_list("name", "number", "organisation__name_ja", "country", "arrived_on", "ends_on")[:50])


def milliseconds(call: Callable[[], object]) -> list[float]:
    call()
    found = []
    for _again in range(CALLS):
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)


def measure(client: Client, address: str) -> tuple[int, list[float]]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries), milliseconds(lambda: client.get(address))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--people", type=int, default=6300)
    chosen = parser.parse_args()
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    cast = make_cast()
    officer = make_person("jet", "地球 結", ("jet_staff", cast.headquarters))
    fill(chosen.years, chosen.people)
    client = Client()
    assert officer.user is not None
    client.force_login(officer.user)
    bare = statistics.median(milliseconds(floor))
    found: dict[str, object] = {"participants": chosen.years * chosen.people, "floor_ms": round(bare, 1)}
    for name, address in PAGES.items():
        queries, times = measure(client, address)
        middle = statistics.median(times)
        last = times[int(len(times) * 0.95) - 1]
        found[name] = {
            "queries": queries,
            "ms": round(middle, 1),
            "p95_ms": round(last, 1),
            "x": round(middle / bare, 1),
        }
    print(json.dumps(found, ensure_ascii=False) if chosen.json else "\n".join(f"{k:20} {v}" for k, v in found.items()))


if __name__ == "__main__":
    main()
