"""Cases and precedents for machines: the same visibility as the pages."""

import datetime as dt

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.pagination import paginate
from ninja.security import django_auth

from kakehashi.engines.cases import queries
from kakehashi.engines.cases.models import Case, Precedent
from kakehashi.foundation.ui.api_pages import Pages

router = Router(tags=["cases"])


class CaseRow(Schema):
    id: int
    number: str | None
    title: str
    step: str
    service_number: int | None
    kind: str
    applicant_code: str | None
    office_code: str
    country: str | None
    city: str
    first_day: dt.date | None
    last_day: dt.date | None

    @staticmethod
    def resolve_service_number(case: Case) -> int | None:
        return case.kind.service_number

    @staticmethod
    def resolve_kind(case: Case) -> str:
        return case.kind.code

    @staticmethod
    def resolve_applicant_code(case: Case) -> str | None:
        return case.applicant.code if case.applicant else None

    @staticmethod
    def resolve_office_code(case: Case) -> str:
        return case.office.code

    @staticmethod
    def resolve_country(case: Case) -> str | None:
        return case.country_id


class PrecedentRow(Schema):
    id: int
    title: str
    summary: str
    support: str
    outcome: str
    lessons: str
    applicant: str
    office_code: str
    country: str | None
    city: str
    host: str
    theme: str
    fiscal_year: int
    published_at: dt.datetime

    @staticmethod
    def resolve_applicant(precedent: Precedent) -> str:
        return precedent.applicant_words

    @staticmethod
    def resolve_office_code(precedent: Precedent) -> str:
        return precedent.office.code

    @staticmethod
    def resolve_country(precedent: Precedent) -> str | None:
        return precedent.country_id


@router.get("/cases", auth=django_auth, response=list[CaseRow], summary="The cases that the signed-in person may see")
@paginate(Pages)
def cases(request: HttpRequest) -> QuerySet[Case]:
    return queries.visible_cases(getattr(request, "person", None)).order_by("-id")


@router.get("/precedents", auth=None, response=list[PrecedentRow], summary="Published precedents, newest first")
@paginate(Pages)
def precedents(request: HttpRequest) -> QuerySet[Precedent]:
    return queries.visible_precedents(None)
