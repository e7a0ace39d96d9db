"""The study of early leaving."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.queries import leaving as queries
from kakehashi.services.jet.queries.leaving import Part, Study
from kakehashi.services.jet.terms.causes import Evidence
from kakehashi.services.jet.terms.leaving import FEWEST, Rate
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only
from kakehashi.services.jet.views.people import people_link

_TITLES = {
    "position": gettext_lazy("職種"),
    "urbanity": gettext_lazy("勤務地のようす"),
    "schools": gettext_lazy("担当する学校・施設の数"),
    "housing": gettext_lazy("住まい"),
    "driving": gettext_lazy("車の使用"),
    "host": gettext_lazy("取りまとめ団体"),
}


@dataclass(frozen=True)
class Line:
    """A part in words."""

    label: str
    people: int
    rate: Rate | None


@require_safe
def study(request: SignedInRequest) -> HttpResponse:
    council_only(request)
    found = queries.study()
    context = {
        "found": found,
        "fewest": FEWEST,
        "tenures": [Line(_tenure(one), one.people, one.rate) for one in found.tenures],
        "staying": [(months, 100 * share) for months, share in found.staying],
        "features": _features(found),
        "causes": _causes(found),
        "crumbs": crumbs(people_link(), Link(_("途中退職のようす"), "")),
    }
    return render(request, "jet/leaving.html", context)


def _tenure(part: Part) -> str:
    begin, end = part.value.split("-")
    return _("来日から%(begin)sか月から%(end)sか月まで") % {"begin": begin, "end": end}


def _features(found: Study) -> list[tuple[str, list[Line]]]:
    hosts = queries.host_names(found.parts.get("host", ()))
    made = []
    for feature, parts in found.parts.items():
        words = {one.value: hosts.get(one.value) or queries.label(feature, one.value) for one in parts}
        made.append((str(_TITLES[feature]), [Line(words[one.value], one.people, one.rate) for one in parts]))
    return made


def _causes(found: Study) -> list[tuple[str, list[tuple[str, int]]]]:
    sides = [(str(Evidence(side).label), rows) for side, rows in found.causes.items() if rows]
    return [(side, [(queries.cause_label(cause), people) for cause, people in rows]) for side, rows in sides]
