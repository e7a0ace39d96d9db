"""Handing one mail to the mail server, and what its answer means."""

import datetime as dt
import smtplib
from dataclasses import dataclass
from email.charset import BASE64, Charset
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection

from kakehashi.foundation.notices.choices import MailState
from kakehashi.foundation.notices.models import Mail

# Old mail servers take seven bits only.
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = BASE64


@dataclass(frozen=True)
class Outcome:
    """What became of a mail: the state it goes to, and the reason when it was not sent."""

    state: MailState
    error: str = ""


class ServerAwayError(Exception):
    """No connection to the mail server could be opened: nothing was handed over."""


class Post:
    """One kept connection to the mail server, opened anew after it broke."""

    def __init__(self) -> None:
        self._connection = get_connection(fail_silently=False)
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def send(self, mail: Mail) -> Outcome:
        """``ServerAwayError`` when the server cannot be reached; every other answer is an outcome."""
        self._open()
        try:
            self._connection.send_messages([letter_of(mail)])
        except ValueError as error:  # the letter cannot be written, so nothing was handed over
            self._close()
            return Outcome(MailState.FAILED, f"cannot be written: {error}")
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return self._refused(code, text)
        except smtplib.SMTPSenderRefused as error:  # the sender is ours: an operator can mend that
            return self._refused(450, error.smtp_error, shown=error.smtp_code)
        except smtplib.SMTPResponseException as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            return Outcome(MailState.UNKNOWN, f"{type(error).__name__}: {error}")
        return Outcome(MailState.SENT)

    def _refused(self, code: int, text: bytes | str, *, shown: int | None = None) -> Outcome:
        if code == 421:  # the server is closing the connection
            self._close()
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return Outcome(MailState.FAILED if 500 <= code <= 599 else MailState.WAITING, f"{shown or code} {said}")

    def _open(self) -> None:
        if self._is_open:
            return
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAwayError(f"{type(error).__name__}: {error}") from error
        self._is_open = True

    def _close(self) -> None:
        self._is_open = False
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            pass  # it is gone already


def letter_of(mail: Mail) -> EmailMessage:
    """The mail as it goes out: plain text; the same Message-ID and Date however often it is tried.

    Django refuses line breaks in every header; `kinds.one_line` has taken them out of the subject before.
    """
    letter = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created_at.astimezone(dt.UTC)),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
    )
    letter.encoding = _UTF8
    return letter
