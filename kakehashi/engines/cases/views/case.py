"""The page of a case, and everything that is done on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.flow import CASE_FLOW, ITEM_FLOW
from kakehashi.engines.cases.forms import AssignForm, AttachForm, MessageForm, MoveForm
from kakehashi.engines.cases.models import Case, Item
from kakehashi.engines.cases.operations.messages import assign, write_message
from kakehashi.engines.cases.operations.moving import MOVES
from kakehashi.engines.cases.views.items import zone_of
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.documents.sniffing import RefusedFileError
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.flow.moves import MoveRefusedError, OpenMove, open_moves
from kakehashi.foundation.forms.display import display
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.formatting import day_text
from kakehashi.foundation.ui.items import File

# These moves have a page of their own; the case page links to it instead of asking for a note.
PAGES = {"submit": "cases:check", "answer": "cases:follow_up"}
# Here the words of whoever made the last move are what the reader came for: a question, or why it ended.
EXPLAINED = {"needs_info", "needs_detail", "declined", "withdrawn"}
# While the case stands here somebody is working on the request itself; later it folds away on the page.
REQUEST_AT_WORK = {"draft", "submitted", "needs_info", "reviewing", "needs_detail"}


def case(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    return render(request, "cases/case.html", page(found, request.person))


def page(case: Case, person: Person, *, move_form: MoveForm | None = None, refused: str = "") -> dict[str, Any]:
    """Everything the page of a case shows this person."""
    is_staff = rules.is_staff_for(person, case)
    moves = open_moves(CASE_FLOW, case, person)
    request_paper = case.papers.select_related("sheet__version").filter(kind=PaperKind.REQUEST).first()
    papers = [paper for paper in case.papers.all() if paper.kind != PaperKind.REQUEST]
    story = queries.timeline(case, person)
    return {
        "case": case,
        "line": queries.line_of(case, person),
        "turn": turn_words(case),
        "until": min((one.due_on for one in papers if one.due_on and not one.submitted_at), default=None),
        "asked": next((told for told in story if told.text and told.what == case.stage.label), None)
        if case.step in EXPLAINED
        else None,
        "is_request_open": case.step in REQUEST_AT_WORK,
        "main_moves": [_drawn(one, move_form) for one in moves if not one.move.is_side],
        "side_moves": [_drawn(one, move_form) for one in moves if one.move.is_side],
        "refused": refused,
        "is_staff": is_staff,
        "is_applicant": rules.is_applicant(person, case),
        "may_edit_request": request_paper is not None and rules.may_fill(person, request_paper),
        "may_arrange": rules.may_arrange(person, case),
        "may_write": rules.may_write_to(person, case),
        "may_draft_precedent": rules.may_draft_precedent(person, case),
        "assign_form": AssignForm(case) if rules.may_assign(person, case) else None,
        "message_form": MessageForm(may_be_internal=is_staff),
        "items": [(item, open_moves(ITEM_FLOW, item, person)) for item in _items(case)],
        "papers": [(paper, rules.may_fill(person, paper)) for paper in papers],
        "sections": display(request_paper.sheet) if request_paper else [],
        "precedent": queries.precedent_of(case, person),
        "timeline": story,
        "files": [_file(document) for document in documents_about(case.ref)],
        "attach_form": AttachForm(),
        "has_itinerary": case.step in {"ready", "visited", "following_up", "closed"} or rules.may_arrange(person, case),
    }


def _items(case: Case) -> list[Item]:
    """The items with their case at hand (rules need no query) and their time in words of the place."""
    zone = zone_of(case)
    items = list(case.items.all())
    for item in items:
        item.case = case
        if item.starts_at:
            local = timezone.localtime(item.starts_at, zone)
            item.local_time = f"{day_text(local.date())} {local:%H:%M}"  # type: ignore[attr-defined]  # for the page
    return items


def _file(document: Document) -> File:
    return File(document.name, reverse("documents:download", args=[document.pk]), document.size)


def _drawn(open_move: OpenMove[Case], form: MoveForm | None) -> dict[str, Any]:
    """A move with the form that asks for what it needs."""
    move = open_move.move
    return {
        "move": move,
        "refusal": open_move.refusal,
        "page": PAGES.get(move.code, ""),
        "form": form if form and form.prefix == move.code else move_form(move.code),
        "is_open": form is not None and form.prefix == move.code,
    }


def move_form(code: str, data: Any = None) -> MoveForm:
    move = CASE_FLOW.move(code)
    return MoveForm(move.note_label, move.needs_note, data, prefix=code)


def turn_words(case: Case) -> str:
    """Whose turn it is, by name."""
    match case.turn:
        case Turn.CLIENT:
            return str(case.applicant)
        case Turn.OFFICE:
            return str(case.office)
        case Turn.BRANCH:
            return str(case.branch)
    return ""


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """Make one move; refused or wrongly filled in, the page comes back with the reason and what was typed."""
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    if code not in MOVES:
        raise Http404
    form = move_form(code, request.POST)
    if not form.is_valid():
        return render(request, "cases/case.html", page(found, request.person, move_form=form), status=422)
    try:
        MOVES[code](found, by=request.person, note=form.cleaned_data["note"])
    except MoveRefusedError as refused:
        found = get_object_or_404(queries.whole_case(request.person), pk=pk)
        context = page(found, request.person, move_form=form, refused=str(refused))
        return render(request, "cases/case.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": CASE_FLOW.move(code).label})
    return redirect("cases:case", pk)


@require_POST
@once
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    form = MessageForm(request.POST, may_be_internal=rules.is_staff_for(request.person, found))
    if not form.is_valid():
        context = page(found, request.person) | {"message_form": form}
        return render(request, "cases/case.html", context, status=422)
    values = form.cleaned_data
    write_message(found, values["body"], is_internal=values.get("is_internal", False), by=request.person)
    messages.success(request, _("連絡を書き込みました。"))
    return redirect("cases:case", pk)


@require_POST
@once
def assign_lead(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    form = AssignForm(found, request.POST)
    if not form.is_valid():
        return render(request, "cases/case.html", page(found, request.person) | {"assign_form": form}, status=422)
    assign(found, lead=form.cleaned_data["lead"], by=request.person)
    messages.success(request, _("担当者を決めました。"))
    return redirect("cases:case", pk)


@require_POST
@once
def attach(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_case(request.person), pk=pk)
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            permit = rules.may_write_to(request.person, found) or rules.may_edit_request(request.person, found)
            store(form.cleaned_data["file"], about=found.ref, by=request.person, permit=permit)
        except RefusedFileError as refused:
            form.add_error("file", refused)
        else:
            messages.success(request, _("ファイルを添付しました。"))
            return redirect("cases:case", pk)
    return render(request, "cases/case.html", page(found, request.person) | {"attach_form": form}, status=422)
