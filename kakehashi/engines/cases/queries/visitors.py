"""The secret page of somebody without an account: its address, and who it belongs to."""

from django.core import signing
from django.urls import reverse

from kakehashi.engines.cases.models import Visitor

SALT = "cases.visitor"


def visitor_path(visitor: Visitor) -> str:
    """The path of the visitor's own page; whoever has it may read the answer."""
    token = signing.Signer(salt=SALT).sign_object([visitor.pk, visitor.nonce])
    return reverse("cases:visitor", args=[token])


def visitor_of(token: str) -> Visitor | None:
    """Whose token it is; ``None`` where it was changed or its link was ended."""
    try:
        pk, nonce = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Visitor.objects.select_related("case__kind", "case__office").filter(pk=pk, nonce=nonce).first()
