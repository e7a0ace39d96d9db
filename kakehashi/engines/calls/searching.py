"""Calls, results and applications as the search knows them: exactly as visible as the things themselves.

Reviewers have no way to an application by the search; whoever reviews with an interest in it is barred from it even
where another role would let them find it. Those who pay start from their payments.
"""

from collections.abc import Iterable, Iterator
from copy import copy

from django.db.models import prefetch_related_objects

from kakehashi.engines.calls.choices import Route
from kakehashi.engines.calls.models import Application, Call, Result
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.search import audience, index
from kakehashi.foundation.search.index import Handed
from kakehashi.foundation.search.registry import Words
from kakehashi.kernel.references import Ref

CALL = "calls.call"
RESULT = "calls.result"
APPLICATION = "calls.application"
P = Permission
# Everybody who may find an application, or may not, beside those its own columns name.
_PEOPLE = ("partners", "coworkers", "conflicts__reviewer")


def hand_in(applications: Iterable[Application]) -> None:
    """Tell the search who may find these now, and by what; call it inside the act that changed them.

    Their own columns count as they are in hand: a move is saved only when its act ends.
    """
    copies = [copy(one) for one in applications]
    for one in copies:
        one._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # read anew, and left as it is in the original
    prefetch_related_objects(copies, *_PEOPLE)
    index.put_many(map(_handed, copies))


def forget(application_id: int) -> None:
    index.remove(Ref(APPLICATION, application_id))


def hand_in_calls(calls: Iterable[Call]) -> None:
    index.put_many(map(_handed_call, calls))


def hand_in_result(result: Result) -> None:
    """A published one is everybody's; before that its section works on it."""
    index.put(_handed_result(result))


def handed_applications() -> Iterator[Handed]:
    related = Application.objects.select_related("call__scheme", "applicant").prefetch_related(*_PEOPLE)
    return map(_handed, related.iterator(chunk_size=500))


def handed_calls() -> Iterator[Handed]:
    return map(_handed_call, Call.objects.select_related("scheme__desk").iterator(chunk_size=500))


def handed_results() -> Iterator[Handed]:
    related = "application__call__scheme", "application__applicant"
    return map(_handed_result, Result.objects.select_related(*related).iterator(chunk_size=500))


def call_words(ids: list[int]) -> dict[int, Words]:
    calls = Call.objects.select_related("scheme").in_bulk(ids)
    return {pk: Words(call.title, call.guidance) for pk, call in calls.items()}


def _handed(one: Application) -> Handed:
    return Handed(
        ref=one.ref,
        title=str(one),
        url=f"/calls/applications/{one.pk}/",
        summary=f"{one.applicant.name_ja} → {one.call.title_ja or one.call.scheme.name_ja}",
        body=one.summary,
        keywords=(one.number,) if one.number else (),
        fiscal_year=one.fiscal_year,
        audience=_audience(one),
        updated_at=one.step_since,
    )


def _audience(one: Application) -> frozenset[str]:
    """As ``ApplicationQuerySet.visible_to``."""
    bodies = {one.applicant_id, one.implementer_id, *(partner.organisation_id for partner in one.partners.all())}
    tokens = {audience.of_permission(P.REQUEST_SERVICES, body) for body in bodies if body is not None}
    tokens |= {
        audience.of_person_at(coworker.person_id, coworker.organisation_id)
        for coworker in one.coworkers.all()
        if coworker.organisation_id is not None
    }
    if one.branch_id is not None and one.handed_in_at is not None and one.step != "draft":
        tokens.add(audience.of_permission(P.FOLLOW_MEMBERS, one.branch_id))
    if one.submitted_at is not None or one.route == Route.DESK:
        tokens.add(audience.of_permission(P.HANDLE_CALLS, one.call.scheme.desk_id))
    if one.submitted_at is not None:
        tokens.add(audience.of_permission(P.OVERSEE_CALLS))
    tokens |= {audience.barring(conflict.reviewer.person_id) for conflict in one.conflicts.all()}
    return frozenset(tokens)


def _handed_call(call: Call) -> Handed:
    scheme = call.scheme
    staff = {audience.of_permission(P.OVERSEE_CALLS), audience.of_permission(P.HANDLE_CALLS, scheme.desk_id)}
    return Handed(
        ref=call.ref,
        title=call.title_ja or scheme.name_ja,
        url=f"/calls/{call.pk}/",
        summary=call.guidance_ja or scheme.about_ja,
        body="\n".join([scheme.name_ja, scheme.name_en, call.title_en, call.guidance_en or scheme.about_en]),
        fiscal_year=call.fiscal_year,
        weight=1.2,
        is_public=call.announced_at is not None,
        audience=frozenset(staff),
    )


def _handed_result(result: Result) -> Handed:
    one = result.application
    return Handed(
        ref=Ref(RESULT, result.pk),
        title=result.title,
        url=f"/calls/results/{result.pk}/" if _is_public(result) else f"/calls/applications/{one.pk}/",
        summary=result.summary,
        body="\n".join([result.outcome, result.points, result.title_en, result.summary_en]),
        keywords=(one.applicant.name_ja, one.call.scheme.name_ja),
        fiscal_year=one.fiscal_year,
        weight=1.2,
        is_public=_is_public(result),
        audience=frozenset({audience.of_permission(P.HANDLE_CALLS, one.call.scheme.desk_id)}),
        updated_at=result.published_at,
    )


def _is_public(result: Result) -> bool:
    """As ``public_results``."""
    return result.published_at is not None and result.application.consents_to_publication
