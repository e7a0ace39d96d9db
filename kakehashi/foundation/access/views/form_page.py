"""The one shape most pages here have: a form, one operation, and on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kakehashi.foundation.access.operations import ChangedMeanwhileError, RefusedError
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
    changed: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except ChangedMeanwhileError as error:
            form.add_error(None, str(error))
            changed = differences(form, error.thing)
            form.data = {**request.POST.dict(), "seen": error.seen}  # who saves again has seen it
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
        "changed": changed,
    }
    return render(request, "access/form.html", context, status=409 if changed else 200)


@dataclass(frozen=True)
class Difference:
    """A field in which what was typed is not what it says now."""

    label: str
    now: object


def differences(form: forms.Form, thing: Model) -> list[Difference]:
    """What somebody else wrote meanwhile where the form says something else."""
    found = []
    for name, field in form.fields.items():
        if name in form.cleaned_data and hasattr(thing, name) and getattr(thing, name) != form.cleaned_data[name]:
            now = getattr(thing, name)
            found.append(Difference(str(field.label), dict(getattr(field, "choices", [])).get(now, now)))
    return found


def require(allowed: bool) -> None:
    """Page 403 for who may see the thing but not change it."""
    if not allowed:
        raise PermissionDenied(_("この操作をする権限がありません。"))
