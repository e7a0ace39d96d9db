"""One message of JMA, read: its header always, its body as far as its type is known."""

import dataclasses
import datetime
import hashlib
import re
from collections.abc import Mapping

from django.utils.translation import gettext

from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.bodies import HEAD, READERS
from kakehashi.services.disaster.jma.facts import Fact, Gathered, places, text
from kakehashi.services.disaster.jma.hardened import Element, ReadError, parse

ROOT = "{http://xml.kishou.go.jp/jmaxml1/}"
CODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{4}(?:[0-9]{2}|ii))(?![A-Za-z0-9])")
JAPAN = datetime.timezone(datetime.timedelta(hours=9))


@dataclasses.dataclass(frozen=True, slots=True)
class Message:
    """Texts as the message writes them, "" for what it does not say; moments with their zone.

    `areas`: our place codes in the order of the message. `names`: the Japanese name of each. `gaps`: codes that no
    table knows, with their Japanese name. `digest`: SHA-256 of the bytes.
    """

    type: str
    title: str
    head_title: str
    status: str
    info_type: str
    event_id: str
    serial: str
    office: str
    reported_at: datetime.datetime | None
    target_at: datetime.datetime | None
    valid_until: datetime.datetime | None
    family: str
    areas: tuple[str, ...]
    names: Mapping[str, str]
    head_text: str
    facts: tuple[Fact, ...]
    gaps: Mapping[str, str]
    digest: str


def read(data: bytes, name: str | None = None) -> Message:
    """`name` is a type code, or a file name or address that holds one. Raises ReadError, in words."""
    root = parse(data)
    if root.tag != f"{ROOT}Report":
        raise ReadError(gettext("気象庁防災情報XMLの電文ではありません。"))
    control, head = _only(root, f"{ROOT}Control"), _only(root, f"{HEAD}Head")
    title = _word(control, f"{ROOT}Title")
    coded = code_in(name or "")
    known = tables.type_of(coded, title)
    reported = _moment(_word(head, f"{HEAD}ReportDateTime"))
    gathered = Gathered(reported.astimezone(JAPAN).date() if reported else None)
    for information in head.iterfind(f"{HEAD}Headline/{HEAD}Information/{HEAD}Item"):
        for place in places(information, HEAD, gathered):
            gathered.mentioned[place.code] = place.name
    body = next((child for child in root if child.tag.endswith("}Body")), None)
    if body is not None and known.reader:
        READERS[known.reader](head, body, gathered)
    return Message(
        type=_code(coded, known),
        title=title,
        head_title=_word(head, f"{HEAD}Title"),
        status=_word(control, f"{ROOT}Status"),
        info_type=_word(head, f"{HEAD}InfoType"),
        event_id=_word(head, f"{HEAD}EventID"),
        serial=_word(head, f"{HEAD}Serial"),
        office=_word(control, f"{ROOT}PublishingOffice"),
        reported_at=reported,
        target_at=_moment(_word(head, f"{HEAD}TargetDateTime")),
        valid_until=_moment(_word(head, f"{HEAD}ValidDateTime")),
        family=known.family,
        areas=tuple(gathered.mentioned),
        names=gathered.mentioned,
        head_text=text(head, f"{HEAD}Headline/{HEAD}Text"),
        facts=tuple(gathered.facts),
        gaps=gathered.gaps,
        digest=hashlib.sha256(data).hexdigest(),
    )


def code_in(name: str) -> str:
    """The type code that a file name or address holds, "" without one."""
    return next(reversed(CODE.findall(name)), "")


def _only(parent: Element, tag: str) -> Element:
    """The one part of this name: with none nothing is known, with two nobody knows which counts."""
    found = parent.findall(tag)
    if len(found) != 1:
        said = {"part": tag.rpartition("}")[2], "count": len(found)}
        raise ReadError(gettext("電文の %(part)s が %(count)s 個あります。1 個のはずです。") % said)
    return found[0]


def _word(parent: Element, tag: str) -> str:
    """What the header says once; said twice it is refused, so that a drill cannot look real."""
    if len(parent.findall(tag)) > 1:
        _only(parent, tag)
    return text(parent, tag)


def _moment(words: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(words)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=JAPAN)


def _code(coded: str, known: tables.Type) -> str:
    """The code of the file name where it fits the title, else the one that the title stands for."""
    return coded if not known.pattern or (coded and re.fullmatch(known.pattern, coded)) else known.code
