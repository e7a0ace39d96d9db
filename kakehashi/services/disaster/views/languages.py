"""An organisation's own languages."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.services.disaster.forms.languages import LanguagesForm
from kakehashi.services.disaster.operations.languages import choose_languages
from kakehashi.services.disaster.queries.languages import all_chosen, choice_of
from kakehashi.services.disaster.queries.sheets import writers_organisations


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The organisations one writes for; where it is one, its own page."""
    if not standing(request.person).may(Permission.WRITE_BULLETINS):
        raise Http404
    organisations = list(writers_organisations(request.person))
    if len(organisations) == 1:
        return redirect("disaster:body_languages", organisations[0].pk)
    chosen = all_chosen()
    rows = [(one, len(chosen.get(one.pk, ()))) for one in organisations]
    return render(request, "disaster/languages.html", {"rows": rows})


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(writers_organisations(request.person), pk=pk)
    choice = choice_of(found)
    form = LanguagesForm(found, choice, request.POST or None)
    context = {"organisation": found, "choice": choice, "form": form, "refused": ""}
    if form.is_valid():
        try:
            choose_languages(found, form.chosen(), base_revision=sent_revision(request), by=request.person)
        except StaleError as refused:
            return render(request, "disaster/body_languages.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("言語の順番を保存しました。"))
        return redirect("disaster:body_languages", pk)
    return render(request, "disaster/body_languages.html", context, status=422 if form.is_bound else 200)
