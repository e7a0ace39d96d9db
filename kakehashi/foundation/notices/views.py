from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.notices import operations, queries
from kakehashi.foundation.notices.choices import MailState, Pace
from kakehashi.foundation.notices.forms import PreferenceForm
from kakehashi.foundation.notices.telling import is_path
from kakehashi.foundation.tasks.rules import check_may_operate
from kakehashi.foundation.ui.items import Link

PER_PAGE = 30


def inbox(request: SignedInRequest) -> HttpResponse:
    """What the person was told, unread first."""
    page = Paginator(queries.notices_of(request.person), PER_PAGE).get_page(request.GET.get("page"))
    unread = queries.unread_count(request.person)
    return render(request, "notices/inbox.html", {"page": page, "unread": unread})


def follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """Opening a notice: it counts as read, and the thing it is about is shown."""
    notice = get_object_or_404(queries.notices_of(request.person), pk=pk)
    operations.mark_read(notice, by=request.person)
    return redirect(notice.url if is_path(notice.url) else reverse("notices:inbox"))


@require_POST
def mark_read(request: SignedInRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(queries.notices_of(request.person), pk=pk)
    operations.mark_read(notice, by=request.person)
    return redirect("notices:inbox")


@require_POST
def mark_all_read(request: SignedInRequest) -> HttpResponse:
    operations.mark_all_read(request.person, by=request.person)
    return redirect("notices:inbox")


@once
def preference(request: SignedInRequest) -> HttpResponse:
    """How the person wants to be told by mail, and in which language."""
    person = request.person
    known = {"pace": queries.pace_of(person), "language": person.language}
    form = PreferenceForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        operations.choose_mail(person, pace=Pace(chosen["pace"]), language=chosen["language"], by=person)
        messages.success(request, _("お知らせの受け取り方を保存しました。"))
        return redirect("notices:preference")
    return render(request, "notices/preference.html", {"form": form, "address": person.email})


def mails(request: SignedInRequest) -> HttpResponse:
    """The mail queue, for operators: where it stands and why, without what the mails say."""
    check_may_operate(request.person)
    wanted = request.GET.get("state", "")
    state = MailState(wanted) if wanted in MailState.values else MailState.FAILED
    counts = queries.mail_counts(request.person)
    tabs = [
        Link(str(one.label), f"{reverse('notices:mails')}?state={one.value}", one == state, counts[one])
        for one in MailState
    ]
    page = Paginator(queries.mails(request.person, state), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs, "state": state, "can_retry": state == MailState.FAILED}
    return render(request, "notices/mails.html", context)


@require_POST
@once
def retry_mail(request: SignedInRequest, pk: int) -> HttpResponse:
    check_may_operate(request.person)
    mail = get_object_or_404(queries.mails(request.person, MailState.FAILED), pk=pk)
    operations.retry_mail(mail, by=request.person)
    messages.success(request, _("もう一度送ります。"))
    return redirect("notices:mails")
