"""Who finds these pages at all."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.services.jet.models import Application, Cycle, RequestSheet
from kakehashi.services.jet.queries.cycles import takes_part, visible_cycles
from kakehashi.services.jet.rules.candidates import selects
from kakehashi.services.jet.rules.requests import asks_or_gathers


def participants_only(request: SignedInRequest) -> None:
    """Whoever neither asks nor gathers nor runs the programme finds nothing here."""
    if not takes_part(request.person):
        raise Http404


def selectors_only(request: SignedInRequest) -> None:
    """Whoever enters candidates: a mission its own, the council all."""
    held = standing(request.person)
    if not (held.may(Permission.HANDLE_JET) or held.may(Permission.SELECT_CANDIDATES)):
        raise Http404


def council_only(request: SignedInRequest) -> None:
    if not standing(request.person).may(Permission.HANDLE_JET):
        raise Http404


def writers_only(request: SignedInRequest, sheet: RequestSheet) -> None:
    if not asks_or_gathers(request.person, sheet):
        raise NotPermittedError(_("この要望書を書く団体の人だけが使えます。"))


def application_writers_only(request: SignedInRequest, application: Application) -> None:
    if not selects(request.person, application):
        raise NotPermittedError(_("応募者を選考する在外公館と協会の人だけが使えます。"))


def cycle_of(request: SignedInRequest, year: int) -> Cycle:
    return get_object_or_404(visible_cycles(request.person), year=year)
