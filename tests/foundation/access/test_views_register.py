import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Country, Holiday, Organisation, Relation, Term
from tests.cast import Cast, make_organisation
from tests.conftest import SignIn

LIST = "/organisations/"


def rows(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{LIST}{query}")
    assert response.status_code == 200
    return [body.code for body in response.context["page"]]


def test_the_list_is_searched_and_filtered(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.neighbour)

    assert len(rows(client)) == 9
    assert rows(client, "?q=ひめじ") == ["282014"]
    assert rows(client, "?kind=office&kind=headquarters") == ["hq", "office-london", "office-paris"]
    assert rows(client, "?prefecture=280003&kind=municipality") == ["282014", "282103"]
    assert rows(client, "?kind=nonsense&page=99&prefecture=x&q=Osaka") == ["270008", "branch-270008"]
    assert rows(client, "?q=どこにもない") == []


def test_ended_bodies_are_listed_when_asked(cast: Cast, sign_in: SignIn) -> None:
    make_organisation("282219", Kind.MUNICIPALITY, "旧町", "Old", ends_on=dt.date(2006, 3, 26), parent=cast.hyogo)
    client = sign_in(cast.officer)

    assert rows(client, "?q=旧町") == []
    assert rows(client, "?q=旧町&ended=1") == ["282219"]
    page = client.get(reverse("organisations:organisation", args=["282219"])).content.decode()
    assert "今は有効でない団体" in page


def test_chips_turn_one_kind_on_and_off_and_keep_the_rest(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.officer).get(f"{LIST}?q=a&kind=office&page=1")

    chips = {chip.label: (chip.is_current, chip.url) for chip in response.context["chips"]}
    assert chips["海外事務所"] == (True, "?q=a")
    assert chips["支部"] == (False, "?q=a&kind=office&kind=branch")


def test_the_list_costs_the_same_with_many(cast: Cast, sign_in: SignIn) -> None:
    client, counts = sign_in(cast.officer), []
    for number in range(60):
        make_organisation(f"ngo-{number:05}", Kind.NGO, f"団体{number}", "", parent=cast.hyogo)
        if number in {0, 2, 59}:
            client.get(f"{LIST}?kind=ngo")
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{LIST}?kind=ngo")
            counts.append(len(captured))

    assert counts == [counts[0]] * 3


def test_a_page_tells_who_is_in_charge(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)

    himeji = client.get(reverse("organisations:organisation", args=["282014"]))
    paris = client.get(reverse("organisations:organisation", args=["office-paris"]))

    assert himeji.context["branch"] == cast.branch
    assert [country.pk for country in paris.context["countries"]] == ["FR", "IT"]
    assert client.get(reverse("organisations:organisation", args=["nowhere"])).status_code == 404


def test_people_of_a_body_are_shown_to_its_own(cast: Cast, sign_in: SignIn) -> None:
    today = dt.date(2012, 4, 1)
    Term.objects.create(person=cast.colleague, organisation=cast.himeji, section="国際交流課", starts_on=today)
    Term.objects.create(person=cast.retired, organisation=cast.himeji, starts_on=today, ends_on=dt.date(2013, 3, 31))
    url = reverse("organisations:organisation", args=["282014"])

    seen = {
        who: [name in sign_in(getattr(cast, who)).get(url).content.decode() for name in ("白川 葵", "退任 済")]
        for who in ("officer", "branch_officer", "planner", "neighbour", "director", "other_branch_officer")
    }

    assert seen == {
        "officer": [True, True],
        "branch_officer": [True, True],
        "planner": [True, True],
        "neighbour": [False, False],
        "director": [False, False],
        "other_branch_officer": [False, False],
    }


def test_pages_that_write_are_for_headquarters(cast: Cast, sign_in: SignIn) -> None:
    term = Term.objects.create(person=cast.colleague, organisation=cast.himeji, starts_on=dt.date(2012, 4, 1))
    holiday = Holiday.objects.create(country_id="FR", day=dt.date(2012, 7, 14), name_ja="革命記念日")
    urls = [
        reverse("organisations:add"),
        reverse("organisations:edit", args=["282014"]),
        reverse("organisations:add_relation", args=["282014"]),
        reverse("organisations:add_term", args=["282014"]),
        reverse("organisations:end_relation", args=[cast.himeji.relations_in.get().pk]),
        reverse("organisations:end_term", args=[term.pk]),
        reverse("organisations:add_successor", args=[term.pk]),
        reverse("organisations:add_holiday", args=["FR"]),
        reverse("organisations:remove_holiday", args=["FR", holiday.pk]),
    ]

    for url in urls:
        assert sign_in(cast.planner).get(url).status_code == 200, url
        assert sign_in(cast.officer).get(url).status_code == 403, url
        assert sign_in(cast.officer).post(url).status_code == 403, url
        assert sign_in(cast.neighbour).get(url).status_code == (404 if "terms" in url else 403), url
        assert sign_in(None).get(url).status_code == 302, url


def test_headquarters_registers_a_body_and_changes_it(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    entry = {"name_ja": "多文化　ひめじ", "kind": "ngo", "country": "JP", "parent": "姫路市", "url": "example.invalid"}

    assert client.post(reverse("organisations:add"), entry).status_code == 302
    body = Organisation.objects.get(kind=Kind.NGO)
    assert (body.code, body.name_ja, body.parent, body.url) == (
        "ngo-00001",
        "多文化 ひめじ",
        cast.himeji,
        "https://example.invalid",
    )

    url = reverse("organisations:edit", args=[body.code])
    form = client.get(url).context["form"]
    changed = {name: value for name in form.fields if (value := form[name].value())} | {
        "email": "office@example.invalid"
    }
    assert client.post(url, changed).status_code == 302
    late = client.post(url, changed | {"email": "late@example.invalid"})
    assert "ほかの人がこの団体を変更しました" in late.content.decode()
    body.refresh_from_db()
    assert (body.email, body.parent) == ("office@example.invalid", cast.himeji)


def test_a_name_that_fits_two_asks_for_the_code(cast: Cast, sign_in: SignIn) -> None:
    for code in ("014036", "016969"):
        make_organisation(code, Kind.MUNICIPALITY, "泊村", "Tomari", name_full_ja="北海道泊村")
    url = reverse("organisations:add_relation", args=["282014"])
    entry = {"kind": "works_with", "target": "泊村", "starts_on": ""}
    client = sign_in(cast.planner)

    page = client.post(url, entry).content.decode()
    assert "014036 北海道泊村、016969 北海道泊村" in page
    assert "見つかりません" in client.post(url, entry | {"target": "どこにもない"}).content.decode()
    assert client.post(url, entry | {"target": "016969"}).status_code == 302
    assert Relation.objects.get(kind=RelationKind.WORKS_WITH).target.code == "016969"


def test_a_successor_is_registered_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    entry = {"name_ja": "主査 一", "section": "国際交流課", "title": "主査", "starts_on": "2012-04-01"}

    assert client.post(reverse("organisations:add_term", args=["282014"]), entry).status_code == 302
    term = Term.objects.get()
    url = reverse("organisations:add_successor", args=[term.pk])
    assert "今の担当者とは別" not in client.get(url).content.decode()
    assert client.post(url, {"name_ja": "後任 次", "starts_on": "2013-04-01"}).status_code == 302

    terms = Term.objects.order_by("starts_on").values_list("person__name_ja", "section", "title", "ends_on")
    assert list(terms) == [
        ("主査 一", "国際交流課", "主査", dt.date(2013, 3, 31)),
        ("後任 次", "国際交流課", "主査", None),
    ]


def test_holidays_of_a_country_not_entered_are_not_set(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.planner), reverse("organisations:holidays", args=["FR"])

    assert "未設定" in client.get(url).content.decode()
    client.post(reverse("organisations:add_holiday", args=["FR"]), {"day": "2012-07-14", "name_ja": "革命記念日"})
    assert "革命記念日" in sign_in(cast.officer).get(url).content.decode()
    holiday = Country.objects.get(pk="FR").holidays.get()
    client.post(reverse("organisations:remove_holiday", args=["FR", holiday.pk]))
    assert "未設定" in client.get(url).content.decode()


@pytest.mark.parametrize("form_field", ["name_ja", "kind", "country"])
def test_what_is_missing_is_told_beside_the_field(cast: Cast, sign_in: SignIn, form_field: str) -> None:
    entry = {"name_ja": "会", "kind": "ngo", "country": "JP"}
    entry.pop(form_field)

    page = sign_in(cast.planner).post(reverse("organisations:add"), entry)

    assert list(page.context["form"].errors) == [form_field]


def test_only_offices_are_in_charge_of_countries(cast: Cast, sign_in: SignIn) -> None:
    entry = {"name_ja": "会", "kind": "ngo", "country": "JP", "countries_in_charge": ["FR"]}

    page = sign_in(cast.planner).post(reverse("organisations:add"), entry)

    assert list(page.context["form"].errors) == ["countries_in_charge"]
