"""Formal letters: looked at and issued for one application, issued for a whole call, their words edited."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import LetterKind
from kakehashi.engines.calls.forms.letters import BatchForm, IssueForm, WordsForm
from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.models.applications import DECISIONS
from kakehashi.engines.calls.operations.letters import (
    NotApprovedError,
    NotDueError,
    change_words,
    drop_words,
    issue_letter,
    start_batch,
)
from kakehashi.engines.calls.queries.letters import (
    LANGUAGES,
    MissingFactsError,
    batches_of,
    printed,
    usual_language,
    visible_letters,
    wording,
)
from kakehashi.engines.calls.queries.letters_approving import approved_of, approving_of, needs_approval
from kakehashi.engines.calls.queries.letters_due import awaiting_by_kind, due, kinds_of
from kakehashi.engines.calls.queries.merging import FIELDS
from kakehashi.engines.calls.rules import is_desk, may_edit_call
from kakehashi.engines.calls.rules.council import number_example
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.letters import count_pages, page_image, sheet_size
from kakehashi.foundation.flow.forms import DecisionForm
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


def letters_section(application: Application, person: Person) -> dict[str, Any] | None:
    """The letters that went out, and to the desk the one that is due."""
    found = list(visible_letters(person).filter(application=application))
    waiting = due(application) if is_desk(person, application) else None
    return {"letters": found, "due": waiting, "application": application} if found or waiting else None


# --- One letter -------------------------------------------------------------------------------------------------------
def _due(request: SignedInRequest, pk: int, kind: str) -> Application:
    """The application to which this letter is due; 404 for a kind that is not."""
    application = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if not is_desk(request.person, application):
        raise NotPermittedError
    if kind not in LetterKind.values:
        raise Http404
    return application


@once
def issue(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The letter as it will look, and the button that issues it; `?language=` and `?dated_on=` change the look."""
    application = _due(request, pk, kind)
    initial = {"dated_on": clock.today(), "language": usual_language(application)}
    form = IssueForm(request.POST if request.method == "POST" else initial | request.GET.dict())
    context: dict[str, Any] = {"application": application, "kind": LetterKind(kind), "form": form}
    context["letter_language"] = "en" if form.data.get("language") == "en" else "ja"
    if form.is_valid():
        try:
            page = printed(application, kind, number="", **form.cleaned_data)
            if request.method == "POST":
                return _issued(request, application, LetterKind(kind), form.cleaned_data)
            context |= {"pages": count_pages(page), "page": page, "sheet": sheet_size(page)}
        except MissingFactsError as lacking:
            context["problem"] = str(lacking)
    context |= {"is_due": due(application) == kind, "decides": kind in DECISIONS}
    context["is_approved"] = bool(approved_of(application.call, kind, [application]))
    return render(request, "calls/letter.html", context)


def _issued(
    request: SignedInRequest, application: Application, kind: LetterKind, values: dict[str, Any]
) -> HttpResponse:
    """Issue it, and back to the application. Raises ``MissingFactsError``."""
    try:
        issue_letter(application, kind, by=request.person, **values)
    except NotApprovedError:
        messages.error(request, _("この通知書は、担当課のほかの人の承認がまだないため、発行できません。"))
        return redirect("calls:letters", application.call_id)
    except NotDueError:
        messages.error(request, _("この通知書は、もう発行されたか、今は発行できません。"))
    else:
        messages.success(request, _("「%(letter)s」を発行しました。") % {"letter": kind.label})
    return redirect("calls:application", application.pk)


def page(request: SignedInRequest, pk: int, kind: str, number: int) -> HttpResponse:
    """One page of the letter as a picture, before it is issued."""
    application = _due(request, pk, kind)
    form = IssueForm({"dated_on": clock.today(), "language": usual_language(application)} | request.GET.dict())
    if not form.is_valid():
        raise Http404
    try:
        return page_image(printed(application, kind, number="", **form.cleaned_data), number)
    except MissingFactsError as lacking:
        raise Http404 from lacking


# --- All letters of a call --------------------------------------------------------------------------------------------
def call_with_letters(request: SignedInRequest, pk: int) -> Call:
    call = get_object_or_404(queries.visible_calls(request.person), pk=pk)
    if not may_edit_call(request.person, call):
        raise NotPermittedError
    return call


def of_call(request: SignedInRequest, pk: int) -> HttpResponse:
    """Each kind of letter with how many are due, its words, and what was issued together."""
    call = call_with_letters(request, pk)
    return render(
        request, "calls/letters.html", _of_call(call, request.person) | {"ways": ways_of_call(call, request.person)}
    )


def _of_call(call: Call, person: Person, form: BatchForm | None = None) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    awaiting = awaiting_by_kind(call)
    for kind in kinds_of(call):
        sent = form if form is not None and form.data.get("kind") == kind else None
        fresh = BatchForm(initial={"kind": kind, "dated_on": clock.today()}, auto_id=f"id_{kind}_%s")
        waiting = awaiting.get(kind, [])
        line = {"kind": kind, "waiting": waiting, "decides": kind in DECISIONS, "form": sent or fresh}
        if needs_approval(call, kind) and waiting:
            line |= {
                "approving": approving_of(call, kind, waiting, person),
                "answer": DecisionForm(auto_id=f"id_{kind}_%s"),
            }
        lines.append(line)
    known: dict[str, Any] = {"number_example": number_example(call.scheme.desk), "batches": batches_of(call)}
    known["idle"] = [line for line in lines if not line["waiting"]]
    return {"call": call, "lines": lines, "letter_languages": LANGUAGES} | known


@require_POST
@once
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    call = call_with_letters(request, pk)
    form = BatchForm(request.POST)
    if not form.is_valid():
        context = _of_call(call, request.person, form) | {"ways": ways_of_call(call, request.person)}
        return render(request, "calls/letters.html", context, status=422)
    try:
        batch = start_batch(
            call, LetterKind(form.cleaned_data["kind"]), dated_on=form.cleaned_data["dated_on"], by=request.person
        )
    except NotDueError:
        messages.error(request, _("発行を待っている通知書がないか、同じ通知書を発行している途中です。"))
        return redirect("calls:letters", pk)
    return redirect("calls:letter_batch", pk, batch.pk)


def batch(request: SignedInRequest, pk: int, batch_pk: int) -> HttpResponse:
    """How far it has come; it goes on whether anybody looks or not."""
    call = call_with_letters(request, pk)
    found = get_object_or_404(batches_of(call), pk=batch_pk)
    letters = visible_letters(request.person).filter(batch=found).select_related("application__applicant")
    return render(request, "calls/letter_batch.html", {"call": call, "batch": found, "letters": letters})


# --- Words ------------------------------------------------------------------------------------------------------------
@once
def words(request: SignedInRequest, pk: int, kind: str, language: str) -> HttpResponse:
    """The words of a letter, for this call or its scheme."""
    call = call_with_letters(request, pk)
    if kind not in LetterKind.values or language not in LANGUAGES:
        raise Http404
    now = wording(call, kind, language)
    scope = "scheme" if now.own and now.own.scheme_id else "call"
    initial = {"subject": now.subject, "body": now.body, "scope": scope, "look": now.look}
    form = WordsForm(kind, request.POST or None, initial=initial)
    context = {"call": call, "kind": LetterKind(kind), "letter_language": language, "now": now, "form": form}
    context |= {"fields": FIELDS.items(), "revision": now.revision, "has_example": kind in kinds_of(call)}
    if form.is_valid():
        given = form.cleaned_data | {"for_scheme": form.cleaned_data["scope"] == "scheme"}
        del given["scope"]
        try:
            change_words(
                call, LetterKind(kind), language, base_revision=sent_revision(request), by=request.person, **given
            )
        except StaleError as stale:
            context |= {"stale": stale.now, "revision": stale.now.revision}
            return render(request, "calls/letter_words.html", context, status=409)
        messages.success(request, _("「%(letter)s」の文を保存しました。") % {"letter": LetterKind(kind).label})
        return redirect("calls:letters", pk)
    return render(request, "calls/letter_words.html", context)


@require_POST
@once
def drop(request: SignedInRequest, pk: int, kind: str, language: str) -> HttpResponse:
    """Back to the words that stand behind these."""
    call = call_with_letters(request, pk)
    now = wording(call, kind, language) if kind in LetterKind.values and language in LANGUAGES else None
    if now is None or now.own is None:
        raise Http404
    drop_words(now.own, call, by=request.person)
    messages.success(request, _("元の文に戻しました。"))
    return redirect("calls:letters", pk)
