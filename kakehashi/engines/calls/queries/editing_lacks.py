"""What keeps a call from being announced, what will be noticed when it is, and what of a copy is to be looked at."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import Deciding, Pays
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.queries.editing import published_version, roles_of
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.forms.models import QuestionSet
from kakehashi.foundation.organisations.calendar import days_off
from kakehashi.kernel import clock

DAYS = ("opens_at", "closes_at", "first_day", "last_day", "decides_on", "scoring_until")


@dataclass(frozen=True)
class Lack:
    """Something to be mended, and the part of the editor where that is done; empty: elsewhere."""

    words: str
    part: str = ""


def what_is_missing(call: Call) -> list[str]:
    """Why it cannot be announced, in words; empty when it can."""
    return [lack.words for lack in lacks_of(call)]


def lacks_of(call: Call) -> list[Lack]:
    """Why it cannot be announced, in the order of the parts."""
    found = []
    if not call.guidance_ja:
        found.append(Lack(_("募集の案内がありません。「名称と案内」に書いてください。"), "words"))
    if not call.contact_ja:
        found.append(Lack(_("問合せ先がありません。「名称と案内」に書いてください。"), "words"))
    if call.application_form is None:
        found.append(Lack(_("申請書の質問票が選ばれていません。「質問票」で選んでください。"), "forms"))
    if call.pays != Pays.NOTHING and call.report_form is None:
        words = _("実績報告書の質問票が選ばれていません。額の確定と支払は、実績報告のあとに進みます。")
        found.append(Lack(words, "forms"))
    for role in roles_of(call):
        chosen: QuestionSet | None = getattr(call, role)
        if chosen is not None and published_version(chosen) is None:
            unpublished = _("質問票「%(form)s」に公開中の版がありません。質問票を公開してください。") % {"form": chosen}
            found.append(Lack(unpublished, "forms"))
    if not call.tracks.exists():
        found.append(Lack(_("枠がありません。一つの枠だけで募集するときも、「枠」に一つ加えてください。"), "tracks"))
    if call.deciding == Deciding.SCORES and not call.criteria.exists():
        words = _("採点の観点がありません。「審査」に加えるか、「申請の進め方」で採点しない決め方を選んでください。")
        found.append(Lack(words, "judging"))
    if call.scheme.ends_after is not None and call.fiscal_year > call.scheme.ends_after:
        found.append(Lack(_("この制度は%(year)s年度で終わりました。") % {"year": call.scheme.ends_after}))
    return found


def minded_of(call: Call) -> list[Lack]:
    """What does not keep it from being announced, but will be noticed."""
    found = []
    if call.is_unconfirmed:
        words = _("「要綱未確認」の印が付いています。要綱で確かめたら「名称と案内」で外してください。")
        found.append(Lack(words, "words"))
    if call.opens_at is None:
        found.append(Lack(_("受付の開始が未設定です。公表するとすぐに受付が始まります。"), "window"))
    if call.closes_at is None and not call.closes_when_spent:
        found.append(Lack(_("受付の締切が未設定です。締め切るまで受け付けます。"), "window"))
    rule: Any = getattr(call, "money_rule", None)
    if call.pays != Pays.NOTHING and (rule is None or not rule.is_set):
        found.append(Lack(_("金額の決まりが未設定です。額は計算されず、「未設定」と表示されます。"), "money"))
    elif rule is not None and rule.is_set and not rule.is_confirmed:
        found.append(Lack(_("金額の決まりは要綱で確かめていません。"), "money"))
    if call.deciding == Deciding.SCORES and call.reviews_each is None:
        found.append(Lack(_("1件あたりの審査員の数が未設定です。"), "judging"))
    if not holders(Permission.HANDLE_CALLS, call.scheme.desk_id).exists():
        desk = {"desk": call.scheme.desk}
        found.append(Lack(_("「%(desk)s」には、公募を担当する職員がまだいません。") % desk))
    return found


# --- A copy -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class MovedDay:
    """A day of the earlier call and what stands in the copy. `is_touched`: somebody changed it since it was copied.

    `off`: why nobody works on it (a holiday, a weekend); empty on a working day.
    """

    label: str | Promise
    before: dt.date | dt.datetime
    after: dt.date | dt.datetime | None
    is_touched: bool
    off: str = ""


def off_days(call: Call, names: Collection[str] = DAYS) -> dict[str, str]:
    """Of these columns the ones whose day is a weekend or holiday of Japan, each with which."""
    moments = {name: getattr(call, name) for name in names}
    days = {
        name: clock.japan_day(value) if isinstance(value, dt.datetime) else value
        for name, value in moments.items()
        if value is not None
    }
    off = days_off(set(days.values()))
    return {name: off[day] for name, day in days.items() if day in off}


def later(day: dt.date | dt.datetime | None, years: int) -> dt.date | dt.datetime | None:
    """The same day and hour of Japan, years later; of 29 February the 28th."""
    if day is None:
        return None
    if isinstance(day, dt.datetime):
        local = day.astimezone(clock.JAPAN)
        return dt.datetime.combine(clock.add_months(local.date(), 12 * years), local.timetz())
    return clock.add_months(day, 12 * years)


def moved_days(call: Call) -> list[MovedDay]:
    """The days of a copied call, beside those of the call it was copied from."""
    source = call.copied_from
    if source is None:
        return []
    years, off, found = call.fiscal_year - source.fiscal_year, off_days(call), []
    for name in DAYS:
        before, after = getattr(source, name), getattr(call, name)
        if before is not None:
            label = Call._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # a column of the call
            found.append(MovedDay(label, before, after, after != later(before, years), off.get(name, "")))
    return found


def still_of_then(call: Call) -> list[Lack]:
    """What a copy still has of the earlier call: its budgets, its amounts, words that name its year."""
    source = call.copied_from
    if source is None:
        return []
    then = {track.code: track.ceiling_yen for track in source.tracks.all()}
    found = []
    for one in call.tracks.all():
        if one.ceiling_yen is not None and then.get(one.code) == one.ceiling_yen:
            amount = {"track": one, "yen": f"{one.ceiling_yen:,}"}
            same = _("枠「%(track)s」の予算が、前の公募と同じ%(yen)s円です。") % amount
            found.append(Lack(same, "tracks"))
    for label, part, text in _texts(call):
        for year in sorted(set(_years_of(source.fiscal_year).findall(text))):
            words = {"where": label, "year": year}
            found.append(Lack(_("「%(where)s」に「%(year)s」と書かれています。") % words, part))
    return found


def _years_of(fiscal_year: int) -> re.Pattern[str]:
    """How people write this fiscal year, and the calendar year in which it ends."""
    ways = []
    for year in (fiscal_year, fiscal_year + 1):
        era = f"平成{year - 1988}" if year < 2019 else f"令和{year - 2018}"
        ways += [rf"{era}年度?", rf"(?<!\d){year}年度?", rf"(?<!\d)FY ?{year}(?!\d)"]
    return re.compile("|".join(ways))


def _texts(call: Call) -> list[tuple[str, str, str]]:
    """Everything that is written in a call: where, in which part, what."""
    names = ("title_ja", "title_en", "guidance_ja", "guidance_en", "contact_ja", "contact_en")
    found = [(str(Call._meta.get_field(name).verbose_name), "words", getattr(call, name)) for name in names]  # type: ignore[union-attr]  # columns of the call
    found += [(str(one), "tracks", f"{one.name_ja} {one.about_ja} {one.about_en}") for one in call.tracks.all()]
    found += [(str(one), "who", f"{one.text_ja} {one.refusal_ja}") for one in call.eligibility_lines.all()]
    found += [(str(one), "checks", one.text_ja) for one in call.check_lines.all()]
    rule: Any = getattr(call, "money_rule", None)
    if rule is not None:
        found.append((_("注記"), "money", f"{rule.note_ja} {rule.note_en}"))
    for letter in call.letter_templates.all():
        found.append((str(letter.get_kind_display()), "letters", f"{letter.subject} {letter.body}"))
    return found
