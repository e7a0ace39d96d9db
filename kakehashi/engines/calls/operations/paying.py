"""Money: accounts, claims, lists for the bank, what was paid and what comes back."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from kakehashi.engines.calls import notices
from kakehashi.engines.calls.choices import PaymentKind, PaymentState, Pays
from kakehashi.engines.calls.models import Account, Application, Payment, PaymentList
from kakehashi.engines.calls.operations.moving import moved
from kakehashi.engines.calls.queries.letters import advanced_yen
from kakehashi.engines.calls.queries.paying import account_of, payable
from kakehashi.engines.calls.rules import is_applicant, is_desk
from kakehashi.engines.calls.rules.paying import may_fail, paid_yen
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


class AccountChangedError(Exception):
    """Somebody registered another account since the one that was shown."""


def register_account(
    organisation: Organisation, values: Mapping[str, str], *, seen: str | None = None, by: Person
) -> Account:
    """From now on the body is paid to this account, and so is what waits; the one before stays with what went to it.

    The account that is in use already stays as it is. `seen`: the id of the one that was shown, empty where there was
    none; ``AccountChangedError`` when it is another one by now.
    """
    allowed = may(by, Permission.REQUEST_SERVICES, organisation.pk)
    with act("calls.register_account", None, by=by, permit=allowed) as record:
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        now = account_of(organisation)
        if now is not None and all(getattr(now, name) == value for name, value in values.items()):
            record.thing = now
            return now
        if seen is not None and seen != (str(now.pk) if now is not None else ""):
            raise AccountChangedError
        organisation.call_accounts.filter(ended_at=None).update(ended_at=clock.now())
        account = Account.objects.create(organisation=organisation, made_by=by, **values)
        waiting = Payment.objects.filter(application__applicant=organisation, state=PaymentState.ASKED)
        to_it = waiting.exclude(account=None).exclude(application__call__pays=Pays.DIRECT)
        record.thing, record.extra = account, {"payments": list(to_it.values_list("pk", flat=True))}
        to_it.update(account=account)
    return account


# --- Asking for money -------------------------------------------------------------------------------------------------
def ask_advance(application: Application, yen: int, *, by: Person) -> Payment:
    """Ask for a part before the end. Raises ``MoveRefusedError`` in words."""
    with act("calls.ask_advance", None, by=by, permit=is_applicant(by, application)) as record:
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        if application.call.pays != Pays.ADVANCE or application.step != "granted":
            raise MoveRefusedError(_("概算払を請求できるのは、概算払のある公募の実施中だけです。"))
        asked = application.payments.filter(kind=PaymentKind.ADVANCE).exclude(state=PaymentState.FAILED)
        left = (application.decided_yen or 0) - _sum(asked)
        if yen < 1 or yen > left:
            raise MoveRefusedError(_("1円から%(left)s円までにしてください。") % {"left": f"{left:,}"})
        account = _account(application)
        payment = application.payments.create(kind=PaymentKind.ADVANCE, yen=yen, account=account)
        record.thing = payment
    return payment


def claim(application: Application, *, by: Person, note: str = "") -> Application:
    """The body asks for what was fixed, less what was paid in advance."""
    with moved(application, "claim", by=by, note=note):
        _owe(application)
        notices.to_desk(application, "calls.claimed", by)
        notices.to_accountants(application, "calls.claimed", by)
    return application


def order_payment(application: Application, *, by: Person, note: str = "") -> Application:
    """The desk passes on what the council pays itself."""
    with moved(application, "order_payment", by=by, note=note):
        _owe(application)
        notices.to_accountants(application, "calls.claimed", by)
    return application


def _owe(application: Application) -> None:
    if application.payments.filter(kind=PaymentKind.ADVANCE, state__in=payable).exists():
        raise MoveRefusedError(_("まだ振り込まれていない概算払があります。先にその支払を終えてください。"))
    left = (application.settled_yen or 0) - advanced_yen(application)
    if left < 0:
        raise MoveRefusedError(_("概算払の額が確定額を超えています。返還の手続をしてください。"))
    if left:
        account = _account(application) if application.call.pays != Pays.DIRECT else None
        application.payments.create(kind=PaymentKind.FINAL, yen=left, account=account)


def _account(application: Application) -> Account:
    found = account_of(application.applicant)
    if found is None:
        raise MoveRefusedError(_("振込先の口座を先に登録してください。"))
    return found


# --- Paying -----------------------------------------------------------------------------------------------------------
def make_list(payments: Iterable[int], *, pays_on: dt.date, by: Person) -> PaymentList:
    """Put payments that wait into one list for the bank. Raises ``MoveRefusedError`` when one is taken meanwhile."""
    with act("calls.make_payment_list", None, by=by, permit=may(by, Permission.PAY)) as record:
        wanted = set(payments)
        held = Payment.objects.select_for_update(no_key=True).filter(pk__in=wanted, state=PaymentState.ASKED)
        found = list(held.exclude(kind=PaymentKind.RETURN).exclude(account=None))
        if not found or len(found) != len(wanted):
            raise MoveRefusedError(_("選んだ支払の中に、もう一覧に入ったものか口座のないものがあります。"))
        made = PaymentList.objects.create(pays_on=pays_on, made_by=by)
        Payment.objects.filter(pk__in=[one.pk for one in found]).update(list=made, state=PaymentState.LISTED)
        record.thing = made
        record.extra = {"payments": sorted(wanted)}
    return made


def note_sent(payments: PaymentList, *, by: Person) -> None:
    """The file was fetched for the bank."""
    with act("calls.fetch_bank_file", payments, by=by, permit=may(by, Permission.PAY)):
        if payments.sent_at is None:
            payments.sent_at = clock.now()
            payments.save(update_fields=["sent_at"])


def mark_paid(payment: Payment, *, paid_on: dt.date, by: Person) -> Payment:
    """The bank paid it; with the last payment the application is paid. Money that came back is marked alike.

    ``MoveRefusedError`` for a day that has not come.
    """
    with act("calls.mark_paid", payment, by=by, permit=may(by, Permission.PAY)):
        _hold(payment)
        if paid_on > clock.today():
            raise MoveRefusedError(_("支払日は今日までの日にしてください。"))
        payment.state, payment.paid_on = PaymentState.PAID, paid_on
        payment.save(update_fields=["state", "paid_on"])
        application = payment.application
        if payment.kind == PaymentKind.FINAL and application.step == "claimed":
            pay(application, by=by)
        elif payment.kind == PaymentKind.RETURN and application.step == "returning":
            receive_return(application, by=by)
    return payment


def mark_failed(payment: Payment, *, note: str, by: Person) -> Payment:
    """The bank could not pay it, or gave it back later: a new payment waits, to the account the body uses by then."""
    with act("calls.mark_failed", payment, by=by, permit=may(by, Permission.PAY), note=note):
        payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
        came_back = payment.state == PaymentState.PAID
        if not may_fail(payment):
            raise MoveRefusedError(_("この支払はもう記録されています。"))
        payment.state, payment.note, payment.paid_on = PaymentState.FAILED, note[:200], None
        payment.save(update_fields=["state", "note", "paid_on"])
        application = payment.application
        is_direct = application.call.pays == Pays.DIRECT
        account = payment.account if is_direct else account_of(application.applicant)
        application.payments.create(kind=payment.kind, yen=payment.yen, account=account)
        if came_back and payment.kind == PaymentKind.FINAL:
            with moved(application, "bounce", by=by, note=note):
                pass
        notices.to_applicant(application, "calls.payment_failed", by, note, key=str(payment.pk))
    return payment


def renew_account(payment: Payment, *, by: Person) -> Payment:
    """Pay to the account the body uses now."""
    with act("calls.renew_account", payment, by=by, permit=may(by, Permission.PAY)):
        payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
        if payment.state == PaymentState.ASKED and payment.application.call.pays != Pays.DIRECT:
            payment.account = account_of(payment.application.applicant)
            payment.save(update_fields=["account"])
    return payment


def _hold(payment: Payment) -> None:
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
    if payment.state not in payable:
        raise MoveRefusedError(_("この支払はもう記録されています。"))


def pay(application: Application, *, by: Person, note: str = "") -> Application:
    with moved(application, "pay", by=by, note=note):
        notices.to_applicant(application, "calls.paid", by)
    return application


# --- Money that comes back --------------------------------------------------------------------------------------------
def demand_return(
    application: Application, *, by: Person, note: str = "", yen: int | None = None, due_on: dt.date | None = None
) -> Application:
    """Ask for money back: what was paid beyond the amount that was fixed, or as much as the desk says.

    Raises ``MoveRefusedError`` without an amount, or above what was paid.
    """
    with act("calls.set_return", application, by=by, permit=is_desk):
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        payments, returned = application.payments, PaymentKind.RETURN
        out, back = paid_yen(application), _sum(payments.filter(kind=returned).exclude(state=PaymentState.FAILED))
        is_given_up = application.step == "cancelled"
        due = out - back - (0 if is_given_up else application.settled_yen or 0)
        wanted = due if yen is None else yen
        if not 1 <= wanted <= out - back:
            raise MoveRefusedError(
                _("返還を求められるのは、支払った額(%(paid)s円)までです。") % {"paid": f"{out - back:,}"}
            )
        application.payments.create(kind=PaymentKind.RETURN, yen=wanted, due_on=due_on)
        with moved(application, "recall" if is_given_up else "demand_return", by=by, note=note):
            notices.to_applicant(application, "calls.return_wanted", by, note)
    return application


def _sum(payments: QuerySet[Payment]) -> int:
    return int(payments.aggregate(sum=Sum("yen"))["sum"] or 0)


def receive_return(application: Application, *, by: Person, note: str = "") -> Application:
    """The money is back."""
    with moved(application, "receive_return", by=by, note=note):
        waiting = application.payments.filter(kind=PaymentKind.RETURN, state__in=payable)
        waiting.update(state=PaymentState.PAID, paid_on=clock.today())
    return application


PAYING_MOVES = {
    "claim": claim,
    "order_payment": order_payment,
    "pay": pay,
    "demand_return": demand_return,
    "recall": demand_return,
    "receive_return": receive_return,
}
