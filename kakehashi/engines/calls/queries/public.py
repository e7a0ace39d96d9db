"""Calls as everybody reads them: what is open, coming and past, and what a call says. 未設定 stays empty here."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import ApplicantKind, Pays
from kakehashi.engines.calls.models import Call, Criterion, MoneyRule, Track
from kakehashi.engines.calls.queries.reading import visible_calls
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Version
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock


class CallState(TextChoices):
    """How far a call has come, for who looks for one."""

    PREPARING = "preparing", gettext_lazy("準備中")
    OPEN = "open", gettext_lazy("受付中")
    COMING = "coming", gettext_lazy("これから")
    PAST = "past", gettext_lazy("終了")


TONES = {
    CallState.PREPARING: "neutral",
    CallState.OPEN: "success",
    CallState.COMING: "info",
    CallState.PAST: "neutral",
}


def state_of(call: Call) -> CallState:
    """By the clock of the server; what closed is past, however it closed."""
    if call.announced_at is None:
        return CallState.PREPARING
    if call.closed_at is None and call.opens_at is not None and clock.now() < call.opens_at:
        return CallState.COMING
    return CallState.OPEN if call.is_open else CallState.PAST


@dataclass(frozen=True)
class Sought:
    """What somebody looks for; empty is everything."""

    state: CallState = CallState.OPEN
    fiscal_year: int | None = None
    applicant: str = ""
    gives: str = ""


@dataclass(frozen=True)
class Listed:
    """A call of the list, with what its line says."""

    call: Call
    state: CallState
    tone: str
    who: str


@dataclass(frozen=True)
class Found:
    """The calls of the wanted state, how many there are of each state, and the years there are."""

    lines: list[Listed]
    counts: dict[CallState, int]
    years: list[int]


def find_calls(sought: Sought) -> Found:
    """Announced calls only, whoever looks. One query: what a call says is told apart here, there are few of them."""
    calls = list(announced_calls())
    years = sorted({call.fiscal_year for call in calls}, reverse=True)
    fitting = [(call, state_of(call)) for call in calls if _fits(call, sought)]
    shown: list[CallState] = [CallState.OPEN, CallState.COMING, CallState.PAST]
    counts = {state: sum(of == state for _call, of in fitting) for state in shown}
    lines = [
        Listed(call, state, TONES[state], eligible_words(call)) for call, state in fitting if state == sought.state
    ]
    return Found(sorted(lines, key=_soonest), counts, years)


def announced_calls() -> QuerySet[Call]:
    return visible_calls(None)


def _fits(call: Call, sought: Sought) -> bool:
    year = sought.fiscal_year in {None, call.fiscal_year}
    who = not sought.applicant or not call.eligible_kinds or sought.applicant in call.eligible_kinds
    return year and who and sought.gives in {"", call.gives}


def _soonest(line: Listed) -> tuple[int, float, int]:
    """Open ones by their end, coming ones by their beginning, past ones by how short ago; without a day at the end."""
    call = line.call
    if line.state == CallState.PAST:
        ended = call.closed_at or call.closes_at
        return (-call.fiscal_year, -ended.timestamp() if ended else 0, call.pk)
    day = call.opens_at if line.state == CallState.COMING else call.closes_at
    return (day is None, day.timestamp() if day else 0, call.pk)


def whole_call(person: Person | None) -> QuerySet[Call]:
    """Calls with everything their page shows: announced ones, and one's own being prepared."""
    return (
        visible_calls(person)
        .select_related("money_rule", "copied_from", *ROLES)
        .prefetch_related(
            "tracks", "eligibility_lines", "criteria", "expenses", Prefetch("money_rule__caps"), "check_lines"
        )
    )


# The question sets of a call by their columns, in the order of the road.
ROLES = {
    "application_form": gettext_lazy("申請書"),
    "change_form": gettext_lazy("変更申請書"),
    "report_form": gettext_lazy("実績報告書"),
    "follow_up_form": gettext_lazy("フォローアップ"),
    "host_appraisal_form": gettext_lazy("派遣を受けた団体の評価"),
    "sent_appraisal_form": gettext_lazy("派遣された人の評価"),
}
# Those that a body can prepare at its desk.
BLANKS = ("application_form", "change_form", "report_form")


def blanks_of(call: Call) -> list[tuple[str, Version]]:
    """The forms of the call that have a published version, by their columns. One query."""
    chosen = {role: getattr(call, f"{role}_id") for role in BLANKS if getattr(call, f"{role}_id")}
    published = Version.objects.filter(question_set__in=chosen.values(), state=VersionState.PUBLISHED)
    versions = {version.question_set_id: version for version in published.select_related("question_set")}
    return [(role, versions[pk]) for role, pk in chosen.items() if pk in versions]


def blank_of(call: Call, role: str) -> Version | None:
    return next((version for known, version in blanks_of(call) if known == role), None)


def other_calls(call: Call) -> QuerySet[Call]:
    """The announced calls of the same scheme, the newest first."""
    return announced_calls().filter(scheme=call.scheme_id).exclude(pk=call.pk)


def open_to_apply() -> list[Listed]:
    """The calls that take applications now, those that close first at the top."""
    return find_calls(Sought()).lines


def call_of_service(number: int) -> Call | None:
    """The announced call that carries this line of the plan now: an open one, else one that comes, else the newest."""
    order = [CallState.OPEN, CallState.COMING, CallState.PAST]
    carrying = [call for call in announced_calls() if number in call.scheme.service_numbers]
    return min(carrying, key=lambda call: (order.index(state_of(call)), -call.fiscal_year, call.pk), default=None)


# --- In words ---------------------------------------------------------------------------------------------------------
def eligible_words(call: Call) -> str:
    """Who may apply, in one line."""
    labels = dict(ApplicantKind.choices)
    if not call.eligible_kinds:
        return _("団体の種類による制限はありません")
    return _("、").join(str(labels.get(kind, kind)) for kind in call.eligible_kinds)


def days_until(moment: dt.datetime) -> int:
    """In days of Japan's calendar: 0 is today."""
    return (clock.japan_day(moment) - clock.today()).days


def rate_words(rate: Decimal) -> str:
    """1/2, 2/3, 全額; what is no simple part as a percentage."""
    if rate == 1:
        return _("全額")
    part = Fraction(rate).limit_denominator(10)
    if abs(Decimal(part.numerator) / part.denominator - rate) < Decimal("0.00001"):
        return _("%(part)s以内") % {"part": f"{part.numerator}/{part.denominator}"}
    return _("%(percent)s%%以内") % {"percent": f"{(rate * 100).normalize():f}"}


@dataclass(frozen=True)
class Amounts:
    """The money of a call as its page shows it. `is_set` False: nothing of it counts yet."""

    is_set: bool
    is_confirmed: bool
    rate: str
    rule: MoneyRule | None
    caps: list[tuple[str, int]]
    limits: list[str]

    @property
    def note(self) -> str:
        return spoken(self.rule.note_ja, self.rule.note_en) if self.rule else ""


def amounts_of(call: Call) -> Amounts | None:
    """``None`` where no money is given and no rule was made."""
    rule: MoneyRule | None = getattr(call, "money_rule", None)
    if rule is None:
        return None if call.pays == Pays.NOTHING else Amounts(False, False, "", None, [], [])
    rate = rate_words(rule.rate) if rule.rate is not None else ""
    caps = [(cap_words(cap.get_applicant_kind_display(), cap.get_place_display(), cap.get_jointly_display()), cap.yen)
            for cap in rule.caps.all()]  # fmt: skip
    return Amounts(rule.is_set, rule.is_confirmed, rate, rule, caps, _limits(rule))


def cap_words(*names: object) -> str:
    """For whom a cap is, e.g. 都道府県・主に海外・共同."""
    return "・".join(str(name) for name in names if name) or _("すべての申請")


def _limits(rule: MoneyRule) -> list[str]:
    """What else the rule says, in sentences."""
    said = []
    if rule.forbids_co_subsidy:
        said.append(_("国・自治体などのほかの補助と併用できません。"))
    if rule.starts_after_decision:
        said.append(_("決定の通知より前に始めた事業は対象になりません。"))
    if rule.longest_months is not None:
        said.append(_("事業の期間は最長%(months)sか月です。") % {"months": rule.longest_months})
    if rule.hours_most is not None:
        said.append(_("謝金の対象は1回につき%(hours)s時間までです。") % {"hours": rule.hours_most})
    if rule.weighty_percent is not None:
        words = {"percent": rule.weighty_percent}
        said.append(_("費目間の流用が%(percent)s%%を超える変更には、事前の承認が必要です。") % words)
    return said


def criteria_of(call: Call) -> list[tuple[Criterion, list[tuple[int, str]]]]:
    """What is judged, each with what its numbers of points mean."""
    return [(one, [(anchor["points"], spoken(anchor["ja"], anchor.get("en", ""))) for anchor in one.anchors])
            for one in call.criteria.all()]  # fmt: skip


def has_budgets(tracks: Iterable[Track]) -> bool:
    return any(track.ceiling_yen is not None or track.places is not None for track in tracks)
