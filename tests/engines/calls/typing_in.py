"""What a browser would send of a page as it stands."""

from html.parser import HTMLParser
from typing import Any


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        name = found.get("name", "")
        if tag == "textarea":
            self.area = name
            self.sent[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in found:
            self.sent.setdefault(self.select, found.get("value", ""))
        elif tag == "input" and name and not name.startswith(("_once", "csrf", "language", "next", "q")):
            kind = found.get("type", "text")
            if kind == "checkbox" and "checked" in found:
                self.sent[name] = [*self.sent.get(name, []), found.get("value", "on")]
            elif "checked" in found or (kind not in {"checkbox", "radio", "submit"} and "disabled" not in found):
                self.sent[name] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += data.removeprefix("\n")


def typed(answer: Any) -> dict[str, Any]:
    """The controls of the page with their values; what is not chosen is left out, as by a browser."""
    assert answer.status_code == 200
    controls = _Controls()
    controls.feed(answer.content.decode())
    return controls.sent
