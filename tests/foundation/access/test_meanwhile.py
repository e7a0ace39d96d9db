"""Two who change one thing at once: the second is told and shown the difference."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.operations import (
    ChangedMeanwhileError,
    edit_person,
    end_relation,
    end_role,
    end_term,
    seen_of,
)
from kakehashi.foundation.access.operations.people import PROFILE
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.models import Person, Term
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn

PROFILE_TYPED = {"name_ja": "姫野 光", "name_kana": "", "name_en": "Officer", "phone": "1", "language": "ja"}


def hidden(client: Client, url: str) -> str:
    """What the page carries of what it showed."""
    seen: str = client.get(url).context["form"]["seen"].value()
    return seen


def test_only_what_was_typed_is_written(cast: Cast) -> None:
    """A whole row would put back what another part of the program wrote meanwhile."""
    stale = Person.objects.get(pk=cast.officer.pk)
    Person.objects.filter(pk=stale.pk).update(email="new@example.invalid")

    edit_person(stale, profile={"phone": "2"}, by=cast.officer)

    officer = Person.objects.get(pk=stale.pk)
    assert (officer.phone, officer.email) == ("2", "new@example.invalid")


@pytest.mark.parametrize("what", ["person", "role", "term", "relation"])
def test_the_second_editor_is_refused(cast: Cast, what: str) -> None:
    role = cast.colleague.roles.get()
    term = Term.objects.create(person=cast.colleague, organisation=cast.himeji, starts_on=dt.date(2012, 4, 1))
    relation = cast.himeji.relations_in.get()
    seen = seen_of(role, ["ends_on"])
    first, second = clock.today(), clock.today() - dt.timedelta(days=1)
    writes: dict[str, Any] = {
        "person": lambda day, seen: edit_person(cast.officer, profile={"phone": str(day)}, by=cast.officer, seen=seen),
        "role": lambda day, seen: end_role(role, ends_on=day, by=cast.officer, seen=seen),
        "term": lambda day, seen: end_term(term, ends_on=day, by=cast.planner, seen=seen),
        "relation": lambda day, seen: end_relation(relation, ends_on=day, by=cast.planner, seen=seen),
    }
    if what == "person":
        seen = seen_of(cast.officer, PROFILE)

    writes[what](first, seen)
    with pytest.raises(ChangedMeanwhileError) as told:
        writes[what](second, seen)
    writes[what](second, told.value.seen)

    said = cast.officer.phone, role.ends_on, term.ends_on, relation.ends_on
    assert str(second) in {str(one) for one in said}
    assert AuditRow.objects.count() == 2


def test_the_page_of_a_person_shows_what_somebody_else_wrote(cast: Cast, sign_in: SignIn) -> None:
    url = reverse("access:edit_person", args=[cast.officer.pk])
    mine, theirs = sign_in(cast.officer), sign_in(cast.planner)
    seen = hidden(mine, url)
    theirs.post(url, PROFILE_TYPED | {"phone": "079-1", "name_en": "Hikari", "seen": hidden(theirs, url)})

    told = mine.post(url, PROFILE_TYPED | {"phone": "079-2", "seen": seen})

    assert told.status_code == 409
    assert [(one.label, one.now) for one in told.context["changed"]] == [
        ("英語表記", "Hikari"),
        ("電話番号", "079-1"),
    ]
    page = told.content.decode()
    assert "ほかの人が先に変更しました" in page
    assert 'value="079-2"' in page
    assert Person.objects.get(pk=cast.officer.pk).phone == "079-1"
    again = mine.post(url, PROFILE_TYPED | {"phone": "079-2", "seen": told.context["form"]["seen"].value()})
    assert (again.status_code, Person.objects.get(pk=cast.officer.pk).phone) == (302, "079-2")


def test_the_page_of_a_role_shows_the_day_somebody_else_chose(cast: Cast, sign_in: SignIn) -> None:
    held = RoleHeld.objects.get(person=cast.colleague)
    url = reverse("access:end_role", args=[held.pk])
    client = sign_in(cast.officer)
    seen = hidden(client, url)
    end_role(held, ends_on=clock.today(), by=cast.planner)

    told = client.post(url, {"ends_on": "2012-07-09", "seen": seen})

    assert told.status_code == 409
    assert [one.now for one in told.context["changed"]] == [clock.today()]
    assert RoleHeld.objects.get(pk=held.pk).ends_on == clock.today()
