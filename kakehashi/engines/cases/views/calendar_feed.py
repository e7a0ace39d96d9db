"""What is on in the calendar one already uses: the page of the addresses, and what stands under them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from kakehashi.engines.cases.choices import FeedScope
from kakehashi.engines.cases.operations.calendar_keys import end_calendar_key, give_calendar_key
from kakehashi.engines.cases.queries import calendar_feed as queries
from kakehashi.foundation.access.requests import SignedInRequest, VisitorRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.items import Link


@require_safe
def subscribe(request: SignedInRequest) -> HttpResponse:
    if not queries.may_subscribe(request.person):
        raise Http404
    key = queries.key_of(request.person)
    context = {
        "key": key,
        "addresses": [
            (scope.label, request.build_absolute_uri(queries.feed_path(key, scope))) for scope in FeedScope if key
        ],
        "crumbs": [
            Link(_("案件"), reverse("cases:list")),
            Link(_("予定表"), reverse("cases:calendar")),
            Link(_("自分のカレンダーに入れる"), ""),
        ],
    }
    return render(request, "cases/calendar_subscribe.html", context)


@require_POST
@once
def give(request: SignedInRequest) -> HttpResponse:
    if not queries.may_subscribe(request.person):
        raise Http404
    give_calendar_key(by=request.person)
    messages.success(request, _("アドレスを作りました。前のアドレスがあれば、もう使えません。"))
    return redirect("cases:calendar_subscribe")


@require_POST
@once
def end(request: SignedInRequest) -> HttpResponse:
    if not queries.may_subscribe(request.person):
        raise Http404
    end_calendar_key(by=request.person)
    messages.success(request, _("アドレスを使えなくしました。"))
    return redirect("cases:calendar_subscribe")


@login_not_required
@require_safe
@cache_control(private=True, no_store=True)
def feed(request: VisitorRequest, scope: str, token: str) -> HttpResponse:
    """For programs, which cannot sign in: whoever has the address. In the language of its owner."""
    person = queries.reader_of(token) if scope in FeedScope.values else None
    if person is None:
        raise Http404
    with override(person.language):
        body = queries.as_calendar(person, FeedScope(scope))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
