"""A bulletin where there are no pages: in a mail, in a chat, on the radio."""

import unicodedata

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.bulletins import headline
from kakehashi.services.disaster.site.index import marked, shown, state_of
from kakehashi.services.disaster.site.reader import Reader
from kakehashi.services.disaster.site.snapshot import Bulletin, Part
from kakehashi.services.disaster.site.words import STATE, STATUS

SHORT = 140  # signs of the short form without its address


def mail(reader: Reader, bulletin: Bulletin) -> tuple[str, str]:
    """Subject and body."""
    subject = f"{_drill(reader, bulletin)}{headline(reader, bulletin.parts)}"
    lines = [*_head(reader, bulletin), *_body(reader, bulletin.parts), "", *_facts(reader, bulletin)]
    return _one_line(subject), "\n".join(lines) + "\n"


def long_chat(reader: Reader, bulletin: Bulletin) -> str:
    lines = [*_head(reader, bulletin), *_body(reader, bulletin.parts), "", _address(reader, bulletin)]
    return "\n".join(line for line in lines if line or bulletin.parts)


def short_chat(reader: Reader, bulletin: Bulletin) -> str:
    """What to do in one line, where it holds, and the address of the rest."""
    places = "・".join(reader.plain_places(bulletin.areas[:2]))
    status = "" if bulletin.status == "live" else f"{reader.plain(STATUS[bulletin.status])} "
    what = headline(reader, bulletin.parts) + (f" ({places})" if places else "")
    text = _drill(reader, bulletin) + status + _mark(reader, bulletin.parts) + what
    if len(text) > SHORT:
        text = text[: SHORT - 1].rstrip() + "…"
    return f"{_one_line(text)} {_address(reader, bulletin)}"


def radio(reader: Reader, bulletin: Bulletin) -> str:
    """To be read aloud, twice: who speaks, for where, what is to be done. Easy Japanese carries its readings."""
    places = ", ".join(reader.plain_places(bulletin.areas))
    said = [
        *_head(reader, bulletin),
        f"{reader.plain('issued_by')}: {reader.plain_name(reader.index.issuers[bulletin.issuer].names)}",
        f"{reader.plain('issued_at')}: {reader.plain_moment(bulletin.sent_at)}",
        *([f"{reader.plain('place')}: {places}"] if places else []),
        "",
        *_body(reader, bulletin.parts),
        "",
    ]
    drill = [reader.plain("speech_drill"), ""] if bulletin.is_exercise else []
    opening, again, closing = (reader.plain(f"speech_{key}") for key in ("opening", "repeat", "closing"))
    return "\n".join([*drill, opening, "", *said, again, "", *said, *drill, closing]) + "\n"


def _drill(reader: Reader, bulletin: Bulletin) -> str:
    return f"[{reader.plain('drill_short')}] " if bulletin.is_exercise else ""


def _head(reader: Reader, bulletin: Bulletin) -> list[str]:
    lines = []
    if bulletin.is_exercise:
        lines += [f"*** {reader.plain('drill_short')} ***", reader.plain("drill"), ""]
    if bulletin.status != "live":
        lines += [reader.plain(STATUS[bulletin.status]), ""]
    return lines


def _body(reader: Reader, parts: tuple[Part, ...]) -> list[str]:
    """As on the pages: before each what is to be known of its text, after it what stands in for one that lacks."""
    lines: list[str] = []
    for found, state in marked(parts, reader.code):
        if lines:
            lines.append("")
        lines += [reader.plain(STATE[state]), ""] if state else []
        lines += [reader.line(line, reader.code) for line in found.text.lines] if found.text else []
        if found.instead:
            lines += [reader.line(line, found.instead_language) for line in found.instead.lines]
    return lines


def _facts(reader: Reader, bulletin: Bulletin) -> list[str]:
    facts = [
        ("place", ", ".join(reader.plain_places(bulletin.areas))),
        ("issued_by", reader.plain_name(reader.index.issuers[bulletin.issuer].names)),
        ("updated", reader.plain_moment(bulletin.updated_at)),
        ("valid_until", reader.plain_moment(bulletin.valid_until) if bulletin.valid_until else ""),
        ("code", bulletin.code),
        ("mail_read_more", _address(reader, bulletin)),
    ]
    return [f"{reader.plain(key)}: {value}" for key, value in facts if value]


def _mark(reader: Reader, parts: tuple[Part, ...]) -> str:
    """Of a missing first line the headline says so itself."""
    state = state_of(parts, reader.code)
    is_said = state == "checked" or shown(parts[0], reader.code).state == "missing"
    return "" if is_said else f"[{reader.plain(STATE[state])}] "


def _address(reader: Reader, bulletin: Bulletin) -> str:
    path = addresses.bulletin(reader.code, bulletin.id)
    return addresses.public(reader.index.snapshot.base_url, path)


def _one_line(text: str) -> str:
    return "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
