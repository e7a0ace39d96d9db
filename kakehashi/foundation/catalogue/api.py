"""The plan for machines. Mount the router at ``/api/v1``; it needs no sign-in."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from kakehashi.foundation.catalogue import queries
from kakehashi.foundation.catalogue.choices import Engine, ServiceState

router = Router(tags=["plan"])


class Counts(Schema):
    open: int = Field(description="Records under way.")
    done: int = Field(description="Records finished.")
    total: int = Field(description="All records of the service in this plan.")


class ServiceRow(Schema):
    number: int = Field(description="Stable number of the service, the same in every plan year.", examples=[7])
    field: int = Field(description="Number of the field under which the service stands.", examples=[1])
    rank: str = Field(description="重点 (priority) or 一般 (general), as the plan writes it.", examples=["重点"])
    name_ja: str = Field(description="Name in Japanese.")
    name_en: str = Field(description="Name in English.")
    engine: Engine = Field(description="The kind of work that carries the service.")
    state: ServiceState = Field(description="open (受付中), preparing (準備中) or ended (終了).")
    state_ja: str = Field(description="The same as the public page says it: 受付中, 準備中 or 終了.")
    reason_ja: str = Field(description="Why a service is being prepared; empty where it is not.")
    entry_url: str = Field(
        description="Path of the public page of the service on this host.", examples=["/services/fy2012/7/"]
    )
    counts: Counts = Field(description="How many records there are; zeros where nothing is counted yet.")


@router.get(
    "/plan/{code}/services",
    auth=None,
    response=list[ServiceRow],
    summary="Every service of a plan",
    description="All numbered services of the plan, by number. 404 for a plan that does not exist or is a draft.",
)
def services(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    rows = queries.services_for_api(code)
    if rows is None:
        raise Http404
    return rows
