"""The public pages as staff see them: what was put up when, and putting it up again."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.organisations.models import Person
from kakehashi.services.disaster.operations.publishing import publish_site
from kakehashi.services.disaster.queries.releases import occasion, releases, standing_pages
from kakehashi.services.disaster.queries.speech import voices_by_name
from kakehashi.services.disaster.site.saving import SavedSnapshotError


def index(request: SignedInRequest) -> HttpResponse:
    _staff_only(request.person)
    page = Paginator(releases(), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, occasion(one)) for one in page.object_list],
        "standing": standing_pages(settings.DISASTER_PAGES),
        "public_url": settings.DISASTER_PAGES_URL,
        "may_publish": _may_publish(request.person),
        "voices": voices_by_name(),
    }
    return render(request, "disaster/releases.html", context)


def _staff_only(person: Person) -> None:
    held = standing(person)
    if not (held.may(Permission.WRITE_BULLETINS) or held.may(Permission.OPERATE)):
        raise Http404


def _may_publish(person: Person) -> bool:
    held = standing(person)
    return held.may(Permission.APPROVE_BULLETINS) or held.may(Permission.OPERATE)


@require_POST
@once
def publish(request: SignedInRequest) -> HttpResponse:
    _staff_only(request.person)
    try:
        publish_site(reason="hand", by=request.person, is_forced=True)
    except SavedSnapshotError as broken:
        messages.error(
            request, _("公開のページを作れません。前のページがそのまま出ています。%(why)s") % {"why": broken}
        )
    else:
        messages.success(request, _("公開のページを作り直しました。"))
    return redirect("disaster:releases")
