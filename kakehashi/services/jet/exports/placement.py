"""A placement as files: who goes where, who and what is left with the reason, and the certificate."""

import csv
import io
import json
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi.services.jet.placing.answer import Answer
from kakehashi.services.jet.placing.explaining import Explainer, WhyOpen, WhyUnplaced
from kakehashi.services.jet.placing.problem import Candidate, Condition, Line, Problem
from kakehashi.services.jet.placing.reading import Reason, Refusal
from kakehashi.services.jet.placing.tiers import OBJECTIVE, TIERS


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


def condition_name(condition: Condition) -> str:
    return {
        Condition.POSITION: pgettext("jet condition", "職種"),
        Condition.COUNTRY: pgettext("jet condition", "国"),
        Condition.LEVEL: pgettext("jet condition", "日本語能力"),
        Condition.LICENCE: pgettext("jet condition", "運転免許"),
        Condition.GROUP: pgettext("jet condition", "来日グループ"),
    }[condition]


def _counted(counts: Mapping[Condition, int]) -> str:
    return _("、").join(f"{condition_name(condition)} {count}" for condition, count in counts.items())


def unplaced_reason(candidate: Candidate, why: WhyUnplaced) -> str:
    """One line in words."""
    parts = []
    if not why.posts:
        return _("%(position)sの募集がありません。") % {"position": candidate.profile.position}
    if why.plan_full:
        given = {"country": candidate.profile.country, "position": candidate.profile.position}
        parts.append(_("%(country)sの%(position)sは国別計画の上限に達しています。") % given)
    elif why.fitting:
        parts.append(_("条件に合う%(posts)sポストは、ほかの候補者で埋まっています。") % {"posts": why.fitting})
    else:
        parts.append(_("条件に合う募集がありません。"))
    if why.hindered:
        parts.append(_("合わない条件とそのポスト数: %(conditions)s。") % {"conditions": _counted(why.hindered)})
    if why.freed and not why.plan_full:
        parts.append(_("1つの条件だけが妨げている空きポスト: %(conditions)s。") % {"conditions": _counted(why.freed)})
    return " ".join(parts)


def open_reason(line: Line, why: WhyOpen) -> str:
    """One line in words."""
    if not why.people:
        return _("%(position)sの候補者がいません。") % {"position": line.conditions.position}
    parts = []
    if why.placed_elsewhere:
        parts.append(_("条件に合う%(people)s人は、ほかの募集に配置されました。") % {"people": why.placed_elsewhere})
    if why.kept_by_plan:
        parts.append(_("条件に合う%(people)s人は、国別計画の上限のため配置できません。") % {"people": why.kept_by_plan})
    if not parts:
        parts.append(_("条件に合う候補者がいません。"))
    if why.hindered:
        parts.append(_("合わない条件とその人数: %(conditions)s。") % {"conditions": _counted(why.hindered)})
    if why.freed:
        parts.append(
            _("1つの条件だけが妨げている、配置のない候補者: %(conditions)s。") % {"conditions": _counted(why.freed)}
        )
    return " ".join(parts)


def refusal_line(refusal: Refusal) -> str:
    """Where and why a row is refused, in words."""
    why = {
        Reason.MISSING_FILE: _("ファイルがありません"),
        Reason.TOO_LARGE: _("ファイルが大きすぎます"),
        Reason.ENCODING: _("UTF-8 で書かれていません"),
        Reason.NOT_CSV: _("CSV として読めません"),
        Reason.MISSING_COLUMN: _("列がありません"),
        Reason.COLUMN_TWICE: _("同じ名前の列が2つあります"),
        Reason.CELLS: _("列の数が見出しと合いません"),
        Reason.NO_ID: _("番号がありません"),
        Reason.TWICE: _("同じものが2度あります"),
        Reason.NOT_ALLOWED: _("使えない値です"),
        Reason.NOT_A_NUMBER: _("決められた範囲の整数ではありません"),
        Reason.UNKNOWN_CODE: _("団体コードではありません"),
        Reason.UNKNOWN_CANDIDATE: _("その候補者がいません"),
        Reason.RANK_TWICE: _("同じ順位が2度あります"),
        Reason.OWN_PARTNER: _("自分自身を相手にしています"),
        Reason.UNKNOWN_PARTNER: _("相手がいません"),
        Reason.ONE_SIDED: _("相手がこの候補者を相手としていません"),
    }[refusal.reason]
    place = f"{refusal.file}:{refusal.row}" if refusal.row else refusal.file
    return " ".join(part for part in (place, refusal.about, why, f"({refusal.given})" if refusal.given else "") if part)
