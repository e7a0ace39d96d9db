"""People: those one may see, one person, one's own entry."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access import operations, queries, rules
from kakehashi.foundation.access.forms.people import ProfileForm
from kakehashi.foundation.access.gate import once
from kakehashi.foundation.access.operations.people import PROFILE
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.views.form_page import form_page, require
from kakehashi.foundation.ui.items import Link

PER_PAGE = 50


def people(request: SignedInRequest) -> HttpResponse:
    """Everyone whom the viewer may see, with what they do today."""
    text = request.GET.get("q", "")
    context = {
        "page": Paginator(queries.people_list(request.person, text), PER_PAGE).get_page(request.GET.get("page")),
        "text": text,
        "managed": queries.managed_here(request.person),
    }
    return render(request, "access/people.html", context)


def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: how to reach them, terms and roles with their ends."""
    shown = get_object_or_404(queries.people_visible_to(request.person), pk=pk)
    context = {
        "shown": shown,
        "crumbs": [Link(_("人の一覧"), reverse("access:people")), Link(str(shown), "", True)],
        "is_me": shown == request.person,
        "terms": queries.terms_visible_to(request.person).filter(person=shown),
        "roles": queries.roles_visible_to(request.person).filter(person=shown).order_by("-starts_on", "id"),
        "may_edit": rules.may_edit_profile(request.person, shown),
    }
    return render(request, "access/person.html", context)


@once
def edit_person(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.people_visible_to(request.person), pk=pk)
    require(rules.may_edit_profile(request.person, shown))
    known = {name: getattr(shown, name) for name in PROFILE} | {"seen": operations.seen_of(shown, PROFILE)}
    form = ProfileForm(request.POST or None, initial=known)
    to = reverse("access:person", args=[shown.pk])
    return form_page(
        request,
        form,
        lambda: operations.edit_person(
            shown, profile=form.cleaned_data, by=request.person, seen=form.cleaned_data["seen"]
        ),
        title=_("名前と連絡先を変更する"),
        submit_label=_("変更を保存する"),
        done=_("変更を保存しました。"),
        to=to,
        crumbs=[Link(_("人の一覧"), reverse("access:people")), Link(str(shown), to)],
    )
