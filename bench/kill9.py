"""Kill -9 of the worker while it delivers queued notices: what is lost, what arrives twice, how soon it goes on.

    python bench/kill9.py [--mails 2000] [--kills 20] [--database-url postgres://…]

Counted from the log of a local mail server that writes down every accepted mail before it says 250. Without a database
address SQLite in a temporary folder is used; with one, a database of its own is made on that server and dropped again.
Passes (exit 0) when nothing is lost, at most one mail per kill arrives twice (there is one connection), and every kill
is survived within ten seconds. The speed without kills is shown as a ratio to smtplib in a loop over ready-made mails.
"""

import argparse
import asyncio
import contextlib
import os
import random
import signal
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 540.0  # seconds for the whole campaign
AUDIENCE = 50  # people told by one act
TEXT = "海外事務所から質問が届きました。画面で内容を確かめ、期限までに答えてください。\n" * 12


def sink(port: int, log: str) -> None:
    """Accept everything; one line per mail: moment, recipient, Message-ID."""

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipient = message_id = b""
        writer.write(b"220 sink\r\n")
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                command = line[:4].upper()
                if command == b"RCPT":
                    recipient = line.split(b"<")[1].split(b">")[0]
                if command == b"DATA":
                    writer.write(b"354 go\r\n")
                    while (part := await reader.readline()) not in {b".\r\n", b""}:
                        if part.lower().startswith(b"message-id:"):
                            message_id = part.split(b":", 1)[1].strip()
                    if not part:  # killed inside DATA: not accepted
                        break
                    file.write(b"%.6f %s %s\n" % (time.time(), recipient, message_id))
                writer.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
                await writer.drain()
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(session, "127.0.0.1", port, limit=2**20)
        await server.serve_forever()

    with Path(log).open("ab", buffering=0) as file:
        asyncio.run(serve())


def fill(number: int) -> None:
    """Tell `number` people, in acts of `AUDIENCE` people each."""
    import django  # noqa: PLC0415  # after the set-up, or needed here only

    django.setup()
    from django.db import transaction  # noqa: PLC0415  # after the set-up, or needed here only

    from kakehashi.foundation.notices.kinds import NoticeKind, register  # noqa: PLC0415  # after the set-up, or needed here only
    from kakehashi.foundation.notices.models import Mail  # noqa: PLC0415  # after the set-up, or needed here only
    from kakehashi.foundation.notices.telling import tell  # noqa: PLC0415  # after the set-up, or needed here only
    from kakehashi.foundation.organisations.models import Person  # noqa: PLC0415  # after the set-up, or needed here only
    from kakehashi.kernel.references import Ref  # noqa: PLC0415  # after the set-up, or needed here only

    kind = register(NoticeKind("bench.asked", "質問が届きました：%(title)s", "%(text)s"))
    first = Mail.objects.count()
    people = Person.objects.bulk_create(
        [Person(name_ja=f"人{i}", email=f"u{i}@example.invalid") for i in range(first, first + number)]
    )
    for act, start in enumerate(range(0, number, AUDIENCE)):
        with transaction.atomic():
            about = Ref("bench.thing", first + act + 1)
            tell(people[start : start + AUDIENCE], kind, about=about, url="/", key=str(about), title="訪問", text=TEXT)


def left() -> None:
    """Print how many mails are not marked as sent."""
    import django  # noqa: PLC0415  # after the set-up, or needed here only

    django.setup()
    from kakehashi.foundation.notices.models import Mail  # noqa: PLC0415  # after the set-up, or needed here only

    print(Mail.objects.exclude(state="sent").count())


class Campaign:
    """A database, a mail server and the worker that is killed."""

    def __init__(self, folder: str, database_url: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = Path(folder) / "accepted"
        self.log.touch()
        self.starts: list[float] = []  # seconds each worker process needed before it began to work
        self.env = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}",
            "KAKEHASHI_DATA": folder,
            "KAKEHASHI_SMTP_HOST": "127.0.0.1",
            "KAKEHASHI_SMTP_PORT": str(self.port),
            "KAKEHASHI_LOG_LEVEL": os.environ.get("KAKEHASHI_LOG_LEVEL", "ERROR"),
        }
        self.env.pop("DATABASE_URL", None)
        if database_url:
            self.env["DATABASE_URL"] = database_url

    def python(self, *args: str) -> str:
        done = subprocess.run([sys.executable, *args], env=self.env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode().strip()

    def start_worker(self) -> "subprocess.Popen[bytes]":
        """A new worker, as soon as it says that it works; how long its process took to get there is kept."""
        began = time.monotonic()
        worker = subprocess.Popen([sys.executable, "manage.py", "work"], env=self.env, cwd=ROOT, stdout=subprocess.PIPE)
        assert worker.stdout is not None
        worker.stdout.readline()
        self.starts.append(time.monotonic() - began)
        return worker

    def accepted(self) -> list[tuple[float, str, str]]:
        rows = (line.split() for line in self.log.read_text().splitlines())
        return [(float(at), recipient, message_id) for at, recipient, message_id in rows]

    def wait_for_more(self, than: int, deadline: float) -> bool:
        """Wait until the log is longer than so many bytes."""
        while self.log.stat().st_size <= than:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        return True

    def wait_for_all(self, number: int, deadline: float) -> None:
        while len({row[1] for row in self.accepted()}) < number and time.monotonic() < deadline:
            time.sleep(0.1)

    def kill(self, kills: int, number: int, deadline: float) -> list[float]:
        """Kill the worker `kills` times at random instants; the seconds until the next mail after each."""
        chance = random.Random(2012)
        killed_at: list[float] = []
        while len(killed_at) < kills and time.monotonic() < deadline:
            size = self.log.stat().st_size
            worker = self.start_worker()
            if self.wait_for_more(size, deadline) and len({row[1] for row in self.accepted()}) < number:
                time.sleep(chance.uniform(0.0, 0.15))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            killed_at.append(time.time())
        worker = self.start_worker()
        try:
            self.wait_for_all(number, deadline)
            time.sleep(1)
        finally:
            stop(worker)
        moments = [row[0] for row in self.accepted()]
        return [min((m for m in moments if m > at), default=float("inf")) - at for at in killed_at]


def stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def floor(port: int, number: int) -> float:
    """Mails a second of smtplib in a loop: one ready-made mail, one connection, nothing written down."""
    with smtplib.SMTP("127.0.0.1", port) as server:
        began = time.perf_counter()
        for index in range(number):
            head = f"Subject: x\r\nMessage-ID: <{index}@floor.invalid>\r\nTo: f{index}@floor.invalid\r\n\r\n"
            server.sendmail("n@example.invalid", [f"f{index}@floor.invalid"], head.encode() + TEXT.encode())
        return number / (time.perf_counter() - began)


@contextlib.contextmanager
def database(url: str) -> Iterator[str]:
    """A new database on the server of `url`, dropped afterwards; an empty address for SQLite."""
    if not url:
        yield ""
        return
    import psycopg  # noqa: PLC0415  # after the set-up, or needed here only

    name = f"kill9_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(campaign: Campaign, number: int, kills: int) -> bool:
    deadline = time.monotonic() + LONGEST
    me = str(Path(__file__).resolve())
    campaign.python("manage.py", "migrate", "--verbosity", "0")
    campaign.python(me, "--fill", str(number))
    pauses = campaign.kill(kills, number, deadline)
    rows = campaign.accepted()
    times = Counter(recipient for _, recipient, _ in rows)
    twice = len(rows) - len(times)
    ids = {(recipient, message_id) for _, recipient, message_id in rows}
    unsent = int(campaign.python(me, "--left"))
    campaign.python(me, "--fill", str(number))
    worker = campaign.start_worker()
    campaign.wait_for_all(2 * number, deadline)
    stop(worker)
    undisturbed = [at for at, _, _ in campaign.accepted()[len(rows) :]]
    speed = (len(undisturbed) - 1) / (undisturbed[-1] - undisturbed[0]) if len(undisturbed) > 1 else 0.0
    limit = floor(campaign.port, number)
    print(f"{number:,} notices, worker killed with SIGKILL {len(pauses)} times")
    print(f"  lost: {number - len(times)}   not marked as sent: {unsent}")
    print(f"  arrived twice: {twice}   per kill: {twice / max(1, len(pauses)):.2f} (one connection)")
    print(f"  second copies under another Message-ID: {len(ids) - len(times)}")
    after_start = [pause - start for pause, start in zip(pauses, campaign.starts[1:], strict=False)]
    print(f"  longest pause after a kill: {max(pauses, default=0):.1f} s, median {statistics.median(pauses):.1f} s")
    print(f"    … counted from when the new process was up: {max(after_start):.1f} s, load {os.getloadavg()[0]:.1f}")
    print(f"  undisturbed: {speed / limit:.2f} of smtplib in a loop ({speed:,.0f} of {limit:,.0f} mails/s in this run)")
    is_kept = len(times) == number and unsent == 0 and len(ids) == len(times)
    return is_kept and twice <= len(pauses) and len(pauses) == kills and max(pauses, default=0) <= 10


def main() -> int:
    parser = argparse.ArgumentParser(description="Kills the worker while it delivers notices, and counts.")
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--database-url", default="", help="PostgreSQL; without it SQLite")
    parser.add_argument("--sink", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--left", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sink:
        sink(int(options.sink[0]), options.sink[1])
    elif options.fill:
        fill(options.fill)
    elif options.left:
        left()
    else:
        return run(options.mails, options.kills, options.database_url)
    return 0


def run(number: int, kills: int, database_url: str) -> int:
    with tempfile.TemporaryDirectory() as folder, database(database_url) as own:
        campaign = Campaign(folder, own)
        mail_server = subprocess.Popen([sys.executable, __file__, "--sink", str(campaign.port), str(campaign.log)])
        try:
            is_good = measure(campaign, number, kills)
        finally:
            stop(mail_server)
    print("passed" if is_good else "FAILED")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
