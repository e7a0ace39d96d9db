import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kakehashi.foundation.search import audience, registry
from kakehashi.foundation.search.registry import Words
from tests.cast import Cast
from tests.conftest import SignIn
from tests.foundation.search.conftest import Hand

URL = reverse("search:search")


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_sources", {})
    registry.register("test.case", lambda: iter(()), label="事例")
    registry.register("test.guide", lambda: iter(()), label="手引")


def test_a_visitor_sees_public_entries_only(client: Client, cast: Cast, hand: Hand) -> None:
    hand("防災の<手引>", "備えの話", kind="test.guide", fiscal_year=2012)
    hand(
        "防災の秘密", kind="test.case", is_public=False, audience=frozenset({audience.of_organisation(cast.himeji.pk)})
    )

    page = client.get(URL, {"q": "防災"}).content.decode()

    assert "<mark>防災</mark>の&lt;手引&gt;" in page
    assert "平成24年度" in page
    assert "秘密" not in page


def test_the_officer_sees_more_than_the_neighbour(cast: Cast, hand: Hand, sign_in: SignIn) -> None:
    hand(
        "防災の秘密", kind="test.case", is_public=False, audience=frozenset({audience.of_organisation(cast.himeji.pk)})
    )

    pages = [sign_in(person).get(URL, {"q": "秘密"}).content.decode() for person in (cast.officer, cast.neighbour)]

    assert ["関係者だけに見えます" in page for page in pages] == [True, False]


def test_an_english_page_says_what_it_knows_in_english(client: Client, hand: Hand) -> None:
    registry.register("test.guide", lambda: iter(()), teller=lambda ids: {pk: Words("Market <市場>") for pk in ids})
    hand("市場の手引", "market の話", kind="test.guide")
    hand("市場の記録", "market の話", kind="test.case")
    client.cookies["django_language"] = "en"

    page = client.get(URL, {"q": "market"}).content.decode()

    assert '><mark>Market</mark> &lt;<span lang="ja">市場</span>&gt;</a>' in page
    assert '<mark>market</mark> <span lang="ja">の話</span></p>' in page
    assert ' lang="ja"><mark>market</mark> の話</p>' in page
    assert ' lang="ja">市場の記録</a>' in page


def test_filters_and_pages_keep_each_other(client: Client, hand: Hand) -> None:
    for number in range(45):
        hand(f"防災の記録{number}", kind="test.case", fiscal_year=2011 + number % 2)
    hand("防災の手引", kind="test.guide", fiscal_year=2012)

    page = client.get(URL, {"q": "防災", "kind": "test.case", "page": "2"})
    content = page.content.decode()

    assert (page.context["found"].total, len(page.context["lines"])) == (45, 20)
    assert "?q=%E9%98%B2%E7%81%BD&amp;kind=test.case&amp;page=3" in content
    assert [(chip.label, chip.count, chip.is_current) for chip in page.context["kinds"]] == [
        ("事例", 45, True),
        ("手引", 1, False),
    ]
    assert [chip.count for chip in page.context["years"]] == [22, 23]


def test_an_empty_result_says_what_to_do(client: Client, hand: Hand) -> None:
    hand("防災の手引", kind="test.guide")

    nothing = client.get(URL, {"q": "zzz"}).content.decode()
    filtered = client.get(URL, {"q": "防災", "kind": "test.case"}).content.decode()

    assert "探し方" in nothing
    assert "条件を外して探す" in filtered


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": ""},
        {"q": '"*:%'},
        {"q": "a" * 10_000},
        {"q": "防災", "page": "x"},
        {"q": "防災", "page": "-1"},
        {"q": "防災", "page": "99999999999999999999"},
        {"q": "防災", "page": "400"},
        {"q": "防災", "year": "²"},
        {"q": "防災", "kind": ["no.such", "'"]},
    ],
)
def test_no_address_is_an_error(client: Client, hand: Hand, query: dict[str, str]) -> None:
    hand("防災の手引", kind="test.guide")

    assert client.get(URL, query).status_code == 200


@pytest.mark.parametrize("query", [{"q": "防\x00災"}, {"q": "防災", "kind": ["no.such", "\x00"]}])
def test_an_address_with_a_nul_is_refused(client: Client, hand: Hand, query: dict[str, str]) -> None:
    hand("防災の手引", kind="test.guide")

    assert client.get(URL, query).status_code == 400


def test_the_number_of_queries_does_not_grow(
    client: Client, hand: Hand, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        hand(f"防災の記録{number}", kind="test.case")

    with django_assert_max_num_queries(8):
        assert client.get(URL, {"q": "防災"}).status_code == 200
