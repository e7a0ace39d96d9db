"""The moves on the page of an application: where each is made, and where what it waits for is done."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.correcting import unmended
from kakehashi.engines.calls.flow import APPLICATION_FLOW
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.queries.changes import open_change
from kakehashi.engines.calls.queries.letters import advanced_yen
from kakehashi.foundation.flow.buttons import Button, buttons
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.items import Link

# Moves with a page of their own instead of a note.
PAGES: dict[str, str] = {
    "submit": "calls:check",
    "submit_to_branch": "calls:check",
    "return_to_applicant": "calls:hand_back",
    "submit_report": "calls:report",
    "correct_report": "calls:report",
    "return_report": "calls:report",
    "settle": "calls:settle",
    "demand_return": "calls:give_back",
    "recall": "calls:give_back",
}
# What these wait for is done on their very page.
_DONE_THERE = {"settle", "demand_return", "recall"}


def moves_of(application: Application, person: Person, form: MoveForm | None = None) -> dict[str, list[Button]]:
    """`main_moves` and `side_moves`, each refused one with the way to what it waits for."""
    pages = {code: reverse(name, args=[application.pk]) for code, name in PAGES.items()}

    def action(code: str) -> str:
        return reverse("calls:move", args=[application.pk, code])

    found = buttons(APPLICATION_FLOW, application, person, action=action, pages=pages, form=form)
    main, side = ([_helped(one, application) for one in found[place]] for place in ("main_moves", "side_moves"))
    if application.step == "settled" and advanced_yen(application) > (application.settled_yen or 0):
        main = [one for one in side if one.move.code == "demand_return"] + main
        side = [one for one in side if one.move.code != "demand_return"]
    return {"main_moves": main, "side_moves": side}


def _helped(one: Button, application: Application) -> Button:
    if one.refusal is None or one.move.code in _DONE_THERE:
        return replace(one, refusal=None)
    return replace(one, remedy=_remedy(one.move.code, application))


def _remedy(code: str, application: Application) -> Link | None:
    """The page on which the applicant does what a refused move waits for."""
    match code:
        case "submit" | "submit_to_branch":
            return Link(_("足りないものを確かめる"), reverse("calls:check", args=[application.pk]))
        case "claim":
            return Link(_("口座を登録する"), reverse("calls:account", args=[application.applicant_id]))
        case "submit_report":
            change = open_change(application)
            if change is not None:
                return Link(_("変更・中止の申請を開く"), reverse("calls:change", args=[application.pk, change.pk]))
            return Link(_("足りないものを確かめる"), reverse("calls:report", args=[application.pk]))
        case "correct" | "correct_report":
            return _mending(code, application)
    return None


def _mending(code: str, application: Application) -> Link:
    paper = application.paper_of(PaperKind.APPLICATION if code == "correct" else PaperKind.REPORT)
    if paper is None or (code == "correct" and not unmended(paper)):
        return Link(_("共同で実施する団体を確かめる"), "#together-title")
    return Link(_("差し戻された項目を直す"), reverse("calls:mend", args=[paper.pk]))
