"""What a participant costs, as far as it is known: the rates of a day, and adding one."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock
from kakehashi.services.jet.forms.money import RateForm
from kakehashi.services.jet.money.prorating import rule_in_words
from kakehashi.services.jet.operations import money as operations
from kakehashi.services.jet.queries import money as queries
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only, participants_only


def rates_link() -> Link:
    return Link(_("単価表"), reverse("jet:rates"))


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """What holds today, or on the day that is asked for."""
    participants_only(request)
    day = _day(request.GET.get("on", ""))
    context = {
        "day": day,
        "is_today": day == clock.today(),
        "kinds": queries.rates_on(day),
        "rule": rule_in_words(),
        "runs": runs_programme(request.person),
        "crumbs": crumbs(Link(_("単価表"), "")),
    }
    return render(request, "jet/rates.html", context)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return clock.today()


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: SignedInRequest) -> HttpResponse:
    """`?kind=` chooses the item."""
    council_only(request)
    form = RateForm(queries.schemes(), request.POST or None, initial={"kind": request.GET.get("kind", "")[:20]})
    if request.method == "POST" and form.is_valid():
        made = operations.add_rate(form.values(), by=request.person)
        messages.success(request, _("「%(kind)s」の額を保存しました。") % {"kind": made.get_kind_display()})
        return redirect(f"{reverse('jet:rates')}?on={max(made.valid_from, clock.today()).isoformat()}")
    context = {"form": form, "crumbs": crumbs(rates_link(), Link(_("額を加える"), ""))}
    return render(request, "jet/rate_new.html", context, status=422 if form.errors else 200)
