"""Furigana on the screen."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kakehashi.kernel.ruby import segments

register = template.Library()


@register.filter
def with_ruby(text: str) -> SafeString:
    """避難所《ひなんじょ》 as a word with its reading above."""
    return format_html_join("", "{}", ((_drawn(word, reading),) for word, reading in segments(text)))


def _drawn(word: str, reading: str) -> str | SafeString:
    return format_html("<ruby>{}<rt>{}</rt></ruby>", word, reading) if reading else word
