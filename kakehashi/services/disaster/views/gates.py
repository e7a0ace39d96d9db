"""Who finds these pages at all."""

from django.http import Http404

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing


def writers_only(request: SignedInRequest) -> None:
    """Whoever writes for no organisation finds nothing here."""
    if not standing(request.person).may(Permission.WRITE_BULLETINS):
        raise Http404
