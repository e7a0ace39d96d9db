import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.notices import operations, queries
from kakehashi.foundation.notices.choices import MailState, Pace
from kakehashi.foundation.notices.models import Mail, MailPreference, Notice
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel.references import Ref
from tests.cast import Cast
from tests.conftest import SignIn
from tests.foundation.notices.conftest import PLAIN

INBOX = reverse("notices:inbox")
PREFERENCE = reverse("notices:preference")
MAILS = reverse("notices:mails")


def tell_of(number: int, *people: Person) -> None:
    url = f"/cases/{number}/"
    tell(people, PLAIN, about=Ref("cases.case", number), url=url, key=f"x:{number}", text=f"<b>{number}件目</b>")


def test_the_list_shows_ones_own_notices_unread_first(cast: Cast, sign_in: SignIn) -> None:
    for number in (1, 2, 3):
        tell_of(number, cast.officer)
    tell_of(4, cast.neighbour)
    operations.mark_read(Notice.objects.get(key="x:3"), by=cast.officer)

    page = sign_in(cast.officer).get(INBOX)

    assert [notice.key for notice in page.context["page"]] == ["x:2", "x:1", "x:3"]
    assert (page.context["unread"], queries.unread_count(cast.officer)) == (2, 2)
    assert "&lt;b&gt;1件目&lt;/b&gt;" in page.content.decode()
    assert "4件目" not in page.content.decode()


def test_an_empty_list_says_what_will_come(cast: Cast, sign_in: SignIn) -> None:
    assert "お知らせはまだありません" in sign_in(cast.officer).get(INBOX).content.decode()


def test_following_a_notice_marks_it_read(cast: Cast, sign_in: SignIn) -> None:
    tell_of(1, cast.officer)
    client = sign_in(cast.officer)
    address = reverse("notices:follow", args=[Notice.objects.get().pk])

    answers = [client.get(address), client.get(address)]

    assert [answer["Location"] for answer in answers] == ["/cases/1/", "/cases/1/"]
    assert Notice.objects.get().read_at is not None
    assert AuditRow.objects.filter(action="notices.mark_read").count() == 1


def test_the_neighbour_can_neither_follow_nor_mark_it(cast: Cast, sign_in: SignIn) -> None:
    tell_of(1, cast.officer)
    pk = Notice.objects.get().pk
    client = sign_in(cast.neighbour)

    answers = [client.get(reverse("notices:follow", args=[pk])), client.post(reverse("notices:mark_read", args=[pk]))]
    client.post(reverse("notices:mark_all_read"))

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Notice.objects.get().read_at is None


def test_a_visitor_is_sent_to_the_sign_in(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(None)

    assert [client.get(address).status_code for address in (INBOX, PREFERENCE, MAILS)] == [302, 302, 302]


def test_marking_one_and_all(cast: Cast, sign_in: SignIn) -> None:
    for number in (1, 2, 3):
        tell_of(number, cast.officer)
    client = sign_in(cast.officer)

    client.post(reverse("notices:mark_read", args=[Notice.objects.get(key="x:2").pk]))
    after_one = queries.unread_count(cast.officer)
    client.post(reverse("notices:mark_all_read"))

    assert (after_one, queries.unread_count(cast.officer)) == (2, 0)


def test_marking_needs_a_post(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.officer).get(reverse("notices:mark_all_read")).status_code == 405


def test_the_list_costs_the_same_with_many_notices(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    tell_of(0, cast.officer)
    client.get(INBOX)

    with CaptureQueriesContext(connection) as one:
        client.get(INBOX)
    for number in range(1, 35):
        tell_of(number, cast.officer)
    with CaptureQueriesContext(connection) as many:
        page = client.get(INBOX)

    assert len(many) == len(one)
    assert len(page.context["page"].object_list) == 30


def test_the_preference_is_kept(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)

    answer = client.post(PREFERENCE, {"pace": "daily", "language": "en"})

    cast.officer.refresh_from_db()
    assert answer.status_code == 302
    assert (queries.pace_of(cast.officer), cast.officer.language) == (Pace.DAILY, "en")
    assert client.get(PREFERENCE).context["form"].initial == {"pace": Pace.DAILY, "language": "en"}


def test_a_preference_that_does_not_exist_is_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.officer).post(PREFERENCE, {"pace": "hourly", "language": "ja"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["pace"])
    assert MailPreference.objects.count() == 0


def test_who_wants_no_mail_gets_no_digest_of_what_was(cast: Cast) -> None:
    MailPreference.objects.create(person=cast.officer, pace=Pace.DAILY)
    tell_of(1, cast.officer)

    operations.choose_mail(cast.officer, pace=Pace.SCREEN, language="ja", by=cast.officer)

    assert Notice.objects.get().awaits_digest is False


def failed_mail(person: Person) -> Mail:
    tell_of(1, person)
    Job.objects.all().delete()
    Mail.objects.update(state=MailState.FAILED, last_error="550 no such user")
    return Mail.objects.get()


def test_operators_see_the_queue_but_not_the_words(cast: Cast, sign_in: SignIn) -> None:
    failed_mail(cast.officer)

    page = sign_in(cast.operator).get(MAILS)

    assert page.status_code == 200
    assert [(tab.label, tab.count) for tab in page.context["tabs"] if tab.count] == [("送信できません", 1)]
    assert "550 no such user" in page.content.decode()
    assert "1件目" not in page.content.decode()


def test_operators_send_a_failed_mail_again(cast: Cast, sign_in: SignIn) -> None:
    mail = failed_mail(cast.officer)

    answer = sign_in(cast.operator).post(reverse("notices:retry_mail", args=[mail.pk]))

    assert answer.status_code == 302
    assert (Mail.objects.get().state, Job.objects.count()) == (MailState.WAITING, 1)


@pytest.mark.parametrize("who", ["officer", "planner", "section_staff"])
def test_nobody_else_sees_the_queue(cast: Cast, sign_in: SignIn, who: str) -> None:
    mail = failed_mail(cast.officer)
    client = sign_in(getattr(cast, who))

    answers = [client.get(MAILS), client.post(reverse("notices:retry_mail", args=[mail.pk]))]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Mail.objects.get().state == MailState.FAILED
