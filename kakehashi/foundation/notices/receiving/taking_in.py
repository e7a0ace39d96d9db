"""Handing a message that came in to whoever it is for.

    register_route("case", take)   # letters to reply_address("case", …)
    register_desk(take)            # everything else

A taker is called with the letter, its tag (``None`` without a sound one) and what stood after the plus. It keeps the
letter in a transaction of its own, once however often it is handed in, and says what became of it in one word.
"""

from collections.abc import Callable

from kakehashi.foundation.notices.receiving.addressing import ReplyTag, plus_part, read_tag
from kakehashi.foundation.notices.receiving.letters import Letter, read_letter

Taker = Callable[[Letter, ReplyTag | None, str], str]
_routes: dict[str, Taker] = {}
_desk: list[Taker] = []


def register_route(route: str, taker: Taker) -> None:
    """Who takes the replies of a route; small letters only."""
    if _routes.setdefault(route, taker) is not taker:
        raise ValueError(f"two takers for {route}")


def register_desk(taker: Taker) -> None:
    """Who takes what has no sound tag."""
    _desk[:] = [taker]


def take_in(raw: bytes, *, recipient: str = "", size: int | None = None) -> str:
    """Take one message in; what became of it, or "" where nobody is there to take it.

    Only the database may fail here: then nothing was kept, and the message is to be brought again.
    """
    letter = read_letter(raw, recipient=recipient, size=size)
    plus = plus_part(letter.recipients)
    tag = read_tag(plus)
    takers = [_routes[tag.route]] if tag and tag.route in _routes else _desk
    return takers[0](letter, tag, plus) if takers else ""
