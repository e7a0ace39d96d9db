"""Who is named for which language."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.views.form_page import form_page
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.translation import operations, queries
from kakehashi.foundation.translation.forms.keeping import NamingForm
from kakehashi.foundation.translation.views.desk import crumbs, desk_tabs, for_keepers
from kakehashi.foundation.ui.items import Link


@for_keepers
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody with the role of a translator, and the languages each translates and checks."""
    named = {person: list(lines) for person, lines in groupby(queries.named_people(), key=lambda line: line.person_id)}
    rows = [
        (
            person,
            [line.language for line in named.get(person.pk, []) if line.translates],
            [line.language for line in named.get(person.pk, []) if line.checks],
        )
        for person in queries.translators()
    ]
    context = {"tabs": desk_tabs(request.person, "translation:people"), "rows": rows}
    return render(request, "translation/people.html", context)


@for_keepers
@once
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.translators(), pk=pk)
    known = queries.competences_of(shown)
    initial = {
        "translates": [code for code, one in known.items() if one.translates],
        "checks": [code for code, one in known.items() if one.checks],
    }
    languages = [(language.code, str(language)) for language in queries.languages()]
    form = NamingForm(languages, request.POST or None, initial=initial)
    return form_page(
        request,
        form,
        lambda: operations.name_for(shown, **form.cleaned_data, by=request.person),
        title=_("%(person)sの言語") % {"person": shown},
        submit_label=_("言語を保存する"),
        done=_("言語を保存しました。"),
        to=reverse("translation:people"),
        crumbs=crumbs(Link(_("担当者"), reverse("translation:people")), Link("", ""))[:-1],
    )
