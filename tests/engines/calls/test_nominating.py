"""Nominations: one body proposes, the other one decides, and applies itself."""

import datetime as dt

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Gives, Pays, Route
from kakehashi.engines.calls.models import Application, Call, Nomination
from kakehashi.engines.calls.operations.nominating import (
    NominationRefusedError,
    accept_nomination,
    decline_nomination,
    nominate,
    withdraw_nomination,
)
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories


def award(cast: Cast, **values: object) -> Call:
    given = {"gives": Gives.HONOUR, "pays": Pays.NOTHING, "takes_nominations": True}
    return stories.call(cast, "award", **(given | values))


def nominated(cast: Cast, call: Call | None = None) -> Nomination:
    """Kakogawa by Himeji."""
    return nominate(
        call or award(cast), body=cast.kakogawa, nominator=cast.himeji, why="姉妹都市と50年", by=cast.officer
    )


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__name_ja", flat=True))


def test_the_nominated_body_is_told_and_both_bodies_and_the_section_see_it(cast: Cast) -> None:
    nomination = nominated(cast)
    people = (
        cast.neighbour,
        cast.officer,
        cast.colleague,
        stories.section(cast)[1],
        cast.branch_officer,
        cast.director,
    )

    sees = [Nomination.objects.visible_to(person).filter(pk=nomination.pk).exists() for person in people]

    assert sees == [True, True, True, True, False, False]
    assert told("calls.nominated") == {cast.neighbour.name_ja}
    assert not Application.objects.exists()


def test_a_yes_makes_the_bodys_own_draft(cast: Cast, sign_in: SignIn) -> None:
    nomination = nominated(cast)
    client = sign_in(cast.neighbour)

    answer = client.post(reverse("calls:nomination_accept", args=[nomination.pk]))

    draft = Application.objects.get()
    assert answer["Location"] == reverse("calls:application", args=[draft.pk])
    assert (draft.applicant, draft.nominator, draft.route, draft.step, draft.submitter) == (
        cast.kakogawa, cast.himeji, Route.NOMINATION, "draft", cast.neighbour,
    )  # fmt: skip
    assert "姉妹都市と50年" in client.get(answer["Location"]).content.decode()
    assert sign_in(cast.officer).get(answer["Location"]).status_code == 404
    assert told("calls.nomination_accepted") == {cast.colleague.name_ja, cast.officer.name_ja}


def test_all_who_nominate_a_body_lead_to_one_application(cast: Cast, sign_in: SignIn) -> None:
    call = award(cast)
    hyogo = make_person("hyogo", "兵庫 県子", ("officer", cast.hyogo))
    first = nominated(cast, call)
    second = nominate(call, body=cast.kakogawa, nominator=cast.hyogo, why="県内の模範", by=hyogo)
    draft = accept_nomination(first, by=cast.neighbour)

    again = accept_nomination(second, by=cast.neighbour)

    page = sign_in(cast.neighbour).get(reverse("calls:application", args=[draft.pk])).content.decode()
    assert (Application.objects.count(), again) == (1, draft)
    assert ("姉妹都市と50年" in page, "県内の模範" in page) == (True, True)


def test_after_the_first_was_given_up_a_new_one_begins(cast: Cast) -> None:
    call = award(cast)
    hyogo = make_person("hyogo", "兵庫 県子", ("officer", cast.hyogo))
    draft = accept_nomination(nominated(cast, call), by=cast.neighbour)
    second = nominate(call, body=cast.kakogawa, nominator=cast.hyogo, why="県内の模範", by=hyogo)
    Application.objects.filter(pk=draft.pk).update(step="withdrawn")

    assert accept_nomination(second, by=cast.neighbour) != draft


def test_a_no_is_told_with_its_reason(cast: Cast, sign_in: SignIn) -> None:
    nomination = nominated(cast)

    sign_in(cast.neighbour).post(reverse("calls:nomination_decline", args=[nomination.pk]), {"note": "来年にします"})

    nomination.refresh_from_db()
    assert (nomination.state, nomination.note, nomination.answered_by) == ("declined", "来年にします", cast.neighbour)
    assert Notice.objects.get(kind="calls.nomination_declined", person=cast.officer).params["note"] == "来年にします"


def test_what_was_answered_is_not_answered_again(cast: Cast) -> None:
    nomination = nominated(cast)
    withdraw_nomination(nomination, by=cast.officer)

    with pytest.raises(NominationRefusedError, match="取り下げられました"):
        accept_nomination(nomination, by=cast.neighbour)
    with pytest.raises(NominationRefusedError):
        decline_nomination(nomination, by=cast.neighbour)
    assert not Application.objects.exists()


def test_only_the_nominated_answers_and_only_the_nominator_withdraws(cast: Cast) -> None:
    nomination = nominated(cast)

    with pytest.raises(NotPermittedError):
        accept_nomination(nomination, by=cast.officer)
    with pytest.raises(NotPermittedError):
        withdraw_nomination(nomination, by=cast.neighbour)


def test_after_the_call_closed_no_application_begins(cast: Cast, sign_in: SignIn) -> None:
    nomination = nominated(cast)
    closes_at = nomination.call.closes_at
    assert closes_at

    with clock.pinned(closes_at + dt.timedelta(minutes=1)), pytest.raises(NominationRefusedError, match="受付期間"):
        accept_nomination(nomination, by=cast.neighbour)


def test_why_a_nomination_is_refused_stands_in_the_form(cast: Cast, sign_in: SignIn) -> None:
    call = award(cast, eligible_kinds=["municipality"])
    nominated(cast, call)
    client, address = sign_in(cast.officer), reverse("calls:nominate", args=[call.pk])
    typed = {"nominator": cast.himeji.pk, "why": "理由"}

    pages = [client.post(address, typed | {"body": body.code}).content.decode()
             for body in (cast.himeji, cast.kakogawa, cast.hyogo)]  # fmt: skip

    wanted = ("自分の団体は推薦できません", "もう推薦しています", "申請できる団体の種類ではありません")
    assert [words in page for words, page in zip(wanted, pages, strict=True)] == [True, True, True]
    assert Nomination.objects.count() == 1


def test_a_nomination_is_made_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    call, client = award(cast), sign_in(cast.officer)
    sent = {"nominator": cast.himeji.pk, "body": cast.kakogawa.code, "why": "長い交流"}

    shown = client.get(reverse("calls:call", args=[call.pk])).content.decode()
    answer = client.post(reverse("calls:nominate", args=[call.pk]), sent)

    made = Nomination.objects.get()
    assert reverse("calls:nominate", args=[call.pk]) in shown
    assert answer["Location"] == reverse("calls:nomination", args=[made.pk])
    assert (made.body, made.nominator, made.nominated_by) == (cast.kakogawa, cast.himeji, cast.officer)


def test_where_none_are_taken_there_is_no_such_page(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)

    answers = [sign_in(person).get(reverse("calls:nominate", args=[other.pk])).status_code
               for person, other in ((cast.officer, call), (cast.director, award(cast)))]  # fmt: skip

    assert answers == [404, 403]


def test_a_stranger_never_sees_a_nomination(cast: Cast, sign_in: SignIn) -> None:
    nomination, client = nominated(cast), sign_in(cast.branch_officer)

    answers = [client.get(reverse("calls:nomination", args=[nomination.pk])).status_code]
    answers += [client.post(reverse(f"calls:nomination_{one}", args=[nomination.pk])).status_code
                for one in ("accept", "decline", "withdraw")]  # fmt: skip

    assert answers == [404, 404, 404, 404]
    assert str(cast.kakogawa) not in client.get(reverse("calls:nominations")).content.decode()
