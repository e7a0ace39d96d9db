"""What was paid of an application, as far as it decides what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.engines.calls.choices import PaymentKind, PaymentState

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application


def something_was_paid(application: Application) -> bool:
    """Without that nothing can come back."""
    return application.payments.filter(state=PaymentState.PAID).exclude(kind=PaymentKind.RETURN).exists()
