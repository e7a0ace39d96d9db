"""Several people, or one person's several presses, at the same moment: one effect, the others told, nothing lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from kakehashi.engines.calls.models import Account, Payment
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.paying import AccountChangedError, register_account
from kakehashi.engines.calls.operations.settling import fix_amount
from kakehashi.engines.cases.models import Case, Item, Message
from kakehashi.engines.cases.operations import moving
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.audit.once import new_key
from kakehashi.foundation.audit.verify import verify
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast, make_cast
from tests.engines.calls import stories as calls
from tests.engines.cases import stories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cache.clear()
    return make_cast()


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each of the jobs answered, or what it raised; all begin at the same moment, each on its own connection."""
    answers: list[Any] = [None] * len(jobs)
    start = threading.Barrier(len(jobs))

    def _run(place: int) -> None:
        start.wait()
        try:
            answers[place] = jobs[place]()
        except Exception as raised:  # it is the answer
            answers[place] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=_run, args=[place]) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def browser(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def poster(client: Client, path: str, data: dict[str, Any]) -> Callable[[], Any]:
    return lambda: client.post(path, data)


def statuses(answers: list[Any]) -> list[Any]:
    return sorted(getattr(answer, "status_code", repr(answer)) for answer in answers)


def test_two_colleagues_submit_one_request(cast: Cast) -> None:
    for _round in range(5):
        case = stories.draft(cast)
        people = [browser(cast.officer), browser(cast.colleague)]

        answers = at_once(*[poster(one, f"/cases/{case.pk}/request/check/", {"_once": new_key()}) for one in people])

        assert statuses(answers) in ([200, 302], [302, 302])  # told why, or led to the case that is no draft any more
        assert Passage.objects.filter(thing_kind=case.ref.kind, thing_id=case.pk, move="submit").count() == 1
        assert stories.fresh(case).step == "submitted"


def test_numbers_have_no_gap_and_no_double(cast: Cast) -> None:
    cases = [stories.draft(cast) for _number in range(20)]

    answers = at_once(*[lambda case=case: moving.submit(case, by=cast.officer) for case in cases])

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    numbers = sorted(int((case.number or "").rpartition("-")[2]) for case in Case.objects.all())
    assert numbers == list(range(1, 21))


@pytest.mark.parametrize("what", ["submit", "message"])
def test_one_press_sent_three_times(cast: Cast, what: str) -> None:
    case = stories.draft(cast) if what == "submit" else stories.submitted(cast)
    path = f"/cases/{case.pk}/request/check/" if what == "submit" else f"/cases/{case.pk}/message/"
    data = {"_once": new_key(), "body": "集合は10時です。"}
    clients = [browser(cast.officer) for _press in range(3)]

    answers = at_once(*[poster(client, path, data) for client in clients])

    assert statuses(answers) == [302, 302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Message.objects.count() == (what == "message")
    assert Passage.objects.filter(move="submit", thing_id=case.pk).count() == 1


def test_two_officers_edit_one_item(cast: Cast) -> None:
    case = stories.arranging(cast)
    for _round in range(5):
        item = Item.objects.filter(case=case).order_by("pk")[0]
        path = f"/cases/{case.pk}/items/{item.pk}/"
        sent = {"_revision": item.revision, "title": "面会"}

        answers = at_once(
            poster(browser(cast.staff), path, sent | {"place": "甲"}),
            poster(browser(cast.director), path, sent | {"place": "乙"}),
        )

        assert statuses(answers) == [302, 409]
        refused = next(answer for answer in answers if answer.status_code == 409).content.decode()
        assert "甲" in refused and "乙" in refused  # what the second typed, and what the first saved


def test_two_colleagues_write_one_request(cast: Cast) -> None:
    case = stories.draft(cast)
    revision = case.papers.get().sheet.revision
    path = f"/cases/{case.pk}/request/"

    answers = at_once(
        poster(browser(cast.officer), path, {"_revision": revision, "title": "甲の訪問"}),
        poster(browser(cast.colleague), path, {"_revision": revision, "title": "乙の訪問"}),
    )

    assert statuses(answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert "甲の訪問" in refused and "乙の訪問" in refused


def test_accepted_twice(cast: Cast) -> None:
    case = stories.fresh(moving.receive(stories.submitted(cast), by=cast.staff))
    path = f"/cases/{case.pk}/move/accept/"

    answers = at_once(*[poster(browser(who), path, {"_once": new_key()}) for who in (cast.staff, cast.director)])

    assert statuses(answers) == [302, 409]
    assert Item.objects.filter(case=case).count() == 2


def test_what_was_submitted_is_not_changed_by_a_late_autosave(cast: Cast) -> None:
    for _round in range(8):
        case = stories.draft(cast)
        revision = case.papers.get().sheet.revision
        autosave = poster(
            browser(cast.colleague), f"/cases/{case.pk}/request/autosave/", {"_revision": revision, "title": "遅れた"}
        )
        press = poster(browser(cast.officer), f"/cases/{case.pk}/request/check/", {"_once": new_key()})

        saved, _pressed = at_once(autosave, press)

        case = stories.fresh(case)
        answers = case.papers.get().sheet.answers
        if case.step == "submitted":  # then the autosave was refused
            assert (saved.status_code, answers["title"]) == (403, "市長のパリ訪問")
        else:
            assert (case.step, saved.status_code) == ("draft", 200)


def test_messages_and_moves_on_one_case(cast: Cast) -> None:
    """Locks are taken in one order: on PostgreSQL none of these waits for another in a circle."""
    for _round in range(6):
        case = stories.submitted(cast)
        office, asking, branch = browser(cast.staff), browser(cast.officer), browser(cast.branch_officer)
        path = f"/cases/{case.pk}"

        answers = at_once(
            poster(office, f"{path}/move/receive/", {"_once": new_key()}),
            poster(branch, f"{path}/move/note_seen/", {"_once": new_key()}),
            poster(asking, f"{path}/message/", {"_once": new_key(), "body": "一"}),
            poster(browser(cast.colleague), f"{path}/message/", {"_once": new_key(), "body": "二"}),
            poster(browser(cast.director), f"{path}/lead/", {"_once": new_key(), "lead": cast.staff.pk}),
            poster(browser(cast.director), f"{path}/message/", {"_once": new_key(), "body": "三"}),
        )

        assert [answer for answer in statuses(answers) if answer != 302] == []
        assert Message.objects.filter(case=case).count() == 3


def test_roles_are_given_while_their_holders_write(cast: Cast) -> None:
    """Giving a role locks the person, whose own acts point at that row."""
    case = stories.submitted(cast)
    admin, writer = browser(cast.officer), browser(cast.colleague)
    for day in range(1, 7):
        role = {"person": cast.colleague.pk, "role": "organisation_admin"}
        term = {"starts_on": f"20{30 + day}-04-01", "ends_on": f"20{30 + day}-04-30"}

        answers = at_once(
            poster(admin, f"/people/at/{cast.himeji.code}/grant/", role | term | {"_once": new_key()}),
            poster(writer, f"/cases/{case.pk}/message/", {"_once": new_key(), "body": "一"}),
            poster(writer, "/cases/new/top-sales/", {"_once": new_key(), "office": cast.paris.pk}),
        )

        assert statuses(answers) == [302, 302, 302]


def test_many_at_work_on_different_cases(cast: Cast) -> None:
    rounds, workers = 4, 8
    kept = [[stories.draft(cast) for _round in range(rounds)] for _worker in range(workers)]

    def _work(cases: list[Case]) -> int:
        for case in cases:
            moving.submit(case, by=cast.officer)
            client = browser(cast.staff)
            for path, data in [("message/", {"body": "一"}), ("move/receive/", {}), ("move/accept/", {})]:
                answer = client.post(f"/cases/{case.pk}/{path}", data | {"_once": new_key()})
                assert answer.status_code == 302, answer.content.decode()[:500]
        return len(cases)

    answers = at_once(*[lambda cases=cases: _work(cases) for cases in kept])

    assert answers == [rounds] * workers
    assert set(Case.objects.values_list("step", flat=True)) == {"arranging"}
    assert verify().findings == []
    assert AuditRow.objects.count() == AuditRow.objects.order_by("-number").values_list("number", flat=True)[0]


def test_one_account_and_one_claim_win(cast: Cast) -> None:
    def registering(number: int) -> Callable[[], Any]:
        values = calls.ACCOUNT | {"number": f"000000{number}"}
        return lambda: register_account(cast.himeji, values, seen="", by=cast.officer)

    accounts = at_once(*map(registering, range(3)))
    reported = calls.reported(cast, calls.call(cast, deciding="board"))
    application = fix_amount(reported, 600_000, by=calls.section(cast)[1], note="実績による")
    claims = at_once(*[lambda: MOVES["claim"](calls.fresh(application), by=cast.officer)] * 3)

    assert sorted(type(one).__name__ for one in accounts) == [Account.__name__, *[AccountChangedError.__name__] * 2]
    assert sorted(type(one).__name__ for one in claims) == ["Application", *[MoveRefusedError.__name__] * 2]
    assert (Account.objects.count(), Payment.objects.count()) == (1, 1)
