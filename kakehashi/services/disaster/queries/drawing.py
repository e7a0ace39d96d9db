"""What a sheet says in each of its languages, ready for the screen and for paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.translation import cldr, easy_japanese
from kakehashi.foundation.translation.models import Language
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Sentence, Sheet
from kakehashi.services.disaster.queries.bank import sentences_by_code, words
from kakehashi.services.disaster.queries.pictograms import pictograms
from kakehashi.services.disaster.queries.wording import Line, Wording, named_issuers
from kakehashi.services.disaster.site import snapshot as site
from kakehashi.services.disaster.values.names import place_name

_NOTES = {"machine": "machine_draft", "unchecked": "not_checked", "stale": "stale", "missing": "missing"}
_WORDS = ("valid_until", "issued_by", "scan_to_check", "drill_short", *_NOTES.values())


@dataclass(frozen=True)
class Said:
    """One sentence in one language; `said_in` another where it is missing: then Easy Japanese stands in for it."""

    lines: tuple[str, ...]
    said_in: str
    pictogram: str
    state: str


@dataclass(frozen=True)
class InLanguage:
    language: Language
    parts: list[Said]
    notes: list[str]
    scan: str
    event: str

    @property
    def state(self) -> str:
        """The worst of the parts."""
        order = ["checked", "unchecked", "machine", "stale", "missing"]
        return max((part.state for part in self.parts), key=order.index, default="missing")


@dataclass(frozen=True)
class Picture:
    """`pictograms`: name → SVG, in the order of the sentences; `drill`: the word in each language, or nothing."""

    sheet: Sheet
    texts: list[InLanguage]
    pictograms: dict[str, str]
    drill: list[str]
    title: str
    is_urgent: bool


def pictures_of(sheets: Sequence[Sheet]) -> list[Picture]:
    """Of sheets that are planned, in the words of today; eleven queries, however many."""
    return Drawing(sheets).pictures()


def kept(picture: Picture) -> dict[str, Any]:
    """All that it says, as JSON; `as_printed` reads it."""
    return {
        "title": picture.title,
        "is_urgent": picture.is_urgent,
        "drill": picture.drill,
        "pictograms": list(picture.pictograms),
        "texts": [
            {
                "language": one.language.code,
                "parts": [asdict(part) for part in one.parts],
                "notes": one.notes,
                "scan": one.scan,
                "event": one.event,
            }
            for one in picture.texts
        ],
    }


def as_printed(sheets: Sequence[Sheet]) -> list[Picture]:
    """What stands on the paper, whatever the bank says today. One query, however many."""
    codes = {text["language"] for sheet in sheets for text in sheet.said["texts"]}
    languages = Language.objects.in_bulk(codes)
    return [_as_printed(sheet, languages) for sheet in sheets]


def _as_printed(sheet: Sheet, languages: Mapping[str, Language]) -> Picture:
    said = sheet.said
    drawn = pictograms(said["pictograms"])
    return Picture(
        sheet=sheet,
        texts=[
            InLanguage(
                language=languages[text["language"]],
                parts=[Said(**{**part, "lines": tuple(part["lines"])}) for part in text["parts"]],
                notes=text["notes"],
                scan=text["scan"],
                event=text["event"],
            )
            for text in said["texts"]
        ],
        pictograms={name: drawn[name] for name in said["pictograms"] if name in drawn},
        drill=said["drill"],
        title=said["title"],
        is_urgent=said["is_urgent"],
    )


class Drawing:
    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = list(sheets)
        languages = {code for sheet in self.sheets for code in sheet.languages}
        self.languages = {one.code: one for one in resident_languages() if one.code in languages}
        found = sentences_by_code(line["code"] for sheet in self.sheets for line in sheet.lines)
        self.sentences = {sentence.code: sentence for sentence in found}
        lines = [line for sheet in self.sheets for line in self._lines(sheet)]
        known = {**self.languages, **{one.code: one for one in resident_languages() if one.code == easy_japanese.CODE}}
        self.wording = Wording(lines, known.values())
        events = {f"event.{sentence.event}" for sentence in found if sentence.event}
        self.words = words([*_WORDS, *sorted(events)], known)
        self.issuers = named_issuers(sheet.organisation for sheet in self.sheets)

    def pictures(self) -> list[Picture]:
        return [self._picture(sheet) for sheet in self.sheets]

    def _lines(self, sheet: Sheet) -> list[Line]:
        by_hand = bool(sheet.paper.get("by_hand"))
        return [
            Line(self.sentences[line["code"]], line.get("slots") or {}, by_hand=by_hand)
            for line in sheet.lines
            if line["code"] in self.sentences
        ]

    def _picture(self, sheet: Sheet) -> Picture:
        lines = self._lines(sheet)
        parts = [self.wording.part(line) for line in lines]
        sentences = [line.sentence for line in lines if line.sentence is not None]
        shown = [self.languages[code] for code in sheet.languages if code in self.languages]
        drawn = pictograms(part.pictogram for part in parts)
        return Picture(
            sheet=sheet,
            texts=[self._text(sheet, parts, sentences, language) for language in shown],
            pictograms={part.pictogram: drawn[part.pictogram] for part in parts if part.pictogram in drawn},
            drill=[self.words["drill_short"][language.code] for language in shown] if sheet.exercise_id else [],
            title=sentences[0].title_ja if sentences else _("シート"),
            is_urgent=any(sentence.life_safety for sentence in sentences),
        )

    def _text(
        self, sheet: Sheet, parts: Iterable[site.Part], sentences: Sequence[Sentence], language: Language
    ) -> InLanguage:
        code = language.code
        said = [_said(part, code) for part in parts]
        notes = [self._facts(sheet, code)]
        notes += [self.words[_NOTES[state]][code] for state in _NOTES if any(part.state == state for part in said)]
        event = f"event.{sentences[0].event}" if sentences and sentences[0].event else ""
        return InLanguage(
            language=language,
            parts=said,
            notes=[note for note in notes if note],
            scan=self.words["scan_to_check"][code],
            event=self.words[event][code] if event else "",
        )

    def _facts(self, sheet: Sheet, code: str) -> str:
        """Until when, and who says so."""
        issuer = place_name(self.issuers[sheet.organisation_id], code)
        facts = [f"{self.words['issued_by'][code]}: {cldr.isolated(issuer, code)}"]
        if sheet.valid_until is not None:
            until = cldr.moment(sheet.valid_until.astimezone(clock.JAPAN).replace(tzinfo=None), code)
            facts.insert(0, f"{self.words['valid_until'][code]}: {cldr.isolated(until, code)}")
        return " · ".join(facts)


def _said(part: site.Part, code: str) -> Said:
    text = part.texts.get(code)
    if text is not None:
        return Said(text.lines, code, part.pictogram, text.state)
    instead = part.texts.get(easy_japanese.CODE)
    return Said(instead.lines if instead else ("…",), easy_japanese.CODE, part.pictogram, "missing")
