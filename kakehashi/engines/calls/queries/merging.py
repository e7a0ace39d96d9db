"""Letters with named gaps: ``{{ title }}``. The names are known; a value is text, never read as anything else."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What may stand in a letter, as the editor of its words reads it.
FIELDS: dict[str, str | Promise] = {
    "applicant": _("団体名"),
    "scheme": _("制度の名称"),
    "call": _("公募の名称"),
    "year": _("年度"),
    "number": _("受付番号"),
    "handed_in_on": _("申請書の提出日"),
    "title": _("事業名"),
    "track": _("枠"),
    "decided": _("決定額"),
    "first_decided": _("当初の決定額"),
    "settled": _("確定額"),
    "advanced": _("既に支払った額"),
    "returned": _("返還を求める額"),
    "return_due": _("返還の期限"),
    "period": _("事業の期間"),
    "report_due": _("実績報告の期限"),
    "sent": _("派遣する人"),
    "reason": _("理由"),
    "conditions": _("条件など"),
}
# A line with one of these falls away where there is nothing to say.
OPTIONAL = {"track", "advanced", "period", "report_due", "reason", "conditions", "return_due"}
_GAP = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def gaps(text: str) -> set[str]:
    """The names that stand in the text, known or not."""
    return set(_GAP.findall(text))


def unknown(text: str) -> list[str]:
    """What stands between braces and is no field, in order; a brace left alone too."""
    alone = re.findall(r"\{\{|\}\}", _GAP.sub("", text))
    return [name or "{{ }}" for name in dict.fromkeys(_GAP.findall(text)) if name not in FIELDS] + alone


def missing(text: str, facts: Mapping[str, str]) -> list[str]:
    """Fields that the text needs and nobody knows yet."""
    return sorted(name for name in gaps(text) - OPTIONAL if not facts.get(name))


def merge(text: str, facts: Mapping[str, str]) -> str:
    """The text with its gaps filled, each once; lines whose optional field is empty fall away."""
    kept = [line for line in text.splitlines() if not any(not facts.get(name) for name in gaps(line) & OPTIONAL)]
    return "\n".join(_GAP.sub(lambda found: facts.get(found[1], ""), line) for line in kept)
