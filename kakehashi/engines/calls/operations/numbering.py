"""Numbers given once: of applications (2012-MULTI-0007) and of letters (24自国多第12号)."""

from django.db.models import F

from kakehashi.engines.calls.models import Application, Counter


def next_number(heading: str, fiscal_year: int) -> int:
    """The next number under this heading in this year; the row is held until the transaction ends."""
    counter, _created = Counter.objects.select_for_update(no_key=True).get_or_create(
        heading=heading, fiscal_year=fiscal_year
    )
    Counter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    return counter.last


def give_number(application: Application) -> None:
    """Once: what was sent back by the branch keeps the number it got."""
    if application.number is None:
        year = application.call.fiscal_year
        code = application.call.scheme.code.upper()
        application.number = f"{year}-{code}-{next_number(f'application:{code}', year):04}"
