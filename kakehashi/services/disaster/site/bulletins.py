"""The page of one bulletin in every language, and the page behind the code on its paper."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.addresses import href
from kakehashi.services.disaster.site.frame import File, Site, block
from kakehashi.services.disaster.site.index import marked, shown, state_of
from kakehashi.services.disaster.site.reader import Reader
from kakehashi.services.disaster.site.snapshot import Bulletin, Moment, Part, Sheet

NAMED_TOGETHER = 30  # places in one block


def bulletin(site: Site, thing: Bulletin) -> Iterator[File]:
    newest = site.index.newest(thing.code)

    address, first = partial(addresses.bulletin, number=thing.id), site.index.issuers[thing.issuer].languages
    for reader in site.readers:
        here = address(reader.code)
        anew = href(here, _page(newest, reader)) if newest else ""
        blocks = [str(block.status(reader, thing, anew))] if thing.status != "live" else []
        blocks += [str(block.kicker(reader, thing)), *parts(reader, thing.parts), *_places(reader, thing)]
        blocks.append(str(block.facts(reader, thing, _checked_at(thing.parts, reader))))
        title = headline(reader, thing.parts)
        if thing.is_exercise:
            title = f"{reader.plain('drill_short')}: {title}"
        yield from site.files(reader, address, blocks, title=title, is_exercise=thing.is_exercise, first=first)


def parts(reader: Reader, found: Sequence[Part], *, is_headed: bool = True) -> list[str]:
    """Each with what is to be known of its state: once when it is the same for all."""
    return [
        str(block.part(reader, text, mark, reader.pictogram(part.pictogram), number == 0 and is_headed))
        for number, (part, (text, mark)) in enumerate(zip(found, marked(found, reader.code), strict=True))
    ]


def headline(reader: Reader, found: Sequence[Part]) -> str:
    """The first line in the language of the page; where it is missing, that it is, and what stands in for it."""
    first = shown(found[0], reader.code)
    if first.text:
        return reader.line(first.text.lines[0], reader.code)
    instead = [reader.line(first.instead.lines[0], first.instead_language)] if first.instead else []
    return " ".join([reader.plain("missing"), *instead])


def paper(site: Site, thing: Bulletin | Sheet) -> Iterator[File]:
    """One page for all languages: whether what the paper says still holds."""
    here = addresses.sheet(thing.code)
    printed = thing.languages if isinstance(thing, Sheet) else ()
    readers = [site.reader[code] for code in printed if code in site.reader] or site.readers
    newest = site.index.newest(thing.code)
    blocks = [f'<h1><bdi class="o">{thing.code}</bdi></h1>\n']
    for reader in readers:
        there, lines = "", ""
        if thing.status == "live" and isinstance(thing, Bulletin):
            there = href(here, addresses.bulletin(reader.code, thing.id))
            lines = str(block.opening(reader, shown(thing.parts[0], reader.code)))
        elif thing.status == "live":
            lines = "".join(parts(reader, thing.parts, is_headed=False))
        anew = href(here, _page(newest, reader)) if newest else ""
        blocks.append(str(block.paper(reader, _in(reader, thing), there, anew, lines)))
    about = partial(addresses.bulletin, number=thing.id) if isinstance(thing, Bulletin) else None
    yield from site.alone(readers[0], here, blocks, title=thing.code, is_exercise=thing.is_exercise, about=about)


def _in(reader: Reader, thing: Bulletin | Sheet) -> Bulletin | Sheet:
    """As it stands for those who read this language: its words may have changed in one and hold in the others."""
    is_outdated = isinstance(thing, Sheet) and thing.status == "live" and reader.code in thing.outdated
    return replace(thing, status="superseded") if is_outdated else thing


def _page(thing: Bulletin | Sheet, reader: Reader) -> str:
    if isinstance(thing, Sheet):
        return addresses.sheet(thing.code)
    return addresses.bulletin(reader.code, thing.id)


def _places(reader: Reader, thing: Bulletin) -> Iterator[str]:
    for first in range(0, len(thing.areas), NAMED_TOGETHER):
        yield str(block.area_list(reader, thing.areas[first : first + NAMED_TOGETHER]))


def _checked_at(found: Sequence[Part], reader: Reader) -> Moment | None:
    """When the last of the texts was checked; only when all are."""
    if state_of(found, reader.code) != "checked":
        return None
    moments = [moment for part in found if (moment := part.texts[reader.code].checked_at) is not None]
    return max(moments, key=lambda moment: moment.at, default=None)
