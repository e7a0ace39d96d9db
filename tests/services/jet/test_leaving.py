"""Early leaving studied: nothing of fewer than five, and a hint only where it is beyond chance."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.kernel import clock
from kakehashi.services.jet.models import LeavingCause, Participant, RequestLine
from kakehashi.services.jet.queries.leaving import Study, hints, study
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.jet import stories

pytestmark = pytest.mark.django_db
ARRIVED, ENDS, LEFT = dt.date(2010, 7, 31), dt.date(2011, 7, 31), dt.date(2011, 1, 31)


@pytest.fixture(autouse=True)
def _in_autumn_2012() -> Iterator[None]:
    cache.clear()
    with clock.pinned(dt.datetime(2012, 9, 3, 1, tzinfo=dt.UTC)):
        yield
    cache.clear()


def line(cast: Cast, urbanity: str) -> RequestLine:
    sheet = stories.draft(stories.cycle(stories.jet_officer(cast)), cast.himeji, cast.officer)
    return RequestLine.objects.create(sheet=sheet, number=9, position="ALT", urbanity=urbanity, housing="own")


def came(
    cast: Cast, count: int, of: RequestLine | None = None, *, leave: bool = False, manner: str = "resigned"
) -> None:
    facts = {"country_id": "GB", "position": "ALT", "organisation": cast.himeji, "host": cast.branch, "line": of}
    end = {"last_day": LEFT, "manner": manner, "step": "left"} if leave else {"step": "completed"}
    Participant.objects.bulk_create(
        Participant(name=f"{leave} {number}", arrived_on=ARRIVED, ends_on=ENDS, **facts, **end)
        for number in range(count)
    )


def fresh() -> Study:
    cache.clear()
    return study()


def test_fewer_than_five_are_not_told(cast: Cast, sign_in: SignIn) -> None:
    stories.cycle(council := stories.jet_officer(cast))
    came(cast, 40)
    came(cast, 4, leave=True)
    assert fresh().overall is None
    assert "まだ示せるだけの人数がありません" in sign_in(council).get("/jet/leaving/").content.decode()

    came(cast, 1, leave=True)
    cache.clear()
    page = sign_in(council).get("/jet/leaving/").content.decode()
    assert "途中で退職した人" in page and "兵庫県支部" in page


def test_who_died_is_not_counted_as_leaving(cast: Cast) -> None:
    stories.cycle(stories.jet_officer(cast))
    came(cast, 6, leave=True, manner="deceased")

    assert fresh().overall is None


def test_a_hint_is_given_only_beyond_chance(cast: Cast) -> None:
    rural = line(cast, "rural")
    came(cast, 300)
    came(cast, 20, rural)
    came(cast, 5, leave=True)
    assert hints(rural, fresh()) == []

    came(cast, 8, rural, leave=True)
    told = {one.words: one.leavers for one in hints(rural, fresh())}
    assert told["町村部"] == 8
    assert set(told) <= {"町村部", "本人が探す", "運転しない"}


def test_the_sheet_shows_the_hint(cast: Cast, sign_in: SignIn) -> None:
    rural = line(cast, "rural")
    came(cast, 300)
    came(cast, 20, rural)
    came(cast, 5, leave=True)
    came(cast, 8, rural, leave=True)

    assert "町村部: これまで" in sign_in(cast.officer).get(f"/jet/requests/{rural.sheet_id}/").content.decode()


def test_causes_are_counted_by_who_says_so(cast: Cast) -> None:
    stories.cycle(stories.jet_officer(cast))
    came(cast, 30)
    came(cast, 12, leave=True)
    leavers = list(Participant.objects.filter(step="left"))
    causes = "JJJJJJWWFFHX"
    LeavingCause.objects.bulk_create(
        LeavingCause(participant=one, said_by="self", cause=cause, is_primary=True)
        for one, cause in zip(leavers, causes, strict=True)
    )
    found = fresh()

    assert found.causes["self"] == [("J", 6), ("", 6)]
    assert found.causes["council"] == []


def test_only_the_council_reads_it_in_few_queries(cast: Cast, sign_in: SignIn) -> None:
    council = stories.jet_officer(cast)
    stories.cycle(council)
    came(cast, 30)
    came(cast, 12, leave=True)
    for person in (cast.officer, cast.branch_officer):
        assert sign_in(person).get("/jet/leaving/").status_code == 404
    client = sign_in(council)
    client.get("/home/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/jet/leaving/")
    assert len(queries) < 25
