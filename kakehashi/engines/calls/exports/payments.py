"""A list of payments as the file of the banks, and as a table."""

from kakehashi.engines.calls.models import Account, Payment, PaymentList
from kakehashi.engines.calls.rules.council import payer
from kakehashi.foundation.documents.exports import to_csv
from kakehashi.kernel.banking import Transfer, transfer_file

HEADER = (
    "number",
    "applicant",
    "kind",
    "yen",
    "bank_code",
    "branch_code",
    "account_kind",
    "account",
    "holder",
    "state",
)


class NoPayerError(Exception):
    """The council's own account is not set (setting CALLS_PAYER): no bank would take the file."""


def bank_file(payments: PaymentList) -> bytes:
    """Raises ``NoPayerError``."""
    own = payer()
    if own is None:
        raise NoPayerError
    return transfer_file(own, payments.pays_on, [_transfer(one) for one in rows_of(payments)])


def table(payments: PaymentList) -> bytes:
    rows = []
    for one in rows_of(payments):
        account = _account(one)
        bank = (account.bank_code, account.branch_code, account.kind, account.number, account.holder_kana)
        line = (one.application.number, str(one.application.applicant), one.kind, one.yen)
        rows.append((*line, *bank, one.state))
    return to_csv(HEADER, rows)


def rows_of(payments: PaymentList) -> list[Payment]:
    """What a list can hold: payments with an account."""
    found = payments.payments.filter(account__isnull=False)
    return list(found.select_related("application__applicant", "account").order_by("pk"))


def _account(payment: Payment) -> Account:
    assert payment.account is not None  # noqa: S101  # by rows_of, said for the type checker
    return payment.account


def _transfer(payment: Payment) -> Transfer:
    account = _account(payment)
    return Transfer(
        account.bank_code,
        account.bank_kana,
        account.branch_code,
        account.branch_kana,
        account.kind,
        account.number,
        account.holder_kana,
        payment.yen,
        payment.pk,
    )
