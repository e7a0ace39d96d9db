"""One call as who runs it sets it up: its parts, what it lacks, announced, closed, reopened, released."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.engines.calls.forms.editing import PARTS
from kakehashi.engines.calls.forms.editing_schemes import ReopenForm
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.operations import calls as operations
from kakehashi.engines.calls.operations import renewing
from kakehashi.engines.calls.operations.calls_rows import RowKeptError
from kakehashi.engines.calls.queries import editing as queries
from kakehashi.engines.calls.queries import public
from kakehashi.engines.calls.queries.editing_lacks import moved_days, still_of_then
from kakehashi.engines.calls.queries.public import ROLES
from kakehashi.engines.calls.queries.renewing import behind
from kakehashi.engines.calls.views.editing_frame import frame_of, next_part, with_addresses
from kakehashi.engines.calls.views.schemes import way_to_scheme
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.forms.fill import AnswerForm
from kakehashi.foundation.ui.formatting import ui_fiscal_year
from kakehashi.foundation.ui.items import Link

ASKING = ["GET", "HEAD", "POST"]
Refused = StaleError | operations.NotReadyError


def way_to_call(call: Call, *further: str) -> list[Link]:
    """The crumbs of a call, or of a page that belongs to it."""
    words = f"{call} {ui_fiscal_year(call.fiscal_year)}"
    below = [Link(label, "") for label in further]
    return way_to_scheme(call.scheme, Link(words, reverse("calls:edit", args=[call.pk])), *below)


def _call(request: SignedInRequest, pk: int) -> Call:
    return get_object_or_404(queries.calls_for_editing(request.person), pk=pk)


@require_safe
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One call: what it says, what it lacks, and the moves that are open."""
    return _show(request, _call(request, pk))


def _show(
    request: SignedInRequest, found: Call, *, reopen_form: ReopenForm | None = None, status: int = 200
) -> HttpResponse:
    state = public.state_of(found)
    context: dict[str, Any] = {
        "call": found,
        "crumbs": way_to_call(found),
        "ways": ways_of_call(found, request.person)[1:],
        "state": state,
        "tone": public.TONES[state],
        "moved_days": moved_days(found),
        "still": with_addresses(found, still_of_then(found)),
        "who": public.eligible_words(found),
        "amounts": public.amounts_of(found),
        "forms": queries.forms_of(found),
        "behind": behind(found).count(),
        "titles": {code: form.title for code, form in PARTS.items()},
        "may_edit_forms": may(request.person, Permission.EDIT_FORMS),
        "reopen_form": reopen_form or ReopenForm(),
    } | frame_of(found)
    return render(request, "calls/edit.html", context, status=status)


@once
@require_http_methods(ASKING)
def part(request: SignedInRequest, pk: int, part: str) -> HttpResponse:
    """One part of a call, changed. A stale save shows both sides."""
    found = _call(request, pk)
    if part not in PARTS:
        raise Http404
    form = PARTS[part](found, request.POST or None)
    context: dict[str, Any] = {"call": found, "form": form, "revision": found.revision}
    context |= {"crumbs": way_to_call(found, str(form.title)), "part": part} | frame_of(found, part)
    context["is_fixed"] = part == "road" and queries.has_handed_in(found)
    if form.is_valid():
        try:
            operations.change_call(found, form.values(), base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "calls/edit_part.html", context, status=409)
        except (operations.NotReadyError, operations.RoadFixedError, RowKeptError) as refused:
            for sentence in str(refused).split("\n"):
                form.add_error(None, sentence)
        else:
            messages.success(request, _("「%(part)s」を保存しました。") % {"part": form.title})
            return _onward(request, found, part)
    return render(request, "calls/edit_part.html", context)


def _onward(request: SignedInRequest, found: Call, part: str) -> HttpResponse:
    """To the same part for more rows, to the next one, or back to the whole, as the button says."""
    following = next_part(found, part)
    if "_stay" in request.POST:
        return redirect("calls:part", found.pk, part)
    if "_next" in request.POST and following is not None:
        return redirect("calls:part", found.pk, following[0])
    return redirect("calls:edit", found.pk)


@require_POST
@once
def announce(request: SignedInRequest, pk: int) -> HttpResponse:
    done = _("公表しました。だれでも読めるようになりました。")
    return _moved(request, pk, operations.announce_call, done)


@require_POST
@once
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    done = _("受付を締め切りました。提出された申請は続けられます。")
    return _moved(request, pk, operations.close_call, done)


@require_POST
@once
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _show(request, _call(request, pk), reopen_form=form, status=422)
    closes_at = form.cleaned_data["closes_at"]
    return _moved(request, pk, operations.reopen_call, _("受付を再開しました。"), closes_at=closes_at)


@require_POST
@once
def release_results(request: SignedInRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, operations.release_results, _("採択結果を公表しました。"))


@require_POST
@once
def release_scores(request: SignedInRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, operations.release_scores, _("申請した団体に、自分の申請の得点を公開しました。"))


def _moved(request: SignedInRequest, pk: int, move: Callable[..., Call], done: str, **values: Any) -> HttpResponse:
    found = _call(request, pk)
    try:
        move(found, base_revision=sent_revision(request), by=request.person, **values)
    except (StaleError, operations.NotReadyError) as refused:
        return _refused(request, found, refused)
    messages.success(request, done)
    return redirect("calls:edit", pk)


def _refused(request: SignedInRequest, found: Call, refused: Refused) -> HttpResponse:
    """The page as it is now, with why nothing was done."""
    if isinstance(refused, StaleError):
        messages.error(request, str(refused))
    else:
        for fault in refused.faults:
            messages.error(request, fault)
    return _show(request, _call(request, found.pk), status=409)


@require_POST
@once
def own_form(request: SignedInRequest, pk: int, role: str) -> HttpResponse:
    """One click: a question set of this call's own; on to the draft in which it is changed."""
    found = _call(request, pk)
    if role not in ROLES:
        raise Http404
    try:
        draft = operations.give_own_form(found, role, base_revision=sent_revision(request), by=request.person)
    except (StaleError, operations.NotReadyError) as refused:
        return _refused(request, found, refused)
    messages.success(request, _("この公募の質問票を作りました。直したら公開し、公募の設定へ戻ってください。"))
    return redirect("forms:version", draft.pk)


@require_POST
@once
def offer_renewal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell the drafts that began with an earlier version of the form that there is a new one."""
    told = renewing.offer_renewal(_call(request, pk), by=request.person)
    messages.success(request, _("%(number)s件の下書きの団体に知らせました。") % {"number": told})
    return redirect("calls:edit", pk)


@require_safe
def form_preview(request: SignedInRequest, pk: int, role: str) -> HttpResponse:
    """A form as who applies will see it; nothing typed here is kept."""
    found = _call(request, pk)
    if role not in ROLES:
        raise Http404
    version = queries.published_version(getattr(found, role))
    form = AnswerForm(version, complete=False) if version is not None else None
    label = str(ROLES[role])
    context = {"call": found, "form": form, "label": label, "crumbs": way_to_call(found, label)}
    return render(request, "calls/form_preview.html", context)
