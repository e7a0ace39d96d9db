"""What must be right in a snapshot before pages are made of it: otherwise a link would lead nowhere, or worse."""

import re
from collections.abc import Iterable, Iterator

from kakehashi.services.disaster.site.index import SEVERITIES
from kakehashi.services.disaster.site.snapshot import Bulletin, Part, Snapshot

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")  # stands in an address
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML file may hold these
URGENCIES = {"Immediate", "Expected", "Future", "Past", "Unknown"}
CERTAINTIES = {"Observed", "Likely", "Possible", "Unlikely", "Unknown"}
CATEGORIES = {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra"}
CATEGORIES |= {"CBRNE", "Other"}
RESPONSES = {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"}


def problems(snapshot: Snapshot) -> list[str]:
    """In Japanese, each with the place it is at; empty when pages can be made."""
    found = [*_site(snapshot), *_codes(snapshot), *_references(snapshot)]
    for bulletin in snapshot.bulletins:
        where = f"bulletin {bulletin.id}"
        found += [*_values(where, bulletin), *_parts(where, bulletin.parts, snapshot)]
    for sheet in snapshot.sheets:
        if sheet.parts or sheet.status == "live":  # what has ended need not be said any more
            found += _parts(f"sheet {sheet.code}", sheet.parts, snapshot)
    for shelf in snapshot.phrases:
        found += _parts(f"shelf {shelf.code}", shelf.phrases, snapshot)
    return found


def _site(snapshot: Snapshot) -> Iterator[str]:
    if not snapshot.languages:
        yield "languages: 言語を1つ以上書いてください"
    if not re.match(r"https?://[^\s\"<>&]+/\Z", snapshot.base_url):
        yield "base_url: https://…/ の形で書いてください"


def _codes(snapshot: Snapshot) -> Iterator[str]:
    papers = [*(each.code for each in snapshot.bulletins), *(each.code for each in snapshot.sheets)]
    kinds: list[tuple[str, list[str]]] = [
        ("language", [each.code for each in snapshot.languages]),
        ("issuer", [each.code for each in snapshot.issuers]),
        ("area", [each.code for each in snapshot.areas]),
        ("bulletin", [each.id for each in snapshot.bulletins]),
        ("code", papers),
        ("shelter", [each.code for each in snapshot.shelters]),
        ("shelf", [each.code for each in snapshot.phrases]),
    ]
    for kind, codes in kinds:
        for code in codes:
            if not SAFE.match(code) or code.endswith(".") or ".." in code:
                yield f"{kind} {code!r}: 英数字とハイフンだけにしてください"
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield f"{kind} {code}: 同じものが2つ以上あります"


def _references(snapshot: Snapshot) -> Iterator[str]:
    areas = {each.code for each in snapshot.areas}
    issuers = {each.code for each in snapshot.issuers}
    bulletins = {each.id for each in snapshot.bulletins}
    papers = {each.code for each in snapshot.bulletins} | {each.code for each in snapshot.sheets}
    for bulletin in snapshot.bulletins:
        where = f"bulletin {bulletin.id}"
        yield from _unknown(where, "area", bulletin.areas, areas)
        yield from _unknown(where, "issuer", [bulletin.issuer], issuers)
        yield from _unknown(where, "bulletin", filter(None, [bulletin.replaces, bulletin.replaced_by]), bulletins)
    for shelter in snapshot.shelters:
        yield from _unknown(f"shelter {shelter.code}", "area", filter(None, [shelter.area]), areas)
    for sheet in snapshot.sheets:
        yield from _unknown(f"sheet {sheet.code}", "issuer", [sheet.issuer], issuers)
        yield from _unknown(f"sheet {sheet.code}", "code", filter(None, [sheet.replaced_by]), papers)
    yield from _unknown("areas", "area", filter(None, (each.within for each in snapshot.areas)), areas)
    yield from _unknown("offline", "area", snapshot.offline, areas)


def _unknown(where: str, kind: str, codes: Iterable[str], known: set[str]) -> Iterator[str]:
    for code in sorted(set(codes) - known):
        yield f"{where}: {kind} {code!r} がどこにも書かれていません"


def _values(where: str, bulletin: Bulletin) -> Iterator[str]:
    lists = [
        ("severity", {bulletin.severity}, set(SEVERITIES)),
        ("urgency", {bulletin.urgency}, URGENCIES),
        ("certainty", {bulletin.certainty}, CERTAINTIES),
        ("category", set(bulletin.category), CATEGORIES),
        ("response", set(bulletin.response), RESPONSES),
    ]
    for key, values, known in lists:
        if not values <= known:
            yield f"{where}.{key}: 次のどれかにしてください: {', '.join(sorted(known))}"
    if not (bulletin.category and bulletin.event):
        yield f"{where}: category と event を書いてください"


def _parts(where: str, parts: tuple[Part, ...], snapshot: Snapshot) -> Iterator[str]:
    if not parts:
        yield f"{where}: 文を1つ以上書いてください"
    for number, part in enumerate(parts):
        here = f"{where}.parts[{number}]"
        if not part.texts:
            yield f"{here}: どの言語の文もありません"
        yield from _unknown(here, "pictogram", filter(None, [part.pictogram]), set(snapshot.pictograms))
        for code, text in part.texts.items():
            if not text.lines or not text.lines[0].strip():
                yield f"{here}.{code}: 1行目がありません"
            if any(CONTROL.search(line) for line in text.lines):
                yield f"{here}.{code}: 使えない制御文字があります"
