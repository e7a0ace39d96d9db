"""What a reader typed, understood: words that must all stand in the text, or a question to be answered."""

from dataclasses import dataclass

import regex

from kakehashi.foundation.search import tokens
from kakehashi.kernel import japanese

_TEXT_MAX = 2_000  # characters that are read of a query or of a text to which similar things are sought
_PHRASE_MAX = 300  # … of one phrase
_WORDS_MAX = 20
_PART = regex.compile(r'["“”„]([^"“”„]*)["“”„]|([^\s"“”„]+)')
_ENDS_AS_SENTENCE = regex.compile(r"([?。!]|[かの]|ください|ました|ます|です|たい|ない)$")


@dataclass(frozen=True)
class Asked:
    """`phrases`: folded, each with at least one letter or digit. `text`: all of it, folded."""

    text: str
    phrases: tuple[str, ...]

    @property
    def is_sentence(self) -> bool:
        """Whether somebody asks in a sentence instead of giving words."""
        if len(self.phrases) != 1 or '"' in self.text:
            return False
        return len(self.text) >= 8 and bool(_ENDS_AS_SENTENCE.search(self.text)) and _has_grammar(self.text)


def understand(text: str) -> Asked:
    folded = tokens.fold(text[:_TEXT_MAX])
    parts = [" ".join((quoted or plain)[:_PHRASE_MAX].split()) for quoted, plain in _PART.findall(folded)]
    return Asked(folded, tuple(dict.fromkeys(part for part in parts if tokens.runs(part)))[:_WORDS_MAX])


def _has_grammar(text: str) -> bool:
    """Words of one's own have no hiragana between them: 姉妹都市の提携はいつですか has, パリ事務所 has not."""
    runs = regex.findall(r"\p{Hiragana}+", text)
    return sum(map(len, runs)) >= 2 and not japanese.is_kana(text)
