"""How much of the interface is said in each of its languages: the gettext catalogues, counted without loading them.

Nobody signs an entry there: what is translated counts as waiting for a check.
"""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.conf import settings

from kakehashi.foundation.translation.queries import Coverage, empty

SHELF = "interface"
_ENTRY = re.compile(r"\n\s*\n")
_MSGID = re.compile(r'^msgid "(.*)"\n(".+")?', re.MULTILINE)
_EMPTY = re.compile(r'^msgstr(\[\d\])? ""(?!\n")', re.MULTILINE)


def interface_coverage(total_of: str = "en") -> dict[str, Coverage]:
    """Language code → sentences translated of all there are. English has every one; Japanese is the source (what
    stands in its own catalogues says some of them in another way, and counts for nothing here).
    """
    done: dict[str, int] = defaultdict(int)
    total = 0
    for path in sorted((Path(settings.BASE_DIR) / "kakehashi").glob("**/locale/*/LC_MESSAGES/django.po")):
        entries, translated = _counted(path, path.stat().st_mtime_ns)
        done[path.parts[-3]] += translated
        if path.parts[-3] == total_of:
            total += entries
    done["ja"] = total
    return {language: _of(total, many) for language, many in done.items()}


def _of(total: int, many: int) -> Coverage:
    one = empty(total)
    one.counts |= {"missing": max(total - many, 0), "to_check": min(many, total)}
    return one


@cache
def _counted(path: Path, _written: int) -> tuple[int, int]:
    """Entries and those translated; a fuzzy entry is not."""
    entries = translated = 0
    for entry in _ENTRY.split(path.read_text(encoding="utf-8")):
        lines = "\n".join(line for line in entry.split("\n") if not line.startswith("#~")) + "\n"
        msgid = _MSGID.search(lines)
        if msgid is None or not (msgid[1] or msgid[2]):
            continue
        entries += 1
        translated += not _EMPTY.search(lines) and ", fuzzy" not in lines
    return entries, translated
