"""The list of cases against the same list in the Django admin, in one run, with 20,000 cases and 2,000 organisations.

    python bench/lists.py [--cases 20000] [--rounds 30] [--database-url URL]

Printed for each page: its queries, median and 95th percentile of the server time, and how many times as long the
Django admin takes for the same rows: 50 a page, the same columns, its usual `select_related` and `search_fields`.
The admin stands there twice: "plain" as one writes it, with the names of the same fields in `list_filter`, which
offers every organisation and person there is; and "used only", where each of those is a RelatedOnlyFieldListFilter,
which offers what cases have. Then the files, with the time and the memory they need.

Goal: at most 8 queries at any size, and the plain admin at least 8 times as long. The plain one is the peer of the goal
because it is the list the admin gives without thinking of its filters; the other shows how much of that is the filters.
"""

# ruff: noqa: PLC0415  # the product is imported once Django knows its database
import argparse
import gc
import os
import resource
import statistics
import sys
import tempfile
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
ROWS = 50
FILTERS = ("step", "office", "kind", "country", "theme", "lead", "branch", "fiscal_year", "is_urgent")
ADMINS = ("admin", "admin-used-only")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL to fill instead of a temporary SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as folder:
        start(folder, options.database_url)
        from bench.many_cases import fill
        from kakehashi.foundation.organisations.models import Organisation

        started = time.perf_counter()
        viewers = fill(options.cases)
        settle()
        took = time.perf_counter() - started
        print(f"{options.cases:,} cases, {Organisation.objects.count():,} organisations, made in {took:.0f} s\n")
        _pages(viewers, options.rounds, options.cases)
        _files(viewers)


def start(folder: str, database_url: str) -> None:
    """Django on a database of its own, with the admin beside the product."""
    Path(folder, "static").mkdir(exist_ok=True)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "KAKEHASHI_DATA": folder}
    os.environ.pop("DATABASE_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.INSTALLED_APPS.append("django.contrib.admin")
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    _with_admin(settings)
    for command in ("migrate", "createcachetable", "load_reference", "load_plan", "load_case_kinds"):
        call_command(command, verbosity=0)


def _with_admin(settings: Any) -> None:
    """The same list in two admins, for whoever is signed in: permissions cost them nothing here."""
    from django.contrib import admin
    from django.urls import path

    from config.urls import urlpatterns
    from kakehashi.engines.cases.models import Case

    class CaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # of cases
        list_display = ("number", "title", "kind", "applicant", "office", "step", "step_since", "due_on", "lead")
        list_filter: Any = FILTERS
        list_select_related = ("kind", "applicant", "office", "lead")
        search_fields = ("title", "number", "host", "city", "applicant__name_ja")
        list_per_page = ROWS

        def has_module_permission(self, request: object) -> bool:
            return True

        has_view_permission = has_change_permission = has_add_permission = has_delete_permission = (  # type: ignore[assignment]  # ditto
            lambda self, request, obj=None: True
        )

    class UsedOnly(CaseAdmin):
        list_filter = [
            (name, admin.RelatedOnlyFieldListFilter) if Case._meta.get_field(name).is_relation else name
            for name in FILTERS
        ]

    class Site(admin.AdminSite):
        def has_permission(self, request: Any) -> bool:
            return True

    urls = types.ModuleType("bench_urls")
    urls.urlpatterns = [*urlpatterns]  # type: ignore[attr-defined]  # made here
    for name, of_cases in zip(ADMINS, (CaseAdmin, UsedOnly), strict=True):
        site = Site(name)
        site.register(Case, of_cases)
        urls.urlpatterns.insert(0, path(f"{name}/", site.urls))  # type: ignore[attr-defined]  # ditto
    sys.modules["bench_urls"] = urls
    settings.ROOT_URLCONF = "bench_urls"


def settle() -> None:
    """What a database does by itself after a while: look at its tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _pages(viewers: Any, rounds: int, cases: int) -> None:
    from kakehashi.kernel import clock

    last = (cases + ROWS - 1) // ROWS
    office = viewers.office.roles.get().organisation_id
    year = clock.fiscal_year(clock.today()) - 2
    hq = viewers.headquarters
    pages = [
        ("headquarters, open", hq, "view=open", "e=1"),
        ("headquarters, all", hq, "view=all", ""),
        ("headquarters, office and year", hq, f"view=all&office={office}&fiscal_year={year}",
         f"office__id__exact={office}&fiscal_year={year}"),
        ("headquarters, a word", hq, "view=all&q=図書館", "q=図書館"),
        ("headquarters, page in the middle", hq, f"view=all&page={last // 2}", f"p={last // 2}"),
        ("headquarters, last page", hq, f"view=all&page={last}", f"p={last}"),
        ("office, open", viewers.office, "view=open", ""),
        ("office, all", viewers.office, "view=all", f"office__id__exact={office}"),
        ("branch, all", viewers.branch, "view=all", ""),
        ("city, all", viewers.city, "view=all", ""),
    ]  # fmt: skip
    peer_head = f"{'queries':>9}{'median':>8}{'p95':>8} ms   ratio"
    print(f"{'':<59} {'| plain admin':<37}| admin, used only")
    print(f"{'page':<34}{'queries':>8}{'median':>8}{'p95':>7} ms |{peer_head} |{peer_head}")
    for label, person, query, peer in pages:
        ways = [(person, f"/cases/?{query}")]
        if person is hq or "office" in peer:
            asked = peer.replace("e=1", "step__in=" + ",".join(_open_steps()))
            ways += [(hq, f"/{name}/cases/case/?{asked}") for name in ADMINS]
        ours, *theirs = measure(ways, rounds)
        line = f"{label:<34}{ours[0]:>8}{ours[1]:>8.1f}{ours[2]:>7.1f}   "
        for queries, median, late in theirs:
            line += f" |{queries:>9}{median:>8.1f}{late:>8.1f}   {median / ours[1]:>6.1f} x"
        print(line, flush=True)


def _open_steps() -> list[str]:
    from kakehashi.engines.cases.flow import CASE_FLOW

    return [step.code for step in CASE_FLOW.steps if not step.is_end]


def measure(ways: list[tuple[Any, str]], rounds: int) -> list[tuple[int, float, float]]:
    """Of each (who, path): queries, median and 95th percentile of the processor's time (ms), once it has been seen.

    Turn by turn, so that what else the machine does falls on all of them; and the processor's time, not the clock's,
    so that it counts little. On PostgreSQL the time of the server of the database is not in it.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    clients, queries, times = [Client() for _way in ways], [], [[0.0] * 0 for _way in ways]
    for client, (person, path) in zip(clients, ways, strict=True):
        client.force_login(person.user)
        _get(client, path)
        with CaptureQueriesContext(connection) as asked:
            _get(client, path)
        queries.append(len(asked))
    gc.collect()
    for _round in range(rounds):
        for client, (_person, path), spent in zip(clients, ways, times, strict=True):
            spent.append(_get(client, path))
    return [
        (count, statistics.median(spent), sorted(spent)[min(int(rounds * 0.95), rounds - 1)])
        for count, spent in zip(queries, times, strict=True)
    ]


def _get(client: Any, path: str) -> float:
    """Milliseconds of the processor. The admin draws its controls with Django's own renderer."""
    from django.conf import settings
    from django.forms.renderers import get_default_renderer

    own = settings.FORM_RENDERER
    if path.startswith("/admin"):
        settings.FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
        get_default_renderer.cache_clear()
        get_default_renderer()
    started = time.process_time()
    answer = client.get(path)
    took = (time.process_time() - started) * 1000
    assert answer.status_code == 200, (path, answer.status_code)
    settings.FORM_RENDERER = own
    get_default_renderer.cache_clear()
    get_default_renderer()
    return took


def _files(viewers: Any) -> None:
    """The list as a file, each in a process of its own, so that its memory can be told."""
    from django.test import Client

    client = Client()
    client.force_login(viewers.headquarters.user)
    client.get("/cases/")
    print(f"\n{'file':<34}{'queries':>8}{'s':>8}{'MiB file':>10}{'MiB more memory':>17}")
    for label, path in (
        ("CSV, open cases", "/cases/export.csv?view=open"),
        ("CSV, all cases", "/cases/export.csv?view=all"),
        ("Excel, open cases", "/cases/export.xlsx?view=open"),
        ("Excel, all cases", "/cases/export.xlsx?view=all"),
    ):
        print(f"{label:<34}{_apart(lambda path=path: _download(client, path))}")  # type: ignore[misc]  # bound now


def _download(client: Any, path: str) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
        size = sum(len(part) for part in answer.streaming_content)
    took = time.perf_counter() - started
    assert answer.status_code == 200, (path, answer.status_code)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return f"{len(asked):>8}{took:>8.2f}{size / 2**20:>10.2f}{more:>17.1f}"


def _apart(work: Callable[[], str]) -> str:
    """What `work` answers in a child process with connections of its own."""
    from django.db import connections

    connections.close_all()
    gc.collect()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(writing, work().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        answer = told.read()
    os.waitpid(child, 0)
    return answer


if __name__ == "__main__":
    main()
