"""The register of facilities: list, add, change, open and close, CSV out and in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.exports import to_csv
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.services.disaster.choices import FacilityKind, ShelterState
from kakehashi.services.disaster.exports.facilities import facility_rows
from kakehashi.services.disaster.forms.facilities import FacilityFileForm, FacilityForm, header
from kakehashi.services.disaster.models import Facility
from kakehashi.services.disaster.operations import facilities as operations
from kakehashi.services.disaster.queries.bulletins import drills_of_today
from kakehashi.services.disaster.queries.sheets import find_facilities, visible_facilities, writers_organisations

PAGE = 50


def _organisation(request: SignedInRequest) -> Organisation:
    """The one named, or the first one writes for."""
    found = writers_organisations(request.person)
    code = request.GET.get("org") or request.POST.get("org")
    organisation = found.filter(code=code).first() if code else found.first()
    if organisation is None:
        raise Http404
    return organisation


def _facility(request: SignedInRequest, pk: int) -> Facility:
    return get_object_or_404(visible_facilities(request.person), pk=pk)


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation(request)
    text, kind = request.GET.get("q", "")[:80].replace("\0", ""), request.GET.get("kind", "")
    found = find_facilities(request.person, text=text, kind=kind)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "q": text,
        "kind": kind,
        "kinds": FacilityKind.choices,
        "states": ShelterState.choices,
        "organisation": organisation,
        "form": FacilityFileForm(),
        "drills": drills_of_today(request.person),
    }
    return render(request, "disaster/facilities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation(request)
    form = FacilityForm(request.POST or None, instance=Facility(organisation=organisation))
    if form.is_valid():
        try:
            operations.add_facility(organisation, form.values(), by=request.person)
        except operations.FacilityKnownError as known:
            form.add_error("name_ja", str(known))
        else:
            messages.success(request, _("施設を登録しました。"))
            return redirect("disaster:facilities")
    context = {"form": form, "organisation": organisation}
    return render(request, "disaster/facility_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _facility(request, pk)
    form = FacilityForm(request.POST or None, instance=found)
    context = {"form": form, "facility": found, "organisation": found.organisation, "revision": found.revision}
    if form.is_valid():
        stored = _facility(request, pk)  # the form has written into `found`
        try:
            operations.change_facility(stored, form.values(), base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            now = stale.now
            context |= {"differences": form.differences(now), "revision": now.revision}
            return render(request, "disaster/facility_edit.html", context, status=409)
        except operations.FacilityKnownError as known:
            form.add_error("name_ja", str(known))
        else:
            messages.success(request, _("施設を保存しました。"))
            return redirect("disaster:facilities")
    return render(request, "disaster/facility_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def state(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open, full, closed: one press."""
    found = _facility(request, pk)
    wanted = request.POST.get("state", "")
    if wanted in ShelterState.values:
        try:
            operations.set_state(found, wanted, by=request.person, in_earnest="in_earnest" in request.POST)
        except MoveRefusedError as refused:
            messages.error(request, str(refused))
            return redirect("disaster:facilities")
        messages.success(
            request, _("%(facility)s: %(state)s") % {"facility": found, "state": found.get_state_display()}
        )
    return redirect("disaster:facilities")


@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation(request)
    found = visible_facilities(request.person).filter(organisation=organisation)
    headers = {"Content-Disposition": 'attachment; filename="facilities.csv"', "Cache-Control": "private, no-store"}
    content = to_csv(header(), facility_rows(found))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@once
def import_(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation(request)
    form = FacilityFileForm(request.POST, request.FILES)
    if form.is_valid():
        added, changed = operations.import_facilities(organisation, form.rows, by=request.person)
        numbers = {"added": added, "changed": changed}
        messages.success(request, _("取り込みました。新しい施設%(added)d件、変わった施設%(changed)d件。") % numbers)
        return redirect("disaster:facilities")
    context = {"form": form, "organisation": organisation}
    return render(request, "disaster/facility_import.html", context, status=422)
