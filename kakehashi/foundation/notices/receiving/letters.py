"""A message as it arrived, read with limits. Whatever is in it, reading it gives a `Letter` and never an exception."""

import email
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import Message

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kakehashi.foundation.forms.shapes import clean_text
from kakehashi.foundation.notices.receiving.decoding import header_text, text_of
from kakehashi.foundation.notices.receiving.pages import words_of_page
from kakehashi.foundation.notices.receiving.replies import new_words

MOST_BYTES = 10 * 1024 * 1024
MOST_PARTS = 20
DEEPEST = 8
LONGEST_TEXT = 100_000  # characters that are kept
LONGEST_PAGE = 2_000_000  # of a mail written as a web page
_HEAD_BYTES = 64 * 1024  # of a message that is too large, only this is read
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]@]{1,64}@[^\s<>,;:\"()\[\]@]{1,190}")


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """`text` is everything that was written, `reply` what is new in it. `left_out`: sentences about what was not kept.

    `problem` says why it cannot be trusted to be whole or genuine; `is_automatic` that a machine wrote it. `key` is the
    Message-ID, or a digest where there is none that could be kept.
    """

    key: str
    digest: str
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    reply: str = ""
    recipients: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    left_out: tuple[str, ...] = ()
    problem: str = ""
    is_automatic: bool = False


def read_letter(raw: bytes, *, recipient: str = "", size: int | None = None) -> Letter:
    """`size` is the true one where only the beginning was brought; `recipient` what the mail server was told."""
    digest = hashlib.sha256(raw).hexdigest()
    is_whole = (size or len(raw)) <= MOST_BYTES
    # Every boundary is looked for in every line, so a message of hundreds would take minutes.
    is_plain = raw.lower().count(b"boundary=") <= MOST_PARTS * 2
    try:
        message = email.message_from_bytes(raw if is_whole and is_plain else raw[:_HEAD_BYTES].partition(b"\n\n")[0])
        letter = _head(message, digest, recipient)
        if not is_whole:
            return _with(letter, problem=_("メールが大きすぎます(10MBまで)。本文と添付ファイルは取り込んでいません。"))
        if not is_plain:
            return _with(letter, problem=_("メールの構造が複雑すぎて読み取れません。"))
        return _contents(message, letter)
    except Exception:  # the parser of the standard library fails on some messages in many ways
        return Letter(digest, digest, problem=_("メールが壊れていて読み取れません。"))


def _head(message: Message, digest: str, recipient: str) -> Letter:
    key = header_text(_first(message, "Message-ID"))
    senders = _all(message, "From")
    sender, name = _sender(header_text(senders[0])) if len(senders) == 1 else ("", "")
    found = [recipient, *(address for name in _RECIPIENTS for address in _addresses(_all(message, name)))]
    return Letter(
        key=key if 5 <= len(key) <= 200 else digest,
        digest=digest,
        sender=sender,
        sender_name=name[:120],
        subject=header_text(_first(message, "Subject"))[:250],
        recipients=tuple(filter(None, found)),
        problem=_problem(message, sender),
        is_automatic=_is_automatic(message),
    )


def _sender(text: str) -> tuple[str, str]:
    """The one address of a From line, in small letters, and the name before it; nothing where it is not clear."""
    name, bracket, rest = text.rpartition("<")
    address = rest.rstrip("> ") if bracket else text.strip()
    if not _ADDRESS.fullmatch(address) or "<" in name:
        return "", text[:120]
    try:
        validate_email(address)
    except ValidationError:
        return "", text[:120]
    return address.lower(), name.strip().strip("\"'").strip()


def _addresses(lines: Sequence[object]) -> list[str]:
    return [found for line in lines[:5] for found in _ADDRESS.findall(str(line)[:4_000])][:50]


def _problem(message: Message, sender: str) -> str:
    if not sender:
        return _("差出人のメールアドレスを読み取れません。")
    # Written by our own mail server at the very top: it says so when a mail only pretends to come from its sender.
    checked = _first(message, "Authentication-Results").lower()
    if "dmarc=fail" in checked:
        return _("差出人を偽ったメールかもしれません(DMARCの検証に失敗しました)。")
    return ""


def _is_automatic(message: Message) -> bool:
    """Answering machines, bounces, mailing lists: never the words of the person."""
    said = (_first(message, "Auto-Submitted") or "no").strip().lower()
    precedence = _first(message, "Precedence").strip().lower()
    return (
        not said.startswith("no")
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or any(name in message for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
        or _first(message, "Return-Path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
    )


def _contents(message: Message, letter: Letter) -> Letter:
    """The words, and what is attached to them."""
    plain: list[str] = []
    pages: list[str] = []
    attachments: list[Attachment] = []
    parts, left_out = _parts(message)
    for part in parts:
        name, kind, charset = _file_name(part), part.get_content_type(), _charset(part)
        is_attached = bool(name) or part.get_content_disposition() == "attachment" or not kind.startswith("text/")
        content = _bytes(part)
        if is_attached:
            if content:
                attachments.append(Attachment(name or _("名前のないファイル"), content))
        elif kind == "text/html":
            pages.append(text_of(content[:LONGEST_PAGE], charset))
        else:
            plain.append(text_of(content, charset))
    text = "\n".join(plain) if any(one.strip() for one in plain) else "\n".join(words_of_page(one) for one in pages)
    text = clean_text(text[: LONGEST_TEXT * 2])
    if len(text) > LONGEST_TEXT:
        left_out.append(_("本文が長すぎるため、途中までを取り込みました。"))
    text = text[:LONGEST_TEXT]
    return _with(letter, text=text, reply=new_words(text), attachments=tuple(attachments), left_out=tuple(left_out))


def _parts(message: Message) -> tuple[list[Message], list[str]]:
    """The parts that are no containers, in their order, within the limits."""
    found: list[Message] = []
    waiting = [(message, 0)]
    left_out: list[str] = []
    while waiting:
        part, depth = waiting.pop(0)
        if part.is_multipart() and part.get_content_maintype() == "message":
            left_out.append(_("添付された別のメールは取り込んでいません。"))
        elif part.is_multipart() and depth >= DEEPEST:
            left_out.append(_("入れ子が深すぎる部分は取り込んでいません。"))
        elif part.is_multipart():
            waiting[:0] = [(inner, depth + 1) for inner in part.get_payload() if isinstance(inner, Message)]
        elif len(found) >= MOST_PARTS:
            return found, [
                *left_out,
                _("添付ファイルなどが多すぎます。はじめの%(count)d個までを取り込みました。") % {"count": MOST_PARTS},
            ]
        else:
            found.append(part)
    return found, left_out


def _all(message: Message, name: str) -> list[str]:
    """The headers of this name with their raw letters; `Message.get` would lose those beyond ASCII."""
    return [value for header, value in message.raw_items() if header.lower() == name.lower()]


def _first(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")


def _charset(part: Message) -> str:
    found = part.get_param("charset", "")
    return str(found[2] if isinstance(found, tuple) else found)


def _bytes(part: Message) -> bytes:
    """What was sent, byte by byte; the charset it names is taken away, for the parser would use any Python knows."""
    del part["Content-Type"]
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename("")
    except (LookupError, ValueError, TypeError):
        return _("名前のないファイル")
    return header_text(name)[:150]


def _with(letter: Letter, **values: object) -> Letter:
    problem = values.pop("problem", "")
    problem = letter.problem or problem
    return replace(letter, **values, problem=problem)  # type: ignore[arg-type]  # the fields of a letter
