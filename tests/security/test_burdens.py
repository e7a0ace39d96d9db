"""What is sent to make the database work for nothing."""

from tests.cast import Cast
from tests.conftest import SignIn


def test_a_thousand_words_are_no_burden(cast: Cast, sign_in: SignIn) -> None:
    words = "a b " * 2_000

    answers = [sign_in(cast.planner).get(path, {"q": words}).status_code for path in ("/people/", "/organisations/")]

    assert answers == [200, 200]


def test_the_api_gives_pages_within_reach(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)

    far = client.get("/api/v1/precedents?offset=99999999999999999999").status_code
    many = client.get("/api/v1/cases?limit=1000000").status_code

    assert (far, many) == (422, 422)
