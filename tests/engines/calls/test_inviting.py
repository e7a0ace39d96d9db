"""Invitees of a seminar: the offices nominate, the section gives them to hosts, the host reads whom it receives."""

from typing import Any

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding, Gives, LetterKind, Pays
from kakehashi.engines.calls.models import Application, Call, Candidate
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.inviting import InvitationRefusedError, invite
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.engines.calls.operations.matching import enter_candidate
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Country, Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def seminar(cast: Cast, **values: Any) -> Call:
    given = {"gives": Gives.PLACE, "pays": Pays.NOTHING, "deciding": Deciding.BOARD, "has_invitees": True}
    return stories.call(cast, "seminar", **(given | values))


def officer_of(cast: Cast) -> Person:
    return stories.section(cast)[1]


def told(cast: Cast, host: Application) -> Application:
    issue_letter(host, LetterKind.SELECTION, dated_on=clock.today(), language="ja", by=officer_of(cast))
    return stories.fresh(MOVES["grant"](stories.fresh(host), by=officer_of(cast)))


def invitee(call: Call, by: Person, name: str = "Jean Dupont", alpha2: str = "FR", **values: Any) -> Candidate:
    country = Country.objects.get(alpha2=alpha2)
    return enter_candidate(call, {"name": name, "home": "Ville de Nice", "country": country} | values, by=by)


def test_an_office_nominates_and_the_host_reads_whom_it_receives(cast: Cast, sign_in: SignIn) -> None:
    call = seminar(cast)
    host = told(cast, stories.adopted(cast, call))
    page = reverse("calls:invitees", args=[call.pk])
    typed = {
        "name": "Jean Dupont", "home": "Ville de Nice", "country": "FR", "post": "副市長", "languages": "フランス語",
        "diet": "豚肉を食べない", "ties": "2008年に姫路市を訪問",
    }  # fmt: skip

    sent = sign_in(cast.director).post(reverse("calls:candidate_new", args=[call.pk]), typed)
    of_office = sign_in(cast.director).get(page).content.decode()
    before = sign_in(cast.officer).get(reverse("calls:application", args=[host.pk])).content.decode()
    found = Candidate.objects.get()
    sign_in(officer_of(cast)).post(
        reverse("calls:invite", args=[call.pk, found.pk]), {f"of-{found.pk}-host": str(host.pk)}
    )
    after = sign_in(cast.officer).get(reverse("calls:application", args=[host.pk])).content.decode()

    assert sent["Location"] == page
    assert ("姫路市" in of_office, "Jean Dupont" in of_office, "受け入れる団体を保存する" in of_office) == (
        True,
        True,
        False,
    )
    assert "Jean Dupont" not in before
    assert [
        word for word in ("Jean Dupont", "副市長", "豚肉を食べない", "2008年に姫路市を訪問") if word not in after
    ] == []
    assert Notice.objects.filter(kind="calls.invited", person=cast.officer).count() == 1
    assert "Jean" not in str(Notice.objects.filter(kind="calls.invited").values_list("params", flat=True))


def test_a_host_that_does_not_know_yet_reads_and_hears_nothing(cast: Cast, sign_in: SignIn) -> None:
    call = seminar(cast)
    host = stories.adopted(cast, call)
    invite(invitee(call, cast.director), host, by=officer_of(cast))

    page = sign_in(cast.officer).get(reverse("calls:application", args=[host.pk])).content.decode()
    of_office = sign_in(cast.director).get(reverse("calls:invitees", args=[call.pk])).content.decode()

    assert "Jean Dupont" not in page
    assert host.title not in of_office
    assert not Notice.objects.filter(kind="calls.invited").exists()


def test_an_office_sees_and_nominates_of_its_own_countries_alone(cast: Cast, sign_in: SignIn) -> None:
    call = seminar(cast)
    invitee(call, cast.director)
    with pytest.raises(NotPermittedError):
        invitee(call, cast.director, alpha2="GB")

    page = sign_in(cast.london_staff).get(reverse("calls:invitees", args=[call.pk])).content.decode()
    edit = sign_in(cast.london_staff).get(reverse("calls:candidate", args=[Candidate.objects.get().pk])).status_code

    assert ("Jean Dupont" in page, edit) == (False, 404)


@pytest.mark.parametrize("what", ["withdrawn", "not chosen", "another call"])
def test_nobody_is_given_to_a_host_that_does_not_fit(cast: Cast, what: str) -> None:
    call = seminar(cast)
    found = invitee(call, cast.director, is_withdrawn=what == "withdrawn")
    other = seminar(cast, round=2) if what == "another call" else call
    host = stories.submitted(cast, other) if what == "not chosen" else stories.adopted(cast, other)

    with pytest.raises(InvitationRefusedError):
        invite(found, host, by=officer_of(cast))
    with pytest.raises(NotPermittedError):
        invite(found, host, by=cast.director)


def test_a_call_without_invitees_has_no_such_page(cast: Cast, sign_in: SignIn) -> None:
    call = seminar(cast, has_invitees=False)

    assert sign_in(officer_of(cast)).get(reverse("calls:invitees", args=[call.pk])).status_code == 404
