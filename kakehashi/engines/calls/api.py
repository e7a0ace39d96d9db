"""Calls, applications and results for machines: the same visibility as the pages."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from ninja.security import django_auth

from kakehashi.engines.calls import queries, rules
from kakehashi.engines.calls.models import Application, Result
from kakehashi.engines.calls.queries.lists import Line, lines_of
from kakehashi.engines.calls.queries.papers import visible_papers
from kakehashi.engines.calls.queries.public import CallState, announced_calls, state_of
from kakehashi.engines.calls.queries.results import narrowed
from kakehashi.engines.calls.queries.reviewing_released import released_scores
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.organisations.queries import prefecture_of
from kakehashi.foundation.ui.api_pages import Pages

router = Router(tags=["calls"])


class CallRow(Schema):
    id: int
    scheme: str = Field(description="Code of the programme; it stays the same from year to year.")
    title_ja: str
    title_en: str
    fiscal_year: int = Field(description="The year in which the projects are carried out.", examples=[2012])
    round: int
    state: CallState = Field(description="coming, open or past, by the clock of the server.")
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    service_numbers: list[int] = Field(description="The services of the plan that the programme carries.")


class ApplicationRow(Schema):
    id: int
    number: str | None = Field(description="受付番号; null before it is handed in.")
    title: str
    call: int = Field(description="The id of its call.")
    scheme: str = Field(description="Code of the programme.")
    fiscal_year: int
    track: str | None = Field(description="Code of the quota (枠).")
    applicant_code: str
    state: str = Field(description="Where it stands, in the words of the reader's side.")
    whose_turn: str = Field(description="Name of the body whose turn it is; empty when it is nobody's.")
    is_mine: bool = Field(description="Whether it is the reader's turn.")
    requested_yen: int | None
    decided_yen: int | None = Field(description="Null until the reader may know the decision.")
    settled_yen: int | None = Field(description="Null until the amount is fixed (額の確定).")
    handed_in_at: dt.datetime | None


class PartnerRow(Schema):
    code: str
    part: str
    consent: str = Field(description="asked, given or refused.")


class PaperRow(Schema):
    kind: str = Field(examples=["application", "report"])
    round: int
    due_on: dt.date | None
    submitted_at: dt.datetime | None


class CriterionRow(Schema):
    code: str
    score: float
    most: int


class ScoreRow(Schema):
    score: float = Field(description="Mean or median of the reviews, of a hundred points.")
    reviews: int = Field(description="How many reviews were handed in.")
    criteria: list[CriterionRow]


class ApplicationWhole(ApplicationRow):
    summary: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    partners: list[PartnerRow]
    papers: list[PaperRow] = Field(description="Those that the reader may read.")
    scores: ScoreRow | None = Field(description="For the applicant, once the council releases them; else null.")


class ResultRow(Schema):
    id: int
    title: str
    title_en: str
    summary: str
    outcome: str
    points: str = Field(description="What others can learn from it.")
    fiscal_year: int
    scheme: str = Field(description="Code of the programme.")
    applicant_code: str
    applicant: str
    prefecture: str
    published_at: dt.datetime

    @staticmethod
    def resolve_fiscal_year(result: Result) -> int:
        return result.application.fiscal_year

    @staticmethod
    def resolve_scheme(result: Result) -> str:
        return result.application.call.scheme.code

    @staticmethod
    def resolve_applicant_code(result: Result) -> str:
        return result.application.applicant.code

    @staticmethod
    def resolve_applicant(result: Result) -> str:
        return result.application.applicant.name_ja

    @staticmethod
    def resolve_prefecture(result: Result) -> str:
        place = prefecture_of(result.application.applicant)
        return place.name_ja if place else ""


def _person(request: HttpRequest) -> Person:
    person: Person = request.person  # type: ignore[attr-defined]  # signed in, as `auth` demands
    return person


def _row(line: Line) -> dict[str, Any]:
    """What the list of applications says of one: a step or an amount the reader may not know yet is not in it."""
    one = line.application
    return {
        "id": one.pk,
        "number": one.number,
        "title": str(one),
        "call": one.call_id,
        "scheme": one.call.scheme.code,
        "fiscal_year": one.fiscal_year,
        "track": one.track.code if one.track else None,
        "applicant_code": one.applicant.code,
        "state": line.state,
        "whose_turn": line.whose_turn,
        "is_mine": line.is_mine,
        "requested_yen": one.requested_yen,
        "decided_yen": line.decided_yen,
        "settled_yen": line.settled_yen,
        "handed_in_at": one.handed_in_at,
    }


def _scores(application: Application, person: Person) -> dict[str, Any] | None:
    found = released_scores(application) if rules.is_applicant(person, application) else None
    if found is None:
        return None
    criteria = [{"code": one.code, "score": score, "most": one.most} for one, score in found.criteria]
    return {"score": found.score, "reviews": found.reviews, "criteria": criteria}


class ApplicationPages(Pages):
    """Only the applications of the page are put into words."""

    def paginate_queryset(
        self, queryset: QuerySet[Application], pagination: Any, request: HttpRequest, **params: Any
    ) -> Any:
        page = super().paginate_queryset(queryset, pagination=pagination, request=request, **params)
        return page | {"items": [_row(line) for line in lines_of(_person(request), list(page["items"]))]}


@router.get(
    "/calls",
    auth=None,
    response=list[CallRow],
    summary="Announced calls, the newest year first",
    description="Every call that the council announced: coming, open and past. Also as iCalendar: /calls/calendar.ics",
)
@paginate(Pages)
def calls(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "id": call.pk,
            "scheme": call.scheme.code,
            "title_ja": call.title_ja or call.scheme.name_ja,
            "title_en": call.title_en or call.scheme.name_en,
            "fiscal_year": call.fiscal_year,
            "round": call.round,
            "state": state_of(call),
            "opens_at": call.opens_at,
            "closes_at": call.closes_at,
            "service_numbers": call.scheme.service_numbers,
        }
        for call in announced_calls().order_by("-fiscal_year", "scheme__code", "round")
    ]


@router.get(
    "/applications",
    auth=django_auth,
    response=list[ApplicationRow],
    summary="The applications that the signed-in person may see",
    description="The newest first. What the list at /calls/applications/ shows; scores are never among it.",
)
@paginate(ApplicationPages)
def applications(request: HttpRequest) -> QuerySet[Application]:
    return queries.visible_applications(_person(request)).order_by("-id")


@router.get(
    "/applications/{pk}",
    auth=django_auth,
    response=ApplicationWhole,
    summary="One application",
    description="404 for one that the signed-in person may not see, as for one that does not exist.",
)
def application(request: HttpRequest, pk: int) -> dict[str, Any]:
    person = _person(request)
    found = get_object_or_404(queries.whole_application(person), pk=pk)
    papers = visible_papers(person).filter(application=found).order_by("id")
    return _row(lines_of(person, [found])[0]) | {
        "summary": found.summary,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "partners": [
            {"code": one.organisation.code, "part": one.part, "consent": one.consent} for one in found.partners.all()
        ],
        "papers": list(papers),
        "scores": _scores(found, person),
    }


@router.get(
    "/results",
    auth=None,
    response=list[ResultRow],
    summary="Published results, the newest year first",
    description="What finished projects achieved, where the applicant agreed. Narrowed by fiscal year, code of the"
    " programme, code of the prefecture. The same as one file: /calls/results/results.csv and results.json",
)
@paginate(Pages)
def results(request: HttpRequest, year: str = "", scheme: str = "", prefecture: str = "") -> QuerySet[Result]:
    return narrowed(year=year, scheme=scheme, prefecture=prefecture)
