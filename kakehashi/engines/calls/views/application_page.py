"""What the page of an application shows, and to whom: its head, its moves, and sections that each add their part."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.engines.calls import queries, rules
from kakehashi.engines.calls.choices import ProposalState
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.queries.eligibility import left_until
from kakehashi.engines.calls.rules.showing import step_words, turn_of
from kakehashi.engines.calls.views import applying_sections, reviewing_sections, screening_sections
from kakehashi.engines.calls.views.after import report_section
from kakehashi.engines.calls.views.application_moves import moves_of
from kakehashi.engines.calls.views.applying_declaring import declarations
from kakehashi.engines.calls.views.applying_tracks import track_section
from kakehashi.engines.calls.views.awarding import award_section
from kakehashi.engines.calls.views.ceremonies import ceremony_section
from kakehashi.engines.calls.views.changes import change_waits, changes_section
from kakehashi.engines.calls.views.dispatching import afterwards_section, dispatch_section
from kakehashi.engines.calls.views.inviting import invitees_section
from kakehashi.engines.calls.views.letters import letters_section
from kakehashi.engines.calls.views.matching import matching_section
from kakehashi.engines.calls.views.nominating import nomination_section
from kakehashi.engines.calls.views.payments_of_application import money_section
from kakehashi.engines.calls.views.results import result_section
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.items import Link

Section = tuple[str, Callable[[Application, Person], dict[str, Any] | None]]
# In the order of the page: a template, and what gives its context; ``None``: nothing to show to this person.
SECTIONS: tuple[Section, ...] = (
    ("calls/_change_waits.html", change_waits),
    ("calls/_declarations.html", declarations),
    ("calls/_report.html", report_section),
    ("calls/_money.html", money_section),
    ("calls/_result.html", result_section),
    ("calls/_checks.html", screening_sections.checks),
    ("calls/_corrections.html", screening_sections.corrections),
    ("calls/_reviewing.html", reviewing_sections.reviewing),
    ("calls/_track.html", track_section),
    ("calls/_award.html", award_section),
    ("calls/_released.html", reviewing_sections.released),
    ("calls/_nomination.html", nomination_section),
    ("calls/_ceremony.html", ceremony_section),
    ("calls/_dispatch.html", dispatch_section),
    ("calls/_matching.html", matching_section),
    ("calls/_invitees.html", invitees_section),
    ("calls/_letters.html", letters_section),
    ("calls/_changes.html", changes_section),
    ("calls/_afterwards.html", afterwards_section),
    ("calls/_paper.html", applying_sections.paper),
    ("calls/_words.html", applying_sections.words),
)
BESIDE: tuple[Section, ...] = (
    ("calls/_together.html", applying_sections.together),
    ("calls/_files.html", applying_sections.files),
)
# Forms of sections; where one was not filled in well, its view gives it back in place of the section's own.
FORMS = ("partner_form", "coworker_form", "attach_form", "message_form")


def page(
    application: Application, person: Person, *, form: MoveForm | None = None, refused: str = ""
) -> dict[str, Any]:
    """Everything the page of an application shows this person."""
    return dict.fromkeys(FORMS) | moves_of(application, person, form) | {
        "application": application,
        "call": application.call,
        "crumbs": [
            Link(_("申請の一覧"), reverse("calls:applications")),
            Link(application.number or _("下書き"), ""),
        ],
        "state": state_of(application, person),
        "turn": turn_words(application),
        "is_staff": rules.is_desk(person, application),
        "refused": refused,
        "left": left_until(_deadline(application)),
        "sections": _shown(SECTIONS, application, person),
        "beside": _shown(BESIDE, application, person),
        "timeline": queries.timeline(application, person),
    }  # fmt: skip


def _shown(sections: tuple[Section, ...], application: Application, person: Person) -> list[tuple[str, dict[str, Any]]]:
    found = ((template, give(application, person)) for template, give in sections)
    return [(template, context) for template, context in found if context is not None]


def _deadline(application: Application) -> dt.datetime | None:
    """Until when it is to come, while it is with the applicant."""
    return application.deadline() if application.step in {"draft", "returned"} else None


def state_of(application: Application, person: Person) -> str:
    """The step in the words of this person's side."""
    return step_words(application, application.stage, is_staff=rules.is_desk(person, application))


def turn_words(application: Application) -> str:
    """Whose turn it is, by name."""
    if application.step == "matching" and application.proposals.filter(state=ProposalState.PROPOSED).exists():
        return str(application.applicant)  # it was shown somebody and has not answered
    match turn_of(application):
        case Turn.CLIENT:
            return str(application.applicant)
        case Turn.BRANCH:
            return str(application.branch)
        case Turn.OFFICE:
            return str(application.call.scheme.desk)
    return ""
