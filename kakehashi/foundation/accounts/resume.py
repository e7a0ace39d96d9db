"""Nothing typed is lost when the session has expired.

A form that reaches a protected page without a sign-in is kept in the visitor's own session, on the server, for an
hour; after the sign-in it is offered for sending again. A form whose CSRF token has gone stale (a sign-in in another
tab) is offered again at once, when it came from one of our own pages. The autosave of a page that stays open keeps
what was typed where it is, and goes on by itself once its person is signed in again.

Never kept: passwords, files, the CSRF token, and what is larger than a megabyte.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from allauth.core import ratelimit
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.kernel import clock

SESSION_KEY = "kept_form"
FIELD = "_kept"  # of the form that sends the kept fields: says which ones may now be forgotten
LARGEST = 1_000_000  # bytes of names and values
SECONDS = 3_600
_NEVER_KEPT = {"csrfmiddlewaretoken", FIELD}


@dataclass(frozen=True)
class KeptForm:
    """The fields of a form that could not be taken yet, in their order, and where they were to go."""

    key: str
    path: str
    pairs: list[tuple[str, str]]
    had_files: bool
    at: float  # seconds since 1970

    @property
    def is_fresh(self) -> bool:
        return clock.now().timestamp() - self.at < SECONDS

    @property
    def is_small(self) -> bool:
        return sum(len(name.encode()) + len(value.encode()) for name, value in self.pairs) <= LARGEST

    @property
    def readable(self) -> list[tuple[str, str]]:
        """What its writer would recognise: not the fields that only machines read."""
        return [(name, value) for name, value in self.pairs if value and not name.startswith("_")]


def form_of(request: HttpRequest) -> KeptForm:
    pairs = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in _NEVER_KEPT and "password" not in name.lower()
    ]
    return KeptForm(
        secrets.token_urlsafe(12), request.get_full_path(), pairs, bool(request.FILES), clock.now().timestamp()
    )


def kept_form(request: HttpRequest) -> KeptForm | None:
    """What is kept for this visitor, unless an hour has passed."""
    data = request.session.get(SESSION_KEY)
    if data is None:
        return None
    kept = KeptForm(**data | {"pairs": [(name, value) for name, value in data["pairs"]]})
    if not kept.is_fresh:
        forget(request)
        return None
    return kept


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's, which keeps the form it turns away."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        if request.method == "POST" and request.user.is_authenticated and FIELD in request.POST:
            kept = kept_form(request)
            if kept and kept.key == request.POST[FIELD]:
                forget(request)
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is not None and _is_sent_by_a_script(request):
            # A part of a page that stays open: what was typed is still there, so nothing is kept or replaced.
            return HttpResponse(_("サインアウトしています。別のタブでサインインしてください。"), status=401)
        return refusal

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """To the sign-in. The CSRF token has been checked before, so a form that comes here is one of ours."""
        if request.method != "POST" or _is_sent_by_a_script(request):
            return super().handle_no_permission(request, view_func)
        kept = form_of(request)
        asked = {"next": reverse("accounts:continue")}
        if kept.is_small and ratelimit.consume(request, action="keep_form"):
            request.session[SESSION_KEY] = kept.__dict__
            request.session.set_expiry(SECONDS)
        else:
            asked = {"next": kept.path, "unkept": "1"}
        return HttpResponseRedirect(f"{resolve_url(self.get_login_url(view_func))}?{urlencode(asked)}", status=303)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Settings.CSRF_FAILURE_VIEW: offer to send again what came from our own page, refuse in words what did not.

    A script of our own page hears the token of today and whose it is: when that is still whose page it is, it goes on.
    """
    is_ours = _is_from_here(request)
    if is_ours and _is_autosave(request):
        if not request.user.is_authenticated:
            return JsonResponse({}, status=401)
        return JsonResponse({"token": get_token(request), "user": str(request.user.pk)}, status=403)
    kept = form_of(request) if is_ours else None
    if kept is None or not kept.is_small or not kept.pairs:
        return render(request, "403_csrf.html", status=403)
    return render(request, "accounts/continue.html", {"kept": kept, "may_discard": False}, status=403)


def _is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _is_sent_by_a_script(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers or _is_autosave(request)


def _is_from_here(request: HttpRequest) -> bool:
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(source) and urlsplit(source)[:2] == (request.scheme, request.get_host())
