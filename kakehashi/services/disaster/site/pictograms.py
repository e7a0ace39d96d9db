"""Pictograms as part of a page: the drawing only, small, and nothing in it that could do anything."""

import re
from html.parser import HTMLParser

LARGEST = 5_000  # bytes of one drawing; a larger one is left out, so that the page stays small
ATTRIBUTES = {
    "g": (),
    "path": ("d",),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polygon": ("points",),
    "polyline": ("points",),
}
PAINT = ("fill-rule", "clip-rule", "stroke-width", "stroke-linecap", "stroke-linejoin", "transform", "opacity")
FRACTION = re.compile(r"-?\d*\.\d+")
PLAIN = re.compile(r"[-\w\s.,#()+]+\Z")


def inline(svg: str) -> str:
    """The SVG element for a page, in the colour of the text; empty when it is no drawing or too large a one."""
    drawing = _Drawing()
    drawing.feed(svg)
    drawing.close()
    if not drawing.box or not drawing.parts:
        return ""
    drawn = f'<svg viewBox="{drawing.box}" aria-hidden="true">{"".join(drawing.parts)}</svg>'
    return drawn if len(drawn) <= LARGEST else ""


class _Drawing(HTMLParser):
    """Rebuilds the shapes of a file; whatever is no shape is dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.box = ""
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value for key, value in attrs if value and PLAIN.match(value)}
        if tag == "svg" and not self.box:
            self.box = values.get("viewbox", "")
        elif tag in ATTRIBUTES:
            kept = {key: values[key] for key in (*ATTRIBUTES[tag], *PAINT) if key in values}
            kept |= {key: _colour(values[key]) for key in ("fill", "stroke") if key in values}
            if "d" in kept:
                kept["d"] = FRACTION.sub(_rounded, kept["d"])
            text = "".join(f' {key}="{value}"' for key, value in kept.items())
            self.parts.append(f"<{tag}{text}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in ATTRIBUTES:
            self.parts.append(f"</{tag}>")


def _rounded(number: re.Match[str]) -> str:
    """To a hundredth; a number that stood right behind another keeps its distance."""
    is_joined = number.start() > 0 and number.string[number.start() - 1] in "0123456789."
    return " " * is_joined + f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _colour(value: str) -> str:
    return "none" if value == "none" else "currentColor"
