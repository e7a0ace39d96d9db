"""Everything the public pages show, as plain values: the pages are made of a Snapshot and of nothing else.

It is built from the database by whoever publishes, kept as JSON beside the pages (`saving`), and can be written by hand
in an emergency. Mappings by language use the codes of `Snapshot.languages`; a language that is not in one has no text:
names then fall back as `naming` says and sentences are shown as missing. Japanese texts may carry furigana:
避難所《ひなんじょ》.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ByLanguage = Mapping[str, str]
Direction = Literal["ltr", "rtl"]
Status = Literal["live", "superseded", "withdrawn", "expired"]
State = Literal["checked", "unchecked", "machine", "stale"]
AreaKind = Literal["prefecture", "municipality", "region"]
ShelterStatus = Literal["open", "nearly_full", "full", "closed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time with an offset, and how it is written in each language; without it: 2026-11-23 10:30."""

    at: dt.datetime
    drawn: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """`words`: the fixed words of the pages, keys as in `words.KEYS`; those missing are shown in English."""

    code: str
    endonym: str
    direction: Direction = "ltr"
    words: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A place that bulletins are for. Those of kind prefecture and municipality have pages of their own.

    `code` stands in addresses; `within` is the code of the prefecture, also in `Snapshot.areas`; `official` is what
    `system` calls it (for CAP: value and valueName of a geocode). `languages`: as of an issuer.
    """

    code: str
    kind: AreaKind
    names: ByLanguage
    within: str = ""
    official: str = ""
    system: str = "JMA_AreaInformationCity"
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who answers for what is said. `contact`: for CAP; a phone number, mail or web address, or empty.

    `languages`: those that come first in the menu of languages of its pages; the others follow.
    """

    code: str
    names: ByLanguage
    contact: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The sentence in one language with its slots filled: the first line is the headline. Missing: no Text at all."""

    lines: tuple[str, ...]
    state: State
    checked_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sentence of the bank (`code`), or free text around it (`code` empty). `pictogram`: of `Snapshot`."""

    texts: Mapping[str, Text]
    code: str = ""
    pictogram: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One published version. A correction is a Bulletin of its own with its own `id` and `code`; both stay in the
    snapshot as long as paper with the earlier code may hang somewhere.

    `id` stands in addresses (letters, digits, hyphens); `code` is the short code on paper. `areas` and `issuer` are
    codes. `sent_at`: when this version went out first; `resent`: when it went out again with other words, such as
    in one more language (CAP then says Update). `updated_at`: the last change of anything shown, so also of the status.
    `replaces` and `replaced_by` are ids, `change_note` says what changed. severity … category: values of CAP 1.2.
    """

    id: str
    code: str
    version: int
    status: Status
    issuer: str
    areas: tuple[str, ...]
    parts: tuple[Part, ...]
    sent_at: Moment
    updated_at: Moment
    event: ByLanguage
    is_exercise: bool = False
    valid_until: Moment | None = None
    resent: tuple[dt.datetime, ...] = ()
    replaces: str = ""
    replaced_by: str = ""
    change_note: ByLanguage = field(default_factory=dict)
    category: tuple[str, ...] = ("Safety",)
    response: tuple[str, ...] = ()
    urgency: str = "Unknown"
    severity: str = "Unknown"
    certainty: str = "Unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelter:
    """`area`: empty where it is not known; it then stands in the list of all. `services`: keys of words, such as
    icon.water_tap; `languages`: codes of what people there speak.
    """

    code: str
    area: str
    names: ByLanguage
    addresses: ByLanguage
    status: ShelterStatus
    updated_at: Moment
    phone: str = ""
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_exercise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of paper that was printed, by the code on it; a sheet printed from a bulletin bears the bulletin's code
    and needs no row here. `parts`: as they stand now; `languages`: those printed, in order; `outdated`: those of them
    in which the paper says something else than its parts do now, while the others still hold.
    """

    code: str
    version: int
    status: Status
    issuer: str
    languages: tuple[str, ...]
    parts: tuple[Part, ...]
    made_at: Moment
    updated_at: Moment
    valid_until: Moment | None = None
    outdated: tuple[str, ...] = ()
    replaced_by: str = ""  # code of another sheet or bulletin
    change_note: ByLanguage = field(default_factory=dict)
    is_exercise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A category of the bank and its sentences, their slots drawn as labelled blanks."""

    code: str
    names: ByLanguage
    phrases: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """`base_url`: where the pages stand, ending in /; only for feeds, CAP and what paper prints, pages link relatively.
    `pictograms`: name → SVG element, small. `offline`: codes of the areas that get a zip. `phrases`: the bank
    to look things up in.
    """

    base_url: str
    made_at: Moment
    languages: tuple[Language, ...]
    issuers: tuple[Issuer, ...] = ()
    areas: tuple[Area, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    shelters: tuple[Shelter, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    pictograms: Mapping[str, str] = field(default_factory=dict)
    offline: tuple[str, ...] = ()
    phrases: tuple[Shelf, ...] = ()
