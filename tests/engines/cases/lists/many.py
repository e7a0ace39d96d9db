"""Cases made as rows, for lists: only what a list shows of them."""

import datetime as dt
from typing import Any

from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.searching import hand_in
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.cases import stories

DAY = dt.datetime(2012, 7, 9, 9, 0, tzinfo=clock.JAPAN)


def make_case(cast: Cast, serial: int, **fields: Any) -> Case:
    """A case of Himeji at Paris that has been received, or what `fields` say."""
    values = {
        "kind": stories.kind(),
        "number": f"PAR-2012-{serial:04}",
        "applicant": cast.himeji,
        "requester": cast.officer,
        "office": cast.paris,
        "branch": cast.branch,
        "step": "reviewing",
        "step_since": DAY - dt.timedelta(days=serial),
        "fiscal_year": 2012,
        "title": f"訪問{serial}",
        "country_id": "FR",
        "theme": "tourism",
        "submitted_at": DAY,
    }
    case = Case.objects.create(**values | fields)
    hand_in(case)
    return case
