"""Writing a bulletin: begun, filled, put in order. Its steps are taken in `bulletin_moves`."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import Record, StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.flow import EDITABLE
from kakehashi.services.disaster.models import Bulletin, BulletinPart, Exercise, JmaMessage, Sentence
from kakehashi.services.disaster.operations.codes import new_code
from kakehashi.services.disaster.operations.freezing import thawed
from kakehashi.services.disaster.queries.languages import ordered_by_default
from kakehashi.services.disaster.rules.bulletins import may_approve, may_write

Lines = Iterable[Mapping[str, Any]]
CONTENT = ("title", "areas", "languages", "valid_until", "change_note")


def default_end() -> dt.datetime | None:
    """When a bulletin ends unless its writer says otherwise; ``None`` where the installation has set nothing."""
    hours = settings.DISASTER_VALID_HOURS
    return clock.this_minute() + dt.timedelta(hours=hours) if hours else None


def start_bulletin(
    organisation: Organisation,
    *,
    title: str,
    by: Actor,
    areas: Iterable[str] = (),
    languages: Iterable[str] = (),
    valid_until: dt.datetime | None = None,
    lines: Lines = (),
    exercise: Exercise | None = None,
    message: JmaMessage | None = None,
) -> Bulletin:
    """A draft. `languages`: in which words of one's own are ordered; none: those the organisation has chosen.

    `lines`: ``[{"code": "QK-01", "slots": {…}}]``; sentences the bank does not have are left out."""
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    with act("disaster.start_bulletin", None, by=by, permit=permit) as record:
        bulletin = Bulletin.objects.create(
            organisation=organisation,
            code=new_code(),
            step="draft",
            title=title,
            areas=list(areas),
            languages=list(languages) or ordered_by_default(organisation),
            valid_until=valid_until or default_end(),
            exercise=exercise,
            message=message,
            author=by if isinstance(by, Person) else None,
        )
        _note_writer(bulletin, by)
        _add_lines(bulletin, list(lines))
        record.thing = bulletin
    return bulletin


def _add_lines(bulletin: Bulletin, lines: list[Mapping[str, Any]]) -> None:
    sentences = Sentence.objects.in_bulk([line["code"] for line in lines], field_name="code")
    known = [line for line in lines if line["code"] in sentences]
    BulletinPart.objects.bulk_create(
        BulletinPart(
            bulletin=bulletin, order=order, sentence=sentences[line["code"]], slots=dict(line.get("slots") or {})
        )
        for order, line in enumerate(known)
    )


def change_bulletin(bulletin: Bulletin, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Bulletin:
    """Save what is said about it (`CONTENT`). Raises ``StaleError``, ``MoveRefusedError`` at other steps."""
    with writing(bulletin, "disaster.change_bulletin", base_revision=base_revision, by=by):
        for name in CONTENT:
            if name in values:
                setattr(bulletin, name, values[name])
    return bulletin


@contextmanager
def writing(bulletin: Bulletin, action: str, *, base_revision: int, by: Actor) -> Iterator[Record]:
    """Hold the draft, see that nobody was faster, note who writes, count the revision."""
    with act(action, bulletin, by=by, permit=may_write) as record:
        bulletin.refresh_from_db(from_queryset=Bulletin.objects.select_for_update(no_key=True))
        if bulletin.step not in EDITABLE:
            raise MoveRefusedError(_("「%(step)s」の間は直せません。") % {"step": bulletin.stage.label})
        if bulletin.revision != base_revision:
            raise StaleError(bulletin)
        yield record
        bulletin.revision += 1
        bulletin.save()
        _note_writer(bulletin, by)


def _note_writer(bulletin: Bulletin, by: Actor) -> None:
    if isinstance(by, Person):
        bulletin.writers.add(by)


# --- Parts ------------------------------------------------------------------------------------------------------------
def add_sentence(bulletin: Bulletin, sentence: Sentence, *, base_revision: int, by: Actor) -> BulletinPart:
    """At the end, with its blanks still empty. The first names a bulletin that has no title."""
    with writing(bulletin, "disaster.add_sentence", base_revision=base_revision, by=by) as record:
        bulletin.title = bulletin.title or sentence.title_ja
        record.extra = {"sentence": sentence.code}
        return BulletinPart.objects.create(bulletin=bulletin, order=next_order(bulletin), sentence=sentence)


def next_order(bulletin: Bulletin) -> int:
    last = bulletin.parts.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def fill_part(part: BulletinPart, slots: Mapping[str, Any], *, base_revision: int, by: Actor) -> BulletinPart:
    with writing(part.bulletin, "disaster.fill_sentence", base_revision=base_revision, by=by) as record:
        record.extra = {"part": part.pk, "slots": dict(slots), "slots_before": part.slots}
        part.slots = dict(slots)
        part.save(update_fields=["slots"])
    return part


def remove_part(part: BulletinPart, *, base_revision: int, by: Actor) -> None:
    with writing(part.bulletin, "disaster.remove_sentence", base_revision=base_revision, by=by) as record:
        record.extra = {"part": str(part), "slots_before": part.slots}
        part.delete()


def move_part(part: BulletinPart, *, up: bool, base_revision: int, by: Actor) -> None:
    """One place up or down; at the end nothing happens."""
    with writing(part.bulletin, "disaster.order_sentences", base_revision=base_revision, by=by) as record:
        parts = list(part.bulletin.parts.order_by("order", "id"))
        here = next(n for n, one in enumerate(parts) if one.pk == part.pk)
        there = max(0, here - 1) if up else min(len(parts) - 1, here + 1)
        parts[here], parts[there] = parts[there], parts[here]
        for order, one in enumerate(parts):
            one.order = order
        BulletinPart.objects.bulk_update(parts, ["order"])
        record.extra = {"parts": [one.pk for one in parts]}


# --- The next version -------------------------------------------------------------------------------------------------
def start_correction(bulletin: Bulletin, *, by: Actor) -> Bulletin:
    """The draft of the next version of a live bulletin; the one already begun, if any.

    Raises ``MoveRefusedError`` when it is not live.
    """
    with act("disaster.start_correction", bulletin, by=by, permit=may_write) as record:
        bulletin.refresh_from_db(from_queryset=Bulletin.objects.select_for_update(no_key=True))
        if bulletin.step != "published":
            raise MoveRefusedError(_("訂正できるのは、公開中の情報だけです。"))
        begun = bulletin.corrections.exclude(step="rejected").order_by("-version").first()
        if begun is not None:
            return begun
        latest = Bulletin.objects.filter(code=bulletin.code).aggregate(last=Max("version"))["last"]
        following = Bulletin.objects.create(
            organisation=bulletin.organisation,
            code=bulletin.code,
            version=latest + 1,
            corrects=bulletin,
            step="draft",
            title=bulletin.title,
            areas=bulletin.areas,
            languages=bulletin.languages,
            valid_until=bulletin.valid_until,
            exercise=bulletin.exercise,
            message=bulletin.message,
            author=by if isinstance(by, Person) else None,
        )
        _note_writer(following, by)
        for part in bulletin.parts.all():
            BulletinPart.objects.create(
                bulletin=following, order=part.order, sentence=part.sentence, slots=thawed(part.slots), unit=part.unit
            )
        record.extra = {"version": following.version, "bulletin": following.pk}
    return following


def may_correct(by: Actor | None, bulletin: Bulletin) -> bool:
    return bulletin.step == "published" and (may_write(by, bulletin) or may_approve(by, bulletin))
