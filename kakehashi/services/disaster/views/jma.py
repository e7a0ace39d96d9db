"""Messages of the Meteorological Agency: the list, one with its draft, handed in by hand, how the feeds do."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.services.disaster.forms.jma import BeginForm, FilterForm, TakeInForm
from kakehashi.services.disaster.jma.hardened import ReadError
from kakehashi.services.disaster.operations import jma_bulletins, jma_taking
from kakehashi.services.disaster.queries import jma as queries

PER_PAGE = 50
FEW_AREAS = 12
MEGABYTE = 1_000_000


def _writes(request: SignedInRequest) -> bool:
    return standing(request.person).may(Permission.WRITE_BULLETINS)


def _readers_only(request: SignedInRequest) -> None:
    if not (_writes(request) or standing(request.person).may(Permission.OPERATE)):
        raise Http404


def _takes(request: SignedInRequest) -> bool:
    return queries.takes_real(request.person) or queries.running_exercises(request.person).exists()


def index(request: SignedInRequest) -> HttpResponse:
    _readers_only(request)
    form = FilterForm(request.GET)
    asked = form.asked()
    found = queries.messages_visible_to(request.person, **asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "is_narrowed": bool(asked), "can_take_in": _takes(request)}
    return render(request, "disaster/jma.html", context)


def message(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.message_visible_to(request.person), pk=pk)
    organisations = queries.writes_for(request.person, found.exercise)
    context = {
        "message": found,
        "family": queries.family_of(found),
        "areas": queries.areas_of(found),
        "has_few_areas": len(found.areas) <= FEW_AREAS,
        "more_areas": max(0, len(found.areas) - queries.MOST_AREAS),
        "sentences": queries.said_in_japanese(found),
        "newest": queries.newest_of(found),
        "acted_on_by": found.acted_on_by.order_by("id"),
        "bulletins": queries.bulletins_of(found, request.person),
        "form": BeginForm(organisations=organisations) if found.can_be_drafted and organisations else None,
        "may_download": queries.takes_real(request.person) and queries.has_raw(found),
    }
    return render(request, "disaster/jma_message.html", context)


@require_safe
def raw(request: SignedInRequest, pk: int) -> HttpResponse:
    """The XML as it came, for headquarters."""
    found = get_object_or_404(queries.message_visible_to(request.person), pk=pk)
    data = queries.raw_of(found) if queries.takes_real(request.person) else None
    if data is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{found.code or "message"}-{found.digest[:12]}.xml"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/xml", headers=headers)


@require_POST
@once
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft becomes a bulletin's."""
    found = get_object_or_404(queries.message_visible_to(request.person), pk=pk)
    organisations = queries.writes_for(request.person, found.exercise)
    if not organisations:
        raise NotPermittedError
    form = BeginForm(request.POST, organisations=organisations)
    if not form.is_valid():
        messages.error(request, _("発表する団体を選んでください。"))
        return redirect("disaster:jma_message", pk)
    try:
        bulletin = jma_bulletins.start_from_message(found, form.cleaned_data["organisation"], by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("disaster:jma_message", pk)
    messages.success(request, _("電文から原稿を作りました。内容を確かめて、足りないところを入力してください。"))
    return redirect("disaster:bulletin", bulletin.pk)


@once
def take_in(request: SignedInRequest) -> HttpResponse:
    if not _takes(request):
        raise Http404
    form = TakeInForm(request.POST or None, request.FILES or None, person=request.person)
    if form.is_valid():
        file, exercise = form.cleaned_data["file"], form.cleaned_data.get("exercise")
        try:
            taken = jma_taking.take_in(file.read(), by=request.person, name=file.name, exercise=exercise)
        except (ReadError, jma_taking.DrillRefusedError) as refused:
            form.add_error("file", str(refused))
        else:
            told = _("電文を読みました。") if taken.is_new else _("この電文は、もう届いています。")
            messages.success(request, told)
            return redirect("disaster:jma_message", taken.message.pk)
    return render(request, "disaster/jma_take_in.html", {"form": form}, status=422 if form.is_bound else 200)


def feeds(request: SignedInRequest) -> HttpResponse:
    _readers_only(request)
    context = {
        "feeds": queries.feeds(),
        "is_set": any(settings.JMA_FEEDS.values()),
        "today": f"{queries.bytes_today() / MEGABYTE:,.1f}",
        "most": f"{settings.JMA_BYTES_A_DAY / MEGABYTE:,.0f}",
        "troubles": queries.entries_in_trouble(),
        "gaps": queries.gaps(),
    }
    return render(request, "disaster/jma_feeds.html", context)
