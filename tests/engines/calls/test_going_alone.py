"""A joint application that nobody else takes part in any more; and an NGO's through a city, which is no such one."""

from typing import Any

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Consent, Jointly
from kakehashi.engines.calls.models import Application, Call, MoneyCap, Partner
from kakehashi.engines.calls.operations import MOVES, save_paper, start_application
from kakehashi.engines.calls.operations.partners import add_partner, answer_consent, go_alone
from kakehashi.engines.calls.operations.screening import hand_in_again, send_back
from kakehashi.engines.calls.queries.awarding import award_alone
from kakehashi.engines.calls.queries.home import waiting_in_calls
from kakehashi.engines.calls.rules.applying import all_consent
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.choices import OrganisationKind
from tests.cast import Cast, make_organisation
from tests.conftest import SignIn
from tests.engines.calls import stories


def sent_back(cast: Cast, of: Call | None = None, **answers: Any) -> Application:
    """Of Himeji with Kakogawa; its title is to be mended."""
    draft = stories.joined(cast, stories.draft(cast, of, joint=True, **answers))
    MOVES["submit"](draft, by=cast.officer)
    _desk, officer = stories.section(cast)
    MOVES["receive"](stories.fresh(draft), by=officer)
    send_back(stories.fresh(draft).papers.get(), {"title": "短く"}, by=officer)
    return stories.fresh(draft)


def left_alone(cast: Cast, of: Call | None = None) -> Application:
    """The same, and Kakogawa wants no part in it any more."""
    application = sent_back(cast, of)
    answer_consent(Partner.objects.get(), Consent.REFUSED, note="予算がない", by=cast.neighbour)
    return stories.fresh(application)


def mended(cast: Cast, application: Application) -> Application:
    paper = application.papers.get()
    answers = paper.sheet.answers | {"title": "短い題"}
    save_paper(paper, answers, base_revision=paper.sheet.revision, by=cast.officer)
    hand_in_again(paper, by=cast.officer)
    return stories.fresh(application)


def test_it_is_turned_into_a_single_one_with_its_own_amount(cast: Cast) -> None:
    call = stories.call(cast)
    MoneyCap.objects.create(rule=call.money_rule, yen=700_000, jointly=Jointly.ALONE)
    application = left_alone(cast, call)
    before = application.computed_yen

    alone = go_alone(application, by=cast.officer)
    after = mended(cast, stories.fresh(alone))

    assert (before, after.computed_yen) == (1_000_000, 700_000)
    assert (after.step, after.is_joint, after.bodies, after.partners.count()) == ("screening", False, 1, 0)
    assert after.papers.get().sheet.answers["joint"] is False


def test_what_it_would_get_alone_is_shown_first(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)
    MoneyCap.objects.create(rule=call.money_rule, yen=700_000, jointly=Jointly.ALONE)
    application = left_alone(cast, call)
    client, page = sign_in(cast.officer), reverse("calls:application", args=[application.pk])

    shown = client.get(page).content.decode()
    answer = client.post(reverse("calls:go_alone", args=[application.pk]))

    found = award_alone(application)
    assert found is not None
    assert (found.yen, "700,000円" in shown, "単独の申請にする" in shown) == (700_000, True, True)
    assert (answer.status_code, stories.fresh(application).is_joint) == (302, False)
    assert "単独の申請にする" not in client.get(page).content.decode()


def test_a_body_that_may_not_apply_alone_is_told(cast: Cast, sign_in: SignIn) -> None:
    application = left_alone(cast)
    Call.objects.filter(pk=application.call_id).update(eligible_kinds=["prefecture"])

    answer = sign_in(cast.officer).post(reverse("calls:go_alone", args=[application.pk]))

    kept = stories.fresh(application)
    assert (answer.status_code, kept.is_joint, kept.partners.count()) == (409, True, 1)
    assert kept.papers.get().sheet.answers["joint"] is True


def test_it_is_withdrawn_instead(cast: Cast) -> None:
    application = left_alone(cast)

    MOVES["withdraw"](application, by=cast.officer, note="相手がいなくなった")

    assert stories.fresh(application).step == "withdrawn"


def test_without_a_decision_it_does_not_come_back(cast: Cast) -> None:
    with pytest.raises(MoveRefusedError, match="加古川市"):
        mended(cast, left_alone(cast))


def test_as_long_as_somebody_takes_part_it_stays_joint(cast: Cast, sign_in: SignIn) -> None:
    application = sent_back(cast)

    with pytest.raises(NotPermittedError):
        go_alone(application, by=cast.officer)

    left = stories.fresh(application)
    answer_consent(Partner.objects.get(), Consent.REFUSED, note="予算がない", by=cast.neighbour)
    add_partner(left, cast.branch, by=cast.officer)
    with pytest.raises(NotPermittedError):
        go_alone(stories.fresh(left), by=cast.officer)


def test_only_the_applicant_turns_it(cast: Cast, sign_in: SignIn) -> None:
    address = reverse("calls:go_alone", args=[left_alone(cast).pk])
    _desk, officer = stories.section(cast)

    assert [sign_in(one).post(address).status_code for one in (officer, cast.neighbour)] == [403, 403]


def test_a_body_asked_again_while_it_is_mended_reads_it_at_home(cast: Cast) -> None:
    application = left_alone(cast)
    Partner.objects.update(consent=Consent.ASKED, answered_at=None)

    (line,) = waiting_in_calls(cast.neighbour)

    assert line.url == reverse("calls:consent", args=[application.pk, Partner.objects.get().pk])


# --- An NGO through a city --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("joint", [True, False])
def test_an_ngo_through_a_city_wants_nobodys_consent(cast: Cast, joint: bool) -> None:
    ngo = make_organisation("ngo-9", OrganisationKind.NGO, "多文化の会", "Circle")
    application = start_application(stories.call(cast), applicant=cast.himeji, implementer=ngo, by=cast.officer)
    paper = application.papers.get()
    save_paper(paper, stories.ANSWERS | {"joint": joint}, base_revision=paper.sheet.revision, by=cast.officer)

    refused = all_consent(stories.fresh(application))
    handed_in = MOVES["submit"](stories.fresh(application), by=cast.officer)

    assert (refused, handed_in.step, handed_in.applicant_kind) == (None, "submitted", "npo_joint")
