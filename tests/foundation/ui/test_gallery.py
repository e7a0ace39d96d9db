import re

import pytest
from django.template import engines
from django.test import Client

from kakehashi.foundation.ui import gallery
from kakehashi.foundation.ui.templatetags.ui import register

DIRECTIONS = {"ja": "ltr", "en": "ltr", "ar": "rtl"}


def _page(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", gallery.LANGUAGES)
def test_gallery_shows_every_component_in_every_language(db: None, language: str) -> None:
    page = _page(f"/ui/?lang={language}")

    shown = set(re.findall(r'data-component="(\w+)"', page))
    assert shown | gallery.OF_THE_FRAME == set(register.tags)
    assert f'<html lang="{language}" dir="{DIRECTIONS[language]}">' in page


def _source(template: str) -> str:
    """The template with the parts it includes."""
    source = str(engines["django"].get_template(template).template.source)  # type: ignore[attr-defined]  # of this backend
    return source + "".join(map(_source, re.findall(r'{% include "([^"]+)"', source)))


def test_every_example_uses_its_component() -> None:
    unused = [entry.name for entry in gallery.entries() if f"{{% {entry.name} " not in _source(entry.template)]

    assert unused == []


@pytest.mark.parametrize("language", gallery.LANGUAGES)
@pytest.mark.parametrize("kind", gallery.PAGE_KINDS)
def test_every_kind_of_page_is_shown_without_anything_inline(db: None, kind: str, language: str) -> None:
    page = _page(f"/ui/{kind}/?lang={language}")

    assert re.findall(r"<style|<[^>]+\sstyle=|<[^>]+\son\w+=|<script(?![^>]*\bsrc=)|javascript:", page) == []
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page) == []
    assert "unknown variable" not in page


def test_no_id_of_the_gallery_is_used_twice(db: None) -> None:
    ids = re.findall(r'\bid="([^"]+)"', _page("/ui/"))

    assert sorted(ids) == sorted(set(ids))


def test_unknown_kind_of_page_is_not_found(db: None) -> None:
    response = Client().get("/ui/nowhere/")

    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()


def test_unknown_language_is_answered_in_that_of_the_reader(db: None) -> None:
    assert '<html lang="ja"' in _page("/ui/?lang=xx")
