"""What the address of the search page says. Nothing in it is an error: what cannot be meant is left out."""

from dataclasses import dataclass

from django.http import QueryDict

from kakehashi.foundation.search import registry, tokens

_TEXT_MAX = 300
_PAGE_MAX = 500


@dataclass(frozen=True)
class AskedPage:
    text: str
    kinds: tuple[str, ...]
    fiscal_year: int | None
    page: int

    @property
    def is_filtered(self) -> bool:
        return bool(self.kinds) or self.fiscal_year is not None


class SearchForm:
    """Reads the parameters q, kind (repeated), year and page."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data

    def asked(self) -> AskedPage:
        known = {source.kind for source in registry.sources()}
        return AskedPage(
            text=tokens.clean(self.data.get("q", ""))[:_TEXT_MAX].strip(),
            kinds=tuple(kind for kind in dict.fromkeys(self.data.getlist("kind")) if kind in known),
            fiscal_year=_number(self.data.get("year", ""), 1868, 9999),
            page=_number(self.data.get("page", ""), 1, _PAGE_MAX) or 1,
        )


def _number(text: str, least: int, most: int) -> int | None:
    """The number between these two that `text` writes in plain digits, else nothing."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    return int(text) if least <= int(text) <= most else None
