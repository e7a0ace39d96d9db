"""Dates, times and amounts as people read them, in the language of the page. All times are Japan's."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from kakehashi.kernel import clock
from kakehashi.kernel.money import yen

# A deadline this many days away is marked as near.
NEAR = 3


def _day(value: dt.date | dt.datetime) -> dt.date:
    return clock.japan_day(value) if isinstance(value, dt.datetime) else value


def day_text(day: dt.date) -> str:
    """平成24年7月9日(月), Mon 9 July 2012, or the same order in another language."""
    language = get_language() or "ja"
    if language.startswith("ja"):
        return clock.long_date_ja(day)
    if language.startswith("en"):
        return clock.long_date_en(day)
    return date_format(day, "D j F Y")


def moment_text(moment: dt.datetime) -> str:
    """平成24年7月9日(月) 14:00; in English with the zone."""
    hour = f"{moment.astimezone(clock.JAPAN):%H:%M}"
    if (get_language() or "ja").startswith("ja"):
        return f"{day_text(_day(moment))} {hour}"
    return f"{day_text(_day(moment))}, {hour} JST"


def _time_element(iso: str, text: str) -> SafeString:
    return format_html('<time datetime="{0}" title="{0}">{1}</time>', iso, text)


def ui_date(value: dt.date | dt.datetime | None) -> SafeString | str:
    """The day in words; nothing for None."""
    if value is None:
        return ""
    day = _day(value)
    return _time_element(day.isoformat(), day_text(day))


def ui_datetime(value: dt.datetime | None) -> SafeString | str:
    """The day and the minute in Japan; nothing for None."""
    if value is None:
        return ""
    moment = value.astimezone(clock.JAPAN)
    return _time_element(moment.isoformat(timespec="minutes"), moment_text(value))


def _days_left(days: int) -> tuple[str, str]:
    """The tone and the words of a deadline `days` away."""
    if days < 0:
        return "overdue", ngettext("%(days)s日過ぎています", "%(days)s日過ぎています", -days) % {"days": -days}
    if days == 0:
        return "near", gettext("今日まで")
    tone = "near" if days <= NEAR else "far"
    return tone, ngettext("あと%(days)s日", "あと%(days)s日", days) % {"days": days}


def ui_deadline(value: dt.date | dt.datetime | None) -> SafeString | str:
    """Until when, to the hour where it is known, and how many days are left; nothing for None."""
    if value is None:
        return ""
    tone, left = _days_left((_day(value) - clock.today()).days)
    if isinstance(value, dt.datetime):
        if clock.has_passed(value) and tone == "near":
            tone, left = "overdue", gettext("時刻を過ぎています")
        when = ui_datetime(value)
    else:
        when = ui_date(value)
    return format_html(
        '<span class="ui-deadline" data-tone="{}"><span class="ui-deadline__when">{}</span> '
        '<span class="ui-deadline__left">{}</span></span>',
        tone,
        format_html(gettext("{day}まで"), day=when),
        left,
    )


def ui_money(value: int | None) -> SafeString | str:
    """1,234,000円; 未設定 where the amount is not known."""
    if value is None:
        return format_html('<span class="ui-unset">{}</span>', gettext("未設定"))
    return format_html('<span class="ui-number" dir="ltr">{}</span>', money_text(value))


def money_text(value: int) -> str:
    """1,234,000円, or ¥1,234,000 in other languages: for sentences and papers."""
    return yen(value) if (get_language() or "ja").startswith("ja") else f"¥{value:,}"


def ui_number(value: int | None) -> SafeString | str:
    """1,234; 未設定 where the number is not known."""
    if value is None:
        return format_html('<span class="ui-unset">{}</span>', gettext("未設定"))
    return format_html('<span class="ui-number" dir="ltr">{}</span>', f"{value:,}")


def ui_fiscal_year(value: int | clock.FiscalYear | dt.date | None) -> str:
    """平成24年度 (2012), or FY2012; of a day, the year it belongs to."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        year = clock.FiscalYear(clock.fiscal_year(_day(value)))
    else:
        year = clock.FiscalYear(value) if isinstance(value, int) else value
    if (get_language() or "ja").startswith("ja"):
        return f"{year.label_ja} ({year.year})"
    return year.label_en
