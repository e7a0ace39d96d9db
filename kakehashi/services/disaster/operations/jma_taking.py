"""Messages of the Meteorological Agency taken in: each once, in whatever order they arrive.

A message makes a draft that people may publish; it never changes anything public. What corrects or cancels an earlier
one marks it, and whoever made a bulletin of it is told.
"""

import datetime as dt
import re
import zlib
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.services.disaster.choices import PlaceKind
from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.drafting import CANCELLED, DRILL, Drafted, draft
from kakehashi.services.disaster.jma.messages import Message, read
from kakehashi.services.disaster.models import Bulletin, Exercise, JmaMessage, JmaRaw, Place
from kakehashi.services.disaster.notices import jma as notices
from kakehashi.services.disaster.operations.jma_lifting import tell_of_lifting
from kakehashi.services.disaster.queries.jma import takes_real

CORRECTED = "訂正"
AFTER = {CORRECTED: 1, CANCELLED: 2}  # of two messages of one minute, which says the last word
REACH = dt.timedelta(days=1)  # how far back a cancellation reaches; a volcano keeps its number for years
# Kinds of which a message may tell a new one, and how their codes are written. Prefectures and municipalities are for
# the tables of places alone: bulletins, addresses and rights hang on them.
NAMEABLE = {
    PlaceKind.AREA: re.compile("[0-9]{6}"),
    PlaceKind.QUAKE: re.compile("[0-9]{3}"),
    PlaceKind.TSUNAMI: re.compile("[0-9]{3}"),
    PlaceKind.EPICENTRE: re.compile("[0-9]{3}"),
    PlaceKind.VOLCANO: re.compile("[0-9]{3}"),
    PlaceKind.RIVER: re.compile("[0-9]{10}|[0-9]{12}"),
}
NAME = re.compile(r"[\w\-・()（）／～、 　]{1,80}")


class DrillRefusedError(Exception):
    """Why a drill cannot take this message; `str()` is the sentence to show."""


class Taken(NamedTuple):
    message: JmaMessage
    is_new: bool


def take_in(data: bytes, *, by: Actor, name: str = "", source: str = "", exercise: Exercise | None = None) -> Taken:
    """Understand and keep it. The same message again is answered with the first one and changes nothing.

    What is said in earnest acts for everybody and comes from headquarters or a feed only; others take messages into a
    drill of their own.
    `name`: a file name or address that holds its type. `exercise`: the running drill that takes it as an inject.
    Raises ``ReadError`` or ``DrillRefusedError``.
    """
    permit = may(by, Permission.WRITE_BULLETINS, exercise.organisation_id) if exercise else takes_real(by)
    with act("disaster.take_in", None, by=by, permit=permit) as record:
        message = read(data, name or source)
        if exercise is not None:
            _check_drill(message, exercise)
        taken = _keep(message, data, source, exercise)
        if taken.is_new:
            _act_on_others(taken.message)
            tell_of_lifting(taken.message, message.facts)
        record.extra = {"message": taken.message.pk, "digest": message.digest, "is_new": taken.is_new}
    return taken


def _check_drill(message: Message, exercise: Exercise) -> None:
    if not exercise.is_running:
        raise DrillRefusedError(_("この訓練は今行われていません。"))
    if message.status != DRILL:
        raise DrillRefusedError(_("訓練の中では、訓練の電文だけを使えます。"))


def _keep(message: Message, data: bytes, source: str, exercise: Exercise | None) -> Taken:
    drafted = draft(message, in_drill=exercise is not None)
    row = JmaMessage(
        digest=message.digest,
        series=series_of(message, exercise),
        code=message.type[:12],
        title=(message.head_title or message.title)[:200],
        status=message.status[:20],
        info_type=message.info_type[:20],
        event_id=message.event_id[:120],
        serial=message.serial[:20],
        family=message.family,
        headline=message.head_text,
        reported_at=message.reported_at,
        valid_until=message.valid_until,
        areas=list(message.areas),
        prefectures=" ".join(tables.prefectures(message.areas)),
        draft=drafted.draft,
        reason=drafted.reason[:300],
        unknown=[{"code": code, "ja": name} for code, name in message.gaps.items()],
        source=source[:200],
        size=len(data),
        exercise=exercise,
    )
    if known := _known(row):
        return Taken(known, is_new=False)
    try:
        with transaction.atomic():
            row.save()
            JmaRaw.objects.create(message=row, data=zlib.compress(data))
    except IntegrityError:  # somebody was faster
        if known := _known(row):
            return Taken(known, is_new=False)
        raise
    if exercise is None:
        _name_places(message, drafted)
    return Taken(row, is_new=True)


def series_of(message: Message, exercise: Exercise | None) -> str:
    """Messages without an event number are known by their title, which names the prefecture."""
    parts = (message.status, str(exercise.pk) if exercise else "", message.type, message.event_id or message.head_title)
    return "|".join(parts)[:400]


def _known(row: JmaMessage) -> JmaMessage | None:
    """The same bytes, or the same number of the same event told again in other bytes."""
    same = Q(digest=row.digest)
    if row.event_id and row.serial and row.reported_at:
        same |= Q(series=row.series, serial=row.serial, info_type=row.info_type, reported_at=row.reported_at)
    return JmaMessage.objects.filter(same, exercise=row.exercise).first()


def _name_places(message: Message, drafted: Drafted) -> None:
    """Places that no table knows are kept by their Japanese name, so that the draft can be said; none is renamed."""
    sentences = drafted.draft["sentences"] if drafted.draft else []
    used = {code for sentence in sentences for value in sentence["slots"].values() for code in _codes(value)}
    places = [
        Place(code=code, kind=code.partition(":")[0], name_ja=name, folded=name)
        for code, name in message.gaps.items()
        if code in used and _is_nameable(code) and NAME.fullmatch(name)
    ]
    Place.objects.bulk_create(places, ignore_conflicts=True)


def _is_nameable(code: str) -> bool:
    kind, _, number = code.partition(":")
    shape = NAMEABLE.get(PlaceKind(kind)) if kind in PlaceKind.values else None
    return shape is not None and bool(shape.fullmatch(number))


def _codes(value: object) -> list[str]:
    return [code for code in (value if isinstance(value, list) else [value]) if isinstance(code, str)]


# --- What it does to the others of its series -------------------------------------------------------------------------
def _act_on_others(row: JmaMessage) -> None:
    if row.reported_at is None:
        return
    others = JmaMessage.objects.filter(series=row.series).exclude(pk=row.pk)
    later = [other for other in others.filter(reported_at__gte=row.reported_at) if _place(other) > _place(row)]
    _yield_to(row, later)
    before = others.filter(reported_at__lte=row.reported_at).order_by("reported_at", "id")
    if row.info_type != CANCELLED:
        before = before.filter(is_outdated=False)
    earlier = [other for other in before if _place(other) < _place(row) and _reaches(row, other)]
    for other in earlier:
        other.is_outdated = True
        other.is_withdrawn = other.is_withdrawn or _cancels(row, other)
        other.save(update_fields=["is_outdated", "is_withdrawn"])
    if row.info_type in AFTER and earlier:
        row.acts_on = earlier[-1]
        row.save(update_fields=["acts_on"])
        _tell(row, earlier)


def _yield_to(row: JmaMessage, later: list[JmaMessage]) -> None:
    """What arrives after what came after it."""
    if not later:
        return
    row.is_outdated = True
    for other in later:
        if _cancels(other, row):
            row.is_withdrawn = True
        if other.info_type in AFTER and other.acts_on_id is None:
            other.acts_on = row
            other.save(update_fields=["acts_on"])
    row.save(update_fields=["is_outdated", "is_withdrawn"])


def _place(row: JmaMessage) -> tuple[dt.datetime | None, int, str, int]:
    """In the order in which the agency said it, not in which it arrived."""
    return row.reported_at, AFTER.get(row.info_type, 0), row.serial.zfill(10), row.pk


def _reaches(row: JmaMessage, other: JmaMessage) -> bool:
    """What is not cancelled but only followed is followed however long ago it was."""
    assert row.reported_at and other.reported_at  # noqa: S101  # asked of such only
    return row.info_type != CANCELLED or row.reported_at - other.reported_at <= REACH


def _cancels(row: JmaMessage, other: JmaMessage) -> bool:
    return row.info_type == CANCELLED and other.info_type != CANCELLED and _reaches(row, other)


def _tell(row: JmaMessage, earlier: list[JmaMessage]) -> None:
    """Whoever made something of them. A live bulletin stands as it is until a person changes it."""
    made = Bulletin.objects.filter(message__in=earlier, ended_at=None).select_related("organisation")
    for bulletin in made:
        notices.to_people_of(bulletin, row)
