"""Contracts and placement notices, filled from what is known of people, posts and organisations."""

from collections.abc import Sequence
from dataclasses import replace

from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.services.jet.choices import Housing, Workplace
from kakehashi.services.jet.exports.bilingual import Both, said
from kakehashi.services.jet.exports.contract import Contract, contract_pdf
from kakehashi.services.jet.exports.placement_notice import Placement, candidate_notice_pdf, organisation_notice_pdf
from kakehashi.services.jet.models import Application, Assignment, ContractTerms, Participant, RequestLine
from kakehashi.services.jet.models.money import BODIES
from kakehashi.services.jet.money.schedule import pay_schedule
from kakehashi.services.jet.queries.costs import contract_terms
from kakehashi.services.jet.queries.cycles import arrival_days
from kakehashi.services.jet.queries.money import rate_table
from kakehashi.services.jet.terms.appointing import Term, terms
from kakehashi.services.jet.terms.arrival import Arrival
from kakehashi.services.jet.terms.spells import Spell

NET = "net"  # the scheme of arrivals before April 2012


def contract_of(one: Participant, spell: Spell, body: Organisation) -> bytes:
    """PDF of the contract for what of a term is served at an organisation."""
    term = replace(spell.term, first_day=spell.first_day, last_day=spell.last_day)
    return _contract(one, body, one.arrival, term, one.line)


def planned_contract(assignment: Assignment) -> bytes:
    """PDF of the contract of the first term, for who is placed and is to arrive on the day of the group. Raises
    ``LookupError`` while that day is not set.
    """
    arrival, one = _planned(assignment), assignment.application
    if arrival is None:
        raise LookupError(assignment)
    body = assignment.line.sheet.organisation
    return _contract(one, body, arrival, terms(arrival, 1)[0], assignment.line)


def notice_of(assignment: Assignment, *, for_candidate: bool) -> bytes:
    """PDF of the notice, for the candidate or for the organisation."""
    one, line = assignment.application, assignment.line
    body = line.sheet.organisation
    sender = Organisation.objects.filter(kind=OrganisationKind.HEADQUARTERS).first()
    placement = Placement(
        candidate=one.name,
        position=one.position,
        country=Both(one.country.name_ja, one.country.name_en),
        organisation=_name(body),
        addressee=_name(body),
        prefecture=_name(_prefecture(body)),
        sender=_name(sender) if sender is not None else Both(""),
        number=one.number,
        dated=assignment.told_at.date(),
        group=one.group,
        arrival=_planned(assignment),
        workplace=_workplace(line),
        japanese_level=one.level,
        has_licence=one.licence,
        contact=[text for text in ((sender.email, sender.url) if sender is not None else ()) if text],
    )
    return candidate_notice_pdf(placement) if for_candidate else organisation_notice_pdf(placement)


def _planned(assignment: Assignment) -> Arrival | None:
    one = assignment.application
    day = arrival_days(assignment.run.cycle).day(one.group, one.country_id)
    return None if day is None else Arrival(day)


def _contract(
    of: Participant | Application, body: Organisation, arrival: Arrival, term: Term, line: RequestLine | None
) -> bytes:
    table = rate_table()
    kind = body.kind if body.kind in dict(BODIES) else OrganisationKind.OTHER
    scheme = table.scheme(arrival.day)
    contract = Contract(
        organisation=_name(body),
        representative=Both(""),
        participant=of.name,
        position=of.position,
        arrival=arrival,
        term=term,
        schedule=pay_schedule(table, arrival, country=of.country_id, organisation_kind=kind),
        is_net=scheme is not None and scheme.code == NET,
    )
    return contract_pdf(_with_terms(_with_post(contract, line), body))


def _with_post(contract: Contract, line: RequestLine | None) -> Contract:
    """What the request says of the post."""
    if line is None:
        return contract
    duties = [Both(text) for text in line.duties.splitlines() if text.strip()]
    housing = said(Housing(line.housing).label)
    return replace(contract, workplaces=[one for one in (_workplace(line),) if one], duties=duties, housing=housing)


def _with_terms(contract: Contract, body: Organisation) -> Contract:
    """What the organisation decided for its contracts."""
    found = contract_terms(body)
    pairs = {
        name: Both(getattr(found, f"{name}_ja"), getattr(found, f"{name}_en"))
        for name in ("representative", "working_time", "pay_day", "travel_in")
    }
    language = dict(ContractTerms.LANGUAGES).get(found.authoritative)
    return replace(
        contract,
        representative=pairs["representative"],
        working_time=_some(pairs["working_time"]),
        pay_day=_some(pairs["pay_day"]),
        travel_in=_some(pairs["travel_in"]),
        hours=found.hours,
        leave_days=found.leave_days,
        insurances=_lines(found.insurances_ja, found.insurances_en),
        early_notice=found.early_notice,
        others=_lines(found.others_ja, found.others_en),
        authoritative=said(language) if language else None,
    )


def _lines(japanese: str, english: str) -> Sequence[Both]:
    both = [[line.strip() for line in text.splitlines() if line.strip()] for text in (japanese, english)]
    ja, en = both[0], both[1] if len(both[1]) == len(both[0]) else [""] * len(both[0])
    return [Both(*pair) for pair in zip(ja, en, strict=True)]


def _some(both: Both) -> Both | None:
    return both if both.ja else None


def _name(body: Organisation) -> Both:
    return Both(body.name_full_ja or body.name_ja, body.name_en)


def _prefecture(body: Organisation) -> Organisation:
    parent = body.parent
    return parent if parent is not None and parent.kind == OrganisationKind.PREFECTURE else body


def _workplace(line: RequestLine) -> Both | None:
    """All places of work in both languages."""
    if not line.workplaces:
        return None
    words = [said(Workplace(one).label) for one in line.workplaces]
    return Both("、".join(one.ja for one in words), ", ".join(one.in_english for one in words))
