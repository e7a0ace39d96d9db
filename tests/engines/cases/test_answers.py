import datetime as dt
from typing import Any

import pytest

from kakehashi.engines.cases.operations.answers import day_of, rows_of, text_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2012-10-15", ("2012-10-15", [], dt.date(2012, 10, 15))),
        ("10月", ("10月", [], None)),
        (None, ("", [], None)),
        (7, ("", [], None)),
        ([{"name": "a"}, "b", None], ("", [{"name": "a"}], None)),
        ({"name": "a"}, ("", [], None)),
    ],
)
def test_what_does_not_fit_is_empty(value: Any, expected: Any) -> None:
    assert (text_of(value), rows_of(value), day_of(value)) == expected
