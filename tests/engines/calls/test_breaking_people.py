"""Co-workers stay as long as they work for the body they were invited for, and as long as it takes part."""

import datetime as dt

from django.urls import reverse

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.choices import Consent, Right
from kakehashi.engines.calls.models import Application, CoWorker
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.partners import (
    add_coworker,
    add_partner,
    answer_consent,
    go_alone,
    remove_partner,
    write_message,
)
from kakehashi.engines.calls.operations.screening import send_back
from kakehashi.engines.calls.queries.lists import matching
from kakehashi.engines.calls.queries.narrowing import Filter
from kakehashi.engines.calls.queries.papers import visible_papers
from kakehashi.engines.calls.rules import may_edit_application
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.search.queries import search
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def moves_to(person: Person, body: Organisation) -> Person:
    """From one body to another, since yesterday; as the next request reads them."""
    yesterday = clock.today() - dt.timedelta(days=1)
    RoleHeld.objects.filter(person=person).update(ends_on=yesterday)
    RoleHeld.objects.create(person=person, organisation=body, role="officer", starts_on=clock.today())
    return Person.objects.get(pk=person.pk)


def sees(person: Person) -> list[Application]:
    return list(Application.objects.visible_to(person))


def test_who_moved_to_another_body_is_out(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    add_coworker(draft, cast.neighbour, right=Right.EDIT, by=cast.officer)
    before = sees(cast.neighbour)

    moved = moves_to(cast.neighbour, cast.hyogo)
    write_message(draft, "よろしくお願いします。", by=cast.colleague)

    assert (before, sees(moved), may_edit_application(moved, draft)) == ([draft], [], False)
    assert list(visible_papers(moved)) == []
    assert list(matching(moved, Filter(view="mine"))) == []
    assert search("多言語の防災訓練", viewer=moved, kinds=[searching.APPLICATION]).hits == ()
    assert not Notice.objects.filter(person=moved, kind="calls.message").exists()
    page = sign_in(cast.officer).get(reverse("calls:application", args=[draft.pk])).content.decode()
    assert ("加古川市" in page, "団体を離れたため読めません" in page) == (True, True)


def test_invited_again_the_person_is_in_for_the_new_body(cast: Cast) -> None:
    draft = stories.draft(cast)
    add_coworker(draft, cast.neighbour, right=Right.READ, by=cast.officer)

    moved = moves_to(cast.neighbour, cast.hyogo)
    add_coworker(draft, moved, right=Right.READ, by=cast.officer)

    assert (sees(moved), CoWorker.objects.get().organisation) == ([draft], cast.hyogo)


def test_whoever_came_with_a_partner_leaves_with_it(cast: Cast) -> None:
    draft = stories.draft(cast)
    partner = add_partner(draft, cast.kakogawa, by=cast.officer)
    add_coworker(draft, cast.neighbour, right=Right.EDIT, by=cast.officer)
    add_coworker(draft, cast.staff, right=Right.READ, by=cast.officer)

    remove_partner(partner, by=cast.officer)

    assert (sees(cast.neighbour), sees(cast.staff)) == ([], [draft])
    said = AuditRow.objects.filter(action="calls.remove_partner").get().after
    assert (said["partner"], said["coworkers"]) == (cast.kakogawa.pk, [cast.neighbour.pk])


def test_alone_again_nobody_of_the_others_stays(cast: Cast) -> None:
    draft = stories.joined(cast, stories.draft(cast, joint=True))
    add_coworker(draft, cast.neighbour, right=Right.EDIT, by=cast.officer)
    MOVES["submit"](draft, by=cast.officer)
    MOVES["receive"](stories.fresh(draft), by=stories.section(cast)[1])
    send_back(stories.fresh(draft).papers.get(), {"title": "短く"}, by=stories.section(cast)[1])
    answer_consent(stories.fresh(draft).partners.get(), Consent.REFUSED, note="予算がない", by=cast.neighbour)

    go_alone(stories.fresh(draft), by=cast.officer)

    assert (CoWorker.objects.count(), sees(cast.neighbour)) == (0, [])
