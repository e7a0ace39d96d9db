"""Payments as those who pay see them: what waits, lists for the bank, what was paid."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls.choices import PaymentKind, PaymentState
from kakehashi.engines.calls.exports.payments import NoPayerError, bank_file, table
from kakehashi.engines.calls.forms.paying import FailedForm, ListForm, PaidForm
from kakehashi.engines.calls.operations.paying import make_list, mark_failed, mark_paid, note_sent, renew_account
from kakehashi.engines.calls.queries.paying import visible_lists, visible_payments
from kakehashi.engines.calls.rules.council import payer
from kakehashi.engines.calls.rules.paying import may_fail
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.kernel import clock

PAGE = 1000  # payments to choose from at once: a form has no more than DATA_UPLOAD_MAX_NUMBER_FIELDS fields


def _demand(request: SignedInRequest) -> None:
    if not may(request.person, Permission.PAY):
        raise NotPermittedError


@once
def payments(request: SignedInRequest) -> HttpResponse:
    """What waits to be paid or to come back, and the lists; sending chooses payments for a new list."""
    _demand(request)
    asked = visible_payments(request.person).filter(state=PaymentState.ASKED)
    waiting = asked.exclude(kind=PaymentKind.RETURN).exclude(account=None).order_by("pk")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    initial = {"pays_on": clock.today(), "payments": [one.pk for one in page.object_list]}
    form = ListForm(waiting, page.object_list, request.POST or None, initial=initial)
    context: dict[str, Any] = {"form": form, "page": page, "lists": visible_lists(request.person)}
    context["others"] = asked.exclude(pk__in=waiting.values("pk")).order_by("pk")
    if form.is_valid():
        chosen = [one.pk for one in form.cleaned_data["payments"]]
        try:
            made = make_list(chosen, pays_on=form.cleaned_data["pays_on"], by=request.person)
        except MoveRefusedError as refused:
            return render(request, "calls/payments.html", context | {"refused": str(refused)}, status=409)
        return redirect("calls:payment_list", made.pk)
    return render(request, "calls/payments.html", context)


def payment_list(request: SignedInRequest, pk: int) -> HttpResponse:
    _demand(request)
    found = get_object_or_404(visible_lists(request.person), pk=pk)
    rows = visible_payments(request.person).filter(list=found).order_by("pk")
    context = {"list": found, "rows": rows, "total": sum(one.yen for one in rows), "payer": payer()}
    return render(request, "calls/payment_list.html", context)


def payment(request: SignedInRequest, pk: int) -> HttpResponse:
    """One payment with where it goes, and what is noted of it."""
    _demand(request)
    found = get_object_or_404(visible_payments(request.person), pk=pk)
    context = {"payment": found, "paid": PaidForm(initial={"paid_on": clock.today()}), "failed": FailedForm()}
    return render(request, "calls/payment.html", context | {"may_fail": may_fail(found)})


@require_POST
@once
def mark(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """`what`: paid, failed, or renew (to the account the body uses now)."""
    _demand(request)
    found = get_object_or_404(visible_payments(request.person), pk=pk)
    paid, failed = PaidForm(request.POST if what == "paid" else None), FailedForm(request.POST)
    try:
        if what == "paid" and paid.is_valid():
            mark_paid(found, paid_on=paid.cleaned_data["paid_on"], by=request.person)
        elif what == "failed" and failed.is_valid():
            mark_failed(found, note=failed.cleaned_data["note"], by=request.person)
        elif what == "renew":
            renew_account(found, by=request.person)
        else:
            context = {"payment": found, "paid": paid, "failed": failed if what == "failed" else FailedForm()}
            context["may_fail"] = may_fail(found)
            return render(request, "calls/payment.html", context, status=422)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("calls:payment", pk)
    messages.success(request, _("支払を記録しました。"))
    return redirect("calls:payment_list", found.list_id) if found.list_id else redirect("calls:payments")


@require_POST
@once
def mark_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything in the list that is not noted yet was paid on its day."""
    _demand(request)
    found = get_object_or_404(visible_lists(request.person), pk=pk)
    if found.pays_on > clock.today():
        messages.error(request, _("振込指定日がまだ来ていません。その日になってから記録してください。"))
        return redirect("calls:payment_list", pk)
    for one in visible_payments(request.person).filter(list=found, state=PaymentState.LISTED):
        with suppress(MoveRefusedError):  # somebody else noted this one meanwhile
            mark_paid(one, paid_on=found.pays_on, by=request.person)
    messages.success(request, _("支払を記録しました。"))
    return redirect("calls:payment_list", pk)


def bank(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file of the banks; that it was fetched is noted."""
    _demand(request)
    found = get_object_or_404(visible_lists(request.person), pk=pk)
    try:
        content = bank_file(found)
    except NoPayerError:
        messages.error(
            request, _("協会の口座が未設定のため、ファイルを作れません。設定 KAKEHASHI_PAYER を入れてください。")
        )
        return redirect("calls:payment_list", pk)
    note_sent(found, by=request.person)
    return _file(content, "text/plain; charset=shift_jis", f"transfer-{found.pays_on}-{pk}.txt")


def export(request: SignedInRequest, pk: int) -> HttpResponse:
    _demand(request)
    found = get_object_or_404(visible_lists(request.person), pk=pk)
    return _file(table(found), "text/csv; charset=utf-8", f"payments-{found.pays_on}-{pk}.csv")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)
