"""The gate of every write, for this app, which stands below the app that keeps the records.

`audit` needs to know who acts and so stands above `access`; what `access` writes passes the same gate, found by its
name in the settings. Everybody above imports `kakehashi.foundation.audit` itself.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from kakehashi.foundation.access.actors import Actor

if TYPE_CHECKING:
    from kakehashi.foundation.audit.gate import Record

T = TypeVar("T", bound=models.Model)
R = TypeVar("R", bound=HttpRequest)
P = ParamSpec("P")


def act(
    action: str, thing: T | None, *, by: Actor, permit: Callable[[Actor, T], bool] | bool, note: str = ""
) -> "AbstractContextManager[Record]":
    """`audit.gate.act`. Raises ``NotPermittedError`` (a ``PermissionDenied``) before anything is touched."""
    gate: Callable[..., AbstractContextManager[Record]] = import_string(settings.GATE)
    return gate(action, thing, by=by, permit=permit, note=note)


def once(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
    """`audit.once.once`: a form sent twice takes effect once."""

    @wraps(view)
    def sent_once(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        decorated: Callable[Concatenate[R, P], HttpResponse] = import_string(settings.ONCE)(view)
        return decorated(request, *args, **kwargs)

    return sent_once
