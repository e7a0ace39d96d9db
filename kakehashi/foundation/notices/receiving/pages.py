"""The words of a mail that was written as a web page. Nothing of it is ever shown as a page."""

from html.parser import HTMLParser

_LINES = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre", "hr"}
_SILENT = {"style", "script", "head", "title", "template", "noscript"}
_QUOTES = {"blockquote"}  # what the sender answers to
_DEEPEST_SILENCE = 50


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silenced_by: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT | _QUOTES and len(self.silenced_by) < _DEEPEST_SILENCE:
            self.silenced_by.append(tag)
        elif tag in _LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.silenced_by and self.silenced_by[-1] == tag:
            self.silenced_by.pop()
        if tag in _LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silenced_by:
            self.words.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def words_of_page(page: str) -> str:
    """The page as lines of text, without what it quotes."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
