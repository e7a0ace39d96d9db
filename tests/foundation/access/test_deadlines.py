import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from kakehashi.foundation.access.deadlines import deadline_for
from kakehashi.foundation.access.models import DeadlineException
from kakehashi.foundation.access.operations import grant_exception
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref
from tests.cast import Cast

CALL = Ref("calls.call", 7)
DEFAULT = dt.datetime(2012, 7, 31, 17, 0, tzinfo=clock.JAPAN)
DAY = dt.timedelta(days=1)


def test_without_an_exception_the_default_stands(cast: Cast) -> None:
    assert deadline_for(CALL, DEFAULT) == DEFAULT
    assert deadline_for(CALL, DEFAULT, cast.himeji, cast.officer) == DEFAULT


def test_an_exception_is_for_one_body_and_one_thing(cast: Cast) -> None:
    grant_exception(CALL, to=cast.himeji, until=DEFAULT + 3 * DAY, why="豪雨のため", by=cast.section_staff)

    assert deadline_for(CALL, DEFAULT, cast.himeji) == DEFAULT + 3 * DAY
    assert deadline_for(CALL, DEFAULT, cast.kakogawa) == DEFAULT
    assert deadline_for(CALL, DEFAULT) == DEFAULT
    assert deadline_for(Ref("calls.call", 8), DEFAULT, cast.himeji) == DEFAULT
    row = AuditRow.objects.get()
    assert (row.action, row.note, row.thing_kind) == (
        "access.grant_exception",
        "豪雨のため",
        "access.deadlineexception",
    )


def test_for_a_person_and_the_latest_wins_and_never_shortens(cast: Cast) -> None:
    for days in (5, 2, -9):
        grant_exception(CALL, to=cast.officer, until=DEFAULT + days * DAY, why="入院", by=cast.section_staff)

    assert deadline_for(CALL, DEFAULT, cast.himeji, cast.officer) == DEFAULT + 5 * DAY
    assert deadline_for(CALL, DEFAULT + 30 * DAY, person=cast.officer) == DEFAULT + 30 * DAY
    assert deadline_for(CALL, DEFAULT, person=cast.colleague) == DEFAULT


@pytest.mark.parametrize("who", ["officer", "branch_officer", "director", "operator"])
def test_only_headquarters_grants(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermittedError):
        grant_exception(CALL, to=cast.himeji, until=DEFAULT + DAY, why="遅れた", by=getattr(cast, who))


def test_the_database_asks_for_a_reason_and_exactly_one_beneficiary(cast: Cast) -> None:
    base = {"about_kind": "calls.call", "about_id": 7, "until": DEFAULT}
    for wrong in (
        {"why": "", "organisation": cast.himeji},
        {"why": "理由"},
        {"why": "理由", "organisation": cast.himeji, "person": cast.officer},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeadlineException.objects.create(**base, **wrong)
