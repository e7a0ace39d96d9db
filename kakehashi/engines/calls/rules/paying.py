"""What was paid of an application, as far as it decides what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from kakehashi.engines.calls.choices import PaymentKind, PaymentState

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application


def something_was_paid(application: Application) -> bool:
    """Without that nothing can come back."""
    return _paid_yen(application) > 0


def all_was_paid(application: Application) -> bool:
    """What came back ends the payments: what is still owed is paid before, else nothing would pay it."""
    return something_was_paid(application) and _paid_yen(application) >= (application.settled_yen or 0)


def _paid_yen(application: Application) -> int:
    paid = application.payments.filter(state=PaymentState.PAID).exclude(kind=PaymentKind.RETURN)
    return paid.aggregate(sum=Sum("yen"))["sum"] or 0
