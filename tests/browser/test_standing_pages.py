"""The public page stands: published on screen in an installation of its own, read after all the rest was killed."""

import os
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import PASSWORD
from tests.portal.management.test_serve import command, free_port

DRAFT = """
import datetime as dt
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import start_bulletin
from tests.cast import make_person
city = Organisation.objects.get(code="282014")
writer = make_person("writer", "播磨 灘", ("bulletin_writer", city))
make_person("publisher", "市川 守", ("bulletin_publisher", city))
until = clock.now() + dt.timedelta(hours=12)
line = {"code": "QK-02", "slots": {"period": {"count": 7, "unit": "day"}}}
bulletin = start_bulletin(city, title="余震", areas=["city:2820100"], valid_until=until, lines=[line], by=writer)
moves.submit(bulletin, by=writer)
print("DRAFT", bulletin.pk, bulletin.code)
"""


def children(pid: int) -> dict[str, int]:
    """What the supervisor runs: name → process, each the first of a group of its own."""
    names = {"config.wsgi:application": "web", "work": "worker"}
    found = {}
    for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        last = Path(f"/proc/{child}/cmdline").read_text().rstrip("\0").split("\0")[-1]
        found[names.get(last, "pages")] = child
    return found


def test_what_was_published_is_read_while_nothing_else_runs(tmp_path: Path, browser: Browser) -> None:
    port, data = free_port(), tmp_path / "data"
    data.mkdir()
    process = command(data, "serve", "--port", str(port))
    groups: dict[str, int] = {}
    context = browser.new_context(locale="ja")
    try:
        assert process.stdout is not None
        said = "".join(iter(lambda: _until_ready(process.stdout.readline()), ""))  # type: ignore[union-attr]  # a pipe
        found = re.search(r"emergency pages: http://localhost:(\d+)/", said)
        assert found, said
        groups = children(process.pid)
        draft = command(data, "shell", "-v", "0", "-c", DRAFT).communicate()[0]
        (pk, code), page = re.findall(r"DRAFT (\d+) (\S+)", draft)[0], context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"http://localhost:{port}/accounts/login/?next=/disaster/bulletins/{pk}/")
        page.fill("[name=login]", "publisher@example.invalid")
        page.fill("[name=password]", PASSWORD)
        page.click("main .ui-form button[type=submit]")

        page.click("button[name=at_once]")
        expect(page.locator("main")).to_contain_text("公開")
        process.send_signal(signal.SIGSTOP)  # or it would start them again
        for name in ("web", "worker"):
            os.killpg(groups.pop(name), signal.SIGKILL)
        for database in data.glob("*.sqlite3*"):
            database.unlink()

        with pytest.raises(Exception, match="ERR_CONNECTION_RE"):
            page.goto(f"http://localhost:{port}/")
        page = context.new_page()  # the other one is still on its way to the browser's own page of the failure
        page.goto(f"http://localhost:{found[1]}/")
        page.click("text=English")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.click(f"a[href*='/{code.lower()}/'], a[href*='b/{code.lower()}/']")
        expect(page.locator("main")).to_contain_text("aftershocks")
        expect(page.locator("main")).to_contain_text(code)
        page.goto(f"http://localhost:{found[1]}/ar/phrases/QK/")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
    finally:
        context.close()
        for group in groups.values():
            os.killpg(group, signal.SIGKILL)
        process.kill()
        process.wait()


def _until_ready(line: str) -> str:
    """Empty from the line on that says how to stop."""
    return "" if "Ctrl-C" in line else line
