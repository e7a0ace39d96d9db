"""Cost plans, as this person may read them, and what they come to."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Country, Organisation, Person, valid_on
from kakehashi.kernel import clock
from kakehashi.services.jet.models import ContractTerms, CostPlan, Participant, PlannedPost, Reappointment, Vacancy
from kakehashi.services.jet.models.costs import MOST_YEARS
from kakehashi.services.jet.models.money import BODIES
from kakehashi.services.jet.money.costing import Engagement
from kakehashi.services.jet.money.planning import Plan, plan, successors
from kakehashi.services.jet.money.rates import RateTable
from kakehashi.services.jet.queries.money import rate_table
from kakehashi.services.jet.queries.participants import group_days
from kakehashi.services.jet.terms.arrival import arrive
from kakehashi.services.jet.terms.reappointing import most_terms

_DAY = dt.timedelta(days=1)
_APRIL = 4
OTHER = "other"


def visible_plans(person: Person | None) -> QuerySet[CostPlan]:
    return CostPlan.objects.visible_to(person).select_related("organisation", "host")


def planning_organisations(person: Person | None) -> QuerySet[Organisation]:
    """For which this person may make a plan: one's own."""
    own = standing(person).where(Permission.REQUEST_SERVICES)
    return Organisation.objects.filter(valid_on(clock.today()), pk__in=own).order_by("code")


def contract_terms(body: Organisation) -> ContractTerms:
    """As they are set; revision 0: nothing is."""
    found = ContractTerms.objects.select_related("organisation").filter(pk=body.pk).first()
    return found or ContractTerms(organisation=body, revision=0)


@dataclass(frozen=True)
class Reckoned:
    """What a plan comes to. `unset_arrivals`: April arrivals whose group has no day yet, so they keep their own."""

    plan: Plan
    table: RateTable
    unset_arrivals: int
    countries: dict[str, str]


def reckoned(of: CostPlan) -> Reckoned:
    table, groups = rate_table(), group_days()
    posts = list(of.posts.all())
    engagements = [*_participants(of), *(one for post in posts for one in _wished(of, post, groups))]
    body_kind = of.organisation.kind if of.organisation.kind in dict(BODIES) else OTHER
    made = plan(engagements, table, organisation_kind=body_kind, first_year=of.first_year, years=of.years)
    unset = [post for post in posts if post.arrives_on.month == _APRIL and post.arrives_on.year not in groups]
    codes = {one.country for one in engagements} | {rate.country for rate in table.rates}
    countries = {one.pk: str(one) for one in Country.objects.filter(pk__in=codes - {""})}
    return Reckoned(made, table, sum(post.people for post in unset), countries)


def _until(of: CostPlan) -> dt.date:
    return of.fiscal_years[-1].last_day


def _wished(of: CostPlan, post: PlannedPost, groups: dict[int, dt.date]) -> Iterator[Engagement]:
    arrival = arrive(post.arrives_on, groups, joins=post.arrives_on.year in groups)
    count, country = most_terms(arrival, post.stays), post.country_id or ""
    for number in range(1, post.people + 1):
        name = post.note or _("希望する枠")
        name = f"{name} {number}" if post.people > 1 else name
        first = Engagement(name, arrival, count, post.position, country, is_wished=True)
        yield first
        if of.is_refilled:
            yield from successors(first, until=_until(of), count=post.stays, names=_names(name))


def _names(name: str) -> list[str]:
    """Of those who follow in a post, as many as a plan has years."""
    return [_("%(name)sの後任%(number)s") % {"name": name, "number": number} for number in range(1, MOST_YEARS + 1)]


def _participants(of: CostPlan) -> Iterator[Engagement]:
    """Everybody who works at the organisation in these years, and who follows them."""
    here = Q(organisation=of.organisation_id)
    here |= Q(transfers__origin=of.organisation_id) | Q(transfers__organisation=of.organisation_id)
    first_day = of.fiscal_years[0].first_day
    still = Q(step="active") | Q(ends_on__gte=first_day)  # the terms of who is active may become more
    found = Participant.objects.filter(here, still, Q(last_day=None) | Q(last_day__gte=first_day)).distinct()
    people = list(found.order_by("arrived_on", "name", "id").prefetch_related("transfers"))
    keys = [one.pk for one in people]
    ended = set(Reappointment.objects.filter(participant__in=keys, step="ended").values_list("participant", flat=True))
    followed = Vacancy.objects.filter(participant__in=keys).exclude(successor=None)
    has_successor = set(followed.values_list("participant", flat=True))
    for one in people:
        count = _count(of, one, is_ended=one.pk in ended)
        for since, until in _stays(of, one):
            made = _engagement(one, count, since, until)
            if made.stay is None or made.stay[1] < first_day:
                continue
            yield made
            if of.is_refilled and until is None and one.pk not in has_successor:
                names = _names(one.name)
                yield from successors(made, until=_until(of), count=of.each_stays, names=names)


def _count(of: CostPlan, one: Participant, *, is_ended: bool) -> int:
    """How many terms are planned: those appointed, and as many more as are expected."""
    if one.step != "active" or is_ended or not of.here_stay:
        return one.count
    return max(one.count, most_terms(one.arrival, of.each_stays))


def _stays(of: CostPlan, one: Participant) -> list[tuple[dt.date | None, dt.date | None]]:
    """From when until when the organisation employs; ``None``: from the arrival, to the end of the terms."""
    moves = list(one.transfers.all())
    bodies = [moves[0].origin_id if moves else one.organisation_id, *(move.organisation_id for move in moves)]
    since = [None, *(move.on for move in moves)]
    until = [*(move.on - _DAY for move in moves), None]
    return [days for body, *days in zip(bodies, since, until, strict=True) if body == of.organisation_id]  # type: ignore[misc]  # pairs


def _engagement(one: Participant, count: int, since: dt.date | None, until: dt.date | None) -> Engagement:
    return Engagement(
        one.name,
        one.arrival,
        count,
        one.position,
        one.country_id,
        here_from=since,
        here_until=until,
        left_on=one.last_day,
        returns=not (one.stays or one.has_new_contract),
    )
