import datetime as dt
from pathlib import Path

import pytest
from django.conf import LazySettings

from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.audit.models import OnceKey
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.search.queries import search
from kakehashi.kernel import clock
from kakehashi.portal import findable, tasks
from tests.cast import Cast


def test_put_away_forgets_keys_of_the_day_before_yesterday(cast: Cast) -> None:
    for key, days in (("old", 3), ("new", 0)):
        at = clock.now() - dt.timedelta(days=days)
        OnceKey.objects.create(person=cast.officer, key=key, digest="", at=at)

    tasks.put_away.call()

    assert list(OnceKey.objects.values_list("key", flat=True)) == ["new"]


def test_put_away_notices_what_began_and_ended_by_its_date(cast: Cast) -> None:
    today = clock.today()
    Organisation.objects.filter(pk=cast.himeji.pk).update(starts_on=today + dt.timedelta(days=1))
    tasks.put_away.call()
    Organisation.objects.filter(pk=cast.himeji.pk).update(starts_on=today)
    Organisation.objects.filter(pk=cast.kakogawa.pk).update(ends_on=today - dt.timedelta(days=1))
    before = [_found(cast, name) for name in ("姫路", "加古川")]

    tasks.put_away.call()

    assert before == [[], ["加古川市"]]
    assert [_found(cast, name) for name in ("姫路", "加古川")] == [["姫路市"], []]


def _found(cast: Cast, name: str) -> list[str]:
    return [hit.title for hit in search(name, viewer=cast.officer, kinds=[findable.ORGANISATION]).hits]


@pytest.mark.django_db
def test_head_of_the_chain_is_written_outside(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with act("test.any", cast.himeji, by=cast.officer, permit=True):
        pass

    tasks.publish_audit_head.call()

    assert (tmp_path / "audit_head.log").read_text().startswith("1 ")
