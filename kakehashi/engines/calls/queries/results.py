"""Results that everybody may read, and the one a desk writes."""

from typing import Any

from django.db.models import Q, QuerySet

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Result, Scheme
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation


def public_results() -> QuerySet[Result]:
    """Published ones whose applicant agreed; newest year first."""
    found = Result.objects.filter(published_at__isnull=False, application__consents_to_publication=True)
    related = found.select_related("application__call__scheme", "application__applicant__parent")
    return related.order_by("-application__fiscal_year", "-published_at", "-pk")


def narrowed(*, year: str = "", scheme: str = "", prefecture: str = "") -> QuerySet[Result]:
    """By fiscal year, code of the scheme, code of the prefecture (of the body or the one it lies in)."""
    found = public_results()
    if year.isascii() and year.isdigit() and len(year) == 4:
        found = found.filter(application__fiscal_year=int(year))
    if scheme:
        found = found.filter(application__call__scheme__code=scheme[:40])
    if prefecture:
        code = prefecture[:40]
        own = found.filter(application__applicant__code=code)
        found = own | found.filter(application__applicant__parent__code=code)
    return found


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the public list can be narrowed by: only what stands in it."""
    shown = Application.objects.filter(consents_to_publication=True, result__published_at__isnull=False).order_by()
    years = shown.values_list("fiscal_year", flat=True).distinct().order_by("-fiscal_year")
    schemes = Scheme.objects.filter(pk__in=shown.values("call__scheme")).order_by("code")
    bodies = Q(pk__in=shown.values("applicant")) | Q(pk__in=shown.values("applicant__parent"))
    places = Organisation.objects.filter(bodies, kind=OrganisationKind.PREFECTURE).order_by("code")
    return {
        "year": [(str(year), str(year)) for year in years],
        "scheme": [(scheme.code, str(scheme)) for scheme in schemes],
        "prefecture": [(place.code, str(place)) for place in places],
    }


def result_of(application: Application) -> Result | None:
    return Result.objects.filter(application=application).first()


def first_words(application: Application) -> dict[str, Any]:
    """What a result begins with: the plan, and what the report says."""
    report = application.paper_of(PaperKind.REPORT)
    answers = report.sheet.answers if report else {}
    told = {name: answers.get(name) for name in ("result", "outcome", "points")}
    texts = {name: text for name, text in told.items() if isinstance(text, str)}
    return {
        "title": application.title,
        "summary": application.summary,
        "outcome": texts.get("outcome") or texts.get("result", ""),
        "points": texts.get("points", ""),
    }
