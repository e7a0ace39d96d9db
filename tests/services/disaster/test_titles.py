"""Sheets in a list: called by what they say."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.models import Sheet
from kakehashi.services.disaster.queries.titles import sheet_rows
from tests.cast import Cast
from tests.services.disaster import sheet_stories as stories

pytestmark = pytest.mark.django_db
standing = stories.standing


def test_a_sheet_is_called_by_its_first_sentence(cast: Cast) -> None:
    sheet = stories.sheet(cast, stories.writer(cast))
    more = Sheet(lines=[*sheet.lines, {"code": "SH-02", "slots": {}}, {"code": "gone", "slots": {}}])

    rows = sheet_rows([sheet, more, Sheet(lines=[])])

    assert [row.title for row in rows] == ["水を配ります", "水を配ります ほか2件", ""]


def test_the_state_says_that_the_time_has_passed(cast: Cast) -> None:
    hour = dt.timedelta(hours=1)
    soon, past = clock.now() + hour, clock.now() - hour
    sheets = [Sheet(valid_until=until, state=SheetState.CURRENT) for until in (None, soon, past)]

    rows = sheet_rows([*sheets, Sheet(valid_until=past, state=SheetState.WITHDRAWN)])

    assert [(row.state, row.tone) for row in rows] == [
        ("有効", "success"),
        ("有効", "success"),
        ("期限が過ぎました", "danger"),
        ("取り下げ", "neutral"),
    ]


def test_two_questions_name_them_all(cast: Cast) -> None:
    writer = stories.writer(cast)
    sheets = [stories.sheet(cast, writer) for _number in range(3)]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        sheet_rows(sheets)

    assert len(asked) == 2
