import datetime as dt

import pytest

from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.organisations.queries import (
    branch_in_charge,
    find_organisations,
    prefecture_of,
    register,
)
from kakehashi.foundation.organisations.seed import load_reference


@pytest.fixture
def reference(db: None) -> None:
    load_reference()


def codes(text: str, **more: object) -> list[str]:
    return [organisation.code for organisation in find_organisations(text, **more)]  # type: ignore[arg-type]  # as is


def test_spellings_of_one_name_find_it(reference: None) -> None:
    places = frozenset({Kind.MUNICIPALITY})

    for spelling in ("梼原", "檮原町", "ゆすはら", "ユスハラ", "Yusuhara", "YUSUHARA", "39405", "高知県檮原町"):
        assert codes(spelling, kinds=places) == ["394050"], spelling
    for spelling in ("行田", "ぎょうだ", "ぎようだ", "ギョウダシ", "gyoda"):
        assert codes(spelling, kinds=places) == ["112062"], spelling


def test_two_villages_of_one_name_are_both_found(reference: None) -> None:
    assert codes("北海道泊村") == ["014036", "016969"]
    assert codes("泊村")[:2] == ["014036", "016969"]


def test_the_very_name_comes_first(reference: None) -> None:
    assert codes("札幌市")[0] == "011002"
    assert codes("ひろしま")[:1] == ["340006"]
    assert codes("京都府")[0] == "260002"
    assert codes("フランス") == []


def test_all_words_must_be_found_and_none_gives_all(reference: None) -> None:
    assert codes("浜松 天竜") == ["221406"]
    assert codes("  ", kinds={Kind.OFFICE})[:2] == ["office-beijing", "office-london"]
    assert codes("100%") == []
    assert len(codes("市")) == 20


def test_what_has_ended_is_found_only_when_asked(reference: None) -> None:
    assert codes("浜松市天竜区", on=dt.date(2026, 11, 22)) == ["221406"]
    assert codes("浜松市天竜区", on=dt.date(2012, 7, 9)) == ["221376"]
    assert codes("浜松市天竜区", with_ended=True) == ["221376", "221406"]


def test_branch_in_charge(reference: None) -> None:
    def branch(code: str) -> str | None:
        found = branch_in_charge(Organisation.objects.get(code=code))
        return found.code if found else None

    assert branch("282014") == "branch-280003"  # a city of Hyogo
    assert branch("281000") == "branch-281000"  # Kobe, a designated city
    assert branch("281018") == "branch-281000"  # a ward of Kobe
    assert branch("280003") == "branch-280003"  # the prefecture itself
    assert branch("association-281000") == "branch-281000"
    assert branch("office-paris") is None


def test_register_of_a_prefecture_holds_its_parts_of_parts(reference: None) -> None:
    hyogo = Organisation.objects.get(code="280003")

    found = register(text="中央区", prefecture=hyogo)

    assert [organisation.code for organisation in found] == ["281107"]
    assert register(text="", prefecture=hyogo, kinds=[Kind.MUNICIPALITY]).count() == 41


def test_the_prefecture_of_a_body(reference: None) -> None:
    codes = ["280003", "282014", "association-281000", "office-paris"]
    found = [prefecture_of(Organisation.objects.get(code=code)) for code in codes]

    assert [place.code if place else None for place in found] == ["280003", "280003", None, None]
