from textwrap import wrap

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit import queries
from kakehashi.foundation.audit.forms import FilterForm
from kakehashi.foundation.ui.items import Link

ROWS_A_PAGE = 50


def rows(request: SignedInRequest) -> HttpResponse:
    """Everything that was done, newest first."""
    if not standing(request.person).may(Permission.SEE_AUDIT):
        raise Http404
    form = FilterForm(request.GET)
    found = queries.visible_to(request.person)
    found = form.narrow(found) if form.is_valid() else found.none()
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/rows.html", {"form": form, "page": page})


def row(request: SignedInRequest, number: int) -> HttpResponse:
    """One record: who did what, with before and after."""
    found = get_object_or_404(queries.visible_to(request.person), number=number)
    shown = {
        "row": found,
        "crumbs": [Link(gettext("記録"), reverse("audit:rows")), Link(str(number), "", is_current=True)],
        "seal": " ".join(wrap(found.seal, 8)),
        "may_see_values": queries.may_see_values(found, request.person),
        "changes": queries.changes(found),
    }
    return render(request, "audit/row.html", shown)
