"""The registers of people who can be sent: who sees them, how they are found and kept."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.calls.models import Absence, Expert
from kakehashi.engines.calls.operations.registers import (
    NoConsentError,
    add_absence,
    add_expert,
    change_expert,
)
from kakehashi.engines.calls.queries.registers import SoughtExpert, find_experts
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def expert(name: str = "防災 花子", **values: object) -> Expert:
    given = {
        "register": "adviser", "fields": ["防災"], "languages": ["英語"], "areas": ["近畿"],
        "consented_on": dt.date(2012, 4, 1),
    }  # fmt: skip
    return Expert.objects.create(name_ja=name, **(given | values))


def test_found_by_word_field_language_and_area(cast: Cast) -> None:
    expert()
    other = expert("水道 太郎", register="expert", fields=["上水道"], languages=["中国語"], areas=["中国"])
    looked_for = [
        {"text": "スイドウ 太郎"}, {"text": "水道"}, {"register": "expert"}, {"field": "上水道"},
        {"language": "中国語"}, {"area": "中国"}, {"field": "上水道", "area": "近畿"},
    ]  # fmt: skip

    found = [[one.pk for one in find_experts(cast.officer, SoughtExpert(**sought))[0]] for sought in looked_for]

    assert found == [[], [other.pk], [other.pk], [other.pk], [other.pk], [other.pk], []]


def test_who_is_not_listed_is_there_for_the_council_only(cast: Cast, sign_in: SignIn) -> None:
    hidden = expert(is_listed=False)
    address = reverse("calls:expert", args=[hidden.pk])

    answers = [sign_in(person).get(address).status_code for person in (stories.section(cast)[1], cast.officer)]

    assert answers == [200, 404]


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_many(cast: Cast, sign_in: SignIn) -> None:
    client, counts = sign_in(cast.officer), []
    client.get(reverse("calls:experts"))
    for more in (1, 2, 20):
        for number in range(more):
            expert(f"人 {more} {number}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("calls:experts"))
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_the_desk_enters_and_changes(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.section(cast)[1])
    typed = {
        "register": "adviser", "name_ja": "日本語 次郎", "fields_known": "やさしい日本語\n\n防災\n防災",
        "languages": "英語", "areas": "", "most_per_year": "5", "is_listed": "on",
        "home": "加古川市", "person": cast.neighbour.email, "consented_on": "2012-06-01",
    }  # fmt: skip

    answer = client.post(reverse("calls:expert_new"), typed)
    made = Expert.objects.get()
    client.post(reverse("calls:expert_edit", args=[made.pk]), typed | {"affiliation": "某大学", "_revision": 1})

    assert answer["Location"] == reverse("calls:expert", args=[made.pk])
    made.refresh_from_db()
    assert (made.fields, made.most_per_year, made.affiliation) == (["やさしい日本語", "防災"], 5, "某大学")
    assert (made.home, made.person, made.consented_on) == (cast.kakogawa, cast.neighbour, dt.date(2012, 6, 1))
    page = client.get(reverse("calls:expert_edit", args=[made.pk])).content.decode()
    assert "やさしい日本語\n防災</textarea>" in page


def test_who_saves_second_is_shown_both(cast: Cast, sign_in: SignIn) -> None:
    found = expert()
    officer = stories.section(cast)[1]
    change_expert(found, {"affiliation": "先に保存した所属"}, base_revision=1, by=officer)

    answer = sign_in(officer).post(
        reverse("calls:expert_edit", args=[found.pk]), {"register": "adviser", "name_ja": "後", "_revision": 1}
    )

    assert answer.status_code == 409
    assert "先に保存した所属" in answer.content.decode()
    with pytest.raises(StaleError):
        change_expert(found, {}, base_revision=1, by=officer)


def test_nobody_else_keeps_the_register(cast: Cast, sign_in: SignIn) -> None:
    found = expert()
    client = sign_in(cast.officer)

    answers = [
        client.get(reverse("calls:expert_new")).status_code,
        client.get(reverse("calls:expert_edit", args=[found.pk])).status_code,
        client.post(reverse("calls:expert_absence", args=[found.pk])).status_code,
    ]

    assert answers == [403, 403, 403]
    with pytest.raises(NotPermittedError):
        add_absence(found, first_day=dt.date(2012, 9, 1), last_day=dt.date(2012, 9, 1), by=cast.officer)


def test_days_away_are_noted_seen_by_the_council_and_dropped(cast: Cast, sign_in: SignIn) -> None:
    found, today = expert(), clock.today()
    client = sign_in(stories.section(cast)[1])
    address = reverse("calls:expert_absence", args=[found.pk])
    Absence.objects.create(expert=found, first_day=today - dt.timedelta(800), last_day=today - dt.timedelta(700))

    wrong = client.post(address, {"first_day": today, "last_day": today - dt.timedelta(1)})
    client.post(address, {"first_day": today, "last_day": today + dt.timedelta(3)})
    away = Absence.objects.get()
    pages = [sign_in(person).get(reverse("calls:expert", args=[found.pk])).content.decode()
             for person in (stories.section(cast)[1], cast.officer)]  # fmt: skip
    client.post(reverse("calls:expert_absence_drop", args=[found.pk, away.pk]))

    assert wrong.status_code == 422
    assert [away.last_day.isoformat() in page for page in pages] == [True, False]
    assert not Absence.objects.exists()


def test_without_consent_nobody_is_put_on_the_list(cast: Cast, sign_in: SignIn) -> None:
    typed = {"register": "adviser", "name_ja": "日本語 次郎", "is_listed": "on", "person": "nobody@example.invalid"}

    answer = sign_in(stories.section(cast)[1]).post(reverse("calls:expert_new"), typed)

    page = answer.content.decode()
    assert ["本人の同意を得た日を入力" in page, "登録されている人はいません" in page] == [True, True]
    assert not Expert.objects.exists()


def test_no_way_leads_to_the_list_without_consent(cast: Cast) -> None:
    officer, hidden = stories.section(cast)[1], expert(is_listed=False, consented_on=None)

    with pytest.raises(NoConsentError):
        add_expert({"register": "adviser", "name_ja": "日本語 次郎"}, by=officer)
    with pytest.raises(NoConsentError):
        change_expert(hidden, {"is_listed": True}, base_revision=1, by=officer)

    assert list(Expert.objects.values_list("name_ja", "is_listed")) == [("防災 花子", False)]


def test_whoever_is_registered_keeps_their_own_entry(cast: Cast, sign_in: SignIn) -> None:
    mine = expert(person=cast.neighbour, is_listed=False, affiliation="加古川市", consented_on=None)
    client, edit = sign_in(cast.neighbour), reverse("calls:expert_edit", args=[mine.pk])
    typed = {"affiliation": "某大学", "fields_known": "防災", "languages": "", "areas": "近畿", "_revision": 1}

    shown = client.get(edit).content.decode()
    client.post(edit, typed | {"consents": "on", "name_ja": "別の名", "is_listed": "on"})
    client.post(reverse("calls:expert_absence", args=[mine.pk]), {"first_day": "2012-09-01", "last_day": "2012-09-02"})

    mine.refresh_from_db()
    assert ['name="name_ja"' in shown, 'name="consents"' in shown] == [False, True]
    assert (mine.name_ja, mine.affiliation, mine.consented_on, mine.is_listed) == (
        "防災 花子", "某大学", clock.today(), False,
    )  # fmt: skip
    assert mine.absences.get().last_day == dt.date(2012, 9, 2)
    assert "自分の欄を直す" in client.get(reverse("calls:sent")).content.decode()


def test_consent_taken_back_takes_the_entry_off_the_list(cast: Cast, sign_in: SignIn) -> None:
    mine = expert(person=cast.neighbour, consented_on=dt.date(2012, 4, 1))

    sign_in(cast.neighbour).post(reverse("calls:expert_edit", args=[mine.pk]), {"fields_known": "防災", "_revision": 1})

    mine.refresh_from_db()
    assert (mine.consented_on, mine.is_listed) == (None, False)
    assert sign_in(cast.officer).get(reverse("calls:expert", args=[mine.pk])).status_code == 404
    assert sign_in(cast.neighbour).get(reverse("calls:expert", args=[mine.pk])).status_code == 200
