"""The letters of a call as they will look, with an invented application: before anybody has applied."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.queries.letters import laid_out, period_words
from kakehashi.foundation.documents.letters import in_words
from kakehashi.foundation.ui.formatting import money_text
from kakehashi.kernel import clock

_YEN = {"decided": 1_234_000, "first_decided": 1_500_000, "settled": 1_200_000, "advanced": 600_000, "returned": 34_000}


def example_letter(call: Call, kind: str, language: str) -> dict[str, Any]:
    """What the template of letters takes; every field has something in it."""
    with override(language):
        facts, to = _facts(call, language), _("(申請した団体)")
    return laid_out(call, kind, language, facts, to=to, dated_on=clock.today(), number="")


def _facts(call: Call, language: str) -> dict[str, str]:
    """In the active language."""
    year = clock.FiscalYear(call.fiscal_year)
    first, last = call.first_day or year.first_day, call.last_day or year.last_day
    words = {
        "applicant": _("(申請した団体)"),
        "scheme": str(call.scheme),
        "call": call.title,
        "year": year.label_ja if language == "ja" else year.label_en,
        "number": f"{call.fiscal_year}-{call.scheme.code.upper()}-0001",
        "title": _("(事業名)"),
        "track": str(call.tracks.first() or ""),
        "sent": _("(派遣する人)"),
        "reason": _("(理由)"),
        "conditions": _("(条件)"),
        "period": period_words(first, last, language),
    }
    yen = {name: money_text(amount) for name, amount in _YEN.items()}
    later = last + dt.timedelta(days=call.report_days or 30)
    days = {"handed_in_on": clock.today(), "report_due": later, "return_due": later}
    return words | yen | {name: in_words(day, language) for name, day in days.items()}
