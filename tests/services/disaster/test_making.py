"""What the sheet maker's page begins with."""

import pytest
from django.http import QueryDict

from kakehashi.services.disaster.forms.making import Making
from kakehashi.services.disaster.queries.bank import Sought, find_sentences
from tests.cast import Cast
from tests.services.disaster import sheet_stories as stories

pytestmark = pytest.mark.django_db
standing = stories.standing


def test_the_place_is_ones_own_and_a_coast_is_never_guessed(cast: Cast) -> None:
    making = Making(stories.writer(cast), QueryDict("s=QK-01&s=TS-01"))

    assert making.lines() == [{"code": "QK-01", "slots": {"place": ["city:2820100"]}}, {"code": "TS-01", "slots": {}}]
    assert not making.is_complete


def test_another_place_takes_its_stead(cast: Cast) -> None:
    typed = QueryDict("s=QK-01&QK-01-place=加古川市&QK-01-occurred_at=&QK-01-intensity=")

    making = Making(stories.writer(cast), typed)

    assert making.lines()[0]["slots"]["place"] == ["city:2821000"]


@pytest.mark.parametrize("asked", ["水", "みず", "ミズ", "wt"])
def test_what_says_the_word_in_its_headline_comes_first(cast: Cast, asked: str) -> None:
    found = [sentence.title_ja for sentence in find_sentences(Sought(asked))]

    assert "水" in found[0]


def test_what_says_the_word_elsewhere_comes_after_it(cast: Cast) -> None:
    found = [sentence.title_ja for sentence in find_sentences(Sought("水"))]

    said = ["水" in title for title in found]
    assert said == sorted(said, reverse=True)
    assert said[0]
    assert not said[-1]
