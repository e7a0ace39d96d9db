"""The messages of the agency as they are listed and read, and how the feeds do."""

import zlib
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation.models import Language
from kakehashi.kernel import clock
from kakehashi.kernel.ruby import without_ruby
from kakehashi.services.disaster.choices import JmaFamily
from kakehashi.services.disaster.models import (
    Bulletin,
    Exercise,
    Feed,
    FeedEntry,
    JmaMessage,
    JmaRaw,
    Place,
    Sentence,
)
from kakehashi.services.disaster.queries.places import places_by_code
from kakehashi.services.disaster.queries.wording import Line, Wording

MOST_GAPS = 30
MOST_AREAS = 100
RECENT = 2000  # messages among which gaps are counted


@dataclass(frozen=True)
class Gap:
    """A code that no table knows, and how often it came."""

    code: str
    ja: str
    count: int


@dataclass(frozen=True)
class Said:
    title: str
    lines: list[str]


def messages_visible_to(
    person: Person | None, *, family: str = "", status: str = "", prefecture: str = "", only_drafts: bool = False
) -> QuerySet[JmaMessage]:
    """Newest first. Of a prefecture: also those about coasts and volcanoes, which lie in none."""
    found = JmaMessage.objects.visible_to(person).select_related("exercise").defer("areas", "draft", "unknown")
    found = found.annotate(has_draft=Q(draft__isnull=False))
    if family:
        found = found.filter(family=family)
    if status:
        found = found.filter(status=status)
    if prefecture:
        found = found.filter(Q(prefectures__contains=prefecture) | Q(prefectures=""))
    if only_drafts:
        found = found.filter(draft__isnull=False, is_withdrawn=False, is_outdated=False)
    return found


def message_visible_to(person: Person | None) -> QuerySet[JmaMessage]:
    return JmaMessage.objects.visible_to(person).select_related("exercise", "acts_on")


def prefectures() -> list[tuple[str, str]]:
    return list(Place.objects.filter(kind="pref").order_by("code").values_list("prefecture", "name_ja"))


def newest_of(message: JmaMessage) -> JmaMessage | None:
    """The latest word on the same event, when this one is not it."""
    newest = JmaMessage.objects.filter(series=message.series, is_outdated=False).order_by("-reported_at", "-id").first()
    return newest if newest and newest != message else None


def bulletins_of(message: JmaMessage, person: Person) -> list[Bulletin]:
    return list(Bulletin.objects.visible_to(person).filter(message=message).select_related("organisation"))


def writes_for(person: Person, exercise: Exercise | None) -> list[Organisation]:
    """The organisations in whose name the person may make a bulletin of the message."""
    reach = standing(person).where(Permission.WRITE_BULLETINS)
    own = {exercise.organisation_id} & reach if exercise else reach
    return list(Organisation.objects.filter(pk__in=own).order_by("code"))


def takes_real(by: Actor | None) -> bool:
    """Who may take in messages that act for everybody: a feed, operators, and whoever writes for headquarters."""
    if isinstance(by, Robot):
        return True
    held = standing(by)
    own = held.where(Permission.WRITE_BULLETINS)
    return held.may(Permission.OPERATE) or (
        bool(own) and Organisation.objects.filter(pk__in=own, kind__in=[Kind.HEADQUARTERS, Kind.SECTION]).exists()
    )


def running_exercises(person: Person) -> QuerySet[Exercise]:
    """Drills into which this person may take messages."""
    now = clock.now()
    reach = standing(person).where(Permission.WRITE_BULLETINS)
    return Exercise.objects.filter(organisation__in=reach, starts_at__lte=now, ends_at__gt=now)


def feeds() -> list[Feed]:
    """Those whose address is set now; one never read yet has no row."""
    wanted = [f"{cycle}-{number}" for cycle, urls in settings.JMA_FEEDS.items() for number in range(1, len(urls) + 1)]
    return list(Feed.objects.filter(name__in=wanted).order_by("name"))


def bytes_today() -> int:
    return Feed.objects.filter(day=clock.today()).aggregate(sum=Sum("bytes_today"))["sum"] or 0


def entries_in_trouble() -> list[FeedEntry]:
    return list(FeedEntry.objects.exclude(trouble="").order_by("-seen_at", "-id")[:MOST_GAPS])


def gaps() -> list[Gap]:
    """Codes without a table in the latest messages, the most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    rows = JmaMessage.objects.filter(exercise=None).exclude(unknown=[]).order_by("-received_at", "-id")
    for unknown in rows.values_list("unknown", flat=True)[:RECENT]:
        counted.update((gap["code"], gap["ja"]) for gap in unknown)
    return [Gap(code, ja, count) for (code, ja), count in counted.most_common(MOST_GAPS)]


# --- One message ------------------------------------------------------------------------------------------------------
def family_of(message: JmaMessage) -> str:
    return str(JmaFamily(message.family).label) if message.family in JmaFamily.values else message.family


def has_raw(message: JmaMessage) -> bool:
    """Not those from before the bytes were kept."""
    return JmaRaw.objects.filter(message=message).exists()


def raw_of(message: JmaMessage) -> bytes | None:
    """Its XML as it came."""
    raw = JmaRaw.objects.filter(message=message).first()
    return zlib.decompress(raw.data) if raw else None


def areas_of(message: JmaMessage) -> list[str]:
    """Names of the places, in the language of the page; the code where no table has a name."""
    known = places_by_code(message.areas[:MOST_AREAS])
    return [str(known.get(code, code)) for code in message.areas[:MOST_AREAS]]


def said_in_japanese(message: JmaMessage) -> list[Said]:
    """The draft as it will read; a sentence that cannot be said yet has no lines."""
    drafted = message.draft["sentences"] if message.draft else []
    found = Sentence.objects.prefetch_related("slots").in_bulk([one["code"] for one in drafted], field_name="code")
    lines = [Line(found[one["code"]], one["slots"]) for one in drafted if one["code"] in found]
    wording = Wording(lines, Language.objects.filter(code="ja"))
    said = []
    for line in lines:
        text = wording.part(line).texts.get("ja")
        said.append(Said(str(line.sentence), [without_ruby(one) for one in text.lines] if text else []))
    return said
