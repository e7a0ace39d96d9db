"""The pages stand when nothing else does."""

import os
import signal
import subprocess
from pathlib import Path

from kakehashi.services.disaster.site.writing import publish
from tests.portal.management.test_serve import free_port, get, serving
from tests.services.disaster.site.test_writing import small


def processes(parent: int) -> dict[int, str]:
    """Those below `parent`, by their command lines."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    below = {parent}
    for _depth in range(4):
        below |= {int(pid) for pid, ppid, _args in rows if int(ppid) in below}
    return {int(pid): args for pid, _ppid, args in rows if int(pid) in below - {parent}}


def test_web_worker_and_database_die_and_the_pages_stand(tmp_path: Path) -> None:
    port = free_port()
    publish(tmp_path / "pages", lambda: small(1))
    with serving(tmp_path, port) as said:
        pages_port = int(next(line for line in said if "emergency pages" in line).rstrip("/").rsplit(":", 1)[1])
        for pid, args in processes(os.getpid()).items():
            if "config.wsgi" in args or args.endswith("manage.py work"):
                os.kill(pid, signal.SIGKILL)
        for path in tmp_path.glob("kakehashi.sqlite3*"):
            path.unlink()

        answers = [get(pages_port, path) for path in ("/", "/en/b/1/", "/s/K001/")]
        publish(tmp_path / "pages", lambda: small(1, 2))
        answers.append(get(pages_port, "/en/b/2/"))

    assert [status for status, _body in answers] == [200, 200, 200, 200]
