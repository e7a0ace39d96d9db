"""What goes into a placement as it stands, and what a run made of it."""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.organisations.seed import country_codes
from kakehashi.services.jet.models import Application, Assignment, Cycle, PlacementRun, RequestLine
from kakehashi.services.jet.placing.answer import Answer
from kakehashi.services.jet.placing.explaining import Explainer
from kakehashi.services.jet.placing.problem import MUNICIPALITY, PREFECTURE, Candidate, Problem, Profile
from kakehashi.services.jet.placing.reading import CANDIDATES, COLUMNS, LINES, PLAN, PREFERENCES, fingerprint, parse

READY = "documents_ok"
_OWN_CODES = 900_000  # of bodies without a code of six digits


def ready_candidates(cycle: Cycle) -> Iterable[Application]:
    found = Application.objects.filter(cycle=cycle, step=READY).order_by("number")
    return found.select_related("partner").prefetch_related("choices__place")


def accepted_lines(cycle: Cycle) -> Iterable[RequestLine]:
    found = RequestLine.objects.filter(sheet__cycle=cycle, sheet__step="accepted")
    return found.select_related("sheet__organisation__parent").order_by("sheet__organisation__code", "number")


def line_id(line: RequestLine) -> str:
    """Of a line in a placement; load ``sheet__organisation``."""
    return f"{line.sheet.organisation.code}-{line.number}"


def _code(body: Organisation) -> str:
    return body.code if len(body.code) == 6 and body.code.isdigit() else str(_OWN_CODES + body.pk)


def _prefecture(body: Organisation, codes: Mapping[str, str]) -> str:
    """Of the prefecture in which it is; its own code where no prefecture is known."""
    for one in (body, body.parent):
        if one is not None and len(one.code) == 6 and one.code[:2] in codes:
            return codes[one.code[:2]]
    return _code(body)


def tables_now(cycle: Cycle) -> dict[str, str]:
    """Name → text of each table that a placement reads, from candidates who are ready and requests accepted."""
    prefectures = Organisation.objects.filter(kind=OrganisationKind.PREFECTURE).values_list("code", flat=True)
    codes = {code[:2]: code for code in prefectures}
    people = list(ready_candidates(cycle))
    ready = {one.pk for one in people}
    plan = [pair for one in cycle.plan.order_by("country") for pair in sorted(one.maxima().items())]
    rows: dict[str, Iterable[Iterable[object]]] = {
        CANDIDATES: (_candidate(one, ready) for one in people),
        PREFERENCES: (
            (one.number, choice.rank, _kind(choice.place), _code(choice.place))
            for one in people
            for choice in one.choices.all()
        ),
        LINES: (_line(one, codes) for one in accepted_lines(cycle)),
        PLAN: ((country, position, most) for (country, position), most in plan),
    }
    return {name: _table(COLUMNS[name], rows[name]) for name in COLUMNS}


def _candidate(one: Application, ready: set[int]) -> Iterable[object]:
    partner = one.partner.number if one.partner and one.is_couple and one.partner.pk in ready else ""
    numbers = (one.number, one.country_id, one.position, one.level, int(one.licence), one.group, one.score or 0)
    return (*numbers, one.wish or "any", partner)


def _line(one: RequestLine, codes: Mapping[str, str]) -> Iterable[object]:
    body = one.sheet.organisation
    places = (line_id(one), _code(body), _prefecture(body, codes), one.position, one.posts)
    musts = (";".join(one.countries) or "*", one.level, int(one.licence), ";".join(one.groups) or "*")
    return (*places, *musts, one.urbanity, int(one.must_fill))


def _kind(place: Organisation) -> str:
    return PREFECTURE if place.kind == OrganisationKind.PREFECTURE else MUNICIPALITY


def _table(header: list[str], rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue()


def as_files(tables: Mapping[str, str]) -> dict[str, bytes]:
    return {name: tables[name].encode() for name in COLUMNS}


def fingerprint_now(cycle: Cycle) -> str:
    return fingerprint(as_files(tables_now(cycle)))


def problem_of(tables: Mapping[str, str], edits: Iterable[Mapping[str, Any]] = ()) -> Problem:
    """Raises ``RefusedError`` where a table is not what it must be."""
    return edited(parse(as_files(tables), countries=country_codes()), edits)


def edited(problem: Problem, edits: Iterable[Mapping[str, Any]]) -> Problem:
    """With places decided or barred, and with people who are only supposed."""
    seats, barred, maxima = dict(problem.seats), set(problem.barred), dict(problem.maxima)
    supposed: list[Candidate] = []
    for edit in edits:
        match edit["kind"]:
            case "seat":
                seats[edit["candidate"]] = edit["line"]
            case "bar":
                barred.add((edit["candidate"], edit["line"]))
            case "more":
                pair = (edit["country"], edit["position"])
                if pair in maxima:
                    maxima[pair] += edit["number"]
                supposed += _supposed(problem, pair, edit["number"])
    everybody = sorted((*problem.candidates, *supposed), key=lambda one: one.id)
    return replace(problem, candidates=tuple(everybody), seats=seats, barred=frozenset(barred), maxima=maxima)


def _supposed(problem: Problem, pair: tuple[str, str], number: int) -> list[Candidate]:
    """People like most of their country, without wishes or a licence."""
    country, position = pair
    groups = Counter(one.profile.group for one in problem.candidates if one.profile.country == country)
    group = groups.most_common(1)[0][0] if groups else "A"
    profile = Profile(position, country, 0, licence=False, group=group)
    return [Candidate(f"+{country}-{position}-{at + 1}", profile) for at in range(number)]


@dataclass(frozen=True)
class Outcome:
    """A run that can be asked why."""

    problem: Problem
    answer: Answer
    explainer: Explainer
    candidates: Mapping[str, Candidate]


def outcome(run: PlacementRun) -> Outcome:
    """Of a run that has been reckoned; what a run holds never changes, so it is kept."""
    return _outcome(run.pk, run.sha256, run.asked_at)


@lru_cache(maxsize=4)
def _outcome(pk: int, _sha256: str, _asked_at: dt.datetime) -> Outcome:
    run = PlacementRun.objects.get(pk=pk)
    problem = problem_of(run.tables, run.edits)
    answer = Answer(run.places, tuple(run.values), tuple(run.bounds), tuple(run.proven), run.seed, run.seconds or 0.0)
    return Outcome(problem, answer, Explainer(problem, answer), {one.id: one for one in problem.candidates})


def visible_runs(person: Person | None) -> QuerySet[PlacementRun]:
    return PlacementRun.objects.visible_to(person).select_related("cycle", "base", "asked_by")


def story(run: PlacementRun) -> QuerySet[Passage]:
    return Passage.objects.filter(thing_kind=run.ref.kind, thing_id=run.ref.id).select_related("by")


def announced_run(cycle: Cycle) -> PlacementRun | None:
    return PlacementRun.objects.filter(cycle=cycle, step="notified").first()


def visible_assignments(person: Person | None) -> QuerySet[Assignment]:
    return Assignment.objects.visible_to(person).select_related(
        "application__country", "line__sheet__organisation", "run__cycle"
    )


def is_in_announced_run(application: Application) -> bool:
    """Whether the announced placement decided about this candidate, with or without a place."""
    run = announced_run(application.cycle)
    return run is not None and application.number in outcome(run).candidates
