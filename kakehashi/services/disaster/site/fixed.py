"""The pages that belong to no language: the choice of one, what is not there, and the word to robots."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.addresses import href
from kakehashi.services.disaster.site.frame import File, Site, block
from kakehashi.services.disaster.site.snapshot import Moment

# Pages that are out of date soon: found through the beginning, not through a search a month later.
ROBOT_RULES = "User-agent: *\nAllow: /\nDisallow: /s/\nDisallow: /offline/\n"


def chooser(site: Site, made_at: Moment | None, papers: Sequence[str]) -> Iterator[File]:
    """The beginning of everything. In a zip it says of when it is and lists the papers in it."""
    here = addresses.ROOT
    rows = [(href(here, addresses.home(reader.code)), reader) for reader in site.readers]
    blocks = [str(block.chooser(rows, made_at)), *(str(block.file(each, PurePath(each).name)) for each in papers)]
    yield from site.alone(site.readers[0], here, blocks, title=site.readers[0].plain("page_title"))


def not_found(site: Site) -> Iterator[File]:
    """Answered at any address, so it cannot link relatively: it names the public address instead."""
    blocks = [str(block.not_found(site.readers, site.index.snapshot.base_url))]
    yield from site.alone(site.readers[0], addresses.NOT_FOUND, blocks, title="404", is_linked=False)


def robots() -> Iterator[File]:
    yield addresses.ROBOTS, ROBOT_RULES.encode()
