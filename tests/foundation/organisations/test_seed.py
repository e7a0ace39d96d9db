import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command

from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Country, Holiday, Organisation, Relation
from kakehashi.foundation.organisations.seed import load_reference

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def reference(db: None) -> None:
    load_reference()


def test_load_reference_brings_the_whole_register(reference: None) -> None:
    kinds = Counter(Organisation.objects.valid_on(TODAY).values_list("kind", flat=True))

    assert kinds == {
        Kind.PREFECTURE: 47,
        Kind.MUNICIPALITY: 1_741 + 6,
        Kind.WARD: 171,
        Kind.BRANCH: 67,
        Kind.ASSOCIATION: 63,
        Kind.OFFICE: 7,
        Kind.HEADQUARTERS: 1,
        Kind.SECTION: 3,
    }
    assert (Country.objects.count(), Holiday.objects.count()) == (249, 486)


def test_load_reference_twice_changes_nothing(reference: None) -> None:
    before = list(Organisation.objects.values())
    relations = list(Relation.objects.values())

    assert load_reference() is False
    assert list(Organisation.objects.values()) == before
    assert list(Relation.objects.values()) == relations


def test_new_files_overwrite_facts_and_leave_what_headquarters_entered(
    reference: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    himeji = Organisation.objects.get(code="282014")
    Organisation.objects.filter(pk=himeji.pk).update(url="https://example.invalid/", name_kana="まちがい")
    beijing = Organisation.objects.get(code="office-beijing")
    beijing.countries_in_charge.add(Country.objects.get(alpha2="MN"))
    other = Organisation.objects.get(code="branch-270008")
    himeji.relations_in.filter(kind=RelationKind.BRANCH_OF).update(source=other)
    monkeypatch.setattr("kakehashi.foundation.organisations.seed._digest", lambda: "another state of the files")

    assert load_reference() is True

    himeji.refresh_from_db()
    assert (himeji.name_kana, himeji.url) == ("ひめじし", "https://example.invalid/")
    assert list(beijing.countries_in_charge.values_list("alpha2", flat=True)) == ["CN", "MN"]
    assert [relation.source for relation in himeji.relations_in.all()] == [other]
    assert Organisation.objects.count() == 2_113


def test_every_municipality_has_its_branch_and_designated_cities_their_own(reference: None) -> None:
    charges = Relation.objects.filter(kind=RelationKind.BRANCH_OF).select_related("source__parent", "target")

    assert charges.count() == 1_747
    own = {relation.target.code for relation in charges if relation.source.parent_id == relation.target_id}
    designated = Organisation.objects.filter(type_ja="政令指定都市").values_list("code", flat=True)
    assert own == set(designated)
    assert len(own) == 20
    assert all(r.source.parent_id == r.target.parent_id for r in charges if r.target.code not in own)


def test_offices_are_in_charge_of_35_countries_none_twice(reference: None) -> None:
    offices = Organisation.objects.filter(kind=Kind.OFFICE).prefetch_related("countries_in_charge")

    countries = [country.pk for office in offices for country in office.countries_in_charge.all()]
    assert (len(countries), len(set(countries))) == (35, 35)


def test_wards_of_hamamatsu_changed_with_2024(reference: None) -> None:
    wards = Organisation.objects.filter(parent__code="221309", kind=Kind.WARD)

    assert wards.valid_on(dt.date(2023, 12, 31)).count() == 7
    assert [ward.code for ward in wards.valid_on(dt.date(2024, 1, 1))] == ["221384", "221392", "221406"]


def test_figures_carry_their_date(reference: None) -> None:
    sapporo = Organisation.objects.get(code="011002")

    assert (sapporo.population, sapporo.foreign_residents, sapporo.figures_as_of) == (
        1_955_678,
        20_665,
        dt.date(2025, 1, 1),
    )
    assert not Organisation.objects.filter(population=None).exclude(figures_as_of=None).exists()


def test_command_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    call_command("load_reference")

    assert capsys.readouterr().out.splitlines() == ["基礎データを取り込みました。", "基礎データは最新です。"]
