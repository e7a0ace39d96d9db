"""What the application paper says, as the columns of an application that lists and rules read."""

import datetime as dt
from typing import Any

from kakehashi.engines.calls.choices import Place
from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.queries.budget import budget_of, whole_yen
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.organisations.models import Country


def take_over(application: Application, answers: Answers) -> None:
    """Columns for lists and rules, out of the application paper; what is not understood stays empty. Does not save.

    Question codes with a meaning: title, summary, theme, country, place, joint, starts_on, ends_on, co_subsidy,
    use_category, expenses (a table of category, item, unit_yen, quantity, amount_yen), requested_yen, may_publish.
    """
    application.title = _text(answers.get("title"))[:200]
    application.summary = _text(answers.get("summary"))
    application.theme = _text(answers.get("theme"))[:60]
    application.use_category = _text(answers.get("use_category"))[:60]
    place = _text(answers.get("place"))
    application.place = place if place in Place.values else ""
    country = _text(answers.get("country"))
    application.country_id = country if country and Country.objects.filter(alpha2=country).exists() else None
    partners = application.partners.count() if application.pk else 0
    application.is_joint = answers.get("joint") is True or partners > 0
    application.starts_on, application.ends_on = _day(answers.get("starts_on")), _day(answers.get("ends_on"))
    application.has_co_subsidy = answers.get("co_subsidy") is True
    application.consents_to_publication = answers.get("may_publish") is True
    application.requested_yen = whole_yen(answers.get("requested_yen"))
    application.eligible_yen = eligible_yen(application.call, answers)
    application.bodies = 1 + partners


def eligible_yen(call: Call, answers: Answers) -> int | None:
    """What of the expenses counts; ``None``: no table."""
    budget = budget_of(call, answers)
    return budget.eligible_yen if budget is not None else None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
