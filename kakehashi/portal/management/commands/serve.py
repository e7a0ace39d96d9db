"""The whole single-box edition in one command: set up what is missing, then web, worker and pages until Ctrl-C."""

import errno
import http.client
import os
import socket
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from kakehashi.portal.demonstration import people
from kakehashi.portal.management.installation import OtherKindError, bring_up_to_date
from kakehashi.portal.management.supervisor import Child, Supervisor

HOST = "127.0.0.1"
WORKERS = 2  # web processes: one goes on serving while the other starts again
THREADS = 4  # requests at a time in each


class Command(BaseCommand):
    help = "Sets up what is missing and serves Kakehashi: web server, background worker and emergency pages."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--pages-port", type=int, help="emergency pages; without it the next free one after --port")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        port: int = options["port"]
        held = _hold(port)
        held_pages = _hold_for_pages(port, options["pages_port"])
        pages_port = held_pages.getsockname()[1]
        self.stdout.write("架け橋を準備しています。 / Setting up Kakehashi.")
        try:
            bring_up_to_date(self._say)
        except OtherKindError as error:
            raise CommandError(str(error)) from None
        connections.close_all()
        supervisor = Supervisor([_web(port), _worker(), _pages(pages_port)], self._say)
        supervisor.listen()
        is_greeted = False
        for _round in supervisor.rounds():
            if not is_greeted and _answers(port):
                self._greet(time.monotonic() - began, pages_port)
                is_greeted = True
        held.close()
        held_pages.close()
        self._say("停止しました。 / Stopped.")

    def _say(self, text: str, ending: str = "\n") -> None:
        self.stdout.write(text, ending=ending)
        self.stdout.flush()

    def _greet(self, seconds: float, pages_port: int) -> None:
        self._say(f"準備ができました({seconds:.1f} s)。 / Ready: {settings.SITE_URL}/")
        self._say(f"  緊急ページ / emergency pages: http://localhost:{pages_port}/")
        self._say(f"  データ / data: {settings.DATA_DIR}")
        if settings.DEMONSTRATION:
            self._list_sign_ins()
        self._say("  終了 / stop: Ctrl-C")

    def _list_sign_ins(self) -> None:
        self._say(f"  実演用サインイン(架空の人物) / demonstration sign-ins, password: {people.PASSWORD}")
        for label, email in people.SIGN_INS:
            self._say(f"    {email:<40} {label}")


def _web(port: int) -> Child:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--respawn-failed-workers"]
    command += ["--no-ws", "--log-level", "warning", "--working-dir", str(settings.BASE_DIR)]
    return Child("web", [*command, "config.wsgi:application"])


def _pages(port: int) -> Child:
    """Files only: stands when web, worker and database do not."""
    os.environ["KAKEHASHI_PAGES"] = str(settings.DISASTER_PAGES)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(WORKERS), "--respawn-failed-workers", "--no-ws", "--log-level", "warning"]
    command += ["--working-dir", str(settings.BASE_DIR)]
    return Child("pages", [*command, "kakehashi.services.disaster.site.serving:standing"])


def _worker() -> Child:
    return Child("worker", [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"])


def _hold_for_pages(port: int, chosen: int | None) -> socket.socket:
    if chosen is not None:
        return _hold(chosen)
    for candidate in range(port + 1, port + 100):
        try:
            return _hold(candidate)
        except CommandError:
            continue
    raise CommandError("緊急ページのポートを --pages-port で指定してください。 / Give --pages-port.")


def _hold(port: int) -> socket.socket:
    """Ours from the first second until the socket is closed.

    The servers share their port among their processes, and the system would share it with another installation just as
    readily: one that starts while this one still sets up would get every other request.
    """
    if not 0 < port < 65536:
        raise CommandError(f"--port {port}: 1〜65535の番号を指定してください。 / Give a number from 1 to 65535.")
    held = socket.socket()
    try:
        with socket.socket() as probe:  # refused by whoever listens or holds, not by connections that are just ending
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # our servers get in beside it; it never listens
        held.bind((HOST, port))
    except OSError as error:
        held.close()
        reason = "使用中です / is in use" if error.errno == errno.EADDRINUSE else os.strerror(error.errno or 0)
        raise CommandError(
            f"ポート{port}は{reason}。別の番号を指定してください / choose another: bin/start --port {port + 1}"
        ) from None
    return held


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
