"""Candidates from abroad and the hosts they are proposed to, as this person may read them."""

from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet

from kakehashi.engines.calls.choices import Gives, ProposalState
from kakehashi.engines.calls.models import Application, Call, Candidate, Proposal
from kakehashi.engines.calls.queries.reading import visible_calls
from kakehashi.engines.calls.rules.routes import MATCHING, offices_of
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Country, Person


def calls_that_match(person: Person | None) -> QuerySet[Call]:
    return visible_calls(person).filter(gives=Gives.MATCH)


def calls_with_candidates(person: Person | None) -> QuerySet[Call]:
    """Those, and the ones to whose hosts people are invited."""
    return visible_calls(person).filter(Q(gives=Gives.MATCH) | Q(has_invitees=True))


def sees_board(person: Person | None) -> bool:
    """Whether this person sees hosts and proposals, too."""
    return standing(person).may(Permission.OVERSEE_CALLS)


def visible_candidates(person: Person | None) -> QuerySet[Candidate]:
    """All for headquarters and the section; for an office those of its countries. Hosts read theirs as proposals."""
    found = Candidate.objects.select_related("call__scheme", "country")
    held = standing(person)
    if held.may(Permission.OVERSEE_CALLS):
        return found
    of_office = Q(country__offices__in=offices_of(person))
    return found.filter(of_office | Q(call__scheme__desk__in=held.where(Permission.HANDLE_CALLS))).distinct()


def countries_for(person: Person, *, is_desk: bool) -> QuerySet[Country]:
    """From where this person may enter candidates."""
    countries = Country.objects.exclude(alpha2="JP")
    return countries if is_desk else countries.filter(offices__in=offices_of(person)).distinct()


def proposals_of(application: Application) -> QuerySet[Proposal]:
    """What the host may see: not what was withdrawn."""
    found = application.proposals.exclude(state=ProposalState.WITHDRAWN)
    return found.select_related("candidate__country").order_by(F("order").asc(nulls_last=True), "id")


def proposals_to(candidate: Candidate) -> QuerySet[Proposal]:
    """The hosts a candidate was shown to and may answer: not what was withdrawn or is settled."""
    found = candidate.proposals.exclude(state__in=[ProposalState.WITHDRAWN, ProposalState.CONFIRMED])
    return found.select_related("application__applicant", "application__call").order_by(
        F("candidates_order").asc(nulls_last=True), "id"
    )


@dataclass(frozen=True)
class BoardLine:
    """A candidate with the hosts they were proposed to, as far as this person sees them."""

    candidate: Candidate
    proposals: list[Proposal]

    @property
    def confirmed(self) -> Proposal | None:
        return next((one for one in self.proposals if one.state == ProposalState.CONFIRMED), None)

    @property
    def is_free(self) -> bool:
        return self.confirmed is None and not self.candidate.is_withdrawn


@dataclass(frozen=True)
class Board:
    lines: list[BoardLine]
    hosts: list[Application]

    @property
    def free(self) -> list[Candidate]:
        return [line.candidate for line in self.lines if line.is_free]


def matching_board(call: Call, person: Person) -> Board:
    """Every candidate of a call with where they stand; a constant number of queries."""
    if not sees_board(person):
        candidates = visible_candidates(person).filter(call=call).order_by("name", "id")
        return Board([BoardLine(candidate, []) for candidate in candidates], [])
    seen = Application.objects.visible_to(person).filter(call=call)
    proposals = Proposal.objects.filter(application__in=seen.values("pk")).order_by("id")
    shown = Prefetch("proposals", proposals.select_related("application__applicant"), to_attr="seen")
    candidates = visible_candidates(person).filter(call=call).prefetch_related(shown).order_by("name", "id")
    lines = [BoardLine(candidate, candidate.seen) for candidate in candidates]
    hosts = seen.filter(step__in=MATCHING).select_related("applicant").order_by("number", "id")
    return Board(lines, list(hosts))


def visible_proposals(person: Person, call: Call) -> QuerySet[Proposal]:
    seen = Application.objects.visible_to(person).filter(call=call)
    found = Proposal.objects.filter(application__in=seen.values("pk"))
    return found.select_related("application__call__scheme", "application__applicant", "candidate__call")
