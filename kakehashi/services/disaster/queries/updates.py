"""What a bulletin that is up says now, against what it said when it was last put up."""

from collections.abc import Iterable, Iterator

from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin, BulletinUpdate
from kakehashi.services.disaster.site import snapshot as site
from kakehashi.services.disaster.site.index import digest


def new_words(bulletins: Iterable[Bulletin], shown: site.Snapshot) -> Iterator[BulletinUpdate]:
    """Not saved: one for each that goes up now, or says other words than before. Only lines count: that a second person
    has signed the same words is told on the pages, but is no news.
    """
    said = {one.id: _words(one) for one in shown.bulletins if one.status == "live"}
    now = clock.now().replace(microsecond=0)
    for one in bulletins:
        words = said.get(one.paper_code.lower())
        known = list(one.updates.all())
        if words is not None and (not known or known[-1].words != words):
            at = now if known or one.published_at is None else one.published_at
            yield BulletinUpdate(bulletin=one, number=len(known) + 1, at=at, words=words)


def _words(bulletin: site.Bulletin) -> str:
    return digest(*({code: part.texts[code].lines for code in sorted(part.texts)} for part in bulletin.parts))
