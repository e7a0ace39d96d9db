"""The steps of a bulletin, each with what it brings along. What changes what the public reads has the pages follow.

`base_revision`: the version that whoever presses has read; of anything else they are told instead
(``StaleMoveError``).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.flow import BULLETIN_FLOW
from kakehashi.services.disaster.models import Bulletin, Exercise
from kakehashi.services.disaster.notices import bulletins as notices
from kakehashi.services.disaster.operations.free_text import (
    call_off_words,
    order_words,
    sign_words,
    waiting_languages,
)
from kakehashi.services.disaster.operations.freezing import freeze_names, thaw_names
from kakehashi.services.disaster.operations.publishing import want_pages
from kakehashi.services.disaster.queries.preview import unsayable

SCHEDULE = Robot("disaster information")


def submit(bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None) -> Bulletin:
    with make_move(BULLETIN_FLOW, bulletin, "submit", by=by, note=note, base_revision=base_revision):
        _refuse_unsayable(bulletin)
        freeze_names(bulletin)
        notices.to_approvers(bulletin, "disaster.to_approve", by, note)
    return bulletin


def approve(bulletin: Bulletin, *, by: Person, note: str = "", base_revision: int | None = None) -> Bulletin:
    """The second person's yes."""
    with make_move(BULLETIN_FLOW, bulletin, "approve", by=by, note=note, base_revision=base_revision):
        bulletin.approver, bulletin.approved_at = by, clock.now()
        _settle_words(bulletin, by)
        notices.to_writers(bulletin, "disaster.approved", by, note)
    return bulletin


def _settle_words(bulletin: Bulletin, by: Person) -> None:
    """Words of one's own: signed, and ordered in the languages that lack them, whether or not anybody waits."""
    sign_words(bulletin, by=by)
    order_words(bulletin, by=by)


def wait_for_translations(
    bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None
) -> Bulletin:
    """It goes on by itself when the last one has come (`prepare_translated`)."""
    with make_move(BULLETIN_FLOW, bulletin, "translate", by=by, note=note, base_revision=base_revision):
        order_words(bulletin, by=by, note=note)
    return bulletin


def prepare_translated(*, by: Actor = SCHEDULE) -> int:
    """Those whose translations have all come may be published; their approvers are told. Returns how many."""
    waiting = Bulletin.objects.filter(step="translating").prefetch_related("parts").order_by("id")
    return sum(_prepare(bulletin, by) for bulletin in waiting if not waiting_languages(bulletin))


def _prepare(bulletin: Bulletin, by: Actor) -> bool:
    try:
        with make_move(BULLETIN_FLOW, bulletin, "prepare", by=by):
            notices.to_approvers(bulletin, "disaster.ready", by)
    except MoveRefusedError:  # somebody was faster
        return False
    return True


def prepare(bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None) -> Bulletin:
    with make_move(BULLETIN_FLOW, bulletin, "prepare", by=by, note=note, base_revision=base_revision):
        pass
    return bulletin


def publish(bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None) -> Bulletin:
    """Put it up; the version it corrects is superseded in the same transaction, and the pages follow."""
    with make_move(BULLETIN_FLOW, bulletin, "publish", by=by, note=note, base_revision=base_revision):
        _refuse_unsayable(bulletin)
        for earlier in Bulletin.objects.filter(code=bulletin.code, step="published"):
            with _ending(earlier, "supersede", by=SCHEDULE):
                pass
        bulletin.published_at = clock.now()
        notices.to_writers(bulletin, "disaster.published", by, note)
        want_pages(bulletin, "publish")
    return bulletin


def approve_and_publish(
    bulletin: Bulletin, *, by: Person, note: str = "", base_revision: int | None = None
) -> Bulletin:
    """One press: everything or nothing."""
    with transaction.atomic():
        with make_move(BULLETIN_FLOW, bulletin, "approve", by=by, note=note, base_revision=base_revision):
            bulletin.approver, bulletin.approved_at = by, clock.now()
            _settle_words(bulletin, by)
        prepare(bulletin, by=by)
        publish(bulletin, by=by)
    return bulletin


def approve_alone(bulletin: Bulletin, *, by: Person, note: str = "", base_revision: int | None = None) -> Bulletin:
    """The emergency override: one's own bulletin goes out at once; everybody in charge is told why."""
    with transaction.atomic():
        with make_move(BULLETIN_FLOW, bulletin, "approve_alone", by=by, note=note, base_revision=base_revision):
            bulletin.approver, bulletin.approved_at = by, clock.now()
            bulletin.alone_because = note[:300]
            freeze_names(bulletin)
            order_words(bulletin, by=by)
        prepare(bulletin, by=by)
        publish(bulletin, by=by)
        notices.to_everybody_in_charge(bulletin, "disaster.published_alone", by, note)
    return bulletin


def send_back(bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None) -> Bulletin:
    """To its writers; the approval is gone."""
    with make_move(BULLETIN_FLOW, bulletin, "return", by=by, note=note, base_revision=base_revision):
        bulletin.approver, bulletin.approved_at, bulletin.alone_because = None, None, ""
        thaw_names(bulletin)
        notices.to_writers(bulletin, "disaster.returned", by, note)
    return bulletin


@contextmanager
def _ending(
    bulletin: Bulletin, code: str, *, by: Actor, note: str = "", base_revision: int | None = None
) -> Iterator[None]:
    """A move to an end: now, unless the body says when; nobody goes on translating words that nobody will read."""
    with make_move(BULLETIN_FLOW, bulletin, code, by=by, note=note, base_revision=base_revision):
        bulletin.ended_at = clock.now()
        call_off_words(bulletin)
        yield


def reject(bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None) -> Bulletin:
    with _ending(bulletin, "reject", by=by, note=note, base_revision=base_revision):
        notices.to_writers(bulletin, "disaster.rejected", by, note)
    return bulletin


def take_back(bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None) -> Bulletin:
    with make_move(BULLETIN_FLOW, bulletin, "take_back", by=by, note=note, base_revision=base_revision):
        thaw_names(bulletin)
    return bulletin


def drop(bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None) -> Bulletin:
    with _ending(bulletin, "drop", by=by, note=note, base_revision=base_revision):
        pass
    return bulletin


def withdraw(bulletin: Bulletin, *, by: Actor, note: str = "", base_revision: int | None = None) -> Bulletin:
    """Take it down everywhere; the reason is public."""
    with _ending(bulletin, "withdraw", by=by, note=note, base_revision=base_revision):
        bulletin.end_note = note[:300]
        notices.to_everybody_in_charge(bulletin, "disaster.withdrawn", by, note)
        want_pages(bulletin, "withdraw")
    return bulletin


def expire_due(*, by: Actor = SCHEDULE) -> int:
    """End what has passed its time. Returns how many."""
    due = list(Bulletin.objects.filter(step="published", valid_until__lte=clock.now()).order_by("id"))
    with transaction.atomic():  # the pages follow once, not for each
        return sum(_expire(bulletin, by) for bulletin in due)


def _expire(bulletin: Bulletin, by: Actor) -> bool:
    """Whether it was still up."""
    try:
        with _ending(bulletin, "expire", by=by):
            bulletin.ended_at = bulletin.valid_until
            notices.to_writers(bulletin, "disaster.expired", by)
            want_pages(bulletin, "expire")
    except MoveRefusedError:
        return False
    return True


def end_with_drill(exercise: Exercise) -> None:
    """Take down what is up in a drill that has just ended."""
    for bulletin in Bulletin.objects.filter(exercise=exercise, step="published").order_by("id"):
        with _ending(bulletin, "expire", by=SCHEDULE):
            bulletin.valid_until = bulletin.ended_at = exercise.ends_at
            want_pages(bulletin, "drill")


def _refuse_unsayable(bulletin: Bulletin) -> None:
    if lack := unsayable(bulletin):
        raise MoveRefusedError(lack)


MOVES: dict[str, Callable[..., Bulletin]] = {
    "submit": submit,
    "approve": approve,
    "translate": wait_for_translations,
    "prepare": prepare,
    "publish": publish,
    "take_back": take_back,
    "return": send_back,
    "approve_alone": approve_alone,
    "reject": reject,
    "drop": drop,
    "withdraw": withdraw,
}
