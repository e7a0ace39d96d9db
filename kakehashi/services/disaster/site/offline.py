"""The pages of one municipality as a zip, to be copied while there is power: plain HTML and PDFs, no server needed."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from kakehashi.services.disaster.site import addresses
from kakehashi.services.disaster.site.frame import File
from kakehashi.services.disaster.site.index import Index, digest
from kakehashi.services.disaster.site.plan import Bundle, Plan
from kakehashi.services.disaster.site.snapshot import Snapshot

Papers = Mapping[str, Mapping[str, Path]]  # code of the area → name in the zip → PDF
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every entry: equal content is an equal file
LARGEST = 5 * 1024 * 1024  # bytes of one zip
PAGES = 1_500_000  # bytes of it kept for the pages


def bundles(plan: Plan, papers: Papers) -> Iterator[Bundle]:
    """One zip for each area in `Snapshot.offline`."""
    for code in plan.index.snapshot.offline:
        found = dict(fitting(papers.get(code, {})))
        live = plan.live_marks(plan.index.live_in(code))
        states = [(name, path.stat().st_size, path.stat().st_mtime_ns) for name, path in found.items()]
        mark = digest(plan.common, plan.index.areas[code], live, plan.index.shelters_in(code), states)
        yield Bundle(f"offline/{code}", mark, partial(_make, plan.index, code, found))


def fitting(papers: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """As many of the files as fit, in the order given."""
    left = LARGEST - PAGES
    for name, path in papers.items():
        size = path.stat().st_size
        if size <= left:
            left -= size
            yield name, path


def only(index: Index, code: str) -> Snapshot:
    """What is in force in this place and around it, and its shelters."""
    bulletins = tuple(replace(each, replaces="") for each in index.live_in(code))
    named = {place for each in bulletins for place in each.areas}
    paged = {code, index.areas[code].within}
    areas = tuple(
        each if each.code in paged else replace(each, kind="region", within="")
        for each in index.snapshot.areas
        if each.code in named | paged
    )
    return replace(
        index.snapshot,
        areas=areas,
        bulletins=bulletins,
        shelters=tuple(index.shelters_in(code)),
        sheets=(),
        offline=(),
        phrases=(),
    )


def _make(index: Index, code: str, papers: Mapping[str, Path]) -> Iterator[File]:
    named = {f"pdf/{name}": path.read_bytes() for name, path in papers.items()}
    plan = Plan(only(index, code), is_bare=True, papers=tuple(named))
    files = [file for bundle in plan.bundles() for file in bundle.make()]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in [*files, *named.items()]:
            archive.writestr(zipfile.ZipInfo(path, EPOCH), content, zipfile.ZIP_DEFLATED)
    yield addresses.offline(code), packed.getvalue()
