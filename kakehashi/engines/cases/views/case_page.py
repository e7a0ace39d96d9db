"""What the page of a case shows, and to whom."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.flow import CASE_FLOW, ITEM_FLOW
from kakehashi.engines.cases.forms import AssignForm, AttachForm, MessageForm
from kakehashi.engines.cases.models import Case, Item, Paper
from kakehashi.engines.cases.queries.clocks import spent
from kakehashi.engines.cases.queries.story_parts import story_parts
from kakehashi.engines.cases.views.attachments_section import attachments
from kakehashi.engines.cases.views.items import zone_of
from kakehashi.engines.cases.views.request import SUBMITTING
from kakehashi.engines.cases.views.road import progress, words_of
from kakehashi.foundation.access.queries import people_visible_to
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.flow.buttons import Button, buttons
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.moves import open_moves
from kakehashi.foundation.forms.display import display
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.formatting import day_text
from kakehashi.foundation.ui.items import File
from kakehashi.kernel import clock

# These moves have a page of their own; the case page links to it instead of asking for a note.
PAGES: dict[str, tuple[str, tuple[object, ...]]] = dict.fromkeys(SUBMITTING, ("cases:check", ())) | {
    "answer": ("cases:paper", (PaperKind.FOLLOW_UP.value, 1)),
    "deliver": ("cases:paper_check", (PaperKind.ANSWER.value, 1)),
    "deliver_and_close": ("cases:paper_check", (PaperKind.ANSWER.value, 1)),
}
# Here the words of whoever made the last move are what the reader came for: a question, or why it ended.
EXPLAINED = {"needs_info", "needs_detail", "declined", "withdrawn"}
# While the case stands here somebody is working on the request itself; later it folds away on the page.
REQUEST_AT_WORK = {"draft", "submitted", "needs_info", "reviewing", "needs_detail"}


def page(case: Case, person: Person, *, form: MoveForm | None = None, refused: str = "") -> dict[str, Any]:
    """Everything the page of a case shows this person."""
    moves = _moves(case, person, form)
    is_staff = rules.is_staff_for(person, case)
    return (
        _contents(case, person)
        | moves
        | {
            "case": case,
            "line": queries.line_of(case, person),
            "turn": turn_words(case),
            "spent": spent(case),
            "road": progress(case),
            "words": words_of(case),
            "visitor": getattr(case, "visitor", None) if is_staff else None,
            "reachable": _reachable(case, person),
            "refused": refused,
            "is_staff": is_staff,
            "is_applicant": rules.is_applicant(person, case),
            "may_arrange": rules.may_arrange(person, case),
            "may_write": rules.may_write_to(person, case),
            "may_draft_precedent": rules.may_draft_precedent(person, case),
            "assign_form": AssignForm(case) if rules.may_assign(person, case) else None,
            "message_form": MessageForm(initial={"body": _unsent(form, moves)}, may_be_internal=is_staff),
            "attach_form": AttachForm(),
        }
    )


def _moves(case: Case, person: Person, form: MoveForm | None) -> dict[str, list[Button]]:
    """A visit is not over before it begins; a draft says by itself how it goes on to be handed in."""
    is_ahead = case.first_day is not None and case.first_day > clock.today()
    found = buttons(
        CASE_FLOW,
        case,
        person,
        action=lambda code: reverse("cases:move", args=[case.pk, code]),
        pages={code: reverse(name, args=[case.pk, *more]) for code, (name, more) in PAGES.items()},
        form=form,
        aside={"carry_out"} if is_ahead else (),
    )
    if case.step == "draft":
        found["main_moves"] = [one for one in found["main_moves"] if not one.href]
    return found


def _unsent(form: MoveForm | None, moves: dict[str, list[Button]]) -> str:
    """What was typed for a move that can no longer be made: it stays in the field for messages."""
    offered = (one for side in moves.values() for one in side)
    if form is None or any(one.is_open and not one.refusal for one in offered):
        return ""
    return str(form.data.get(form.add_prefix("note"), ""))


def _reachable(case: Case, person: Person) -> set[Person]:
    """Whose own page the reader may open: how to reach them stands there."""
    named = [one.pk for one in (case.requester, case.lead) if one is not None]
    return set(people_visible_to(person).filter(pk__in=named)) if named else set()


def _contents(case: Case, person: Person) -> dict[str, Any]:
    """What lies in the case: request, items, papers, files, its story."""
    hanging = attachments(case, person)
    request_paper = case.paper(PaperKind.REQUEST)
    papers = [paper for paper in case.papers.all() if paper.kind != PaperKind.REQUEST]
    answer = _answer(case)
    if answer is None and not rules.is_office_of(person, case):
        papers = [paper for paper in papers if paper.kind != PaperKind.ANSWER]
    queries.prepare_to_show([paper for paper in (request_paper, answer) if paper is not None])
    story = queries.timeline(case, person, story_parts(hanging["letters"], hanging["approvals"], hanging["links"]))
    asked = (told for told in story if told.text and told.what == case.stage.label)
    sent = case.step in {"ready", "visited", "following_up", "closed"}
    return hanging | {
        "may_edit_request": request_paper is not None and rules.may_fill(person, request_paper),
        "sections": display(request_paper.sheet) if request_paper else [],
        "is_request_open": case.step in REQUEST_AT_WORK,
        "answer": answer,
        "answer_sections": display(answer.sheet) if answer else [],
        "items": [(item, open_moves(ITEM_FLOW, item, person)) for item in _items(case)],
        "has_itinerary": rules.is_arranged(case) and (sent or rules.may_arrange(person, case)),
        "papers": [(paper, rules.may_fill(person, paper)) for paper in papers],
        "until": case.due_on or min((p.due_on for p in papers if p.due_on and not p.submitted_at), default=None),
        "asked": next(asked, None) if case.step in EXPLAINED else None,
        "precedent": queries.precedent_of(case, person),
        "timeline": story,
        "files": [_file(document) for document in documents_about(case.ref)],
    }


def _answer(case: Case) -> Paper | None:
    """The answer, once it went out."""
    answer = case.paper(PaperKind.ANSWER) if rules.is_answered(case) else None
    return answer if answer is not None and answer.submitted_at else None


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


def turn_words(case: Case) -> str:
    """Whose turn it is, by name."""
    match case.turn:
        case Turn.CLIENT:
            return case.asker
        case Turn.OFFICE:
            return str(case.office)
        case Turn.BRANCH:
            return str(case.branch)
    return ""
