"""One address of another machine, asked for politely: only what is new, never too much, never for long."""

import email.message
import http.client
import time
import urllib.error
import urllib.request
from typing import Any, NamedTuple

SECONDS = 10  # without an answer
LONGEST = 30.0  # seconds for all of it
CHUNK = 65_536
AGENT = "Kakehashi"


class NotGotError(Exception):
    """Why there is no answer, as the other side or the network says it."""


class Got(NamedTuple):
    """`data` is None where nothing is new since `etag` and `modified`."""

    data: bytes | None
    etag: str
    modified: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Elsewhere is not where the operator said."""

    def redirect_request(self, *request: Any, **named: Any) -> None:
        return None


def get(address: str, *, most: int, etag: str = "", modified: str = "") -> Got:
    """At most `most` bytes. Raises ``NotGotError``."""
    if not address.startswith(("https://", "http://")):
        raise NotGotError(address)
    asked = {"User-Agent": AGENT, "If-None-Match": etag, "If-Modified-Since": modified}
    request = urllib.request.Request(  # noqa: S310  # the scheme was checked
        address, headers={name: value for name, value in asked.items() if value}
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
            return Got(_read(answer, most), *_marks(answer.headers))
    except urllib.error.HTTPError as refused:
        with refused:
            if refused.code == http.client.NOT_MODIFIED:
                return Got(None, etag, modified)
            raise NotGotError(f"{refused.code} {refused.reason}") from refused
    except (OSError, http.client.HTTPException) as broken:
        raise NotGotError(str(broken) or type(broken).__name__) from broken


def _read(answer: http.client.HTTPResponse, most: int) -> bytes:
    data = b""
    until = time.monotonic() + LONGEST
    while chunk := answer.read(CHUNK):
        data += chunk
        if len(data) > most:
            raise NotGotError(f"> {most:,} bytes")
        if time.monotonic() > until:
            raise NotGotError(f"> {LONGEST:.0f} s")
    return data


def _marks(headers: email.message.Message) -> tuple[str, str]:
    return (headers.get("ETag") or "")[:200], (headers.get("Last-Modified") or "")[:60]
