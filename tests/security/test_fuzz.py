"""Every address and every form, as everybody, with what nobody should send: never a fault, never a traceback.

KAKEHASHI_FUZZ_REQUESTS and KAKEHASHI_FUZZ_SEED make a longer or another run; `bench/fuzz.py` does, and reads the
figures from the file that KAKEHASHI_FUZZ_REPORT names.
"""

import json
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from kakehashi.foundation.organisations.models import Person
from tests.conftest import SignIn
from tests.security import hostile
from tests.security.world import World

REQUESTS = int(os.environ.get("KAKEHASHI_FUZZ_REQUESTS", "600"))
REPORT = os.environ.get("KAKEHASHI_FUZZ_REPORT", "")
SEED = int(os.environ.get("KAKEHASHI_FUZZ_SEED", "2012"))
LEAKS = (b"Traceback (most recent call last)", b"!!unknown variable", b"site-packages", b"django.db.utils")


class UndoneError(Exception):
    """Takes back what a request did."""


def test_nothing_that_is_sent_breaks_anything(world: World, sign_in: SignIn) -> None:
    chance = random.Random(SEED)  # noqa: S311  # to be repeatable, not secret
    fuzzer = Fuzzer(world, sign_in, chance)

    while fuzzer.count < REQUESTS:
        fuzzer.step()

    if REPORT:
        Path(REPORT).write_text(json.dumps(fuzzer.figures()))
    assert fuzzer.faults == {}


class Fuzzer:
    """Sends one request after another; takes back what each of them did."""

    def __init__(self, world: World, sign_in: SignIn, chance: random.Random) -> None:
        self.chance = chance
        self.targets: dict[str, list[str]] = {}
        for name, path in world.targets:
            self.targets.setdefault(name, []).append(path)
        self.people = list(world.people.values())
        self.sign_in = sign_in
        self.faults: dict[str, str] = {}  # by the place in the code, with one example
        self.count = 0
        self.statuses: Counter[int] = Counter()
        self.slowest: list[tuple[float, str]] = []  # seconds and request
        self.clients: dict[Any, Client] = {}

    def figures(self) -> dict[str, Any]:
        """Every request by its status, and the ten slowest."""
        return {
            "requests": self.count,
            "statuses": dict(sorted(self.statuses.items())),
            "faults": self.faults,
            "slowest": sorted(self.slowest, reverse=True)[:10],
        }

    def step(self) -> None:
        kind = self.chance.choice([self._address, self._body, self._form, self._form, self._form])
        path = self.chance.choice(self.targets[self.chance.choice(list(self.targets))])
        kind(self.chance.choice(self.people), path)

    def _address(self, person: Person | None, path: str) -> None:
        parts = path.split("/")
        if self.chance.random() < 0.4:
            parts[self.chance.randrange(1, len(parts))] = self.chance.choice(hostile.PATHS)
        query = "&".join(self.chance.sample(hostile.QUERIES, k=self.chance.choice([0, 1, 1, 3])))
        method = self.chance.choice(["get", "get", *hostile.METHODS])
        self._send(person, method, "/".join(parts) + (f"?{query}" if query else ""))

    def _body(self, person: Person | None, path: str) -> None:
        content_type, body = self.chance.choice(hostile.BODIES)
        self._send(person, "generic", path, data=body, content_type=content_type)

    def _form(self, person: Person | None, path: str) -> None:
        page = self._send(person, "get", path)
        forms = hostile.forms_of(page.content.decode(errors="replace")) if page and _is_page(page) else []
        plain = hostile.Form(path, "post", [("note", ""), ("body", ""), ("_revision", "1")])
        self._send_form(person, path, self.chance.choice(forms or [plain]))

    def _send_form(self, person: Person | None, path: str, form: hostile.Form) -> None:
        data: dict[str, Any] = dict(hostile.spoiled(form, self.chance))
        for name in form.files:
            data[name] = hostile.file(self.chance)
        self._send(person, "post" if form.method == "post" else "get", form.action or path, data=data)

    def _send(self, person: Person | None, method: str, path: str, **what: Any) -> HttpResponse | None:
        client = self.clients.get(person) or self.sign_in(person)
        self.clients[person] = client
        client.raise_request_exception = False
        self.count += 1
        cookies = client.cookies.output()
        what["headers"] = self.chance.choice(hostile.HEADERS)
        answer: HttpResponse | None = None
        began = time.perf_counter()
        try:
            with transaction.atomic():
                answer = _call(client, method, path, what)
                raise UndoneError
        except UndoneError:
            pass
        except Exception as fault:  # anything that gets out is a finding
            if not isinstance(fault, UnicodeError):  # the client itself could not send it
                self.faults.setdefault(repr(fault)[:200], f"{method} {path[:120]} {_short(what)} as {person}")
        if client.cookies.output() != cookies:
            del self.clients[person]
        self.slowest.append((round(time.perf_counter() - began, 3), f"{method} {path[:120]} as {person}"))
        self.slowest = sorted(self.slowest, reverse=True)[:10] if len(self.slowest) > 1000 else self.slowest
        if answer is not None:
            self.statuses[answer.status_code] += 1
            self._judge(answer, f"{method} {path[:120]} {_short(what)} as {person}")
        return answer

    def _judge(self, answer: HttpResponse, words: str) -> None:
        if answer.status_code >= 500:
            self.faults.setdefault(_where(getattr(answer, "exc_info", None)), words)
        elif _is_page(answer) and any(leak in answer.content for leak in LEAKS):
            self.faults.setdefault("a leak", words)


def _call(client: Client, method: str, path: str, what: dict[str, Any]) -> Any:
    if method == "generic":  # bytes as they are
        return client.generic("POST", path, what["data"], what["content_type"], headers=what["headers"])
    return getattr(client, method)(path, **what)


def _is_page(answer: HttpResponse) -> bool:
    return not answer.streaming and answer.get("Content-Type", "").startswith("text/html")


def _short(what: dict[str, Any]) -> str:
    return ", ".join(f"{name}={str(value)[:300]!r}" for name, value in what.items() if value)


def _where(info: Any) -> str:
    """The last line of ours in the traceback, and what was raised."""
    if not info:
        return "without an exception"
    _kind, raised, trace = info
    places = []
    while trace:
        places.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/main/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    own = [place for place in places if place.startswith("kakehashi/")]
    return f"{(own or places)[-1]} {str(raised)[:200]!r} ({type(raised).__name__})"
