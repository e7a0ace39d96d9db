"""The whole installation from nothing, as `bin/start --empty` runs it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kakehashi import __version__
from kakehashi.services.disaster.site.writing import publish
from tests.house.sources import ROOT
from tests.services.disaster.site.test_writing import small


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def processes(parent: int) -> dict[int, str]:
    """Those below `parent`, by their command lines."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    below = {parent}
    for _depth in range(4):
        below |= {int(pid) for pid, ppid, _args in rows if int(ppid) in below}
    return {int(pid): args for pid, _ppid, args in rows if int(pid) in below - {parent}}


def command(data: Path, *arguments: str, demonstration: bool = False) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "KAKEHASHI_DATA": str(data),
        "KAKEHASHI_DEMONSTRATION": str(int(demonstration)),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@contextmanager
def serving(data: Path, port: int) -> Iterator[list[str]]:
    """What it says until it is ready; stopped at the end."""
    process = command(data, "serve", "--port", str(port))
    assert process.stdout is not None
    lines = []
    try:
        for line in process.stdout:
            lines.append(line.strip())
            if "Ctrl-C" in line:
                break
        yield lines
    finally:
        process.terminate()
        rest = process.communicate(timeout=30)[0]
    assert (process.returncode, rest.splitlines()[-1]) == (0, "停止しました。 / Stopped.")


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def test_an_installation_starts_from_nothing_and_then_has_nothing_to_do_and_its_pages_stand(tmp_path: Path) -> None:
    """One story: setting up takes most of a minute."""
    port = free_port()

    with serving(tmp_path, port) as first:
        health, front = get(port, "/healthz"), get(port, "/")
        taken = command(tmp_path, "serve", "--port", str(port)).communicate()[0]
    publish(tmp_path / "pages", lambda: small(1))
    with serving(tmp_path, port) as second:
        pages_port = int(next(line for line in second if "emergency pages" in line).rstrip("/").rsplit(":", 1)[1])
        _kill_web_worker_and_database(tmp_path)
        answers = [get(pages_port, path) for path in ("/", "/en/b/1/", "/s/K001/")]
        publish(tmp_path / "pages", lambda: small(1, 2))
        answers.append(get(pages_port, "/en/b/2/"))

    body = json.loads(health[1])
    assert (health[0], body["status"], body["version"]) == (200, "ok", __version__)
    assert body["tasks"]["oldest_waiting_seconds"] < 60
    assert front[0] == 200
    assert f"--port {port + 1}" in taken
    assert [line for line in first if "load_plan" in line] != []
    assert [line.split(" … ")[0] for line in second if " … " in line] == []
    assert [status for status, _body in answers] == [200, 200, 200, 200]


def _kill_web_worker_and_database(data: Path) -> None:
    for pid, args in processes(os.getpid()).items():
        if "config.wsgi" in args or args.endswith("manage.py work"):
            os.kill(pid, signal.SIGKILL)
    for path in data.glob("kakehashi.sqlite3*"):
        path.unlink()


def test_a_port_is_taken_from_the_first_second(tmp_path: Path) -> None:
    port = free_port()
    first = command(tmp_path / "first", "serve", "--port", str(port))
    assert first.stdout is not None
    assert "Setting up" in first.stdout.readline()  # it does not listen for many seconds yet

    second = command(tmp_path / "second", "serve", "--port", str(port))
    assert second.stdout is not None
    said = second.stdout.readline()
    for process in (first, second):
        process.kill()
        process.communicate()

    assert f"--port {port + 1}" in said


def test_a_demonstration_is_not_loaded_over_a_year_of_ones_own(tmp_path: Path) -> None:
    assert command(tmp_path, "migrate", "contenttypes").wait() == 0  # it has tables
    (tmp_path / "installed.json").write_text(
        json.dumps({f"sqlite:::{tmp_path / 'kakehashi.sqlite3'}:kind": "own"}),
    )

    refused = command(tmp_path, "setup", demonstration=True)

    said = refused.communicate()[0]
    assert refused.returncode == 1
    assert "には自分の年度が入っています" in said
