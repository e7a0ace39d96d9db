"""The pages that list: what is in force now, everywhere and by place."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.addresses import href
from kakehashi.services.disaster.site.frame import Address, File, Site, block
from kakehashi.services.disaster.site.index import shown
from kakehashi.services.disaster.site.reader import Reader
from kakehashi.services.disaster.site.snapshot import Area, Bulletin

NAMED = 6  # places named in a list; of the others the number


def now(site: Site) -> Iterator[File]:
    """The beginning of each language."""
    bulletins = site.index.live
    for reader in site.readers:
        blocks = [f"<h1>{reader.word('live_items')}</h1>\n", *items(reader, bulletins, addresses.home)]
        if site.index.snapshot.phrases:
            there = href(addresses.home(reader.code), addresses.phrases(reader.code))
            blocks.append(f'<p class="h"><a href="{there}">{reader.word("phrases")}</a></p>\n')
        yield from site.files(
            reader, addresses.home, blocks, title=reader.plain("page_title"), is_exercise=is_drill(bulletins)
        )


def places(site: Site) -> Iterator[File]:
    """The prefectures, each with the number of what is in force there."""
    for reader in site.readers:
        rows = _areas(site, reader, site.index.within(""), addresses.places)
        blocks = [f"<h1>{reader.word('place')}</h1>\n", *rows]
        yield from site.files(reader, addresses.places, blocks, title=_title(reader, reader.plain("place")))


def area(site: Site, place: Area) -> Iterator[File]:
    """What is in force in one prefecture or municipality, and the municipalities of the prefecture."""
    bulletins = site.index.live_in(place.code)

    address = partial(addresses.area, code=place.code)
    for reader in site.readers:
        here = address(reader.code)
        blocks = [f"<h1>{reader.name(place.names)}</h1>\n", *items(reader, bulletins, address)]
        for there, word in _nearby(site, reader, place):
            blocks.append(f'<p class="h"><a href="{href(here, there)}">{word}</a></p>\n')
        rows = _areas(site, reader, site.index.within(place.code), address) if place.kind == "prefecture" else []
        if rows:
            blocks += [f"<h2>{reader.word('place')}</h2>\n", *rows]
        title = _title(reader, reader.plain_name(place.names))
        yield from site.files(
            reader, address, blocks, title=title, is_exercise=is_drill(bulletins), first=place.languages
        )


def items(reader: Reader, bulletins: Sequence[Bulletin], address: Address) -> list[str]:
    """What is real first; drills below it, under a sign of their own."""
    real = [_item(reader, each, address) for each in bulletins if not each.is_exercise]
    drills = [_item(reader, each, address) for each in bulletins if each.is_exercise]
    sign = [str(block.drill(reader))] if real and drills else []
    return [*real, *sign, *drills] or [f"<p>{reader.word('no_items')}</p>\n"]


def _item(reader: Reader, bulletin: Bulletin, address: Address) -> str:
    there = href(address(reader.code), addresses.bulletin(reader.code, bulletin.id))
    text = shown(bulletin.parts[0], reader.code)
    return str(block.item(reader, bulletin, text, there, bulletin.areas[:NAMED], max(len(bulletin.areas) - NAMED, 0)))


def is_drill(bulletins: Sequence[Bulletin]) -> bool:
    """Whether the whole page is."""
    return bool(bulletins) and all(bulletin.is_exercise for bulletin in bulletins)


def _areas(site: Site, reader: Reader, areas: Iterable[Area], address: Address) -> list[str]:
    here = address(reader.code)
    return [
        str(
            block.place(
                reader, href(here, addresses.area(reader.code, each.code)), each, len(site.index.live_in(each.code))
            )
        )
        for each in areas
    ]


def _nearby(site: Site, reader: Reader, place: Area) -> Iterator[tuple[str, str]]:
    if site.index.shelters_in(place.code):
        yield addresses.area_shelters(reader.code, place.code), reader.word("shelters")
    if place.within in site.index.areas:
        yield addresses.area(reader.code, place.within), reader.name(site.index.areas[place.within].names)
    if place.code in site.index.snapshot.offline and not site.is_bare:
        yield addresses.offline(place.code), reader.word("download_offline")


def _title(reader: Reader, text: str) -> str:
    return f"{text} – {reader.plain('page_title')}"
