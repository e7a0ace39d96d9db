"""Precedents beside the form: how long the column takes that is asked for while one types, and the list of cases.

    python bench/beside.py [--precedents 2000] [--cases 2000] [--database-url URL]

Goal: the column within 100 ms. Printed with it, as a ratio of the same run, what Django itself needs for a page that
signs in, reads one row and draws one template (the floor of any page here).
"""

# ruff: noqa: PLC0415  # the product is imported once Django knows its database
import argparse
import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
ROUNDS = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--precedents", type=int, default=2000)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--database-url", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "KAKEHASHI_DATA": folder}
        os.environ.pop("DATABASE_URL", None)
        if options.database_url:
            os.environ["DATABASE_URL"] = options.database_url
        import django
        from django.core.management import call_command

        django.setup()
        from django.conf import settings

        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.ALLOWED_HOSTS = ["testserver"]
        for command in ("migrate", "createcachetable", "load_reference", "load_plan", "load_case_kinds"):
            call_command(command, verbosity=0)
        _measure(*_fill(options.precedents, options.cases))


def _fill(precedents: int, cases: int) -> tuple[object, int]:
    """Rows as they come out of work, made in bulk; a draft to type in."""
    from kakehashi.engines.cases import searching
    from kakehashi.engines.cases.models import Case, CaseKind, Precedent
    from kakehashi.engines.cases.operations.requests import start_case
    from kakehashi.foundation.organisations.models import Organisation
    from kakehashi.foundation.search import index
    from kakehashi.kernel import clock
    from tests.cast import make_person

    random.seed(7)
    cities = list(Organisation.objects.filter(kind="municipality")[:500])
    paris = Organisation.objects.get(code="office-paris")
    person = make_person("bench", "計測 一", ("officer", cities[0]))
    kind, now = CaseKind.objects.get(service_number=7), clock.now()
    words = ["観光", "物産", "姉妹都市", "図書館", "防災", "港湾", "工芸", "環境", "教育", "医療"]
    hosts = ["観光庁", "市役所", "商工会議所", "美術館", "大学", "見本市事務局", "旅行会社", "港湾局"]
    rows = [
        Case(
            kind=kind,
            number=f"BENCH-{n}",
            applicant=city,
            requester=person,
            office=paris,
            step="closed",
            fiscal_year=2000 + n % 13,
            title=f"{city.name_ja}の{random.choice(words)}の訪問",
            country_id="FR",
            city="パリ",
            host=f"フランス{random.choice(hosts)}",
            theme="tourism",
            submitted_at=now,
            first_day=dt.date(2012, 10, 1),
            last_day=dt.date(2012, 10, 3),
        )
        for n in range(cases)
        for city in [random.choice(cities)]
    ]
    Case.objects.bulk_create(rows, batch_size=500)
    chosen = list(Case.objects.all()[:precedents])
    made = [
        Precedent(
            case=case,
            office=paris,
            title=case.title,
            summary=f"{case.host}を訪ねた。",
            support="面会を調整した。",
            country_id="FR",
            city=case.city,
            host=case.host,
            host_folded=case.host,
            theme=case.theme,
            fiscal_year=case.fiscal_year,
            published_at=now,
            published_by=person,
        )
        for case in chosen
    ]
    Precedent.objects.bulk_create(made, batch_size=500)
    index.put_many(searching.handed_precedents())
    return person, start_case(kind, applicant=cities[0], office=paris, by=person).pk


def _measure(person: object, draft: int) -> None:
    from django.test import Client

    client = Client()
    client.force_login(person.user)  # type: ignore[attr-defined]  # a person
    typed = "?hosts-0-name=観光庁&theme=tourism&country=FR&city=パリ&title=市長の観光の訪問"
    floor = _median(client, "/translation/languages/")
    for label, path in (
        ("precedents beside the form", f"/cases/{draft}/request/precedents/{typed}"),
        ("list of cases", "/cases/?view=all"),
        ("search, two characters", "/search/?q=観光"),
    ):
        took = _median(client, path)
        print(f"{label:<28} {took:7.1f} ms  {took / floor:5.1f} x floor")


def _median(client: object, path: str) -> float:
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        answer = client.get(path)  # type: ignore[attr-defined]  # a test client
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    return statistics.median(times)


if __name__ == "__main__":
    main()
