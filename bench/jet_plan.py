"""The cost plan of a large employer: 60 participants over five fiscal years, every amount of the table set.

python bench/jet_plan.py
"""

import datetime as dt
import os
import time
from dataclasses import replace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from kakehashi.services.jet.money.costing import Engagement  # noqa: E402  # after setup
from kakehashi.services.jet.money.planning import plan  # noqa: E402  # after setup
from kakehashi.services.jet.money.rates import RateTable  # noqa: E402  # after setup
from kakehashi.services.jet.money.shipped import shipped  # noqa: E402  # after setup
from kakehashi.services.jet.terms.arrival import Arrival  # noqa: E402  # after setup

PEOPLE = 60
COUNTRIES = ("US", "GB", "CA")


def main() -> None:
    table = shipped()
    full = [replace(rate, amount=10_000 if rate.amount is None else rate.amount) for rate in table.rates]
    first = dt.date(2012, 5, 1)
    people = [
        Engagement(str(number), Arrival(first + dt.timedelta(days=11 * number)), 5, "ALT", COUNTRIES[number % 3])
        for number in range(PEOPLE)
    ]
    for _ in range(5):
        began = time.perf_counter()
        made = plan(people, RateTable(full, table.schemes), organisation_kind="municipality", first_year=2013)
        gross = made.gross_of_all.yen
        print(f"{PEOPLE} participants, 5 years: {(time.perf_counter() - began) * 1000:.0f} ms, {gross:,} yen in all")


if __name__ == "__main__":
    main()
