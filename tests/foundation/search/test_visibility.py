import pytest

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search import audience, queries
from kakehashi.kernel.references import Ref
from tests.cast import Cast
from tests.foundation.search.conftest import Hand


def found(text: str, viewer: Person | None) -> list[Ref]:
    return [hit.ref for hit in queries.search(text, viewer=viewer).hits]


@pytest.mark.parametrize("text", ["訪問", "ほうもん", "訪問はいつでしたか？"])
def test_only_the_audience_finds_an_entry(cast: Cast, hand: Hand, text: str) -> None:
    opened = frozenset({audience.of_organisation(cast.himeji.pk), audience.of_permission(Permission.OVERSEE_CASES)})
    ref = hand("首長の訪問", is_public=False, audience=opened)

    may = [found(text, person) for person in (cast.officer, cast.colleague, cast.planner)]
    may_not = [found(text, person) for person in (cast.neighbour, cast.retired, cast.operator, cast.staff, None)]

    assert may == [[ref]] * 3
    assert may_not == [[]] * 5
    assert queries.similar("首長が訪問する", viewer=cast.neighbour) == ()
    assert [hit.ref for hit in queries.similar("首長が訪問する", viewer=cast.officer)] == [ref]


def test_counts_tell_nothing_of_hidden_entries(cast: Cast, hand: Hand) -> None:
    hand("首長の訪問", is_public=False, audience=frozenset({audience.of_person(cast.officer.pk)}), fiscal_year=2012)

    result = queries.search("訪問", viewer=cast.colleague)

    assert (result.total, result.kinds, result.years, result.also) == (0, {}, {}, ())


def test_a_permission_at_one_organisation(cast: Cast, hand: Hand) -> None:
    here = audience.of_permission(Permission.FOLLOW_MEMBERS, cast.branch.pk)
    ref = hand("首長の訪問", is_public=False, audience=frozenset({here}))

    assert found("訪問", cast.branch_officer) == [ref]
    assert found("訪問", cast.other_branch_officer) == []


def test_a_permission_everywhere_includes_one_organisation(cast: Cast, hand: Hand) -> None:
    here = audience.of_permission(Permission.OVERSEE_CASES, cast.paris.pk)
    ref = hand("首長の訪問", is_public=False, audience=frozenset({here}))

    assert found("訪問", cast.section_staff) == [ref]
    assert found("訪問", cast.staff) == []


def test_tokens_of_a_person(cast: Cast) -> None:
    assert audience.tokens_of(None) == frozenset()
    assert audience.tokens_of(cast.retired) == {"signed_in"}
    assert audience.tokens_of(cast.colleague) == {
        "signed_in",
        f"person:{cast.colleague.pk}",
        f"person:{cast.colleague.pk}:{cast.himeji.pk}",
        f"org:{cast.himeji.pk}",
        f"perm:request_services@{cast.himeji.pk}",
    }
    assert "perm:oversee_cases" in audience.tokens_of(cast.planner)
