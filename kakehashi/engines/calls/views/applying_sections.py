"""The parts of an application's page that belong to applying: the paper, who takes part, files, words."""

from typing import Any

from django.urls import reverse

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.forms.applying_together import CoWorkerForm, MessageForm, PartnerForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.queries.awarding import award_alone
from kakehashi.engines.calls.rules import applying
from kakehashi.foundation.documents.attaching import described
from kakehashi.foundation.documents.forms import AttachForm
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.forms.display import display
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.items import File

# While it stands here somebody reads the form on the page; before it is written elsewhere, later it folds away.
AT_WORK = {"with_branch", "submitted", "returned", "screening"}


def paper(application: Application, person: Person) -> dict[str, Any] | None:
    """The answers, and where they are written."""
    found = application.paper(PaperKind.APPLICATION)
    if found is None:
        return None
    return {
        "sections": display(found.sheet, describe_files=described),
        "is_open": application.step in AT_WORK,
        "may_edit": rules.may_edit_draft(person, application),
        "may_check": application.step == "draft" and rules.is_applicant(person, application),
        "may_discard": rules.may_discard(person, application),
    }


def together(application: Application, person: Person) -> dict[str, Any] | None:
    """Who applies, who carries it out, who agreed; for the applicant also the forms that change it."""
    may_choose = applying.may_choose_partners(person, application)
    may_invite = rules.may_invite(person, application)
    return {
        "partners": list(application.partners.all()),
        "coworkers": list(application.coworkers.with_presence()),
        "partner_form": PartnerForm(application) if may_choose else None,
        "may_ask": rules.may_ask_consent(person, application),
        "alone": alone(application, person),
        "coworker_form": CoWorkerForm() if may_invite else None,
    }


def alone(application: Application, person: Person) -> dict[str, Any] | None:
    """The way out of a joint application that nobody else takes part in any more, and what it would come to."""
    if not applying.may_go_alone(person, application):
        return None
    return {"award": award_alone(application), "refusal": rules.is_eligible(application)}


def files(application: Application, person: Person) -> dict[str, Any] | None:
    found = [
        File(document.name, reverse("documents:download", args=[document.pk]), document.size)
        for document in documents_about(application.ref)
    ]
    may_write = rules.may_write_to(person, application)
    if not found and not may_write:
        return None
    return {"files": found, "attach_form": AttachForm() if may_write else None}


def words(application: Application, person: Person) -> dict[str, Any] | None:
    """What is written stands in the story; here is where one writes."""
    if not rules.may_write_to(person, application):
        return None
    return {"message_form": MessageForm(may_be_internal=rules.is_desk(person, application))}
