"""What was paid of an application and what the bank gave back, as far as it decides what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from kakehashi.engines.calls.choices import PaymentKind, PaymentState

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application, Payment


def paid_yen(application: Application) -> int:
    """What went out, whatever came back of it."""
    paid = application.payments.filter(state=PaymentState.PAID).exclude(kind=PaymentKind.RETURN)
    return paid.aggregate(sum=Sum("yen"))["sum"] or 0


def something_was_paid(application: Application) -> bool:
    """Without that nothing can come back."""
    return paid_yen(application) > 0


def all_was_paid(application: Application) -> bool:
    """What came back ends the payments: what is still owed is paid before, else nothing would pay it."""
    return paid_yen(application) >= max(1, application.settled_yen or 0)


def may_fail(payment: Payment) -> bool:
    """While the bank has it, and once it was paid as long as nothing was built on it; what is given back never."""
    if payment.kind == PaymentKind.RETURN:
        return False
    if payment.state != PaymentState.PAID:
        return payment.state in {PaymentState.ASKED, PaymentState.LISTED}
    built_on = {PaymentKind.FINAL: {"paid"}, PaymentKind.ADVANCE: {"granted", "report_in", "report_returned"}}
    return payment.application.step in built_on[PaymentKind(payment.kind)]


def money_came_back(application: Application) -> bool:
    """What was paid waits to be paid again."""
    return application.payments.filter(kind=PaymentKind.FINAL, state=PaymentState.ASKED).exists()
