"""The list of applications: whose turn, what outsiders may know, and as a file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.partners import add_coworker
from kakehashi.engines.calls.queries import lists
from kakehashi.engines.calls.queries.narrowing import Filter, parameters, read_filter
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

LIST = "/calls/applications/"


def found(person: Person, **narrowed: object) -> list[int]:
    return [one.pk for one in lists.matching(person, Filter(**narrowed))]  # type: ignore[arg-type]  # names of a test


def test_whose_turn_it_is(cast: Cast) -> None:
    call = stories.call(cast)
    draft, submitted = stories.draft(cast, call), stories.submitted(cast, call)
    _desk, officer = stories.section(cast)

    assert (found(cast.officer), found(officer)) == ([draft.pk], [submitted.pk])
    assert found(cast.officer, view="all") == [submitted.pk, draft.pk]
    assert found(cast.colleague, view="mine") == []
    assert found(cast.neighbour, view="all") == []


def test_the_line_says_what_is_to_be_done_next(cast: Cast) -> None:
    _desk, officer = stories.section(cast)
    call, board = stories.call(cast), stories.call(cast, code="board", deciding=Deciding.BOARD)
    made = [
        stories.draft(cast, call),
        stories.submitted(cast, call),
        stories.screening(cast, call),
        stories.at_board(cast, board),
        stories.granted(cast, board),
        stories.reported(cast, board),
    ]

    def said(person: Person) -> list[str]:
        return [line.next_step for line in lists.lines_of(person, [stories.fresh(one) for one in made])]

    assert said(cast.officer) == ["申請を提出する", "", "", "", "実績報告を提出する", ""]
    assert said(officer) == ["", "受け付ける", "採点に回す", "採否を決める", "", "額を確定する"]


def test_a_coworker_finds_it_under_mine_once(cast: Cast) -> None:
    draft = stories.draft(cast)
    add_coworker(draft, cast.neighbour, right="read", by=cast.officer)  # type: ignore[arg-type]  # a plain word will do
    add_coworker(draft, cast.colleague, right="edit", by=cast.officer)  # type: ignore[arg-type]  # a plain word will do

    assert (found(cast.neighbour, view="mine"), found(cast.officer, view="mine")) == ([draft.pk], [draft.pk])


def test_it_is_narrowed_by_call_step_and_words(cast: Cast) -> None:
    first, second = stories.draft(cast), stories.submitted(cast, stories.call(cast, code="other"), title="防災の絵本")

    assert found(cast.officer, view="all", call=first.call_id) == [first.pk]
    assert found(cast.officer, view="all", step="submitted") == [second.pk]
    assert found(cast.officer, view="all", q="絵本 姫路") == [second.pk]


def test_a_decision_nobody_was_told_is_not_found_out(cast: Cast, sign_in: SignIn) -> None:
    adopted = stories.adopted(cast, stories.call(cast, deciding=Deciding.BOARD), yen=777_000)
    _desk, officer = stories.section(cast)

    by_step = {step: found(cast.officer, view="all", step=step) for step in ("adopted", "screening", "rejected")}
    exported = sign_in(cast.officer).get(f"{LIST}export.csv?view=all").getvalue().decode()
    inside = sign_in(officer).get(f"{LIST}export.csv?view=all").getvalue().decode()

    assert by_step == {"adopted": [adopted.pk], "screening": [adopted.pk], "rejected": []}
    assert found(officer, view="all", step="screening") == []
    assert ("777000" in exported, "採択" in exported) == (False, False)
    assert ("777000" in inside, "採択" in inside) == (True, True)


def test_the_page_costs_the_same_however_long_it_is(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)
    client = sign_in(cast.officer)
    stories.submitted(cast, call)
    costs = []

    for _round in range(3):
        client.get(f"{LIST}?view=all")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"{LIST}?view=all")
        costs.append(len(queries))
        stories.submitted(cast, call)
        stories.draft(cast, call)

    assert len(set(costs)) == 1


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_file_takes_no_text_for_a_formula(cast: Cast, sign_in: SignIn, suffix: str) -> None:
    stories.draft(cast, title="=cmd()")

    answer = sign_in(cast.officer).get(reverse("calls:applications_export", args=[suffix]))

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # a stream
    assert content[:4] in {b'\xef\xbb\xbf"', b"PK\x03\x04"}
    if suffix == "csv":
        assert '"\'=cmd()"' in content.decode()


def test_an_unknown_kind_of_file_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.officer).get(reverse("calls:applications_export", args=["pdf"])).status_code == 404


def test_what_is_not_understood_counts_as_not_sent() -> None:
    assert read_filter({"view": "x", "call": "9" * 30, "step": "y", "q": "\0 a  b "}) == Filter(q="a b")
    assert parameters(Filter(view="all", call=3)) == {"view": "all", "call": "3"}


def test_the_list_says_what_is_there(cast: Cast, sign_in: SignIn) -> None:
    stories.submitted(cast)

    shown = sign_in(cast.officer).get(f"{LIST}?view=all").content.decode()
    empty = sign_in(cast.neighbour).get(LIST).content.decode()

    assert ("多言語の防災訓練" in shown, "2012-MULTI-0001" in shown) == (True, True)
    assert "あなたの番の申請はありません" in empty
    assert Application.objects.count() == 1
