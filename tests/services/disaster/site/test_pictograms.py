"""Drawings inside pages."""

import pytest

from kakehashi.services.disaster.site.pictograms import inline


def test_only_shapes_remain() -> None:
    svg = (
        '<?xml version="1.0"?><svg width="15" viewBox="0 0 15 15" onload="x()">'
        "<title>x</title><script>alert(1)</script>"
        '<path d="M1.23456 2l3.5.55z" fill="#f00" style="fill:url(http://x)" onclick="x()"/>'
        '<a href="javascript:x"></a></svg>'
    )

    assert inline(svg) == (
        '<svg viewBox="0 0 15 15" aria-hidden="true"><path d="M1.23 2l3.5 0.55z" fill="currentColor"></path></svg>'
    )


@pytest.mark.parametrize(
    "svg", ["", "hello", "<svg></svg>", '<svg viewBox="0 0 1 1"></svg>', "<!DOCTYPE x [<!ENTITY a 'b'>]>"]
)
def test_what_is_no_drawing_is_left_out(svg: str) -> None:
    assert inline(svg) == ""


def test_a_huge_one_is_left_out() -> None:
    assert inline(f'<svg viewBox="0 0 15 15"><path d="{"M1 1" * 2000}"/></svg>') == ""
