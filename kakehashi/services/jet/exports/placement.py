"""A placement as files: who goes where, who and what is left with the reason, and the certificate."""

import csv
import io
import json
from collections.abc import Iterable

from kakehashi.services.jet.placing.answer import Answer
from kakehashi.services.jet.placing.explaining import Explainer
from kakehashi.services.jet.placing.problem import Problem
from kakehashi.services.jet.placing.tiers import OBJECTIVE, TIERS
from kakehashi.services.jet.placing.words import open_reason, unplaced_reason


def files(problem: Problem, answer: Answer, *, input_sha256: str) -> dict[str, bytes]:
    """The four files of a placement by their names, UTF-8."""
    explainer = Explainer(problem, answer)
    placed = sorted(answer.places.items())
    unplaced = [one for one in problem.candidates if one.id not in answer.places]
    unfilled = [line for line in problem.lines if explainer.open_posts[line.id]]
    why_unplaced = ((one.id, unplaced_reason(one, explainer.why_unplaced(one))) for one in unplaced)
    why_open = (
        (line.id, explainer.open_posts[line.id], open_reason(line, explainer.why_open(line))) for line in unfilled
    )
    return {
        "assignments.csv": _table(("candidate_id", "line_id"), placed),
        "unplaced.csv": _table(("candidate_id", "reason"), why_unplaced),
        "unfilled.csv": _table(("line_id", "open_posts", "reason"), why_open),
        "certificate.json": certificate(answer, input_sha256=input_sha256),
    }


def certificate(answer: Answer, *, input_sha256: str) -> bytes:
    tiers = zip(TIERS, answer.values, answer.bounds, answer.proven, strict=True)
    told = {
        "objective_version": OBJECTIVE,
        "seed": answer.seed,
        "input_sha256": input_sha256,
        "tiers": [
            {"name": tier.name, "value": value, "bound": bound, "proven": proven}
            for tier, value, bound, proven in tiers
        ],
        "seconds": round(answer.seconds, 3),
    }
    return (json.dumps(told, indent=1) + "\n").encode()


def _table(header: tuple[str, ...], rows: Iterable[Iterable[object]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue().encode()
