"""Texts kept in two languages, and Japanese on a page in another language."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Kana, ideographs and full-width forms. What stands between two of them without leaving the sentence belongs to it.
_LETTERS = r"\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f"
_RUN = re.compile(rf"[{_LETTERS}]+(?: ?[0-9A-Za-z.,:/%~-]{{0,12}} ?[{_LETTERS}]+)*")


def spoken(japanese: str, english: str) -> str:
    """The text in the reader's language; Japanese where the English is missing or another language is read."""
    return english if english and (get_language() or "ja").startswith("en") else japanese


def ui_ja(value: object) -> SafeString | str:
    """The text with its Japanese marked, so that it is read aloud and drawn as Japanese; markup is left alone."""
    if value is None:
        return ""
    text = conditional_escape(value if isinstance(value, SafeString) else str(value))
    if (get_language() or "ja").startswith(("ja", "zh")) or "<" in text:
        return text
    return SafeString(_RUN.sub(r'<span lang="ja">\g<0></span>', text))
