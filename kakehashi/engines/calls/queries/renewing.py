"""Drafts whose form was renewed in the middle of the call: which they are, and what was answered before they moved."""

from django.db.models import QuerySet

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Call, Paper
from kakehashi.engines.calls.queries.editing import published_version
from kakehashi.foundation.documents.attaching import described
from kakehashi.foundation.forms.display import ShownSection, display
from kakehashi.foundation.forms.models import AnswerSheet, Version


def newer_version(paper: Paper) -> Version | None:
    """The published version of the form of its call, where a draft began with another one."""
    application = paper.application
    if paper.kind != PaperKind.APPLICATION or application.step != "draft":
        return None
    version = published_version(application.call.application_form)
    return version if version is not None and version.pk != paper.sheet.version_id else None


def former_answers(paper: Paper) -> list[ShownSection]:
    """What was answered before the draft was last moved to another version; nothing of it is lost."""
    former = former_sheets(paper.application).order_by("-id").first()
    return display(former, describe_files=described) if former is not None else []


def former_sheets(application: Application) -> QuerySet[AnswerSheet]:
    """The sheets that were kept when the draft moved: about the application, and no paper of it."""
    found = AnswerSheet.objects.filter(about_kind=application.ref.kind, about_id=application.pk)
    papers = Paper.objects.filter(application=application)
    return found.exclude(pk__in=papers.values("sheet")).select_related("version")


def behind(call: Call) -> QuerySet[Application]:
    """The drafts of the call that were begun with another version of its form than the published one."""
    version = published_version(call.application_form)
    if version is None:
        return Application.objects.none()
    papers = Paper.objects.filter(kind=PaperKind.APPLICATION, application__call=call, application__step="draft")
    return Application.objects.filter(pk__in=papers.exclude(sheet__version=version).values("application"))
