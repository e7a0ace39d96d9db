"""A page as a strict reader sees it."""

import posixpath
from html.parser import HTMLParser

VOID = {"meta", "link", "br"}
SVG_DRAWING = {"path", "g", "circle", "rect", "ellipse", "line", "polygon", "polyline"}


class Page(HTMLParser):
    """Tags that must close do, in order; what the page refers to is kept."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []
        self.references: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.root: dict[str, str | None] = {}
        self.feed(text)
        self.close()
        self.problems += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        if tag == "html":
            self.root = values
        self.problems += [f"{tag} {key}" for key in values if key.startswith("on") or key == "style"]
        self.references += [value for key in ("href", "src", "action") if (value := values.get(key)) is not None]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def resolved(here: str, reference: str) -> str:
    """The path in the folder that a relative reference leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), reference.partition("#")[0]))
