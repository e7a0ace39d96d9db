"""What only the council knows of its letters and its account, as the settings of the installation say it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from kakehashi.kernel.banking import Payer, transfer_file

NUMBER = "{year}{mark}第{number}号"  # 24多文化共生課第12号, while nobody says otherwise


def payer() -> Payer | None:
    """Setting CALLS_PAYER: the account payments go out of; ``None``: not set."""
    return Payer(**settings.CALLS_PAYER) if settings.CALLS_PAYER else None


def letter_number(desk: Organisation, fiscal_year: int, number: int | str) -> str:
    """By CALLS_LETTER_NUMBER (its form) and CALLS_LETTER_MARKS (code of the section → its mark)."""
    era = "".join(c for c in clock.FiscalYear(fiscal_year).label_ja if c.isdigit()) or "1"
    mark = settings.CALLS_LETTER_MARKS.get(desk.code, desk.name_ja)
    return (settings.CALLS_LETTER_NUMBER or NUMBER).format(year=era, mark=mark, number=number)


def number_example(desk: Organisation) -> str:
    """What the numbers of this section look like for now; empty once somebody has said how they are to look."""
    if settings.CALLS_LETTER_NUMBER and desk.code in settings.CALLS_LETTER_MARKS:
        return ""
    return letter_number(desk, clock.fiscal_year(clock.today()), 1)


def check_settings(**_options: Any) -> list[CheckMessage]:
    """At the start of every command: a mistyped setting is said then, not on the day of payment."""
    found: list[CheckMessage] = []
    try:
        numbered = {(settings.CALLS_LETTER_NUMBER or NUMBER).format(year=24, mark="x", number=n) for n in (1, 2)}
        if len(numbered) < 2:
            found.append(Error("KAKEHASHI_LETTER_NUMBER lacks {number}: all letters would get one.", id="calls.E001"))
    except (KeyError, IndexError, ValueError) as wrong:
        found.append(Error(f"KAKEHASHI_LETTER_NUMBER: {{year}} {{mark}} {{number}} only: {wrong}", id="calls.E002"))
    marks = list(settings.CALLS_LETTER_MARKS.values())
    if len(set(marks)) < len(marks):
        found.append(
            Error(
                "KAKEHASHI_LETTER_MARKS: two sections with one mark, so two letters with one number.", id="calls.E004"
            )
        )
    try:
        if own := payer():
            transfer_file(own, dt.date(2012, 7, 9), [])
    except (TypeError, ValueError) as wrong:
        found.append(Error(f"KAKEHASHI_PAYER cannot be written as banks want it: {wrong}", id="calls.E003"))
    return found
