"""How much an application gets: a pure calculation out of a rule and the facts, every step said in words.

Amounts are whole yen. A fact that is ``None`` is not known: what needs it is left unchecked, and a step says so; a cap
that cannot be told without it refuses.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import ApplicantKind, Jointly, Place
from kakehashi.kernel.money import Rounding, rounded

MOST_YEN = 10**15 - 1  # what can be multiplied by a rate without losing a digit


@dataclass(frozen=True)
class Cap:
    """The most for those it names; what is empty fits everybody."""

    yen: int
    applicant_kind: str = ""
    place: str = ""
    jointly: str = ""

    @property
    def says(self) -> int:
        """How much it names."""
        return bool(self.applicant_kind) + bool(self.place) + bool(self.jointly)

    @property
    def words(self) -> str:
        names = [ApplicantKind(self.applicant_kind).label] if self.applicant_kind else []
        names += [Place(self.place).label] if self.place else []
        names += [Jointly(self.jointly).label] if self.jointly else []
        return "・".join(map(str, names)) or _("すべて")


@dataclass(frozen=True)
class Rule:
    """What a call says about its money. ``None``: no such rule, or not known."""

    is_set: bool = False
    gives_money: bool = True
    paid_by_council: bool = False  # who applies need not ask for an amount
    eligible_kinds: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()
    rate: Decimal | None = None
    floor_yen: int | None = None
    rounding_unit: int = 1000
    rounding: Rounding = Rounding.DOWN
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    longest_months: int | None = None
    starts_after_decision: bool = False
    forbids_co_subsidy: bool = False
    uses_per_year: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of an application; the names are the keys of the input file of ``manage.py award``."""

    applicant_kind: str | None = None
    place: str | None = None
    joint: bool | None = None
    bodies: int | None = None
    eligible: int | None = None
    requested: int | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    decided_on: dt.date | None = None
    uses_this_year: int | None = None  # those before this one
    co_subsidy: bool | None = None

    @property
    def is_joint(self) -> bool:
        """As said; where nothing is said, by the number of bodies. An NPO applies with others by its kind."""
        if self.joint is not None:
            return self.joint
        return (self.bodies or 1) > 1 or self.applicant_kind == ApplicantKind.NPO_JOINT


@dataclass(frozen=True)
class Refusal:
    """Why nothing is granted: a code that does not change, and a sentence."""

    code: str
    words: str


@dataclass(frozen=True)
class Award:
    """The amount, or 0 with every reason against it; `steps` tell how it came about."""

    yen: int
    refusals: tuple[Refusal, ...] = ()
    steps: tuple[str, ...] = ()


def award(rule: Rule, facts: Facts) -> Award:
    """Work out the amount. Every reason against it is told at once."""
    if not rule.gives_money:
        return Award(0, (Refusal("no_money", _("この公募ではお金を支払いません。")),))
    if not rule.is_set:
        return Award(0, (Refusal("not_set", _("金額の決まりが未設定です。")),))
    refusals = [*_who(rule, facts), *_when(rule, facts), *_how_often(rule, facts)]
    yen, more, steps = _amount(rule, facts)
    refusals += more
    return Award(0 if refusals else yen, tuple(refusals), (*steps, *_unchecked(rule, facts)))


# --- Whether at all ---------------------------------------------------------------------------------------------------
def _who(rule: Rule, facts: Facts) -> Iterator[Refusal]:
    kind = facts.applicant_kind
    if kind is not None and rule.eligible_kinds and kind not in rule.eligible_kinds:
        label = ApplicantKind(kind).label
        yield Refusal("kind", _("「%(kind)s」はこの公募に申請できる団体の種類ではありません。") % {"kind": label})
    if kind == ApplicantKind.NPO_JOINT and not facts.is_joint:
        yield Refusal("npo_alone", _("NGO・NPOは、自治体または地域国際化協会と共同の場合だけ申請できます。"))
    if facts.is_joint and facts.bodies is not None and facts.bodies < 2:
        yield Refusal("bodies", _("共同の事業には2つ以上の団体が必要です。"))
    if not facts.is_joint and (facts.bodies or 1) > 1:
        words = _("単独の事業なのに、団体の数が%(bodies)sです。共同かどうか、団体の数のどちらかを直してください。")
        yield Refusal("alone", words % {"bodies": facts.bodies})


def _when(rule: Rule, facts: Facts) -> Iterator[Refusal]:
    starts, ends = facts.starts_on, facts.ends_on
    if starts is not None and ends is not None and ends < starts:
        yield Refusal("dates", _("事業の末日が初日より前です。"))
    if rule.first_day is not None and any(day is not None and day < rule.first_day for day in (starts, ends)):
        words = _("事業の期間が、実施期間の初日(%(day)s)より前にかかっています。") % {"day": rule.first_day}
        yield Refusal("too_early", words)
    if rule.last_day is not None and any(day is not None and day > rule.last_day for day in (starts, ends)):
        words = _("事業の期間が、実施期間の末日(%(day)s)より後にかかっています。") % {"day": rule.last_day}
        yield Refusal("too_late", words)
    most = rule.longest_months
    if most is not None and starts is not None and ends is not None and _lasts_longer(starts, ends, most):
        yield Refusal("too_long", _("事業の期間が%(months)sか月を超えています。") % {"months": most})
    decided = facts.decided_on
    if rule.starts_after_decision and starts is not None and decided is not None and starts < decided:
        yield Refusal("before_decision", _("決定の通知(%(day)s)より前に事業を始めています。") % {"day": decided})


def _lasts_longer(starts: dt.date, ends: dt.date, months: int) -> bool:
    """Whether it goes on for more than so many months; the same day of the month begins the next one.

    Where the last month has no such day, the period ends with the month (民法143条): a year from 29 February with the
    28th of the next.
    """
    begun = (ends.year - starts.year) * 12 + ends.month - starts.month
    return begun > months or (begun == months and ends.day >= starts.day)


def _how_often(rule: Rule, facts: Facts) -> Iterator[Refusal]:
    if rule.forbids_co_subsidy and facts.co_subsidy:
        yield Refusal("co_subsidy", _("国・自治体などのほかの補助を受ける事業は対象になりません。"))
    if rule.uses_per_year is not None and (facts.uses_this_year or 0) >= rule.uses_per_year:
        words = _("1年度に利用できるのは%(most)s回までです。この年度はすでに%(used)s回利用しています。")
        yield Refusal("uses", words % {"most": rule.uses_per_year, "used": facts.uses_this_year or 0})


# --- How much ---------------------------------------------------------------------------------------------------------
def _amount(rule: Rule, facts: Facts) -> tuple[int, list[Refusal], list[str]]:
    eligible = facts.requested if facts.eligible is None else facts.eligible
    if eligible is None:
        if rule.paid_by_council:
            return 0, [], [_("協会が直接支払うため、申請額はありません。")]
        return 0, [Refusal("no_amount", _("対象経費も申請額もないため、計算できません。"))], []
    amount, steps = _share(rule, facts, eligible)
    limit = eligible if facts.requested is None else min(eligible, facts.requested)
    if rule.caps:
        cap = cap_for(rule.caps, facts)
        if cap is None:
            words = _("団体の種類・実施場所・単独か共同かに当たる上限額が未設定です。")
            return 0, [Refusal("no_cap", words)], steps
        over = _("上限額 %(cap)s円(%(who)s)を超えるため %(cap)s円")
        words = over if amount > cap.yen else _("上限額 %(cap)s円(%(who)s)以内")
        steps.append(words % {"cap": f"{cap.yen:,}", "who": cap.words})
        limit = min(limit, cap.yen)
        amount = min(amount, Decimal(cap.yen))
    yen = rounded(amount, rule.rounding_unit, rule.rounding)
    if yen > limit:  # rounded up above what is allowed
        yen = rounded(limit, rule.rounding_unit)
    steps.append(_rounding(rule) % {"unit": f"{rule.rounding_unit:,}", "yen": f"{yen:,}"})
    return yen, *_floor(rule, yen, steps)


def _floor(rule: Rule, yen: int, steps: list[str]) -> tuple[list[Refusal], list[str]]:
    """Whether the amount is worth granting, and the steps with the last one."""
    named = {"yen": f"{yen:,}", "floor": f"{rule.floor_yen or 0:,}"}
    if rule.floor_yen is not None and yen < rule.floor_yen:
        return [Refusal("floor", _("%(yen)s円は下限額 %(floor)s円 に届きません。") % named)], steps
    if yen == 0:
        return [Refusal("nothing", _("計算した額が0円です。"))], steps
    return [], [*steps, _("下限額 %(floor)s円 以上") % named] if rule.floor_yen is not None else steps


def _share(rule: Rule, facts: Facts, eligible: int) -> tuple[Decimal, list[str]]:
    """What of the expenses is paid, at most what is asked for."""
    amount = Decimal(eligible)
    steps = [_("対象経費 %(yen)s円") % {"yen": f"{eligible:,}"}]
    if rule.rate is not None:
        amount *= rule.rate
        percent = f"{(rule.rate * 100).normalize():f}"
        words = _("対象経費 × 補助率 %(rate)s%% = %(yen)s円")
        steps.append(words % {"rate": percent, "yen": f"{rounded(amount):,}"})
    if facts.requested is not None:
        less = _("申請額 %(yen)s円 のほうが少ないため %(yen)s円")
        words = less if facts.requested < amount else _("申請額 %(yen)s円 以内")
        steps.append(words % {"yen": f"{facts.requested:,}"})
        amount = min(amount, Decimal(facts.requested))
    return amount, steps


def cap_for(caps: tuple[Cap, ...], facts: Facts) -> Cap | None:
    """The row that names most about these facts; of two that name as much, the lower."""
    jointly = Jointly.JOINT if facts.is_joint else Jointly.ALONE
    fitting = [
        cap
        for cap in caps
        if cap.applicant_kind in {"", facts.applicant_kind}
        and cap.place in {"", facts.place}
        and cap.jointly in {"", jointly}
    ]
    return min(fitting, key=lambda cap: (-cap.says, cap.yen), default=None)


def _rounding(rule: Rule) -> str:
    match rule.rounding:
        case Rounding.UP:
            return _("%(unit)s円未満切上げ: %(yen)s円")
        case Rounding.HALF_UP:
            return _("%(unit)s円未満四捨五入: %(yen)s円")
    return _("%(unit)s円未満切捨て: %(yen)s円")


def _unchecked(rule: Rule, facts: Facts) -> Iterator[str]:
    """What the rule asks for and nobody said."""
    has_period = rule.first_day or rule.last_day or rule.longest_months
    missing = {
        _("団体の種類"): bool(rule.eligible_kinds) and facts.applicant_kind is None,
        _("事業の期間"): bool(has_period) and (facts.starts_on is None or facts.ends_on is None),
        _("決定の日"): rule.starts_after_decision and (facts.decided_on is None or facts.starts_on is None),
        _("ほかの補助"): rule.forbids_co_subsidy and facts.co_subsidy is None,
        _("利用した回数"): rule.uses_per_year is not None and facts.uses_this_year is None,
    }
    if any(missing.values()):
        names = "、".join(name for name, is_missing in missing.items() if is_missing)
        yield _("わからないため確かめていないこと: %(names)s") % {"names": names}
