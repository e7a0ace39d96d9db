"""An organisation chooses its languages: first on sheets, in orders and in the menu of its pages; none is lost."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.services.disaster.forms.bulletins import BulletinForm
from kakehashi.services.disaster.forms.making import PaperForm
from kakehashi.services.disaster.models import LanguageChoice
from kakehashi.services.disaster.operations.languages import choose_languages
from tests.conftest import SignIn
from tests.services.disaster import stories
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db
Commit = Callable[..., AbstractContextManager[Any]]


def address(scene: Scene) -> str:
    return f"/disaster/languages/{scene.cast.himeji.pk}/"


def test_the_order_is_typed_beside_each_language(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.writer)

    saved = client.post(address(scene), {"ne": "2", "vi": "1", "ja": "2", "_revision": "0"})
    refused = client.post(address(scene), {"vi": "99", "_revision": "1"})
    stale = client.post(address(scene), {"en": "1", "_revision": "0"})

    assert [answer.status_code for answer in (saved, refused, stale)] == [302, 422, 409]
    assert LanguageChoice.objects.get().languages == ["vi", "ja", "ne"]


def test_sheets_begin_with_them_and_else_with_the_residents(scene: Scene) -> None:
    himeji, kakogawa = scene.cast.himeji, scene.cast.kakogawa
    before = PaperForm(himeji)
    choose_languages(himeji, ["ne", "ja"], base_revision=0, by=scene.writer)

    after, neighbour = PaperForm(himeji), PaperForm(kakogawa)

    assert before.initial["lang"][:2] == neighbour.initial["lang"][:2] == ["ja", "ja-x-yasashi"]
    assert (after.initial["lang"], len(before.initial["lang"])) == (["ne", "ja"], 6)
    choices: list[tuple[str, Any]] = after.fields["lang"].choices  # type: ignore[attr-defined]  # a choice field
    assert [code for code, _label in choices] == ["ne", "ja", "ほかの言語"]
    assert len(choices[2][1]) == resident_languages().count() - 2


@pytest.mark.parametrize(("chosen", "is_open"), [(["ne"], False), (["ne", "vi"], True)])
def test_other_languages_are_folded_until_one_of_them_is_chosen(scene: Scene, chosen: list[str], is_open: bool) -> None:
    choose_languages(scene.cast.himeji, ["ne", "ja"], base_revision=0, by=scene.writer)

    drawn = str(PaperForm(scene.cast.himeji, initial={"lang": chosen})["lang"])

    assert ('<details class="ui-details" open>' in drawn, '<details class="ui-details">' in drawn) == (
        is_open,
        not is_open,
    )


def test_words_of_ones_own_are_ordered_in_them(scene: Scene) -> None:
    none = stories.draft(scene)
    choose_languages(scene.cast.himeji, ["ja", "vi", "ne"], base_revision=0, by=scene.writer)

    begun, given = stories.draft(scene), stories.draft(scene, languages=["en"])

    assert (none.languages, begun.languages, given.languages) == ([], ["vi", "ne"], ["en"])
    choices: list[tuple[str, str]] = BulletinForm(begun).fields["languages"].choices  # type: ignore[attr-defined]  # a choice field
    assert [code for code, _label in choices][:2] == ["vi", "ne"]


def test_its_pages_name_them_first_and_keep_the_others(
    scene: Scene, settings: Settings, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        bulletin = stories.published(scene)
    pages = [settings.DISASTER_PAGES / "current" / "en" / one for one in (f"b/{bulletin.code.lower()}", "a/2820100")]
    before = [menu((page / "index.html").read_text()) for page in pages]

    with django_capture_on_commit_callbacks(execute=True):
        choose_languages(scene.cast.himeji, ["ne", "vi"], base_revision=0, by=scene.writer)

    after = [menu((page / "index.html").read_text()) for page in pages]
    assert [found[0] for found in before] == ["ja", "ja"]
    assert [found[:2] for found in after] == [["ne", "vi"], ["ne", "vi"]]
    assert [sorted(found) for found in after] == [sorted(found) for found in before]
    assert len(after[0]) == resident_languages().count() - 1


def menu(html: str) -> list[str]:
    """The other languages in the order of the page."""
    return re.findall(r'<li><a href="[^"]*" hreflang="([^"]+)"', html)


def test_none_is_the_statistics_again(scene: Scene, sign_in: SignIn) -> None:
    choose_languages(scene.cast.himeji, ["vi"], base_revision=0, by=scene.writer)

    sign_in(scene.writer).post(address(scene), {"vi": "", "_revision": "1"})

    assert LanguageChoice.objects.get().languages == []
    assert PaperForm(scene.cast.himeji).initial["lang"][0] == "ja"


def test_the_neighbour_and_headquarters_do_not_choose(scene: Scene, sign_in: SignIn) -> None:
    answers = [
        sign_in(who).post(address(scene), {"vi": "1", "_revision": "0"}).status_code
        for who in (scene.neighbour, scene.cast.planner)
    ]

    assert answers == [404, 404]
    assert LanguageChoice.objects.count() == 0
