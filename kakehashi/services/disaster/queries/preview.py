"""A bulletin as the public will see it, in one language, before it is up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from kakehashi.foundation.translation import cldr
from kakehashi.foundation.translation.models import Language
from kakehashi.services.disaster.models import Bulletin
from kakehashi.services.disaster.queries.snapshot import Picture, with_parts
from kakehashi.services.disaster.site.index import shown, state_of
from kakehashi.services.disaster.site.naming import drawn
from kakehashi.services.disaster.site.snapshot import Part


@dataclass(frozen=True)
class Paragraph:
    """Lines drawn with their furigana; `instead`: in another language, because the own one is missing or too old."""

    state: str
    lines: list[Markup]
    language: str
    direction: str
    is_instead: bool


@dataclass(frozen=True)
class InLanguage:
    """One language of the preview; `state`: the worst of its parts."""

    language: Language
    state: str
    paragraphs: list[Paragraph]


class Preview:
    """All languages at once: the texts are loaded together anyway."""

    def __init__(self, bulletin: Bulletin) -> None:
        loaded = with_parts(Bulletin.objects.filter(pk=bulletin.pk)).get()
        self.picture = Picture([loaded])
        self.bulletin = self.picture.bulletin(loaded, as_live=loaded.published_at is None)
        self.languages: list[Language] = self.picture.wording.languages

    def states(self) -> list[tuple[Language, str]]:
        return [(one, state_of(self.bulletin.parts, one.code)) for one in self.languages]

    def language(self, language: Language) -> InLanguage:
        paragraphs = [one for part in self.bulletin.parts for one in self._paragraphs(part, language)]
        return InLanguage(language, state_of(self.bulletin.parts, language.code), paragraphs)

    def _paragraphs(self, part: Part, language: Language) -> Iterator[Paragraph]:
        found = shown(part, language.code)
        lines = [drawn(line) for line in found.text.lines] if found.text else []
        yield Paragraph(found.state, lines, language.code, language.direction, is_instead=False)
        if found.instead:
            lines = [drawn(line) for line in found.instead.lines]
            direction = "rtl" if cldr.is_rtl(found.instead_language) else "ltr"
            yield Paragraph(found.state, lines, found.instead_language, direction, is_instead=True)

    def lines(self, code: str) -> list[str]:
        """Everything it says in a language, line by line."""
        return [line for part in self.bulletin.parts if (text := part.texts.get(code)) for line in text.lines]


def unsayable(bulletin: Bulletin) -> str | None:
    """The first paragraph that cannot be said even in Japanese, as a sentence."""
    for number, part in enumerate(Preview(bulletin).bulletin.parts, 1):
        if "ja" not in part.texts:
            return _("%(number)s番目の文を日本語で表せません。空欄の値を入れ直してください。") % {"number": number}
    return None


def changed_lines(before: Bulletin, after: Bulletin, codes: Iterable[str] = ("ja",)) -> list[tuple[str, str]]:
    """Lines that went and lines that came, as (sign, line), in the order of the new version."""
    old, new = Preview(before), Preview(after)
    found: list[tuple[str, str]] = []
    for code in codes:
        was, now = old.lines(code), new.lines(code)
        found += [("-", line) for line in was if line not in now] + [("+", line) for line in now if line not in was]
    return found
