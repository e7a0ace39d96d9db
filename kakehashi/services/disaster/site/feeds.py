"""What other programs read: a feed for each language, the bulletin as CAP 1.2, and everything live as JSON."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.bulletins import headline
from kakehashi.services.disaster.site.environment import ENVIRONMENT
from kakehashi.services.disaster.site.frame import File, Site
from kakehashi.services.disaster.site.index import SEVERITIES, Index, Shown, marked, shown, state_of
from kakehashi.services.disaster.site.reader import Reader
from kakehashi.services.disaster.site.snapshot import Area, Bulletin, Moment
from kakehashi.services.disaster.site.words import STATE, STATUS

ENTRIES = 20


def host(base_url: str) -> str:
    return urlsplit(base_url).hostname or "localhost"


def atom(site: Site) -> Iterator[File]:
    """The last changes in each language. What was withdrawn or replaced stays in the feed and says so."""
    bulletins = latest(site.index)
    made_at = bulletins[0].updated_at.at if bulletins else site.index.snapshot.made_at.at
    template = ENVIRONMENT.get_template("feed.jinja")
    for reader in site.readers:
        text = template.render(
            r=reader,
            host=host(site.index.snapshot.base_url),
            updated=made_at,
            here=addresses.feed(reader.code),
            home=addresses.home(reader.code),
            entries=[_entry(reader, bulletin) for bulletin in bulletins],
        )
        yield addresses.feed(reader.code), text.encode()


def latest(index: Index) -> list[Bulletin]:
    return sorted(index.snapshot.bulletins, key=lambda each: each.updated_at.at, reverse=True)[:ENTRIES]


def _entry(reader: Reader, bulletin: Bulletin) -> dict[str, Any]:
    title = headline(reader, bulletin.parts)
    if bulletin.status != "live":
        title = f"{reader.plain(STATUS[bulletin.status])} {title}"
    if bulletin.is_exercise:
        title = f"[{reader.plain('drill_short')}] {title}"
    return {
        "bulletin": bulletin,
        "title": title,
        "parts": list(marked(bulletin.parts, reader.code)),
        "page": addresses.bulletin(reader.code, bulletin.id),
        "cap": addresses.cap(cap_name(bulletin)),
        "issuer": reader.plain_name(reader.index.issuers[bulletin.issuer].names),
        "places": ", ".join(reader.plain_places(bulletin.areas)),
    }


def cap_name(bulletin: Bulletin) -> str:
    """The message that holds now: for a withdrawn bulletin the one that cancels it."""
    return f"{bulletin.id}-cancel" if bulletin.status == "withdrawn" else bulletin.id


def cap(site: Site, bulletin: Bulletin) -> Iterator[File]:
    """The message as it was sent, and once it is withdrawn the one that cancels it."""
    first = _first_type(site, bulletin)
    yield addresses.cap(bulletin.id), _message(site, bulletin, kind=first, suffix=_suffix(len(bulletin.resent)))
    if bulletin.status == "withdrawn":
        yield addresses.cap(cap_name(bulletin)), _message(site, bulletin, kind="Cancel", suffix="-cancel")


def _first_type(site: Site, bulletin: Bulletin) -> str:
    return "Update" if bulletin.resent or site.index.chain(bulletin) else "Alert"


def _message(site: Site, bulletin: Bulletin, *, kind: str, suffix: str) -> bytes:
    snapshot = site.index.snapshot
    domain = host(snapshot.base_url)
    sent = bulletin.updated_at.at if kind == "Cancel" else _times(bulletin)[-1]
    geocodes = [_geocode(site.index.areas[code]) for code in bulletin.areas]
    readers = [reader for reader in site.readers if any(reader.code in part.texts for part in bulletin.parts)]
    text = ENVIRONMENT.get_template("cap.jinja").render(
        bulletin=bulletin,
        identifier=f"{domain}-{bulletin.id}{suffix}",
        sender=f"{bulletin.issuer}@{domain}",
        sent=cap_time(sent),
        kind=kind,
        references=" ".join(_references(site, bulletin, domain, is_cancel=kind == "Cancel")),
        expires=cap_time(bulletin.valid_until.at) if bulletin.valid_until else "",
        infos=[_info(site, reader, bulletin, geocodes) for reader in readers],
        note=site.readers[0].plain("drill") if bulletin.is_exercise else "",
        contact=site.index.issuers[bulletin.issuer].contact,
    )
    return text.encode()


def _info(site: Site, reader: Reader, bulletin: Bulletin, geocodes: Sequence[str]) -> dict[str, Any]:
    """First lines say what happens, the others what to do. A drill, and a text that is missing, old or not checked, say
    so in words: some receivers skip the status and the parameters.
    """
    description, instruction = [], []
    for found, state in marked(bulletin.parts, reader.code):
        description += [reader.plain(STATE[state])] if state else []
        for text, language in ((found.text, reader.code), (found.instead, found.instead_language)):
            lines = [reader.line(line, language) for line in text.lines] if text else []
            description += lines[:1]
            instruction += lines[1:]
    drill = f"[{reader.plain('drill_short')}] " if bulletin.is_exercise else ""
    return {
        "r": reader,
        "headline": drill + headline(reader, bulletin.parts),
        "description": drill + "\n".join(description),
        "instruction": "\n".join(instruction),
        "event": reader.plain_name(bulletin.event),
        "issuer": reader.plain_name(reader.index.issuers[bulletin.issuer].names),
        "state": state_of(bulletin.parts, reader.code),
        "areas": _areas(reader, bulletin, geocodes),
        "web": addresses.public(site.index.snapshot.base_url, addresses.bulletin(reader.code, bulletin.id)),
    }


def _areas(reader: Reader, bulletin: Bulletin, geocodes: Sequence[str]) -> Markup:
    """A warning may be for hundreds, in each language."""
    names = reader.plain_places(bulletin.areas)
    found = [
        f"<area><areaDesc>{escape(name)}</areaDesc>{geocode}</area>\n"
        for name, geocode in zip(names, geocodes, strict=True)
    ]
    return Markup("".join(found))  # noqa: S704  # escaped one by one


def _geocode(area: Area) -> str:
    if not area.official:
        return ""
    return f"<geocode><valueName>{escape(area.system)}</valueName><value>{escape(area.official)}</value></geocode>"


def _references(site: Site, bulletin: Bulletin, domain: str, *, is_cancel: bool) -> Iterator[str]:
    """All earlier messages about the same thing: sender,identifier,sent."""
    for each in reversed([bulletin, *site.index.chain(bulletin)]):
        times = _times(each)
        if each is bulletin and not is_cancel:
            times = times[:-1]
        for number, time in enumerate(times):
            yield f"{each.issuer}@{domain},{domain}-{each.id}{_suffix(number)},{cap_time(time)}"


def _times(bulletin: Bulletin) -> list[dt.datetime]:
    return [bulletin.sent_at.at, *bulletin.resent]


def _suffix(number: int) -> str:
    return f"-{number + 1}" if number else ""


def cap_time(moment: dt.datetime) -> str:
    """With an offset and without Z, as CAP asks."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "-00:00")


def live(site: Site) -> Iterator[File]:
    """Everything in force with all its texts; addresses relative to this file."""
    bulletins = [_live(site, bulletin) for bulletin in site.index.live]
    yield addresses.LIVE, (json.dumps({"bulletins": bulletins}, ensure_ascii=False) + "\n").encode()


def _live(site: Site, bulletin: Bulletin) -> dict[str, Any]:
    here = addresses.LIVE
    return {
        "id": bulletin.id,
        "code": bulletin.code,
        "version": bulletin.version,
        "status": bulletin.status,
        "is_exercise": bulletin.is_exercise,
        "severity": bulletin.severity,
        "severity_order": SEVERITIES.index(bulletin.severity),
        "urgency": bulletin.urgency,
        "certainty": bulletin.certainty,
        "category": list(bulletin.category),
        "response": list(bulletin.response),
        "event": dict(bulletin.event),
        "issuer": {"code": bulletin.issuer, "names": dict(site.index.issuers[bulletin.issuer].names)},
        "areas": [
            {"code": area.code, "kind": area.kind, "official": area.official, "system": area.system}
            for code in bulletin.areas
            if (area := site.index.areas.get(code))
        ],
        "sent_at": _iso(bulletin.sent_at),
        "updated_at": _iso(bulletin.updated_at),
        "valid_until": _iso(bulletin.valid_until),
        "replaces": bulletin.replaces,
        "cap": addresses.href(here, addresses.cap(bulletin.id)),
        "languages": {reader.code: _live_text(reader, bulletin) for reader in site.readers},
    }


def _live_text(reader: Reader, bulletin: Bulletin) -> dict[str, Any]:
    found = [shown(part, reader.code) for part in bulletin.parts]
    return {
        "state": state_of(bulletin.parts, reader.code),
        "page": addresses.href(addresses.LIVE, addresses.bulletin(reader.code, bulletin.id)),
        "parts": [list(each.text.lines) if each.text else None for each in found],
        "states": [each.state for each in found],
        "stand_ins": [_stand_in(each) for each in found],
    }


def _stand_in(found: Shown) -> dict[str, Any] | None:
    """What is to be shown with a text that is missing or stale, as on the pages."""
    if found.instead is None:
        return None
    return {"language": found.instead_language, "lines": list(found.instead.lines)}


def _iso(moment: Moment | None) -> str | None:
    return moment.at.isoformat(timespec="seconds") if moment else None
