"""What is declared and agreed to: eligibility, the consent of partners to what stands there now, what is missing."""

import datetime as dt

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Consent
from kakehashi.engines.calls.models import Application, Declaration, EligibilityLine, Partner
from kakehashi.engines.calls.operations import MOVES, save_paper, start_application
from kakehashi.engines.calls.operations.declaring import declare
from kakehashi.engines.calls.operations.exceptions import allow_late
from kakehashi.engines.calls.operations.partners import add_partner, answer_consent
from kakehashi.engines.calls.operations.screening import hand_in_again, send_back
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def address(name: str, application: Application, *more: int) -> str:
    return reverse(f"calls:{name}", args=[application.pk, *more])


def save(application: Application, cast: Cast, **answers: object) -> Application:
    paper = application.papers.get(kind="application")
    save_paper(paper, stories.ANSWERS | answers, base_revision=paper.sheet.revision, by=cast.officer)
    return stories.fresh(application)


def line(application: Application) -> EligibilityLine:
    return EligibilityLine.objects.create(
        call=application.call, text_ja="営利を目的としない", refusal_ja="営利の事業は対象外です。"
    )


def joint(cast: Cast) -> tuple[Application, Partner]:
    """A draft to which Kakogawa has agreed."""
    return stories.joined(cast, stories.draft(cast)), Partner.objects.get()


# --- Eligibility ------------------------------------------------------------------------------------------------------
def test_who_answered_what_is_kept_and_shown_to_the_section(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)
    asked = EligibilityLine.objects.create(call=call, text_ja="営利を目的としない", refusal_ja="対象外です。")
    url = reverse("calls:apply", args=[call.pk])
    sign_in(cast.officer).post(url, {f"line-{asked.pk}": "yes", "applicant": cast.himeji.pk})
    application = save(Application.objects.get(), cast)
    asked.delete()  # the words stay as they were asked

    MOVES["submit"](application, by=cast.officer)
    shown = sign_in(stories.section(cast)[1]).get(address("application", application)).content.decode()

    said = Declaration.objects.get()
    assert (said.text_ja, said.is_yes, said.by) == ("営利を目的としない", True, cast.officer)
    assert ("営利を目的としない" in shown, str(cast.officer) in shown) == (True, True)


def test_what_was_not_asked_is_answered_before_handing_in(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    asked, client, url = line(draft), sign_in(cast.officer), address("declare", draft)

    with pytest.raises(MoveRefusedError, match="申請資格の確認"):
        MOVES["submit"](draft, by=cast.officer)
    check = client.get(address("check", draft)).content.decode()
    refused = client.post(url, {f"line-{asked.pk}": "no"})
    answered = client.post(url, {f"line-{asked.pk}": "yes"})

    assert f'href="{url}"' in check
    assert ("営利の事業は対象外です。" in refused.content.decode(), refused.status_code) == (True, 422)
    assert answered["Location"] == address("check", draft)
    assert MOVES["submit"](stories.fresh(draft), by=cast.officer).step == "submitted"
    assert [sign_in(one).get(url).status_code for one in (cast.officer, cast.neighbour)] == [403, 404]


def test_an_answer_against_it_and_a_question_put_anew_hold_it_up(cast: Cast) -> None:
    draft = stories.draft(cast)
    asked = line(draft)

    declare(draft, {asked.pk: False}, by=cast.officer)
    with pytest.raises(MoveRefusedError, match="営利の事業は対象外です"):
        MOVES["submit"](draft, by=cast.officer)
    declare(draft, {asked.pk: True}, by=cast.officer)
    EligibilityLine.objects.update(text_ja="営利も政治も目的としない")

    with pytest.raises(MoveRefusedError, match="まだ答えていない"):
        MOVES["submit"](stories.fresh(draft), by=cast.officer)


# --- Consent ----------------------------------------------------------------------------------------------------------
def test_consent_is_to_what_stands_there_and_asked_again_when_it_changes(cast: Cast, sign_in: SignIn) -> None:
    draft, partner = joint(cast)
    officer, neighbour = sign_in(cast.officer), sign_in(cast.neighbour)

    changed = save(draft, cast, requested_yen=900_000)
    with pytest.raises(MoveRefusedError, match="もう一度同意を求めてください: 加古川市"):
        MOVES["submit"](changed, by=cast.officer)
    missing = officer.get(address("check", draft)).content.decode()
    page = neighbour.get(address("consent", draft, partner.pk)).content.decode()
    officer.post(address("partner_ask", draft, partner.pk))
    seen = neighbour.get(address("consent", draft, partner.pk)).context["form"]["seen"].value()
    neighbour.post(address("consent", draft, partner.pk), {"consent": "given", "note": "", "seen": seen})

    assert "同意のあとで申請書が変わりました" in missing
    assert ("前に同意した内容との違い" in page, "900,000" in page) == (True, True)
    assert Notice.objects.filter(kind="calls.consent_asked", person=cast.neighbour).count() == 2
    assert MOVES["submit"](stories.fresh(draft), by=cast.officer).step == "submitted"


def test_nobody_agrees_to_what_they_have_not_read(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    partner = add_partner(draft, cast.kakogawa, by=cast.officer)
    client, url = sign_in(cast.neighbour), address("consent", draft, partner.pk)
    seen = client.get(url).context["form"]["seen"].value()
    save(draft, cast, title="読んでいる間に変えた題")

    answer = client.post(url, {"consent": "given", "note": "", "seen": seen})

    assert (answer.status_code, Partner.objects.get().consent) == (409, Consent.ASKED)
    assert "読んでいる間に申請書が変わりました" in answer.content.decode()


def test_what_is_corrected_the_partners_agree_to_anew(cast: Cast) -> None:
    draft, partner = joint(cast)
    _desk, officer = stories.section(cast)
    received = MOVES["receive"](MOVES["submit"](draft, by=cast.officer), by=officer)
    paper = send_back(received.papers.get(), {"title": "短くしてください。"}, by=officer)
    save_paper(paper, stories.ANSWERS | {"title": "短い題"}, base_revision=paper.sheet.revision, by=cast.officer)

    with pytest.raises(MoveRefusedError, match="もう一度同意を求めてください"):
        hand_in_again(paper, by=cast.officer)
    answer_consent(Partner.objects.get(), Consent.GIVEN, by=cast.neighbour)
    hand_in_again(paper, by=cast.officer)

    assert (partner.organisation, stories.fresh(draft).step) == (cast.kakogawa, "screening")


# --- Exceptions -------------------------------------------------------------------------------------------------------
def test_one_person_may_be_late_by_name(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, closes_at=clock.now() + dt.timedelta(minutes=5))
    mine = start_application(call, applicant=cast.himeji, by=cast.officer)
    theirs = start_application(call, applicant=cast.himeji, by=cast.colleague)
    _desk, officer = stories.section(cast)
    until = clock.now().astimezone(clock.JAPAN) + dt.timedelta(days=1)
    sent = {"email": cast.officer.email, "until": f"{until:%Y-%m-%dT%H:%M}", "why": "入院のため"}
    url, client = reverse("calls:exceptions", args=[call.pk]), sign_in(officer)

    both = client.post(url, sent | {"organisation": "姫路市"})
    nobody = client.post(url, sent | {"email": "nobody@example.invalid"})
    client.post(url, sent)

    with clock.pinned(clock.now() + dt.timedelta(hours=1)):
        assert [one.why_late() is None for one in (mine, theirs)] == [True, False]
    assert [both.status_code, nobody.status_code] == [422, 422]
    assert str(cast.officer) in client.get(url).content.decode()
    assert {one.person for one in Notice.objects.filter(kind="calls.may_be_late")} == {cast.officer}


def test_an_exception_for_a_person_is_told_to_them(cast: Cast) -> None:
    call = stories.call(cast)
    _desk, officer = stories.section(cast)

    exception = allow_late(call, to=cast.officer, until=clock.now() + dt.timedelta(days=40), why="事情", by=officer)

    assert (exception.person, exception.organisation) == (cast.officer, None)


# --- What is missing --------------------------------------------------------------------------------------------------
def test_everything_that_is_missing_is_listed_with_the_way_there(cast: Cast, sign_in: SignIn) -> None:
    needed = [("title", "text", True), ("expenses", "table", False), ("plan", "file", True), ("joint", "yes_no", False)]
    call = stories.call(cast, application_form=stories.form("with-plan", needed), tracks=[("a", 1, 1), ("b", 1, 1)])
    draft = start_application(call, applicant=cast.himeji, by=cast.officer)
    line(draft)
    add_partner(draft, cast.kakogawa, by=cast.officer)

    shown = sign_in(cast.officer).get(address("check", draft)).content.decode()

    ways = [address("declare", draft), f"{address('fill', draft)}#id__track_0"]
    ways += [f"{address('application', draft)}#together-title"]
    ways += [f"{address('fill', draft)}#id_{name}" for name in ("title", "plan")]
    assert [f'href="{way}' in shown for way in ways] == [True] * 5
    assert "共同で実施する団体の同意がそろっていません: 加古川市" in shown
