"""Names of tiers and causes, and explanations in words, for pages and files."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kakehashi.services.jet.placing.explaining import Relaxation, WhyOpen, WhyUnplaced
from kakehashi.services.jet.placing.problem import Candidate, Condition, Line
from kakehashi.services.jet.placing.reading import Reason, Refusal
from kakehashi.services.jet.placing.tiers import TIERS

_TIERS = (
    gettext_lazy("欠かせない枠がうまった数"),
    gettext_lazy("うまった枠の数"),
    gettext_lazy("1人も来ない団体の数"),
    gettext_lazy("不足の偏り"),
    gettext_lazy("同じ都道府県になった2人組"),
    gettext_lazy("第1希望がかなった人"),
    gettext_lazy("第2希望がかなった人"),
    gettext_lazy("第3希望がかなった人"),
    gettext_lazy("勤務地の希望がかなった人"),
)
TIER_NAMES: dict[str, Promise] = {tier.name: label for tier, label in zip(TIERS, _TIERS, strict=True)}
CAUSES: dict[str, Promise] = {
    "none": gettext_lazy("説明がつかない"),
    "seat": gettext_lazy("先に決めた配置のため"),
    "couple": gettext_lazy("2人組を離さないため"),
    "must": gettext_lazy("欠かせない枠をうめるため"),
    "post": gettext_lazy("枠を1つでも多くうめるため"),
}


def relaxation_words(one: Relaxation) -> str:
    """What one condition less would do."""
    details = {"condition": _condition(one), "moves": one.moves}
    if one.moves:
        return _("「%(condition)s」の条件がなければ、ほかの%(moves)s人が移ると1人多く配置できました。") % details
    return _("「%(condition)s」の条件がなければ、1人多く配置できました。") % details


def _condition(one: Relaxation) -> str:
    return condition_name(one.condition) if one.condition is not None else pgettext("jet condition", "国別計画の上限")


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
