"""Ways into an application that stayed open: those who left, and reviewers who changed their post."""

import datetime as dt

from django.urls import reverse

from kakehashi.engines.calls import tasks
from kakehashi.engines.calls.choices import Right
from kakehashi.engines.calls.models import Application, Assignment, Conflict
from kakehashi.engines.calls.operations.partners import add_coworker
from kakehashi.engines.calls.rules import may_edit_application, may_write_to
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.models import Organisation, Person, Term
from kakehashi.foundation.search.audience import of_person, tokens_of
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def leaves(person: Person) -> Person:
    """Every role ended yesterday; the person as the next request reads them."""
    RoleHeld.objects.filter(person=person).update(ends_on=clock.today() - dt.timedelta(days=1))
    return Person.objects.get(pk=person.pk)


def test_a_co_worker_who_left_every_post_sees_and_edits_nothing(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    add_coworker(draft, cast.neighbour, right=Right.EDIT, by=cast.officer)
    page = sign_in(cast.neighbour).get(reverse("calls:application", args=[draft.pk])).status_code

    gone = leaves(cast.neighbour)

    assert page == 200
    assert sign_in(gone).get(reverse("calls:application", args=[draft.pk])).status_code == 404
    assert (may_edit_application(gone, draft), may_write_to(gone, draft)) == (False, False)
    assert list(Application.objects.visible_to(gone)) == []
    assert of_person(gone.pk) not in tokens_of(gone)


def given(cast: Cast) -> Assignment:
    call = stories.scored_call(cast)
    (reviewer,) = stories.reviewers(cast, call, 1)
    return Assignment.objects.create(reviewer=reviewer, application=stories.in_scoring(cast, call))


def test_a_reviewer_whose_role_ended_sees_nothing_of_what_was_given(cast: Cast, sign_in: SignIn) -> None:
    review = given(cast)
    page = sign_in(review.reviewer.person).get(reverse("calls:review", args=[review.pk])).status_code

    gone = leaves(review.reviewer.person)

    assert (page, sign_in(gone).get(reverse("calls:review", args=[review.pk])).status_code) == (200, 404)


def works_at(person: Person, body: Organisation) -> Person:
    Term.objects.create(person=person, organisation=body, starts_on=clock.today())
    return Person.objects.get(pk=person.pk)


def test_a_post_taken_up_while_scoring_bars_at_once(cast: Cast, sign_in: SignIn) -> None:
    review = given(cast)

    person = works_at(review.reviewer.person, cast.himeji)

    assert sign_in(person).get(reverse("calls:review", args=[review.pk])).status_code == 404


def test_every_night_new_posts_become_interests(cast: Cast) -> None:
    review = given(cast)
    works_at(review.reviewer.person, cast.himeji)

    found = [tasks.look_for_conflicts.call(), tasks.look_for_conflicts.call()]

    assert found == [1, 0]
    assert Conflict.objects.get().application_id == review.application_id
    assert not Assignment.objects.exists()
