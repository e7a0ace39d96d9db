"""What the list of applications is narrowed to: read from an address, written into one, made into a condition."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db.models import Q

from kakehashi.engines.calls.flow import APPLICATION_FLOW
from kakehashi.engines.calls.models import CoWorker
from kakehashi.engines.calls.queries.reading import is_turn_of
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel.japanese import search_words

VIEWS = ("turn", "mine", "all")
LONGEST = 80
YEARS = range(1989, 2200)


@dataclass(frozen=True)
class Filter:
    """A number that is 0: every one. `step`: a step; for whom it is not the own section, every step called the same.

    `scheme` and `fiscal_year` come from the figures of the plan.
    """

    view: str = "turn"
    call: int = 0
    scheme: int = 0
    fiscal_year: int = 0
    step: str = ""
    q: str = ""


def read_filter(sent: Mapping[str, str]) -> Filter:
    """What is not understood counts as not sent."""
    view, step = sent.get("view", ""), sent.get("step", "")
    return Filter(
        view=view if view in VIEWS else "turn",
        call=_number(sent.get("call", "")),
        scheme=_number(sent.get("scheme", "")),
        fiscal_year=year if (year := _number(sent.get("fiscal_year", ""))) in YEARS else 0,
        step=step if step in APPLICATION_FLOW.codes() else "",
        q=" ".join(sent.get("q", "").replace("\0", "").split())[:LONGEST],
    )


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def parameters(narrowed: Filter) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(narrowed).items() if value}


def condition(person: Person, narrowed: Filter) -> Q:
    """For the applications this person sees."""
    found = Q()
    if narrowed.view == "turn":
        found &= is_turn_of(person)
    elif narrowed.view == "mine":
        helped = CoWorker.objects.helped_by(person).values("application")
        found &= Q(submitter=person) | Q(lead=person) | Q(pk__in=helped)
    if narrowed.call:
        found &= Q(call=narrowed.call)
    if narrowed.scheme:
        found &= Q(call__scheme=narrowed.scheme)
    if narrowed.fiscal_year:
        found &= Q(fiscal_year=narrowed.fiscal_year)
    if narrowed.step:
        found &= _stands_at(person, narrowed.step)
    for word in search_words(narrowed.q):
        named = Q(applicant__name_ja__icontains=word) | Q(applicant__name_en__icontains=word)
        found &= Q(title__icontains=word) | Q(number__icontains=word) | named
    return found


def _stands_at(person: Person, code: str) -> Q:
    """A decision nobody was told yet must not be found out by a filter: outside only the public words count."""
    own = Q(call__scheme__desk__in=standing(person).where(Permission.HANDLE_CALLS))
    words = str(APPLICATION_FLOW.step(code).public_label)
    alike = [step.code for step in APPLICATION_FLOW.steps if str(step.public_label) == words]
    return own & Q(step=code) | ~own & Q(step__in=alike)
