"""A page from its blocks: put into the frame of its language, and spread over several when they are too many."""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.addresses import href, numbered
from kakehashi.services.disaster.site.environment import ENVIRONMENT
from kakehashi.services.disaster.site.index import Index
from kakehashi.services.disaster.site.naming import drawn
from kakehashi.services.disaster.site.paging import LARGEST, packed
from kakehashi.services.disaster.site.reader import Reader

File = tuple[str, bytes]  # path inside the folder, content
Address = Callable[[str], str]  # language → path
BODY = "\x00"  # stands for the blocks while the frame is drawn
TURN = 400  # bytes kept free for the links to the next page and back
ENVIRONMENT.filters["drawn"] = drawn
block: Any = ENVIRONMENT.get_template("blocks.jinja").module  # its macros


class Site:
    """Frames for the pages of one snapshot."""

    def __init__(self, index: Index, *, is_bare: bool = False) -> None:
        """`is_bare`: for a zip, where there is neither feed nor zip to link to."""
        self.index = index
        self.is_bare = is_bare
        self.readers = [Reader(index, language) for language in index.snapshot.languages]
        self._endonyms = {reader.code: escape(reader.language.endonym) for reader in self.readers}
        self._frame = ENVIRONMENT.get_template("frame.jinja")

    @functools.cached_property
    def reader(self) -> dict[str, Reader]:
        return {reader.code: reader for reader in self.readers}

    def files(
        self,
        reader: Reader,
        address: Address,
        blocks: Sequence[str],
        *,
        title: str,
        is_exercise: bool = False,
        first: Sequence[str] = (),
    ) -> Iterator[File]:
        """The page at `address`, and beside it those on which it goes on. `first`: languages before the others."""
        here = address(reader.code)
        frame = self._drawn(reader, here, title, is_exercise, self._languages(reader.code, here, address, first))
        yield from spread(reader, here, frame, blocks)

    def alone(
        self,
        reader: Reader,
        here: str,
        blocks: Sequence[str],
        *,
        title: str,
        is_exercise: bool = False,
        is_linked: bool = True,
        about: Address | None = None,
    ) -> Iterator[File]:
        """A page that is there once, for all languages. `about`: where the thing has a page in each."""
        languages = self._languages("", here, about, ()) if about else Markup()
        frame = self._drawn(reader, here, title, is_exercise, languages, is_linked=is_linked)
        yield from spread(reader, here, frame, blocks)

    def _languages(self, own: str, here: str, address: Address, first: Sequence[str]) -> Markup:
        """Links to the same page in the other languages, by their own names."""
        drawn = []
        leading = [self.reader[code] for code in first if code in self.reader]
        for each in [*leading, *(reader for reader in self.readers if reader.code not in first)]:
            code, endonym = each.code, self._endonyms[each.code]
            if code == own:
                drawn.append(f'<li><b lang="{code}">{endonym}</b></li>\n')
            else:
                there = href(here, address(code))
                drawn.append(f'<li><a href="{there}" hreflang="{code}" lang="{code}">{endonym}</a></li>\n')
        return Markup("".join(drawn))  # noqa: S704  # codes and addresses are checked, names escaped

    def _drawn(
        self,
        reader: Reader,
        here: str,
        title: str,
        is_exercise: bool,
        languages: Markup,
        *,
        is_linked: bool = True,
    ) -> str:
        is_own = here.startswith(f"{reader.code}/")
        return self._frame.render(
            r=reader,
            title=title,
            is_exercise=is_exercise,
            drill=block.drill(reader),
            home=href(here, addresses.home(reader.code) if is_own else addresses.ROOT) if is_linked else "",
            languages=languages,
            links=self._links(reader, here) if is_own else [],
            feed=href(here, addresses.feed(reader.code)) if is_own and not self.is_bare else "",
            body=BODY,
        )

    def _links(self, reader: Reader, here: str) -> list[tuple[str, Markup]]:
        code = reader.code
        links = [(addresses.home(code), "top"), (addresses.places(code), "place")]
        links.append((addresses.shelters(code), "shelters"))
        if not self.is_bare:
            links.append((addresses.feed(code), "feed"))
        return [(href(here, there), reader.word(key)) for there, key in links]


def spread(reader: Reader, here: str, frame: str, blocks: Sequence[str]) -> Iterator[File]:
    head, tail = frame.split(BODY)
    pages = packed(blocks, LARGEST - len((head + tail).encode()) - TURN)
    for number, found in enumerate(pages, start=1):
        turn = ""
        if len(pages) > 1:
            others = [
                (each, href(here, numbered(here, each)) if each != number else "")
                for each in _around(number, len(pages))
            ]
            turn = block.turn(reader, others)
        yield numbered(here, number), "".join([head, joined(found), turn, tail]).encode()


def _around(number: int, last: int) -> list[int]:
    """The numbers worth a link: the first, the last and those near by."""
    return sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})


def joined(blocks: Iterable[str]) -> str:
    """Items that follow each other become one list."""
    parts = []
    for is_item, group in itertools.groupby(blocks, key=lambda each: each.lstrip().startswith("<li")):
        text = "".join(group)
        parts.append(f'<ul class="i">{text}</ul>\n' if is_item else text)
    return "".join(parts)
