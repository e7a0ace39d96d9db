"""Everything a page shows fits on it, or goes on on the next one: never more bytes than a reader gets at once."""

from collections.abc import Sequence

LARGEST = 14_000  # bytes of one page, everything included: with its headers it fits the first flight of packets


def packed(blocks: Sequence[str], room: int) -> list[list[str]]:
    """The blocks in order, as many to a page as fit into `room` bytes; a block larger than that stands alone."""
    pages: list[list[str]] = [[]]
    left = room
    for block in blocks:
        size = len(block.encode())
        if size > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1].append(block)
        left -= size
    return pages
