"""The Atom feeds of the agency: which messages there are, and where."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext

from kakehashi.services.disaster.jma.facts import text
from kakehashi.services.disaster.jma.hardened import ReadError, parse

ATOM = "{http://www.w3.org/2005/Atom}"
LONGEST = 500


class Entry(NamedTuple):
    address: str
    title: str


def entries(data: bytes, *, feed: str) -> list[Entry]:
    """Oldest first. Addresses of another host than the feed's are left out. Raises ReadError."""
    root = parse(data)
    if root.tag != f"{ATOM}feed":
        raise ReadError(gettext("Atom フィードではありません。"))
    host = urlsplit(feed)[:2]
    found: dict[str, str] = {}
    for entry in root.iterfind(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        address = (link.get("href") if link is not None else None) or text(entry, f"{ATOM}id")
        if _host(address) == host and len(address) <= LONGEST:
            found.setdefault(address, text(entry, f"{ATOM}title"))
    return [Entry(address, title) for address, title in reversed(found.items())]


def _host(address: str) -> tuple[str, str] | None:
    try:
        return urlsplit(address)[:2]
    except ValueError:
        return None
