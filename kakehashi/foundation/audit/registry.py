"""What the actions of the record are called: told by whoever knows them."""

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def register_words(words: Mapping[str, str | Promise]) -> None:
    """By code of the action, as in ``act("cases.assign", …)``."""
    _words.update(words)


def words_of(action: str) -> str:
    """The action in the language of the page; its code where nobody has said."""
    return str(_words.get(action, action))
