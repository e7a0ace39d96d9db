"""Addresses to reply to: ``kakehashi+case-1a-2b-fys-k3…@example.jp``. What stands after the plus says what a reply is
about and whose it is, sealed so that nobody else can make one. Only letters that survive mail systems which fold case.
"""

import base64
import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from kakehashi.kernel import clock

SALT = "notices.reply"
SEAL_BYTES = 10
VALID_DAYS = 400
LONGEST_LOCAL_PART = 64
_FIRST_DAY = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class ReplyTag:
    """What an address says: the route and its numbers as they were sealed."""

    route: str
    numbers: tuple[int, ...]
    is_expired: bool = False


def is_on() -> bool:
    """Whether this installation has an address that takes replies."""
    return "@" in settings.REPLY_ADDRESS


def reply_address(route: str, *numbers: int) -> str:
    """The address for replies about this; "" where replies are not taken. ``ValueError`` when it would be too long."""
    if not is_on():
        return ""
    local, _at, domain = settings.REPLY_ADDRESS.partition("@")
    words = [route, *(int_to_base36(number) for number in numbers), int_to_base36((clock.today() - _FIRST_DAY).days)]
    text = "-".join(words)
    tagged = f"{local}+{text}-{_seal(text, settings.SECRET_KEY)}"
    if len(tagged) > LONGEST_LOCAL_PART or not route.isalpha():
        raise ValueError(f"cannot be the local part of an address: {tagged}")
    return f"{tagged}@{domain}"


def plus_part(addresses: tuple[str, ...]) -> str:
    """What stands after the plus in the first of these addresses that is ours; "" where there is nothing."""
    local, _at, domain = settings.REPLY_ADDRESS.lower().partition("@")
    for address in addresses:
        found, _at, where = address.lower().rpartition("@")
        if domain and where == domain and found.startswith(f"{local}+"):
            return found.removeprefix(f"{local}+")
    return ""


def read_tag(plus: str) -> ReplyTag | None:
    """What `reply_address` sealed; ``None`` where it was made by somebody else or changed on the way."""
    text, _dash, seal = plus.lower().rpartition("-")
    route, *words = text.split("-")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not words or not any(constant_time_compare(seal, _seal(text, key)) for key in keys):
        return None
    *numbers, day = (base36_to_int(word) for word in words)
    is_expired = (clock.today() - _FIRST_DAY).days - day > VALID_DAYS
    return ReplyTag(route, tuple(numbers), is_expired)


def _seal(text: str, key: str | bytes) -> str:
    digest = salted_hmac(SALT, text, secret=key, algorithm="sha256").digest()[:SEAL_BYTES]
    return base64.b32encode(digest).decode().lower()
