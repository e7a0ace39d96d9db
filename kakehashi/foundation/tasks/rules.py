from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import NotPermittedError


def may_operate(by: Actor, thing: object) -> bool:
    """Operators watch over everything that works in the background."""
    return may(by, Permission.OPERATE)


def check_may_operate(by: Actor) -> None:
    """``NotPermittedError`` unless `by` is an operator."""
    if not may(by, Permission.OPERATE):
        raise NotPermittedError(_("このページは運用担当だけが見られます。"))
