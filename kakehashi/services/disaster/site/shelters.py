"""Which shelters are open, everywhere and by place."""

from collections.abc import Iterator, Sequence
from functools import partial

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.addresses import href
from kakehashi.services.disaster.site.frame import Address, File, Site, block
from kakehashi.services.disaster.site.reader import Reader
from kakehashi.services.disaster.site.snapshot import Area, Shelter

STATUSES = ("open", "nearly_full", "unknown", "full", "closed")


def everywhere(site: Site) -> Iterator[File]:
    """The prefectures that have some, when there are several; else the shelters themselves."""
    having = [each for each in site.index.within("") if site.index.shelters_in(each.code)]
    for reader in site.readers:
        blocks = [f"<h1>{reader.word('shelters')}</h1>\n"]
        if len(having) > 1:
            blocks += _areas(site, reader, having, addresses.shelters)
            placeless = [each for each in site.index.snapshot.shelters if not each.area]
            blocks += _shelters(reader, placeless) if placeless else []
        else:
            blocks += _shelters(reader, site.index.snapshot.shelters)
        title = f"{reader.plain('shelters')} – {reader.plain('page_title')}"
        is_exercise = _is_drill(site.index.snapshot.shelters)
        yield from site.files(reader, addresses.shelters, blocks, title=title, is_exercise=is_exercise)


def area(site: Site, place: Area) -> Iterator[File]:
    found = site.index.shelters_in(place.code)

    address = partial(addresses.area_shelters, code=place.code)
    for reader in site.readers:
        having = [each for each in site.index.within(place.code) if site.index.shelters_in(each.code)]
        blocks = [f"<h1>{reader.name(place.names)} {reader.word('shelters')}</h1>\n"]
        if place.kind == "prefecture" and len(having) > 1:
            blocks += [*_areas(site, reader, having, address), f"<h2>{reader.word('shelters')}</h2>\n"]
        blocks += _shelters(reader, found)
        title = f"{reader.plain_name(place.names)} {reader.plain('shelters')} – {reader.plain('page_title')}"
        is_exercise = _is_drill(found)
        yield from site.files(reader, address, blocks, title=title, is_exercise=is_exercise, first=place.languages)


def _areas(site: Site, reader: Reader, areas: Sequence[Area], address: Address) -> list[str]:
    here = address(reader.code)
    return [
        str(
            block.place(
                reader,
                href(here, addresses.area_shelters(reader.code, each.code)),
                each,
                len(site.index.shelters_in(each.code)),
            )
        )
        for each in areas
    ]


def _shelters(reader: Reader, shelters: Sequence[Shelter]) -> list[str]:
    """Those really open first; those of drills below them, under a sign of their own."""
    ordered = sorted(shelters, key=lambda each: (STATUSES.index(each.status), each.code))
    real = [str(block.shelter(reader, each)) for each in ordered if not each.is_exercise]
    drills = [str(block.shelter(reader, each)) for each in ordered if each.is_exercise]
    sign = [str(block.drill(reader))] if real and drills else []
    return [*real, *sign, *drills] or [f"<p>{reader.word('no_shelters')}</p>\n"]


def _is_drill(shelters: Sequence[Shelter]) -> bool:
    """Whether the whole page is."""
    return bool(shelters) and all(shelter.is_exercise for shelter in shelters)
