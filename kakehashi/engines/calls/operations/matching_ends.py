"""What becomes of proposals when their application ends without the place."""

from kakehashi.engines.calls.choices import ProposalState
from kakehashi.engines.calls.models import Application

GIVEN_UP = {"withdrawn", "rejected", "cancelled"}


def free_candidates(application: Application) -> None:
    """Within the move that ends it: whoever was shown or promised to this host can go elsewhere."""
    if application.step in GIVEN_UP:
        answered = [ProposalState.WITHDRAWN, ProposalState.DECLINED]
        application.proposals.exclude(state__in=answered).update(state=ProposalState.WITHDRAWN)
