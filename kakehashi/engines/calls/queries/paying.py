"""Accounts and payments as those who pay, and each body its own, may read them."""

from django.db.models import Count, Q, QuerySet, Sum

from kakehashi.engines.calls.choices import PaymentState, Pays
from kakehashi.engines.calls.models import Account, Application, Payment, PaymentList
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person

payable = (PaymentState.ASKED, PaymentState.LISTED)  # money that has not moved yet


def own_organisation(person: Person, pk: int) -> Organisation | None:
    """The body, if this person asks in its name."""
    if pk not in standing(person).where(Permission.REQUEST_SERVICES):
        return None
    return Organisation.objects.filter(pk=pk).first()


def account_of(organisation: Organisation) -> Account | None:
    return Account.objects.filter(organisation=organisation, ended_at=None).first()


def accounts_of(person: Person, organisation: Organisation) -> QuerySet[Account]:
    return Account.objects.visible_to(person).filter(organisation=organisation)


def visible_payments(person: Person | None) -> QuerySet[Payment]:
    """Every payment to those who pay, but of what they have an interest in as reviewers; none to anybody else."""
    found = Payment.objects.select_related("application__applicant", "application__call__scheme", "account", "list")
    found = found.exclude(application__conflicts__reviewer__person=person)
    return found if may(person, Permission.PAY) else found.none()


def visible_lists(person: Person | None) -> QuerySet[PaymentList]:
    """Whole lists only: one with a payment that somebody must not see is for others to pay."""
    found = PaymentList.objects.select_related("made_by").annotate(
        count=Count("payments"),
        yen=Sum("payments__yen"),
        left=Count("payments", Q(payments__state=PaymentState.LISTED)),
    )
    found = found.exclude(payments__application__conflicts__reviewer__person=person)
    return found if may(person, Permission.PAY) else found.none()


def claimable(person: Person, organisation: Organisation) -> QuerySet[Application]:
    """What this body can ask its money for now."""
    found = Application.objects.visible_to(person).filter(applicant=organisation, step="settled")
    return found.filter(call__pays__in=[Pays.SETTLEMENT, Pays.ADVANCE]).order_by("id")


def payments_of(application: Application) -> QuerySet[Payment]:
    """Without where they went: for whoever sees the application."""
    return application.payments.defer("account")
