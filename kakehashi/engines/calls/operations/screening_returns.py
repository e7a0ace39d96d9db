"""What happens to a paper when it is sent back and handed in again."""

from kakehashi.engines.calls.correcting import open_returns
from kakehashi.engines.calls.models import Paper
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.forms.operations import resolve_return


def keep_for_comparison(paper: Paper | None) -> None:
    """From now on a correction is compared with the answers as they are. Call it in the move that sends it back."""
    if paper is not None:
        paper.handed_in = paper.sheet.answers
        paper.save(update_fields=["handed_in"])


def resolve_returns(paper: Paper | None, *, by: Actor) -> None:
    """Everything that was sent back is mended. Call it in the move that hands the paper in again."""
    if paper is not None:
        for returned in open_returns(paper):
            resolve_return(returned, by=by, permit=True)
