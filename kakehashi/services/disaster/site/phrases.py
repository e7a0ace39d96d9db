"""The bank for anybody who wants to show a sentence: by shelf, in every language, and for programs."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.addresses import href
from kakehashi.services.disaster.site.frame import File, Site, block
from kakehashi.services.disaster.site.index import Shown, shown
from kakehashi.services.disaster.site.reader import Reader
from kakehashi.services.disaster.site.snapshot import Part, Shelf


def contents(site: Site) -> Iterator[File]:
    """The shelves of each language."""
    for reader in site.readers:
        here = addresses.phrases(reader.code)
        rows = [
            str(block.shelf(reader, href(here, addresses.shelf(reader.code, each.code)), each))
            for each in site.index.snapshot.phrases
        ]
        blocks = [f"<h1>{reader.word('phrases')}</h1>\n", f"<p>{reader.word('board_how_to')}</p>\n", *rows]
        yield from site.files(reader, addresses.phrases, blocks, title=reader.plain("phrases"))


def shelf(site: Site, found: Shelf) -> Iterator[File]:
    """Each sentence says for itself how far its text has come: the page may go on on a second one."""
    address = partial(addresses.shelf, code=found.code)
    for reader in site.readers:
        blocks = [f"<h1>{reader.name(found.names)}</h1>\n"]
        for each in found.phrases:
            text = shown(each, reader.code)
            mark = "" if text.state == "checked" else text.state
            blocks.append(str(block.part(reader, text, mark, "", is_first=False)))
        there = href(address(reader.code), addresses.phrases(reader.code))
        blocks.append(f'<p class="h"><a href="{there}">{reader.word("phrases")}</a></p>\n')
        title = f"{reader.plain_name(found.names)} – {reader.plain('phrases')}"
        yield from site.files(reader, address, blocks, title=title)


def data(site: Site) -> Iterator[File]:
    """A file for each language."""
    for reader in site.readers:
        shelves = [_shelf(reader, each) for each in site.index.snapshot.phrases]
        text = json.dumps({"language": reader.code, "shelves": shelves}, ensure_ascii=False, indent=1)
        yield addresses.phrases_data(reader.code), f"{text}\n".encode()


def _shelf(reader: Reader, found: Shelf) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": reader.plain_name(found.names),
        "page": href(addresses.phrases_data(reader.code), addresses.shelf(reader.code, found.code)),
        "sentences": [_sentence(each, shown(each, reader.code)) for each in found.phrases],
    }


def _sentence(part: Part, text: Shown) -> dict[str, Any]:
    instead = {"language": text.instead_language, "lines": list(text.instead.lines)} if text.instead else None
    lines = list(text.text.lines) if text.text else None
    return {"code": part.code, "state": text.state, "lines": lines, "stand_in": instead}
