"""Who finds a call, a result, an application: exactly those who may read it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.choices import Deciding, Right
from kakehashi.engines.calls.models import Application, Result
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.applying import discard
from kakehashi.engines.calls.operations.calls import announce_call, create_call
from kakehashi.engines.calls.operations.partners import add_coworker, add_partner, remove_coworker, remove_partner
from kakehashi.engines.calls.operations.publishing import change_result
from kakehashi.engines.calls.operations.reviewing import add_reviewer, remove_reviewer
from kakehashi.engines.calls.operations.reviewing_conflicts import declare_conflicts
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search import index
from kakehashi.foundation.search.queries import search
from tests.cast import LONG_AGO, Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories

WORD = "多言語の防災訓練"


def found(viewer: Person | None, kind: str = searching.APPLICATION, text: str = WORD) -> int:
    return len(search(text, viewer=viewer, kinds=[kind]).hits)


def finders(cast: Cast) -> set[str]:
    """Who of the cast finds the application; each of them, and nobody else, may also read it."""
    names = ("officer", "colleague", "neighbour", "branch_officer", "other_branch_officer", "section_staff", "planner",
             "staff", "operator", "retired")  # fmt: skip
    finding = {name for name in names if found(getattr(cast, name))}
    reading = {name for name in names if Application.objects.visible_to(getattr(cast, name)).exists()}
    assert finding == reading
    return finding


def test_a_draft_is_found_by_its_body_alone(cast: Cast) -> None:
    stories.draft(cast)

    assert finders(cast) == {"officer", "colleague"}
    assert found(None) == 0


def test_what_was_handed_in_is_found_by_headquarters_too(cast: Cast) -> None:
    application = stories.submitted(cast)

    assert finders(cast) == {"officer", "colleague", "branch_officer", "section_staff", "planner"}
    assert found(cast.officer, text=str(application.number)) == 1


def test_with_the_branch_only_the_branch_finds_it(cast: Cast) -> None:
    application = stories.draft(cast, stories.call(cast, through_branch=True))
    MOVES["submit_to_branch"](application, by=cast.officer)
    assert finders(cast) == {"officer", "colleague", "branch_officer"}

    MOVES["return_to_applicant"](stories.fresh(application), by=cast.branch_officer, note="直してください。")

    assert finders(cast) == {"officer", "colleague"}


def test_partners_and_coworkers_find_it_as_long_as_they_take_part(cast: Cast) -> None:
    application = stories.draft(cast)
    partner = add_partner(application, cast.kakogawa, by=cast.officer)
    coworker = add_coworker(application, cast.staff, right=Right.READ, by=cast.officer)
    assert finders(cast) == {"officer", "colleague", "neighbour", "staff"}

    remove_partner(partner, by=cast.officer)
    remove_coworker(coworker, by=cast.officer)

    assert finders(cast) == {"officer", "colleague"}


def test_a_reviewer_with_an_interest_does_not_find_it_by_another_role(cast: Cast) -> None:
    call = stories.scored_call(cast)
    stories.submitted(cast, call)
    RoleHeld.objects.create(person=cast.planner, organisation=cast.headquarters, role="reviewer", starts_on=LONG_AGO)
    reviewer = add_reviewer(call, cast.planner, by=stories.section(cast)[1])
    assert found(cast.planner) == 1

    declare_conflicts(reviewer, [cast.himeji], why="親族が勤めている", by=cast.planner)

    assert "planner" not in finders(cast)
    remove_reviewer(reviewer, by=stories.section(cast)[1])
    assert "planner" in finders(cast)


def test_a_reviewer_finds_nothing_by_the_search(cast: Cast) -> None:
    call = stories.scored_call(cast)
    (reviewer,) = stories.reviewers(cast, call, 1)
    stories.in_scoring(cast, call)

    assert found(reviewer.person) == 0


def test_a_discarded_draft_is_found_no_more(cast: Cast) -> None:
    discard(stories.draft(cast), by=cast.officer)

    assert found(cast.officer) == 0


def test_a_call_is_found_by_everybody_once_it_is_announced(cast: Cast) -> None:
    desk_officer = stories.section(cast)[1]
    earlier = stories.call(cast)
    call = create_call(earlier.scheme, fiscal_year=2013, by=desk_officer)
    text, kind = "多文化共生の助成", searching.CALL
    before = [found(person, kind, text) for person in (None, cast.officer, desk_officer, cast.planner)]
    call.application_form, call.report_form = earlier.application_form, earlier.report_form
    call.deciding = Deciding.BOARD
    call.guidance_ja, call.contact_ja = "案内", "多文化共生課"
    call.save()

    announce_call(call, base_revision=call.revision, by=desk_officer)

    assert before == [0, 0, 1, 1]
    assert [found(person, kind, text) for person in (None, cast.officer)] == [1, 1]


def test_a_result_is_everybodys_once_it_is_published(cast: Cast) -> None:
    application = stories.granted(cast)
    words = {"title": "成果のある訓練", "summary": "概要", "outcome": "成果"}
    result = change_result(application, words, base_revision=0, by=stories.section(cast)[1])
    before = [found(person, searching.RESULT, "成果のある訓練") for person in (None, cast.officer, cast.neighbour)]

    Result.objects.filter(pk=result.pk).update(published_at=application.step_since)
    index.put_many(searching.handed_results())

    assert before == [0, 0, 0]
    assert found(None, searching.RESULT, "成果のある訓練") == 1


def test_what_is_found_leads_where_the_finder_may_go(cast: Cast, sign_in: SignIn) -> None:
    application = stories.submitted(cast)
    client = sign_in(cast.officer)

    shown = client.get("/search/", {"q": WORD}).content.decode()

    assert f'href="/calls/applications/{application.pk}/"' in shown
    assert client.get(f"/calls/applications/{application.pk}/").status_code == 200


def test_rebuilding_gives_the_same(cast: Cast) -> None:
    stories.submitted(cast)
    before = finders(cast)

    index.put_many(searching.handed_applications())

    assert finders(cast) == before


@pytest.mark.parametrize("handed", [searching.handed_applications, searching.handed_calls])
def test_rebuilding_costs_the_same_for_many(cast: Cast, handed: object) -> None:
    call, counts = stories.call(cast), []
    for _more in range(3):
        stories.submitted(cast, call)
        with CaptureQueriesContext(connection) as asked:
            list(handed())  # type: ignore[operator]  # one of the two builders
        counts.append(len(asked))

    assert counts[0] == counts[1] == counts[2]


def test_english_readers_find_a_call_by_its_english_name(cast: Cast, sign_in: SignIn) -> None:
    stories.call(cast)
    index.put_many(searching.handed_calls())
    client = sign_in(make_person("english", "英語 読子"))
    client.cookies["django_language"] = "en"

    lines = client.get("/search/", {"q": "Multicultural grant"}).context["lines"]

    assert "Multicultural grant" in {"".join(segment.text for segment in line.title) for line in lines}
