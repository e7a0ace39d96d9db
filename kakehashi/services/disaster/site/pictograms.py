"""Pictograms as part of a page: the drawing only, small, and nothing in it that could do anything."""

import re
from xml.etree import ElementTree

LARGEST = 2_000  # bytes of one drawing; a larger one is left out, so that the page stays small
SVG = "{http://www.w3.org/2000/svg}"
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
PLAIN = re.compile(r"[-\w\s.,#()+]*\Z")


def inline(svg: str) -> str:
    """The SVG element for a page, in the colour of the text; empty when it is no drawing or too large a one."""
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        return ""
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314  # no document type, so no entities
    except ElementTree.ParseError:
        return ""
    box = root.get("viewBox", "")
    if root.tag.removeprefix(SVG) != "svg" or not PLAIN.match(box):
        return ""
    drawn = f'<svg viewBox="{box}" aria-hidden="true">{"".join(_element(child) for child in root)}</svg>'
    return drawn if len(drawn) <= LARGEST else ""


def _element(element: "ElementTree.Element[str]") -> str:
    name = str(element.tag).removeprefix(SVG)
    if name not in ATTRIBUTES:
        return ""
    kept = [(key, element.get(key)) for key in (*ATTRIBUTES[name], *PAINT)]
    kept += [(key, element.get(key) and _colour(element.get(key, ""))) for key in ("fill", "stroke")]
    text = "".join(f' {key}="{value}"' for key, value in kept if value and PLAIN.match(value))
    return f"<{name}{text}>{''.join(_element(child) for child in element)}</{name}>"


def _colour(value: str) -> str:
    return "none" if value == "none" else "currentColor"
