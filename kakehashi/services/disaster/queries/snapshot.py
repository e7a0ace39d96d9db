"""All that the public pages show, out of the database: a `Snapshot`, in a number of queries that does not grow."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from kakehashi.foundation.translation.models import Language, Text
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.models import Bulletin, BulletinPart, Sentence, Sheet
from kakehashi.services.disaster.queries.phrases import shelves
from kakehashi.services.disaster.queries.pictograms import pictograms
from kakehashi.services.disaster.queries.places_of_pages import Places, issuers
from kakehashi.services.disaster.queries.sheet_status import SheetStatus, statuses_of
from kakehashi.services.disaster.queries.wording import Line, Wording
from kakehashi.services.disaster.site import snapshot as site
from kakehashi.services.disaster.site.checking import CONTROL
from kakehashi.services.disaster.site.timing import as_of

Words = Mapping[str, Mapping[str, str]]
PAPER_HANGS = dt.timedelta(days=90)  # so long the page behind an old code answers
SHEET_HANGS = dt.timedelta(days=360)  # and that of a sheet: prepared ones lie in a box and hang in shelters
STATUS: dict[str, site.Status] = {
    "published": "live", "superseded": "superseded", "withdrawn": "withdrawn", "expired": "expired",
}  # fmt: skip
SHEET_STATUS: dict[str, site.Status] = {"replaced": "superseded", "withdrawn": "withdrawn", "expired": "expired"}
_RANKS = {
    "severity": ("Extreme", "Severe", "Moderate", "Minor"),
    "urgency": ("Immediate", "Expected", "Future", "Past"),
    "certainty": ("Observed", "Likely", "Possible", "Unlikely"),
}


def public_bulletins() -> list[Bulletin]:
    """Everything that is or was up, as long as paper with its code may hang; drills where they are shown at all."""
    ended = Q(ended_at=None) | Q(ended_at__gt=clock.now() - PAPER_HANGS)
    found = Bulletin.objects.filter(ended, published_at__isnull=False, step__in=STATUS)
    if not settings.DISASTER_PUBLIC_DRILLS:
        found = found.filter(exercise=None)
    return list(with_parts(found).order_by("published_at", "id"))


def with_parts(bulletins: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    parts = BulletinPart.objects.select_related("sentence__category").prefetch_related("sentence__slots")
    parts_of = Prefetch("parts", parts.order_by("order", "id"))
    return bulletins.select_related("organisation").prefetch_related(parts_of, "updates")


def public_sheets() -> list[Sheet]:
    """Those that hold, however old, and those whose end is not long ago.

    So there are as many pages as there is paper that its organisation still answers for, and a year's of what has
    ended: a kit that is printed again ends the sheets of its last print, a date of expiry ends the others.
    """
    since = clock.now() - SHEET_HANGS
    has_ended = ~Q(state=SheetState.CURRENT) & Q(state_since__lte=since) | Q(valid_until__lte=since)
    found = Sheet.objects.exclude(has_ended).select_related("organisation", "replaced_by").defer("said")
    if not settings.DISASTER_PUBLIC_DRILLS:
        found = found.filter(exercise=None)
    return list(found.order_by("id"))


def snapshot() -> site.Snapshot:
    return everything(public_bulletins())


def everything(bulletins: Iterable[Bulletin]) -> site.Snapshot:
    """What the public reads when these are its bulletins."""
    picture = Picture(bulletins, public_sheets())
    return replace(picture.snapshot(), phrases=shelves(picture.words))


class Picture:
    """What is needed to show these bulletins and sheets, loaded once."""

    def __init__(self, bulletins: Iterable[Bulletin], sheets: Iterable[Sheet] = ()) -> None:
        self.bulletins, self.sheets = list(bulletins), list(sheets)
        self.sentences = _sentences(self.sheets)
        lines = [line_of(part) for one in self.bulletins for part in one.parts.all()]
        lines += [line for sheet in self.sheets for line in self._lines(sheet)]
        self.wording = Wording(lines, resident_languages())
        self.codes = self.wording.codes
        self.places = Places(self.bulletins, self.codes)
        self.words: Words = {}

    def snapshot(self) -> site.Snapshot:
        self.words = _words()
        bulletins = _known(self._sayable(self.bulletin(one)) for one in self.bulletins)
        sheets = _leading_on(map(self.sheet, statuses_of(self.sheets)))
        issuing = [one.organisation for one in self.bulletins] + [one.organisation for one in self.sheets]
        parts = [part for one in bulletins for part in one.parts] + [part for one in sheets for part in one.parts]
        found = site.Snapshot(
            base_url=settings.DISASTER_PAGES_URL,
            made_at=self._moment(clock.now()),
            languages=tuple(self._language(one) for one in self.wording.languages),
            issuers=issuers(issuing, self.places),
            areas=self.places.areas(),
            bulletins=bulletins,
            shelters=self.places.shelters(self._moment),
            sheets=sheets,
            pictograms=pictograms(part.pictogram for part in parts if part.pictogram),
            offline=self.places.offline(),
        )
        return as_of(found, clock.now())

    # --- Languages and their fixed words ------------------------------------------------------------------------------
    def _language(self, language: Language) -> site.Language:
        said = {key: texts[language.code] for key, texts in self.words.items() if language.code in texts}
        return site.Language(
            code=language.code,
            endonym=language.endonym,
            direction="rtl" if language.direction == "rtl" else "ltr",
            words=said,
        )

    def _moment(self, at: dt.datetime) -> site.Moment:
        found = self.wording.moment(at)
        assert found is not None  # noqa: S101  # of a moment
        return found

    # --- Bulletins ----------------------------------------------------------------------------------------------------
    def bulletin(self, one: Bulletin, *, as_live: bool = False) -> site.Bulletin:
        """`as_live`: as it will stand when it is up, for a preview."""
        sentences = [part.sentence for part in one.parts.all() if part.sentence is not None]
        sent_at = one.published_at or clock.now()
        following = next((two for two in self.bulletins if two.corrects_id == one.pk and two.published_at), None)
        later = [] if as_live else [update.at.astimezone(clock.JAPAN) for update in one.updates.all()[1:]]
        known = {two.pk: two for two in self.bulletins}
        earlier = known.get(one.corrects_id or 0)
        return site.Bulletin(
            id=one.paper_code.lower(),
            code=one.paper_code,
            version=one.version,
            status="live" if as_live else STATUS[one.step],
            issuer=one.organisation.code,
            areas=tuple(self.places.address(code) for code in one.areas if self.places.knows(code)),
            parts=tuple(self.wording.part(line_of(part)) for part in one.parts.all()),
            sent_at=self._moment(sent_at),
            updated_at=self._moment(max(filter(None, [sent_at, one.ended_at, *later]))),
            event=self._event(sentences),
            is_exercise=one.is_exercise,
            valid_until=self.wording.moment(one.valid_until),
            resent=tuple(later),
            replaces=earlier.paper_code.lower() if earlier else "",
            replaced_by=following.paper_code.lower() if following and not as_live else "",
            change_note={"ja": note} if (note := one.end_note or one.change_note) else {},
            category=tuple(dict.fromkeys(s.cap_category for s in sentences if s.cap_category)) or ("Safety",),
            response=tuple(dict.fromkeys(s.response for s in sentences if s.response)),
            **{name: _gravest(name, sentences) for name in _RANKS},
        )

    def _sayable(self, one: site.Bulletin) -> site.Bulletin:
        """Without paragraphs that no language can say any more: one of them must not keep all pages from being made."""
        return replace(one, parts=_spoken(one.parts))

    def _event(self, sentences: list[Sentence]) -> Mapping[str, str]:
        """What kind of thing it is about: the shelf of the bank on which its first sentence stands."""
        if not sentences:
            return {"ja": "災害情報", "en": "Disaster information"}
        category = sentences[0].category
        return {"ja": category.name_ja, "en": category.name_en, **self.words.get(f"category.{category.pk}", {})}

    # --- Sheets -------------------------------------------------------------------------------------------------------
    def _lines(self, sheet: Sheet) -> list[Line]:
        known = [line for line in sheet.lines if line["code"] in self.sentences]
        by_hand = bool(sheet.paper.get("by_hand"))
        return [Line(self.sentences[line["code"]], line.get("slots") or {}, by_hand=by_hand) for line in known]

    def sheet(self, found: SheetStatus) -> site.Sheet:
        one = found.sheet
        parts = _spoken(self.wording.part(line) for line in self._lines(one))
        status = SHEET_STATUS.get(found.status, "live")
        return site.Sheet(
            code=one.code,
            version=1,
            status=status if parts or status != "live" else "withdrawn",
            issuer=one.organisation.code,
            languages=tuple(code for code in one.languages if code in self.codes),
            outdated=found.outdated,
            parts=parts,
            made_at=self._moment(one.made_at),
            updated_at=self._moment(found.changed_at or one.state_since),
            valid_until=self.wording.moment(one.valid_until),
            replaced_by=found.replaced_by,
            change_note={"ja": one.state_note} if one.state_note else {},
            is_exercise=one.exercise_id is not None,
        )


def _spoken(parts: Iterable[site.Part]) -> tuple[site.Part, ...]:
    """Those that some language says, in texts that any page can hold."""
    clean = (
        replace(
            part, texts={code: text for code, text in part.texts.items() if not any(map(CONTROL.search, text.lines))}
        )
        for part in parts
    )
    return tuple(part for part in clean if part.texts)


def _known(bulletins: Iterable[site.Bulletin]) -> tuple[site.Bulletin, ...]:
    """Those that say something; none names one that does not."""
    said = [one for one in bulletins if one.parts]
    ids = {one.id for one in said} | {""}
    return tuple(
        replace(
            one,
            replaces=one.replaces if one.replaces in ids else "",
            replaced_by=one.replaced_by if one.replaced_by in ids else "",
        )
        for one in said
    )


def _leading_on(sheets: Iterable[site.Sheet]) -> tuple[site.Sheet, ...]:
    """None leads on to one that is not shown."""
    said = list(sheets)
    codes = {one.code for one in said}
    return tuple(replace(one, replaced_by=one.replaced_by if one.replaced_by in codes else "") for one in said)


def line_of(part: BulletinPart) -> Line:
    return Line(sentence=part.sentence, slots=part.slots, unit_id=part.unit_id)


def _gravest(name: str, sentences: list[Sentence]) -> str:
    found = {getattr(sentence, name) for sentence in sentences}
    return next((rank for rank in _RANKS[name] if rank in found), "Unknown")


def _sentences(sheets: list[Sheet]) -> dict[str, Sentence]:
    codes = {line["code"] for sheet in sheets for line in sheet.lines}
    found = Sentence.objects.filter(code__in=codes).select_related("category", "unit").prefetch_related("slots")
    return {sentence.code: sentence for sentence in found}


def _words() -> Words:
    """Fixed words of the pages, and the names of the shelves: key → language → word; thousands."""
    prefix = "disaster.word."
    texts = Text.objects.filter(is_standing=True, unit__key__startswith=prefix)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key, language, body in texts.order_by().values_list("unit__key", "language", "body"):
        found[key.removeprefix(prefix)][language] = body
    return found
