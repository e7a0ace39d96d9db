"""Kinds of cases made and changed by headquarters; who may not edit them finds nothing here."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.engines.cases import rules
from kakehashi.engines.cases.forms.kinds import PARTS, CloseKindForm, NewKindForm
from kakehashi.engines.cases.models import CaseKind
from kakehashi.engines.cases.operations import kinds as operations
from kakehashi.engines.cases.queries import kind_editing as queries
from kakehashi.engines.cases.queries.parties import desks_of
from kakehashi.engines.cases.queries.road import road_of, sample_of
from kakehashi.engines.cases.roads import FORM_ROLES
from kakehashi.engines.cases.views.settings_tabs import settings_tabs, way_to, way_to_kind
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.forms.fill import AnswerForm
from kakehashi.foundation.ui.items import Link

ASKING = ["GET", "HEAD", "POST"]


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not rules.may_edit_kind(request.person):
        raise Http404
    context = {"kinds": queries.kinds_for_editing(request.person), "tabs": settings_tabs(request.person, "kinds")}
    return render(request, "cases/kinds.html", context)


@once
@require_http_methods(ASKING)
def new(request: SignedInRequest) -> HttpResponse:
    if not rules.may_edit_kind(request.person):
        raise Http404
    form = NewKindForm(request.POST or None)
    if form.is_valid():
        values, like = form.cleaned_data, form.cleaned_data["like"]
        try:
            if like is not None:
                kind = operations.copy_kind(like, values, by=request.person)
            else:
                kind = operations.create_kind(values, road=values["road"], by=request.person)
        except operations.CodeTakenError as taken:
            form.add_error("code", str(taken))
        else:
            messages.success(request, _("種類を作りました。足りないところを決めてから、受付を始めてください。"))
            return redirect("cases:kind", kind.code)
    crumbs = way_to("kinds", _("案件の種類"), Link(_("種類を作る"), ""))
    return render(request, "cases/kind_new.html", {"form": form, "crumbs": crumbs})


@require_safe
def kind(request: SignedInRequest, code: str) -> HttpResponse:
    """One kind: what it says, what it lacks, its road, and the moves that are open."""
    return _show(request, _kind(request, code))


def _kind(request: SignedInRequest, code: str) -> CaseKind:
    return get_object_or_404(queries.kinds_for_editing(request.person), code=code)


def _show(
    request: SignedInRequest, found: CaseKind, *, close_form: CloseKindForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "kind": found,
        "crumbs": way_to_kind(found),
        "missing": queries.what_is_missing(found),
        "minded": queries.what_to_mind(found),
        "road": road_of(sample_of(found)),
        "forms": queries.forms_of(found),
        "desks": desks_of(found),
        "targets": queries.targets_of(found),
        "may_edit_forms": may(request.person, Permission.EDIT_FORMS),
        "close_form": close_form or CloseKindForm(),
    }
    return render(request, "cases/kind.html", context, status=status)


@once
@require_http_methods(ASKING)
def part(request: SignedInRequest, code: str, part: str) -> HttpResponse:
    """One part of a kind, changed. A stale save shows both sides."""
    found = _kind(request, code)
    if part not in PARTS:
        raise Http404
    form = PARTS[part](found, request.POST or None)
    context = {"kind": found, "form": form, "revision": found.revision}
    context["crumbs"] = way_to_kind(found, str(form.title))
    context["is_fixed"] = part == "road" and queries.has_cases(found)
    if form.is_valid():
        try:
            operations.change_kind(found, form.values(), base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "cases/kind_part.html", context, status=409)
        except (operations.NotReadyError, operations.RoadFixedError) as refused:
            for sentence in str(refused).split("\n"):
                form.add_error(None, sentence)
        else:
            messages.success(request, _("「%(part)s」を保存しました。") % {"part": form.title})
            return redirect("cases:kind", found.code)
    return render(request, "cases/kind_part.html", context)


@once
@require_POST
def open_kind(request: SignedInRequest, code: str) -> HttpResponse:
    found = _kind(request, code)

    def save() -> None:
        operations.open_kind(found, base_revision=sent_revision(request), by=request.person)

    return _moved(request, found, save, _("受付を始めました。団体の画面にこの種類が出ています。"))


@once
@require_POST
def close_kind(request: SignedInRequest, code: str) -> HttpResponse:
    found = _kind(request, code)
    form = CloseKindForm(request.POST)
    if not form.is_valid():
        return _show(request, found, close_form=form)

    def save() -> None:
        operations.close_kind(found, **form.cleaned_data, base_revision=sent_revision(request), by=request.person)

    return _moved(request, found, save, _("受付を止めました。すでにある案件は続けられます。"))


@once
@require_POST
def own_form(request: SignedInRequest, code: str, role: str) -> HttpResponse:
    """One click: a question set of this kind's own; on to the draft in which it is changed."""
    found = _kind(request, code)
    if role not in FORM_ROLES:
        raise Http404
    try:
        draft = operations.give_own_form(found, role, base_revision=sent_revision(request), by=request.person)
    except (StaleError, operations.NotReadyError) as refused:
        return _refused(request, found, refused)
    messages.success(request, _("この種類の質問票を作りました。直したら公開し、種類の設定へ戻ってください。"))
    return redirect("forms:version", draft.pk)


def _moved(request: SignedInRequest, found: CaseKind, save: Callable[[], None], done: str) -> HttpResponse:
    try:
        save()
    except (StaleError, operations.NotReadyError) as refused:
        return _refused(request, found, refused)
    messages.success(request, done)
    return redirect("cases:kind", found.code)


def _refused(request: SignedInRequest, found: CaseKind, refused: StaleError | operations.NotReadyError) -> HttpResponse:
    """The page as it is now, with why nothing was done."""
    if isinstance(refused, StaleError):
        messages.error(request, str(refused))
    else:
        messages.error(request, _("足りないところがあるため、何も変えていません。"))
    return _show(request, _kind(request, found.code), status=409)


@require_safe
def preview(request: SignedInRequest, code: str) -> HttpResponse:
    """The request form as who asks will see it; nothing typed here is kept."""
    found = _kind(request, code)
    version = queries.published_version(found.request_form)
    form = AnswerForm(version, complete=False) if version is not None else None
    context = {"kind": found, "form": form, "crumbs": way_to_kind(found, _("見え方"))}
    return render(request, "cases/kind_preview.html", context)
