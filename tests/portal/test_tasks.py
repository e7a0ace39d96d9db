import datetime as dt
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage

from kakehashi.engines.calls.models import Scheme
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.audit.models import AuditRow, OnceKey
from kakehashi.foundation.audit.verify import verify
from kakehashi.foundation.catalogue import seed
from kakehashi.foundation.catalogue.choices import ServiceState
from kakehashi.foundation.catalogue.models import Service
from kakehashi.foundation.notices.choices import MailState
from kakehashi.foundation.notices.kinds import Param
from kakehashi.foundation.notices.models import Mail
from kakehashi.foundation.notices.telling import mail_to
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.search.queries import search
from kakehashi.foundation.tasks.running import run_due
from kakehashi.kernel import clock
from kakehashi.portal import findable, tasks
from kakehashi.portal.invitations import INVITED
from tests.cast import Cast
from tests.engines.calls import stories

WORDS: dict[str, Param] = {
    "organisation": "姫路市",
    "role": "団体の担当者",
    "name": "新任 一",
    "until": dt.date(2012, 7, 23),
}


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


def test_put_away_closes_a_service_whose_call_was_of_last_year(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seed.load()
    year = clock.fiscal_year(clock.today())
    call = stories.call(cast, fiscal_year=year)
    Scheme.objects.filter(pk=call.scheme_id).update(service_numbers=[32])
    seed.refresh_states()
    states = [_state_of(32)]

    monkeypatch.setattr(clock, "today", lambda: dt.date(year + 1, 4, 1))
    tasks.put_away.call()

    states.append(_state_of(32))
    assert states == [ServiceState.OPEN, ServiceState.PREPARING]


def _state_of(number: int) -> str:
    return Service.objects.get(number=number).state


def _found(cast: Cast, name: str) -> list[str]:
    return [hit.title for hit in search(name, viewer=cast.officer, kinds=[findable.ORGANISATION]).hits]


def test_forgetting_a_person_blanks_the_records_about_them(cast: Cast) -> None:
    with act("test.any", cast.retired, by=cast.officer, permit=True):
        cast.retired.phone = "079-1"
        cast.retired.save()
    RoleHeld.objects.filter(person=cast.retired).update(ends_on=dt.date(2011, 3, 31))
    Person.objects.filter(pk=cast.retired.pk).update(created_at=dt.datetime(2010, 4, 1, tzinfo=clock.JAPAN))

    tasks.forget.call()

    assert Person.objects.get(pk=cast.retired.pk).phone == ""
    assert AuditRow.objects.get(action="test.any").after == {}
    assert verify().findings == []


def test_a_secret_leaves_the_mail_queue_with_its_mail(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    for number in range(3):
        mail_to(f"{number}@example.invalid", "ja", INVITED, key=str(number), url="/secret", **WORDS)  # type: ignore[arg-type]  # words only
    Mail.objects.filter(key="1").update(state=MailState.FAILED, created_at=clock.now() - dt.timedelta(days=15))
    Mail.objects.filter(key="2").update(state=MailState.FAILED)

    run_due()
    tasks.forget.call()

    said = {mail.key: (mail.state, "/secret" in mail.body) for mail in Mail.objects.all()}
    assert said == {"0": (MailState.SENT, False), "2": (MailState.FAILED, True)}
    assert "/secret" in str(mailoutbox[0].body)


@pytest.mark.django_db
def test_head_of_the_chain_is_written_outside(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with act("test.any", cast.himeji, by=cast.officer, permit=True):
        pass

    tasks.publish_audit_head.call()

    assert (tmp_path / "audit_head.log").read_text().startswith("1 ")
