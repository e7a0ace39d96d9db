"""The feeds, read from a server of this machine: only what is new, each message once, never more than agreed."""

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django.fixtures import Settings

from kakehashi.foundation.access.actors import Robot
from kakehashi.kernel import clock
from kakehashi.services.disaster.jma.atom import entries
from kakehashi.services.disaster.jma.hardened import MAX_BYTES, ReadError
from kakehashi.services.disaster.models import Feed, FeedEntry, JmaMessage
from kakehashi.services.disaster.operations.getting import NotGotError, get
from kakehashi.services.disaster.operations.jma_feeds import forget_entries, read_feeds
from kakehashi.services.disaster.tasks import read_long, read_often
from tests.services.disaster.jma.messages import SEISMOLOGY, quake, report

ROBOT = Robot("test")


@dataclass
class Agency:
    """What the other side has, and what it was asked for."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    etag: str = '"1"'
    asked: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    def offer(self, *names: str, etag: str = '"1"') -> None:
        links = "".join(
            f'<entry><title>{name}</title><id>{self.address}/{name}</id><link href="{self.address}/{name}"/></entry>'
            for name in names
        )
        self.files["feed.xml"] = f'<feed xmlns="http://www.w3.org/2005/Atom">{links}</feed>'.encode()
        self.etag = etag


@pytest.fixture
def agency(settings: Settings) -> Iterator[Agency]:
    found = Agency()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            found.asked.append(name)
            data = found.files.get(name, b"")
            status = found.statuses.get(name, 200 if data else 404)
            if name == "feed.xml" and self.headers.get("If-None-Match") == found.etag:
                status, data = 304, b""
            self.send_response(status)
            if name == "feed.xml":
                self.send_header("ETag", found.etag)
                self.send_header("Last-Modified", "Mon, 23 Nov 2026 01:00:00 GMT")
            if status == 302:
                self.send_header("Location", f"{found.address}/elsewhere")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    settings.JMA_FEEDS = {"often": [f"{found.address}/feed.xml"], "long": []}
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def message(serial: int) -> bytes:
    minute = f"2026-11-23T10:{serial + 10}:00+09:00"
    body = quake(("4", "28", "530", "2820100"))
    return report("震源・震度に関する情報", body, serial=str(serial), reported=minute, kind=SEISMOLOGY)


def test_an_installation_ships_without_feeds(settings: Settings) -> None:
    assert settings.JMA_FEEDS == {"often": [], "long": []}


@pytest.mark.django_db
def test_without_an_address_nothing_is_asked(settings: Settings) -> None:
    assert (read_often.call(), read_long.call()) == (0, 0)
    assert not Feed.objects.exists()


@pytest.mark.django_db
def test_new_messages_are_taken_in_oldest_first(agency: Agency) -> None:
    agency.files |= {f"x_VXSE53_{n}.xml": message(n) for n in (1, 2)}
    agency.offer("x_VXSE53_2.xml", "x_VXSE53_1.xml")

    assert read_feeds("often", by=ROBOT) == 2

    assert agency.asked == ["feed.xml", "x_VXSE53_1.xml", "x_VXSE53_2.xml"]
    row = JmaMessage.objects.get(serial="1")
    assert (row.source, row.is_outdated) == (f"{agency.address}/x_VXSE53_1.xml", True)
    feed = Feed.objects.get()
    assert (feed.etag, feed.last_modified) == ('"1"', "Mon, 23 Nov 2026 01:00:00 GMT")
    assert feed.bytes_today == sum(len(data) for data in agency.files.values())


@pytest.mark.django_db
def test_what_has_not_changed_is_not_sent_again(agency: Agency) -> None:
    agency.files["x_VXSE53_1.xml"] = message(1)
    agency.offer("x_VXSE53_1.xml")
    read_feeds("often", by=ROBOT)
    used = Feed.objects.get().bytes_today

    assert read_feeds("often", by=ROBOT) == 0

    assert agency.asked == ["feed.xml", "x_VXSE53_1.xml", "feed.xml"]
    assert Feed.objects.get().bytes_today == used


@pytest.mark.django_db
def test_a_message_is_never_fetched_twice_also_when_it_cannot_be_read(agency: Agency) -> None:
    agency.files |= {"x_VXSE53_1.xml": message(1), "x_VXSE53_2.xml": b"<broken"}
    agency.offer("x_VXSE53_1.xml", "x_VXSE53_2.xml")
    read_feeds("often", by=ROBOT)

    agency.offer("x_VXSE53_2.xml", "x_VXSE53_1.xml", etag='"2"')
    read_feeds("often", by=ROBOT)

    assert agency.asked.count("x_VXSE53_1.xml") == agency.asked.count("x_VXSE53_2.xml") == 1
    assert "壊れています" in FeedEntry.objects.get(address__endswith="_2.xml").trouble


@pytest.mark.django_db
def test_what_did_not_arrive_is_asked_for_again_but_not_for_ever(agency: Agency) -> None:
    agency.offer("x_VXSE53_1.xml")

    for _ in range(5):
        read_feeds("often", by=ROBOT)

    assert agency.asked.count("x_VXSE53_1.xml") == 3
    assert FeedEntry.objects.get().trouble == "404 Not Found"


@pytest.mark.django_db
def test_types_that_nobody_knows_are_not_fetched(agency: Agency) -> None:
    agency.offer("x_VZZZ99_1.xml")

    read_feeds("often", by=ROBOT)

    assert agency.asked == ["feed.xml"]
    assert FeedEntry.objects.get().is_done


@pytest.mark.django_db
def test_no_more_is_fetched_than_agreed_until_tomorrow(
    agency: Agency, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency.files |= {f"x_VXSE53_{n}.xml": message(n) for n in (1, 2, 3)}
    agency.offer(*agency.files)
    settings.JMA_BYTES_A_DAY = len(agency.files["feed.xml"]) + len(message(1))

    assert read_feeds("often", by=ROBOT) == 1
    assert Feed.objects.get().trouble == "今日受信してよい量に達しました。明日また受信します。"
    assert read_feeds("often", by=ROBOT) == 0
    tomorrow = clock.today() + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    settings.JMA_BYTES_A_DAY *= 10
    assert read_feeds("often", by=ROBOT) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "status", "trouble"),
    [
        (b"", 503, "503 Service Unavailable"),
        (b"<html/>", 200, "Atom フィードではありません。"),
        (b"<feed", 200, "1 行目で XML が途切れているか、壊れています。"),
        (b"moved", 302, "302 Found"),
    ],
)
def test_a_feed_in_trouble_says_so_and_is_asked_again(agency: Agency, data: bytes, status: int, trouble: str) -> None:
    agency.files["feed.xml"], agency.statuses["feed.xml"] = data, status

    assert read_feeds("often", by=ROBOT) == 0

    feed = Feed.objects.get()
    assert (feed.trouble, feed.etag) == (trouble, "")
    assert agency.asked == ["feed.xml"]


@pytest.mark.django_db
def test_a_changed_address_begins_anew(agency: Agency, settings: Settings) -> None:
    agency.offer()
    read_feeds("often", by=ROBOT)
    agency.files["other.xml"] = agency.files["feed.xml"]

    settings.JMA_FEEDS = {"often": [f"{agency.address}/other.xml"], "long": []}
    read_feeds("often", by=ROBOT)

    assert Feed.objects.get().url.endswith("/other.xml")
    assert agency.asked == ["feed.xml", "other.xml"]


@pytest.mark.django_db
def test_addresses_are_forgotten_after_a_month(agency: Agency) -> None:
    agency.offer("x_VZZZ99_1.xml", "x_VZZZ99_2.xml")
    read_feeds("often", by=ROBOT)
    FeedEntry.objects.filter(address__endswith="_1.xml").update(seen_at=clock.now() - dt.timedelta(days=31))

    assert forget_entries(by=ROBOT) == 1


def test_addresses_of_other_hosts_are_left_out() -> None:
    feed = "https://agency.invalid/feed.xml"
    addresses = ["https://agency.invalid/1.xml", "https://evil.invalid/2.xml", "file:///etc/passwd", "http://[", ""]
    links = "".join(f'<entry><title>x</title><link href="{address}"/></entry>' for address in addresses)

    found = entries(f'<feed xmlns="http://www.w3.org/2005/Atom">{links}</feed>'.encode(), feed=feed)

    assert [entry.address for entry in found] == ["https://agency.invalid/1.xml"]


def test_a_hostile_feed_is_refused() -> None:
    with pytest.raises(ReadError):
        entries(b'<!DOCTYPE f [<!ENTITY a "b">]><feed>&a;</feed>', feed="https://agency.invalid/")


def test_what_is_too_large_is_not_read_to_the_end(agency: Agency) -> None:
    agency.files["large.xml"] = b"x" * (MAX_BYTES + 1)

    with pytest.raises(NotGotError, match="5,000,000 bytes"):
        get(f"{agency.address}/large.xml", most=MAX_BYTES)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://agency.invalid/", "", "http://127.0.0.1:1/"])
def test_what_cannot_be_asked_is_no_answer(address: str) -> None:
    with pytest.raises(NotGotError):
        get(address, most=10)
