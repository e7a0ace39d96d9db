"""One language of the pages: its words, and names and times as its readers read them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from kakehashi.services.disaster.site.index import Index
from kakehashi.services.disaster.site.naming import JAPANESE, drawn, name, pick, plain
from kakehashi.services.disaster.site.snapshot import Language, Moment

FALLBACKS = ("en", JAPANESE)


class Reader:
    """Draws for one language. What is not in it is marked with the language it is in."""

    def __init__(self, index: Index, language: Language) -> None:
        self.index = index
        self.language = language
        self.code = language.code
        self.direction = language.direction
        self._drawn: dict[str, Markup] = {}
        self._places: dict[str, tuple[Markup, str]] = {}
        self._lists: dict[tuple[str, ...], Markup] = {}

    def word(self, key: str) -> Markup:
        """A fixed word as HTML."""
        if key not in self._drawn:
            self._drawn[key] = self.name(self._word(key))
        return self._drawn[key]

    def plain(self, key: str) -> str:
        """A fixed word where no HTML goes."""
        return name(self._word(key), self.code)

    def name(self, names: Mapping[str, str]) -> Markup:
        found = pick(names, self.code)
        return self.foreign(drawn(found[0]), found[1]) if found else Markup()

    def plain_name(self, names: Mapping[str, str]) -> str:
        return name(names, self.code)

    def line(self, text: str, language: str) -> str:
        return plain(text, language)

    def foreign(self, text: Markup, language: str) -> Markup:
        """Marked when it is in a language other than the reader's own."""
        return _foreign(text, language, self.code, self.direction_of(language))

    def direction_of(self, language: str) -> str:
        known = self.index.languages.get(language)
        return known.direction if known else "ltr"

    def moment(self, moment: Moment) -> Markup:
        machine = moment.at.isoformat(timespec="minutes")
        html = f'<time datetime="{machine}">{drawn(self._drawn_time(moment))}</time>'
        return Markup(html)  # noqa: S704  # escaped one by one

    def plain_moment(self, moment: Moment) -> str:
        return plain(self._drawn_time(moment), self.code)

    def places(self, codes: tuple[str, ...]) -> Markup:
        """Names of places one after the other, each keeping its own direction."""
        if codes not in self._lists:
            found = [self._place(code)[0] for code in codes if code in self.index.areas]
            self._lists[codes] = Markup(" · ".join(found))  # noqa: S704  # escaped one by one
        return self._lists[codes]

    def plain_places(self, codes: Iterable[str]) -> list[str]:
        return [self._place(code)[1] for code in codes if code in self.index.areas]

    def _place(self, code: str) -> tuple[Markup, str]:
        if code not in self._places:
            text, language = pick(self.index.areas[code].names, self.code) or ("", self.code)
            html = _set_apart(text, language, self.code, self.direction_of(language))
            self._places[code] = html, plain(text, language)
        return self._places[code]

    def issuer(self, code: str) -> Markup:
        return self.name(self.index.issuers[code].names)

    def pictogram(self, key: str) -> Markup:
        return Markup(self.index.pictograms.get(key, ""))  # noqa: S704  # rebuilt from its parts by `inline`

    def _drawn_time(self, moment: Moment) -> str:
        return moment.drawn.get(self.code) or f"{moment.at:%Y-%m-%d %H:%M}"

    def _word(self, key: str) -> dict[str, str]:
        """By language, one is enough; the key itself when none has it, so that nothing breaks for want of a word."""
        for code in (self.code, *FALLBACKS):
            language = self.index.languages.get(code)
            if language is not None and key in language.words:
                return {code: language.words[key]}
        return {self.code: key}


def _foreign(text: Markup, language: str, own: str, direction: str) -> Markup:
    if language == own or not text:
        return text
    return Markup(f'<span lang="{escape(language)}" dir="{direction}">{text}</span>')  # noqa: S704  # escaped one by one


@lru_cache(maxsize=200_000)  # places by languages: the same at every publication
def _set_apart(text: str, language: str, own: str, direction: str) -> Markup:
    return Markup(f"<bdi>{_foreign(drawn(text), language, own, direction)}</bdi>")  # noqa: S704  # escaped by `drawn`
