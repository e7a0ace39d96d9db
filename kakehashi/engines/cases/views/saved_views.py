"""Views of the list that one keeps under a name."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases.forms.lists import ViewForm
from kakehashi.engines.cases.operations import saved_views as operations
from kakehashi.engines.cases.queries import saved_views as queries
from kakehashi.engines.cases.queries.narrowing import parameters, read_filter
from kakehashi.engines.cases.views.lists import address_of, condition_of, saved_filter
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once


def index(request: SignedInRequest) -> HttpResponse:
    """One's own views, to rename and to delete."""
    return render(request, "cases/list_views.html", {"views": queries.own_views(request.person)})


@once
def new(request: SignedInRequest) -> HttpResponse:
    """Keep the narrowing that stands in the address."""
    narrowed = read_filter(request.GET)
    query = urlencode(parameters(narrowed))
    offices = queries.offices_to_share_with(request.person)
    form = ViewForm(request.person, offices, request.POST or None, query=query)
    if form.is_valid():
        values = {"name": form.cleaned_data["name"], "shared_with": form.cleaned_data.get("shared_with")}
        try:
            operations.save_view(**values, query=query, by=request.person)
        except operations.TooManyViewsError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("条件を保存しました。一覧の上からいつでも開けます。"))
            return redirect(address_of(narrowed))
    words = condition_of(request.person, narrowed)
    return render(request, "cases/list_view.html", {"form": form, "words": words, "list_url": address_of(narrowed)})


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(queries.own_views(request.person), pk=pk)
    form = ViewForm(request.person, queries.offices_to_share_with(request.person), request.POST or None, view=view)
    if form.is_valid():
        shared_with = form.cleaned_data.get("shared_with")
        operations.change_view(view, name=form.cleaned_data["name"], shared_with=shared_with, by=request.person)
        messages.success(request, _("保存した条件を直しました。"))
        return redirect("cases:views")
    words = condition_of(request.person, saved_filter(view.query))
    return render(request, "cases/list_view.html", {"form": form, "words": words, "view": view})


@require_POST
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(queries.own_views(request.person), pk=pk)
    operations.delete_view(view, by=request.person)
    messages.success(request, _("保存した条件を削除しました。"))
    return redirect("cases:views")
