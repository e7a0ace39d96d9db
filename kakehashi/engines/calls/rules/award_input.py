"""The facts of an award as a file gives them: every fault in words, nothing guessed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import ApplicantKind, Place
from kakehashi.engines.calls.rules.award import MOST_YEN, Facts


class FaultyFactsError(Exception):
    """What was given are no facts; the message is one sentence for each fault."""


def facts_from(given: Any) -> Facts:
    """Facts out of the object of a JSON file; ``null`` is a fact nobody knows. Raises ``FaultyFactsError``."""
    if not isinstance(given, dict):
        raise FaultyFactsError(_("入力は、項目の名前と値を書いた1つのJSONオブジェクトにしてください。"))
    known: dict[str, Any] = {}
    faults = []
    for name, value in given.items():
        if name not in READERS:
            faults.append(_("「%(name)s」という項目はありません。") % {"name": name})
        elif value is not None:
            try:
                known[name] = READERS[name](value)
            except FaultyFactsError as fault:
                faults.append(f"{name}: {fault}")
    if faults:
        raise FaultyFactsError("\n".join(faults))
    return Facts(**known)


def _whole(least: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise FaultyFactsError(_("整数で書いてください。"))
        if not least <= value <= MOST_YEN:
            limits = {"least": least, "most": f"{MOST_YEN:,}"}
            raise FaultyFactsError(_("%(least)s以上%(most)s以下の数で書いてください。") % limits)
        return value

    return read


def _one_of(values: list[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in values:
            names = {"values": " | ".join(values)}
            raise FaultyFactsError(_("次のどれかを書いてください: %(values)s") % names)
        return str(value)

    return read


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise FaultyFactsError(_("true または false を書いてください。"))
    return value


def _day(value: Any) -> dt.date:
    try:
        return dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no time zone
    except (TypeError, ValueError):
        raise FaultyFactsError(_("日付を 2025-04-01 のように書いてください。")) from None


READERS: dict[str, Callable[[Any], Any]] = {
    "applicant_kind": _one_of(ApplicantKind.values),
    "place": _one_of(Place.values),
    "joint": _truth,
    "bodies": _whole(1),
    "eligible": _whole(0),
    "requested": _whole(0),
    "starts_on": _day,
    "ends_on": _day,
    "decided_on": _day,
    "uses_this_year": _whole(0),
    "co_subsidy": _truth,
}
