"""A bulletin as a voice is to say it: the radio script with every word by its reading, where the text has one."""

from collections.abc import Mapping

from kakehashi.kernel.ruby import reading_only
from kakehashi.services.disaster.site import plain
from kakehashi.services.disaster.site.index import Index, shown
from kakehashi.services.disaster.site.naming import pick
from kakehashi.services.disaster.site.reader import Reader
from kakehashi.services.disaster.site.snapshot import Bulletin, Language, Moment, Part


class Speaker(Reader):
    """Says instead of writes. A word without a reading stays as it is written."""

    def plain(self, key: str) -> str:
        return self.plain_name(self._word(key))

    def plain_name(self, names: Mapping[str, str]) -> str:
        found = pick(names, self.code)
        return reading_only(found[0]) if found else ""

    def line(self, text: str, _language: str) -> str:
        return reading_only(text)

    def plain_moment(self, moment: Moment) -> str:
        return reading_only(self._drawn_time(moment))


def script(index: Index, language: Language, bulletin: Bulletin) -> str:
    """What is said; empty where a paragraph has no text of today in this language: a voice reads no other one."""
    if not all(_is_sayable(part, language.code) for part in bulletin.parts):
        return ""
    return plain.radio(Speaker(index, language), bulletin)


def _is_sayable(part: Part, code: str) -> bool:
    return shown(part, code).state not in {"missing", "stale"}
