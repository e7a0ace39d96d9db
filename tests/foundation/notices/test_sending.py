import pytest

from kakehashi.foundation.notices.choices import MailState
from kakehashi.foundation.notices.models import Mail
from kakehashi.foundation.notices.sending import Post
from kakehashi.foundation.notices.telling import mail_to
from kakehashi.foundation.tasks.running import run_due
from tests.foundation.notices.conftest import PLAIN
from tests.foundation.notices.smtp_server import Server

pytestmark = pytest.mark.django_db
HEADERS = [
    "Auto-Submitted",
    "Content-Language",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
]
HOSTILE = [
    "件名\r\nBcc: all@example.invalid",
    "件名\nBcc: all@example.invalid\n\n本文",
    "件名\rX-Evil: 1",
    "件名\x0bX-Evil: 1\x0c\x85\u2028X-Evil: 2\u2029",
    "\u202e逆さ\u2066の件名",
    "見え\u200bない\u200d文字\ufeff",
    "NUL\x00文字",
    "長い" * 5_000,
    "=?utf-8?q?Subject=0D=0ABcc=3A_all=40example=2Einvalid?=",
    ".\r\n.\r\nQUIT\r\n",
    "😀" * 300,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_add_a_header_recipient_or_part(mail_server: Server, text: str) -> None:
    mail_to("one@example.invalid", "ja", PLAIN, key="x", text=text)

    run_due()

    [letter] = mail_server.accepted
    assert sorted(letter.keys()) == HEADERS
    assert (letter["To"], letter.get_content_type(), letter.is_multipart()) == (
        "one@example.invalid",
        "text/plain",
        False,
    )
    assert len(letter["Subject"].strip()) <= 200
    assert not set(letter["Subject"]) & set("\r\n\0\u202e\u2066\u200b")


def test_an_address_with_a_line_break_is_not_sent(mail_server: Server) -> None:
    mail_to("one@example.invalid", "ja", PLAIN, key="x", text="x")
    Mail.objects.update(address="one@example.invalid\r\nRCPT TO:<two@example.invalid>")

    run_due()

    assert (Mail.objects.get().state, mail_server.accepted) == (MailState.FAILED, [])


def test_the_letter_is_what_was_written(mail_server: Server) -> None:
    text = "兵庫県姫路市長 様\n\n.点で始まる行\n" + "長い行" * 200 + "\nعربي"
    mail_to("one@example.invalid", "en", PLAIN, key="x", text=text)

    run_due()

    [letter] = mail_server.accepted
    assert letter.get_content().startswith(text)
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "en")
    assert letter["Content-Transfer-Encoding"] == "base64"
    assert letter["Date"].datetime == Mail.objects.get().created_at.replace(microsecond=0)


def test_a_sender_refused_is_for_an_operator_to_mend(mail_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    mail_to("one@example.invalid", "ja", PLAIN, key="x", text="x")
    mail_server.on_recipient = ["550 relay access denied"]

    with Post() as post:
        refused = post.send(Mail.objects.get())
        accepted = post.send(Mail.objects.get())

    assert (refused.state, refused.error) == (MailState.FAILED, "550 relay access denied")
    assert (accepted.state, mail_server.connections) == (MailState.SENT, 1)
