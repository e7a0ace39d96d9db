"""All files of the site in bundles, each with the mark of everything it is made of: an equal mark, equal files."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kakehashi.services.disaster.site import bulletins, feeds, fixed, listing, phrases, shelters
from kakehashi.services.disaster.site.environment import STAMP
from kakehashi.services.disaster.site.frame import File, Site
from kakehashi.services.disaster.site.index import Index, digest
from kakehashi.services.disaster.site.snapshot import Area, Bulletin, Part, Sheet, Snapshot


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are made together. `mark` identifies what they are made of; `make` is called only when it is new."""

    name: str
    mark: str
    make: Callable[[], Iterable[File]]


class Plan:
    """The bundles of one snapshot. `is_bare`: for a zip, without feeds and whatever needs a server.

    `papers`: paths of files that lie beside the pages of a zip and are linked from its beginning. `signed_by`: the mark
    of who signs the CAP messages.
    """

    def __init__(
        self, snapshot: Snapshot, *, is_bare: bool = False, papers: tuple[str, ...] = (), signed_by: str = ""
    ) -> None:
        self.index = Index(snapshot)
        self.site = Site(self.index, is_bare=is_bare)
        self.is_bare = is_bare
        self.papers = papers
        self.signed_by = signed_by
        self.common = digest(STAMP, is_bare, snapshot.base_url, snapshot.languages)
        self.marks = {each.id: self._mark(each) for each in snapshot.bulletins}
        self.items = {each.id: self._item_mark(each) for each in snapshot.bulletins}

    def bundles(self) -> Iterator[Bundle]:
        snapshot = self.index.snapshot
        made_at = snapshot.made_at if self.is_bare else None
        yield self._bundle("chooser", partial(fixed.chooser, self.site, made_at, self.papers), made_at, self.papers)
        yield from self._lists()
        yield from self._places()
        for each in snapshot.bulletins:
            yield self._bundle(f"b/{each.id}", partial(self._bulletin, each), self.marks[each.id], *self._signed())
        for sheet in snapshot.sheets:
            yield self._bundle(f"s/{sheet.code}", partial(bulletins.paper, self.site, sheet), self._paper_mark(sheet))
        yield from self._phrases()
        if not self.is_bare:
            yield from self._others()

    def _phrases(self) -> Iterator[Bundle]:
        found = self.index.snapshot.phrases
        marks = [digest(each) for each in found]
        if found:
            yield self._bundle(
                "phrases", partial(phrases.contents, self.site), [(each.code, each.names) for each in found]
            )
            yield self._bundle("phrases.json", partial(phrases.data, self.site), marks)
        for each, mark in zip(found, marks, strict=True):
            yield self._bundle(f"phrases/{each.code}", partial(phrases.shelf, self.site, each), mark)

    def _signed(self) -> tuple[str, ...]:
        return (self.signed_by,) if self.signed_by else ()

    def live_marks(self, found: Iterable[Bulletin]) -> tuple[str, ...]:
        return tuple(self.marks[each.id] for each in found)

    def _bundle(self, name: str, make: Callable[[], Iterable[File]], *made_of: object) -> Bundle:
        return Bundle(name, digest(self.common, name, made_of), make)

    def _lists(self) -> Iterator[Bundle]:
        index = self.index
        prefectures = index.within("")
        counts = [(each, len(index.live_in(each.code))) for each in prefectures]
        sheltering = [(each, len(index.shelters_in(each.code))) for each in prefectures]
        items = [self.items[each.id] for each in index.live]
        yield self._bundle("now", partial(listing.now, self.site), items, bool(index.snapshot.phrases))
        yield self._bundle("places", partial(listing.places, self.site), counts)
        yield self._bundle("shelters", partial(shelters.everywhere, self.site), sheltering, index.snapshot.shelters)

    def _places(self) -> Iterator[Bundle]:
        for area in self.index.snapshot.areas:
            if area.kind == "region":
                continue
            made_of = [*self._surroundings(area), [self.items[each.id] for each in self.index.live_in(area.code)]]
            yield self._bundle(f"a/{area.code}", partial(listing.area, self.site, area), made_of)
            if found := self.index.shelters_in(area.code):
                made = (area, found, [(each, len(self.index.shelters_in(each.code))) for each in self._inside(area)])
                yield self._bundle(f"shelters/{area.code}", partial(shelters.area, self.site, area), made)

    def _surroundings(self, area: Area) -> Iterator[object]:
        index = self.index
        yield area, index.areas.get(area.within), bool(index.shelters_in(area.code))
        yield area.code in index.snapshot.offline
        yield [(each, len(index.live_in(each.code))) for each in self._inside(area)]

    def _inside(self, area: Area) -> list[Area]:
        return self.index.within(area.code) if area.kind == "prefecture" else []

    def _others(self) -> Iterator[Bundle]:
        latest = feeds.latest(self.index)
        yield self._bundle("feeds", partial(feeds.atom, self.site), self.live_marks(latest))
        yield self._bundle("live", partial(feeds.live, self.site), self.live_marks(self.index.live))
        yield self._bundle("not_found", partial(fixed.not_found, self.site))
        yield self._bundle("robots", fixed.robots)

    def _bulletin(self, thing: Bulletin) -> Iterator[File]:
        yield from bulletins.bulletin(self.site, thing)
        yield from bulletins.paper(self.site, thing)
        if not self.is_bare:
            yield from feeds.cap(self.site, thing)

    def _mark(self, thing: Bulletin) -> str:
        """Of the bulletin and of everything on its pages that stands elsewhere in the snapshot."""
        areas = [self.index.areas.get(code) for code in thing.areas]
        earlier = [(each.id, each.issuer, each.sent_at.at, each.resent) for each in self.index.chain(thing)]
        return digest(areas, self.index.issuers.get(thing.issuer), earlier, self._paper_mark(thing))

    def _item_mark(self, thing: Bulletin) -> str:
        """Of what lists show of it."""
        named = [self.index.areas.get(code) for code in thing.areas[: listing.NAMED]]
        return digest(thing.id, thing.is_exercise, thing.severity, thing.updated_at, thing.parts[0], named, thing.areas)

    def _paper_mark(self, thing: Bulletin | Sheet) -> str:
        newest = self.index.newest(thing.code)
        following = (type(newest).__name__, newest.code, getattr(newest, "id", "")) if newest else ()
        return digest(thing, following, self._pictograms(thing.parts))

    def _pictograms(self, parts: Iterable[Part]) -> list[str]:
        return [self.index.pictograms.get(part.pictogram, "") for part in parts]
