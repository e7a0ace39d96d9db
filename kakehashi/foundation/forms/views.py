"""The screens on which question sets are edited; whoever may not edit forms finds nothing here."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.forms import operations, queries
from kakehashi.foundation.forms.editing_forms import QuestionForm, SectionForm, SetForm, section_values
from kakehashi.foundation.forms.fill import AnswerForm
from kakehashi.foundation.forms.models import Version
from kakehashi.foundation.ui.items import Link


def _crumbs(version: Version | None = None, title: str = "") -> list[Link]:
    """The way to a page about this version; without a title, to the version itself."""
    links = [Link(_("質問票"), reverse("forms:sets"))]
    if version:
        name = _("%(name)s 第%(number)s版") % {"name": version.question_set, "number": version.number}
        links.append(Link(name, reverse("forms:version", args=[version.pk])))
    return [*links, Link(title, "", True)] if title else links


def _saved(form: Form, save: Callable[[], object]) -> bool:
    """Whether the form is in order and `save` took it; what is refused is said in the form."""
    if not form.is_valid():
        return False
    try:
        save()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _part_page(request: SignedInRequest, version: Version, form: Form, title: str, label: str) -> HttpResponse:
    context = {"version": version, "form": form, "title": title, "label": label, "crumbs": _crumbs(version, title)}
    return render(request, "forms/part_form.html", context)


def _only_editors(request: SignedInRequest) -> None:
    if not may(request.person, Permission.EDIT_FORMS):
        raise Http404


@require_safe
def sets(request: SignedInRequest) -> HttpResponse:
    _only_editors(request)
    return render(request, "forms/sets.html", {"sets": queries.sets_for_editing(request.person)})


@once
@require_http_methods(["GET", "HEAD", "POST"])
def new_set(request: SignedInRequest) -> HttpResponse:
    _only_editors(request)
    form = SetForm(request.POST or None)
    if form.is_valid():
        try:
            question_set = operations.create_set(**form.cleaned_data, by=request.person)
            return redirect("forms:version", queries.newest_version(question_set).pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "forms/set_form.html", {"form": form, "crumbs": _crumbs(title=_("質問票を作る"))})


@require_safe
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    """One version: its sections and questions, the moves that are open, the others of its set."""
    found = get_object_or_404(queries.versions_for_editing(request.person), pk=pk)
    others = queries.versions_for_editing(request.person).filter(question_set=found.question_set_id)
    return render(request, "forms/version.html", {"version": found, "versions": others, "crumbs": _crumbs(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form as people will see it; trying it out keeps nothing."""
    found = get_object_or_404(queries.versions_for_editing(request.person), pk=pk)
    adds = "_add_row" in request.POST or "_remove_row" in request.POST
    form = AnswerForm(found, data=request.POST or None, complete=not adds)
    is_whole = form.is_bound and form.is_valid() and not adds
    context = {"version": found, "form": form, "is_whole": is_whole, "crumbs": _crumbs(found, _("見え方"))}
    return render(request, "forms/preview.html", context)


@once
@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.versions_for_editing(request.person), pk=pk)
    try:
        operations.publish_version(found, by=request.person)
        messages.success(request, _("公開しました。新しい回答はこの版で始まります。"))
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    return redirect("forms:version", pk)


@once
@require_POST
def new_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.versions_for_editing(request.person), pk=pk)
    try:
        return redirect("forms:version", operations.new_draft_from(found, by=request.person).pk)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("forms:version", pk)


@once
@require_http_methods(["GET", "HEAD", "POST"])
def new_section(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.versions_for_editing(request.person), pk=pk)
    form = SectionForm(request.POST or None)
    if _saved(form, lambda: operations.add_section(found, values=form.cleaned_data, by=request.person)):
        return redirect("forms:version", pk)
    return _part_page(request, found, form, _("まとまりを追加する"), _("まとまりを追加する"))


@once
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.sections_for_editing(request.person), pk=pk)
    form = SectionForm(request.POST or None, initial=section_values(found))
    if _saved(form, lambda: operations.change_section(found, values=form.cleaned_data, by=request.person)):
        return redirect("forms:version", found.version_id)
    return _part_page(request, found.version, form, found.title, _("まとまりを保存する"))


@once
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.sections_for_editing(request.person), pk=pk)
    form = QuestionForm(request.POST or None, version=found.version)
    if _saved(form, lambda: operations.add_question(found, values=form.values, by=request.person)):
        return redirect("forms:version", found.version_id)
    return _part_page(request, found.version, form, _("質問を追加する"), _("質問を追加する"))


@once
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.questions_for_editing(request.person), pk=pk)
    form = QuestionForm(request.POST or None, version=found.version, question=found)
    if _saved(form, lambda: operations.change_question(found, values=form.values, by=request.person)):
        return redirect("forms:version", found.version_id)
    return _part_page(request, found.version, form, found.label, _("質問を保存する"))


@once
@require_POST
def arrange_section(request: SignedInRequest, pk: int) -> HttpResponse:
    """Up, down or away, as the button says."""
    found = get_object_or_404(queries.sections_for_editing(request.person), pk=pk)
    try:
        if request.POST.get("do") == "remove":
            operations.remove_section(found, by=request.person)
        else:
            operations.move(found, up=request.POST.get("do") == "up", by=request.person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("forms:version", found.version_id)


@once
@require_POST
def arrange_question(request: SignedInRequest, pk: int) -> HttpResponse:
    """Up, down or away, as the button says."""
    found = get_object_or_404(queries.questions_for_editing(request.person), pk=pk)
    try:
        if request.POST.get("do") == "remove":
            operations.remove_question(found, by=request.person)
        else:
            operations.move(found, up=request.POST.get("do") == "up", by=request.person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("forms:version", found.version_id)
