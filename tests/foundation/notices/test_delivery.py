import pytest
from pytest_django import Settings

from kakehashi.foundation.notices import delivery
from kakehashi.foundation.notices.choices import MailState
from kakehashi.foundation.notices.models import Mail
from kakehashi.foundation.notices.sending import Outcome, Post
from kakehashi.foundation.notices.tasks import deliver_mails
from kakehashi.foundation.notices.telling import mail_to
from kakehashi.foundation.tasks.claiming import claim, reclaim
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.tasks.running import run_due
from kakehashi.kernel import clock
from tests.foundation.notices.conftest import PLAIN, SetClock
from tests.foundation.notices.smtp_server import DROP, Server

pytestmark = pytest.mark.django_db


def write(number: int = 1, text: str = "お知らせ") -> None:
    for index in range(number):
        mail_to(f"u{index}@example.invalid", "ja", PLAIN, key=f"mail:{index}", text=text)


def states() -> list[str]:
    return list(Mail.objects.order_by("id").values_list("state", flat=True))


def recipients(server: Server) -> list[str]:
    return [letter["To"] for letter in server.accepted]


def test_all_go_over_one_connection(mail_server: Server) -> None:
    write(45)

    run_due()

    assert recipients(mail_server) == [f"u{index}@example.invalid" for index in range(45)]
    assert (set(states()), mail_server.connections) == ({MailState.SENT}, 1)
    assert Mail.objects.exclude(sent_at=None).count() == 45


def test_a_refusal_for_now_is_tried_again_later(mail_server: Server, at: SetClock) -> None:
    write(2)
    mail_server.on_recipient = ["450 mailbox busy"]

    run_due()
    first = states()
    at(20)
    run_due()

    assert first == [MailState.WAITING, MailState.SENT]
    assert states() == [MailState.SENT, MailState.SENT]
    assert recipients(mail_server) == ["u1@example.invalid", "u0@example.invalid"]


def test_a_final_refusal_says_why(mail_server: Server, at: SetClock) -> None:
    write()
    mail_server.on_recipient = ["550 no such user"]

    run_due()
    at(3600)
    run_due()

    assert Mail.objects.values_list("state", "attempts", "last_error").get() == ("failed", 1, "550 no such user")


def test_a_refused_text_has_failed(mail_server: Server) -> None:
    write(2)
    mail_server.on_data = ["554 content rejected"]

    run_due()

    assert states() == [MailState.FAILED, MailState.SENT]


def test_a_closing_server_is_called_again(mail_server: Server, at: SetClock) -> None:
    write(2)
    mail_server.on_recipient = ["421 too many mails"]

    run_due()
    at(20)
    run_due()

    assert (set(states()), len(mail_server.accepted)) == ({MailState.SENT}, 2)


def test_a_mail_whose_answer_was_lost_is_marked_and_sent_again_under_its_id(mail_server: Server, at: SetClock) -> None:
    write(2)
    mail_server.on_data = [DROP]

    run_due()
    after_the_break = states()
    at(20)
    run_due()

    assert after_the_break == [MailState.UNKNOWN, MailState.SENT]
    assert states() == [MailState.SENT, MailState.SENT]
    ids = [letter["Message-ID"] for letter in mail_server.accepted]
    dates = [letter["Date"] for letter in mail_server.accepted]
    assert (ids[0], dates[0]) == (ids[2], dates[2])
    assert len(set(ids)) == 2


def test_an_absent_server_loses_nothing(mail_server: Server, at: SetClock, settings: Settings) -> None:
    write(3)
    settings.EMAIL_PORT = 1

    run_due()
    while_absent = states()
    settings.EMAIL_PORT = mail_server.port
    at(20)
    run_due()

    assert while_absent == [MailState.WAITING] * 3
    assert states() == [MailState.SENT] * 3
    assert sorted(recipients(mail_server)) == ["u0@example.invalid", "u1@example.invalid", "u2@example.invalid"]


def test_after_four_days_it_has_failed(mail_server: Server, at: SetClock) -> None:
    write()
    at(4 * 24 * 3600 + 1)
    mail_server.on_recipient = ["450 still busy"]

    run_due()

    assert Mail.objects.values_list("state", "last_error").get() == ("failed", "450 still busy")


def test_what_a_killed_worker_had_in_hand_is_sent_by_the_next(mail_server: Server, at: SetClock) -> None:
    write(3)
    job = claim("mail", "killed")
    assert job is not None
    in_hand = delivery._claim(job.pk, job.attempts)
    Job.objects.exclude(pk=job.pk).delete()

    at(7)
    reclaim()
    run_due(worker="next")

    assert len(in_hand) == 3
    assert set(Mail.objects.values_list("state", "attempts")) == {("sent", 2)}
    assert [letter["Message-ID"] for letter in mail_server.accepted] == [mail.message_id for mail in in_hand]


def test_what_a_living_worker_has_in_hand_is_left_alone(mail_server: Server) -> None:
    write(1)
    other = claim("mail", "other")
    assert other is not None
    delivery._claim(other.pk, other.attempts)
    deliver_mails.enqueue()

    run_due()

    assert (states(), mail_server.accepted) == ([MailState.SENDING], [])


def test_who_was_taken_over_stops_at_once(mail_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    write(3)
    job = claim("mail", "slow")
    assert job is not None
    send = Post.send

    def send_slowly(self: Post, mail: Mail) -> Outcome:
        Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)
        delivery.recover(job.pk)
        return send(self, mail)

    monkeypatch.setattr(Post, "send", send_slowly)
    delivery.deliver(job.pk, job.attempts)

    assert (len(mail_server.accepted), states()) == (1, [MailState.UNKNOWN] * 3)


def test_the_task_comes_back_when_the_next_mail_is_due(mail_server: Server) -> None:
    write()
    mail_server.on_recipient = ["450 later"]

    run_due()

    due = Mail.objects.get().next_try_at
    assert due > clock.now()
    assert list(Job.objects.filter(state="waiting").values_list("dedupe_key", "run_after")) == [("deliver:later", due)]


def test_a_long_queue_is_shared_out_over_several_runs(mail_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LONGEST_RUN", 0.0)
    monkeypatch.setattr(delivery, "_claim", lambda carrier, attempt: [])
    write()

    delivery.deliver(Job.objects.get().pk, 1)

    assert delivery.next_try_at() is not None
