"""Asking without an account, the secret page of whoever asked, and what a desk writes down for them."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries
from kakehashi.engines.cases.choices import Channel, PaperKind, Starts
from kakehashi.engines.cases.forms.visiting import OnBehalfForm, VisitorForm, VisitorWordsForm
from kakehashi.engines.cases.models import Visitor
from kakehashi.engines.cases.operations.requests import NoFormError
from kakehashi.engines.cases.operations.visiting import ask_without_account, begin_on_behalf, write_as_visitor
from kakehashi.foundation.access.requests import SignedInRequest, VisitorRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.display import display
from kakehashi.foundation.forms.fill import AnswerForm
from kakehashi.foundation.forms.queries import current_version

ASKED_BY_ANYONE = "cases_ask"  # the name under which the settings say how often one address may ask


@login_not_required
@never_cache
@once
def ask(request: VisitorRequest, code: str) -> HttpResponse:
    """A consultation by anybody: nothing is kept until it is sent."""
    kind = get_object_or_404(queries.open_kinds(), code=code, starts=Starts.ANYONE)
    version = current_version(kind.request_form.code) if kind.request_form else None
    office = queries.desks_of(kind).order_by("code").first()
    if version is None or office is None:
        raise Http404
    is_sent = request.method == "POST"
    form = AnswerForm(version, complete=is_sent and "send" in request.POST, data=request.POST if is_sent else None)
    contact = VisitorForm(request.POST if is_sent else None)
    context = {"kind": kind, "office": office, "form": form, "contact": contact, "row_changed": False}
    if is_sent:
        valid = contact.is_valid() and form.is_valid()
        if form.changes_rows or "send" not in request.POST:
            context["row_changed"] = True
        elif valid and not ratelimit.consume(request, action=ASKED_BY_ANYONE):
            return render(request, "cases/ask_too_often.html", context, status=429)
        elif valid:
            case = ask_without_account(
                kind, office=office, answers=form.answers, contact=contact.cleaned_data, language=get_language() or "ja"
            )
            messages.success(request, _("相談を送りました。この画面のアドレスを控えておいてください。"))
            return redirect(queries.visitor_path(case.visitor))
    return render(request, "cases/ask.html", context)


def _visitor(token: str) -> Visitor:
    visitor = queries.visitor_of(token)
    if visitor is None:
        raise Http404
    return visitor


@login_not_required
@never_cache
def asked(request: VisitorRequest, token: str) -> HttpResponse:
    """How it stands with what somebody asked, and the answer."""
    return _asked_page(request, _visitor(token), token, VisitorWordsForm())


@login_not_required
@never_cache
@require_POST
@once
def asked_write(request: VisitorRequest, token: str) -> HttpResponse:
    visitor = _visitor(token)
    form = VisitorWordsForm(request.POST)
    if not form.is_valid():
        return _asked_page(request, visitor, token, form, status=422)
    if not ratelimit.consume(request, action=ASKED_BY_ANYONE):
        return render(request, "cases/ask_too_often.html", {"kind": visitor.case.kind}, status=429)
    try:
        write_as_visitor(visitor, form.cleaned_data["body"])
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("窓口へ送りました。"))
    return redirect("cases:visitor", token)


def _asked_page(
    request: VisitorRequest, visitor: Visitor, token: str, form: VisitorWordsForm, status: int = 200
) -> HttpResponse:
    case = visitor.case
    question, answer = case.paper_of(PaperKind.REQUEST), case.paper_of(PaperKind.ANSWER)
    context = {
        "case": case,
        "visitor": visitor,
        "token": token,
        "form": form,
        "asked": display(question.sheet) if question else [],
        "answer": answer if answer and answer.submitted_at else None,
        "sections": display(answer.sheet) if answer and answer.submitted_at else [],
        "timeline": queries.public_story(case),
    }
    return render(request, "cases/asked.html", context, status=status)


@once
def on_behalf(request: SignedInRequest, code: str) -> HttpResponse:
    """Write down what somebody asked by telephone or at the counter."""
    kind = get_object_or_404(queries.open_kinds().exclude(starts=Starts.STAFF), code=code)
    if not queries.may_enter(request.person, kind):
        raise Http404
    form = OnBehalfForm(kind, request.person, request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        try:
            case = begin_on_behalf(
                kind,
                office=values["office"],
                applicant=values["applicant"],
                assisting=values.get("assisting"),
                channel=Channel(values["channel"]),
                contact=values,
                by=request.person,
            )
        except NoFormError:
            messages.error(request, _("この依頼の質問票がまだ公開されていません。本部へお知らせください。"))
        else:
            return redirect("cases:request", case.pk)
    return render(request, "cases/on_behalf.html", {"kind": kind, "form": form})
