"""Cases and precedents as the search knows them: exactly as visible as the things themselves."""

from collections.abc import Iterator

from kakehashi.engines.cases.choices import ENTERED_BY_DESK, Starts
from kakehashi.engines.cases.models import Case, CaseKind, Precedent
from kakehashi.engines.cases.queries.parties import desks_of
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.search import audience, index
from kakehashi.foundation.search.index import Handed
from kakehashi.foundation.search.registry import Words
from kakehashi.kernel.references import Ref

PRECEDENT = "cases.precedent"
KIND = "cases.kind"


def hand_in(case: Case) -> None:
    """Tell the search what the case says now; call it inside the act that changed it."""
    index.put(_handed_case(case))


def hand_in_precedent(precedent: Precedent) -> None:
    """Published ones are everybody's; others are found by the staff who work on them."""
    index.put(_handed_precedent(precedent))


def hand_in_kind(kind: CaseKind) -> None:
    """An open kind leads to its first page; a closed one is found no more."""
    if kind.is_open:
        index.put(_handed_kind(kind))
    else:
        index.remove(Ref(KIND, kind.pk))


def handed_kinds() -> Iterator[Handed]:
    return (_handed_kind(kind) for kind in CaseKind.objects.filter(is_open=True))


def kind_words(ids: list[int]) -> dict[int, Words]:
    return {pk: Words(str(kind), kind.guidance) for pk, kind in CaseKind.objects.in_bulk(ids).items()}


def handed_cases() -> Iterator[Handed]:
    related = Case.objects.select_related("applicant", "office", "country")
    return (_handed_case(case) for case in related.iterator(chunk_size=500))


def handed_precedents() -> Iterator[Handed]:
    related = Precedent.objects.select_related("applicant", "office", "country")
    return (_handed_precedent(precedent) for precedent in related.iterator(chunk_size=500))


def _handed_case(case: Case) -> Handed:
    tokens = set()
    is_with_desk = case.submitted_at is None and case.channel in ENTERED_BY_DESK
    if case.applicant_id is not None and not case.is_own and not is_with_desk:
        tokens.add(audience.of_permission(Permission.REQUEST_SERVICES, case.applicant_id))
    if case.submitted_at is not None or case.is_own or is_with_desk:
        tokens.add(audience.of_permission(Permission.HANDLE_CASES, case.office_id))
    if case.submitted_at is not None:
        if case.assisting_id is not None:
            tokens.add(audience.of_permission(Permission.HANDLE_CASES, case.assisting_id))
        tokens.add(audience.of_permission(Permission.OVERSEE_CASES))
        if case.branch_id:
            tokens.add(audience.of_permission(Permission.FOLLOW_MEMBERS, case.branch_id))
    return Handed(
        ref=case.ref,
        title=str(case),
        url=f"/cases/{case.pk}/",
        summary=f"{case.applicant.name_ja if case.applicant else ''} → {case.office.name_ja}",
        body="\n".join([case.host, case.city, case.country.name_ja if case.country else ""]),
        keywords=(case.number,) if case.number else (),
        fiscal_year=case.fiscal_year,
        audience=frozenset(tokens),
        updated_at=case.step_since,
    )


def _handed_kind(kind: CaseKind) -> Handed:
    """Found by who has signed in; what staff record, by those who work at its desks."""
    tokens = {audience.SIGNED_IN}
    if kind.starts == Starts.STAFF:
        tokens = {audience.of_permission(Permission.HANDLE_CASES, desk.pk) for desk in desks_of(kind)}
    return Handed(
        ref=Ref(KIND, kind.pk),
        title=kind.name_ja,
        url=f"/cases/new/{kind.code}/",
        summary=kind.guidance_ja,
        body="\n".join([kind.name_en, kind.guidance_en]),
        audience=frozenset(tokens),
    )


def _handed_precedent(precedent: Precedent) -> Handed:
    country = precedent.country
    return Handed(
        ref=Ref(PRECEDENT, precedent.pk),
        title=precedent.title,
        url=f"/cases/precedents/{precedent.pk}/",
        summary=precedent.summary,
        body="\n".join([precedent.support, precedent.outcome, precedent.lessons, precedent.host, precedent.city]),
        keywords=tuple(
            word
            for word in (
                country.name_ja if country else "",
                precedent.get_theme_display() if precedent.theme else "",
                precedent.applicant.name_ja if precedent.applicant else "",
                precedent.office.name_ja,
            )
            if word
        ),
        fiscal_year=precedent.fiscal_year,
        weight=1.2,
        is_public=precedent.published_at is not None,
        audience=frozenset(
            {
                audience.of_permission(Permission.HANDLE_CASES, precedent.office_id),
                audience.of_permission(Permission.PUBLISH, precedent.office_id),
                audience.of_permission(Permission.OVERSEE_CASES),
            }
        ),
        updated_at=precedent.published_at,
    )
