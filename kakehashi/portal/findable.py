"""What the search finds besides cases: the services of the plan by everybody, organisations by who has signed in."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from kakehashi.foundation.catalogue.queries import Searchable, current_services, searchable
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.organisations.queries import all_organisations, find_organisations
from kakehashi.foundation.search import audience, index
from kakehashi.foundation.search.index import Handed
from kakehashi.foundation.search.registry import Words
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

SERVICE = "catalogue.service"
ORGANISATION = "organisations.organisation"


def services() -> Iterator[Handed]:
    return (_service(found) for found in searchable())


def organisations() -> Iterator[Handed]:
    return (_organisation(found) for found in find_organisations("", limit=None).select_related("country"))


def service_words(ids: list[int]) -> dict[int, Words]:
    return {pk: Words(service.name, service.description) for pk, service in current_services().in_bulk(ids).items()}


def organisation_words(ids: list[int]) -> dict[int, Words]:
    return {pk: Words(str(body)) for pk, body in all_organisations().in_bulk(ids).items()}


def hand_in_services(**_signal: Any) -> None:
    """Receives `catalogue.signals.services_changed`: a heading stands in many services, so all are handed in."""
    _hand_in_all(SERVICE, services())


def hand_in_organisation(*, instance: Organisation, **_signal: Any) -> None:
    """Receives `post_save`: what has ended is found no more."""
    today = clock.today()
    has_begun = instance.starts_on is None or instance.starts_on <= today
    if has_begun and (instance.ends_on is None or instance.ends_on >= today):
        index.put(_organisation(instance))
    else:
        index.remove(Ref(ORGANISATION, instance.pk))


def hand_in_organisations() -> None:
    """Every night, for what began or ended by its date without anybody saving it."""
    _hand_in_all(ORGANISATION, organisations())


def _hand_in_all(kind: str, handed: Iterator[Handed]) -> None:
    """By batches, so that by night nobody waits for the whole of it to be written."""
    began = clock.now()
    index.put_many(handed)
    index.remove_older(began, kinds=[kind])


def _service(found: Searchable) -> Handed:
    service = found.service
    return Handed(
        ref=Ref(SERVICE, service.pk),
        title=found.title_ja,
        url=found.url,
        summary=service.description_ja,
        body="\n".join([found.text_ja, found.title_en, found.text_en]),
        fiscal_year=service.plan.fiscal_year,
        weight=1.1,
        is_public=True,
    )


def _organisation(found: Organisation) -> Handed:
    return Handed(
        ref=Ref(ORGANISATION, found.pk),
        title=found.name_ja,
        url=reverse("organisations:organisation", args=[found.code]),
        summary=" ".join(part for part in (found.name_full_ja, found.name_en, str(found.get_kind_display())) if part),
        keywords=tuple(word for word in (found.code, found.name_kana) if word),
        audience=frozenset({audience.SIGNED_IN}),
    )
