"""A call that closes itself when its money or its places are used up, and says when some come free again."""

from kakehashi.engines.calls.models import Call, Track
from kakehashi.engines.calls.notices import routes as notices
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.kernel import clock


def hold_what_closes(call_id: int) -> None:
    """Before any track is held, in the order in which whoever edits the call holds the two: call, then tracks."""
    closing = Call.objects.filter(pk=call_id, closes_when_spent=True, closed_at=None)
    list(closing.select_for_update(no_key=True).values_list("pk"))


def close_when_spent(call_id: int, *, by: Robot) -> None:
    """In the transaction that took the last yen or the last place. Opening it again is for people to decide."""
    if not Call.objects.filter(pk=call_id, closes_when_spent=True, closed_at=None).exists():
        return
    # Held first: of two decisions at once in two tracks, the later one then sees what the earlier one took.
    call = Call.objects.select_for_update(no_key=True, of=("self",)).select_related("scheme").get(pk=call_id)
    if call.closed_at is not None or not all(track.is_spent for track in call.tracks.all()):
        return
    with act("calls.close_when_spent", call, by=by, permit=True):
        call.closed_at = clock.now()
        call.revision += 1
        call.save(update_fields=["closed_at", "revision"])
        notices.call_is_spent(call)


def tell_if_it_comes_free(track: Track, yen: int) -> None:
    """Before money or a place goes back to a track: of a call that closed itself the section hears that it may reopen.

    Opening again stays with people: they know what else waits for the money.
    """
    call = Call.objects.select_related("scheme").get(pk=track.call_id)
    if call.is_spent:
        notices.call_has_room(call, track, yen)
