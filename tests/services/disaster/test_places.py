"""Places as they are loaded and found, and the residents there."""

import csv

import pytest

from kakehashi.services.disaster.models import Place
from kakehashi.services.disaster.queries.places import find_places, places_by_code, places_near
from kakehashi.services.disaster.queries.residents import languages_there
from kakehashi.services.disaster.seed.places import FILE, load_places
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_places_are_loaded_once_however_often() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = len(list(csv.DictReader(file)))

    assert [load_places(), load_places(), Place.objects.count()] == [rows] * 3


def test_places_know_their_organisation(cast: Cast) -> None:
    load_places()

    assert Place.objects.get(code="city:2820100").organisation == cast.himeji
    assert Place.objects.get(code="pref:28").organisation == cast.hyogo
    assert [place.code for place in places_near(cast.himeji)] == ["city:2820100", "pref:28"]
    assert places_near(cast.paris) == []


def test_places_are_found_by_name_kana_and_in_other_languages() -> None:
    load_places()

    for text in ("姫路市", "ひめじし", "himeji city", "히메지 시", "city:2820100"):
        assert find_places(text)[0].code == "city:2820100"
    assert [place.code for place in find_places("兵庫県")][:2] == ["pref:28", "area:280000"]
    assert find_places("桜島", ["volcano"])[0].code == "volcano:506"
    assert find_places(" ") == []
    assert find_places("どこにもない") == []


def test_places_that_ended_are_no_longer_offered_but_still_readable() -> None:
    load_places()

    assert [place.code for place in find_places("浜松中区")] == []
    assert places_by_code(["city:2213100", "city:0000000"])["city:2213100"].name_ja == "浜松中区"


def test_languages_are_those_of_the_prefecture_scaled_to_the_city(cast: Cast) -> None:
    cast.himeji.foreign_residents = 13_000
    in_the_prefecture = dict(languages_there(cast.hyogo))

    there = languages_there(cast.himeji)

    assert [language for language, _people in there][:3] == ["ko", "vi", "zh-Hans"]
    assert sum(people for _language, people in there) < 13_000
    assert dict(there)["vi"] < in_the_prefecture["vi"]
    assert languages_there(cast.headquarters)[0][0] == "zh-Hans"
