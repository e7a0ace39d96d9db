"""The one shape most pages here have: a form, one operation, and on."""

from collections.abc import Callable, Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.ui.items import Link


def form_page(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[], object],
    *,
    title: str,
    submit_label: str,
    done: str,
    to: str,
    lead: str = "",
    crumbs: Sequence[Link] = (),
    submit_kind: str = "primary",
) -> HttpResponse:
    """Show the form; once valid, `save` calls the operation; then `done` is said at `to`. A refusal is an error."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(to)
    context = {
        "form": form,
        "title": title,
        "submit_label": submit_label,
        "submit_kind": submit_kind,
        "lead": lead,
        "crumbs": [*crumbs, Link(title, "", True)],
        "back": to,
    }
    return render(request, "access/form.html", context)


def require(allowed: bool) -> None:
    """Page 403 for who may see the thing but not change it."""
    if not allowed:
        raise PermissionDenied(_("この操作をする権限がありません。"))
