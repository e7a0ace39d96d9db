"""Changes after the decision: weighed, approved, noted, given up; fields sent back and mended."""

from typing import Any

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import ChangeKind, Deciding, PaperKind, Pays
from kakehashi.engines.calls.models import Application, Change, MoneyRule, Payment, Track
from kakehashi.engines.calls.operations import save_paper
from kakehashi.engines.calls.operations.changes import CHANGE_MOVES, ChangeOpenError, approve, start_change
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.operations.paying import (
    ask_advance,
    demand_return,
    make_list,
    mark_paid,
    register_account,
)
from kakehashi.engines.calls.operations.screening import hand_in_again, send_back
from kakehashi.engines.calls.queries.changes import visible_changes
from kakehashi.engines.calls.queries.papers import differences
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories


def spent(**amounts: int) -> list[dict[str, Any]]:
    return [{"category": name, "item": name, "amount_yen": yen} for name, yen in amounts.items()]


def granted(cast: Cast, percent: int | None = 20) -> Application:
    call = stories.call(cast, deciding=Deciding.BOARD)
    MoneyRule.objects.filter(call=call).update(weighty_percent=percent)
    return stories.granted(cast, call)


def drafted(cast: Cast, application: Application, kind: ChangeKind = ChangeKind.CHANGE, **answers: Any) -> Change:
    change = start_change(application, kind, by=cast.officer)
    paper = change.paper
    keep_paper(paper, {"why": "講師が替わる"} | answers, base_revision=paper.sheet.revision, by=cast.officer)
    return fresh(change)


def fresh(change: Change) -> Change:
    return visible_changes(change.application.submitter).get(pk=change.pk)


def handed_in(cast: Cast, application: Application, **answers: Any) -> Change:
    change = drafted(cast, application, **answers)
    hand_in(change.paper, by=cast.officer)
    return fresh(change)


def desk(cast: Cast) -> Person:
    return stories.section(cast)[1]


@pytest.mark.parametrize(
    ("percent", "answers", "step"),
    [
        (None, {}, "submitted"),
        (20, {}, "noted"),
        (20, {"expenses": spent(travel=1_600_000, venue=400_000)}, "noted"),
        (20, {"expenses": spent(travel=1_500_000, venue=500_000)}, "submitted"),
        (20, {"new_yen": 800_000}, "noted"),
        (20, {"new_yen": 799_999}, "submitted"),
        (100, {"new_yen": 1_000_001}, "submitted"),
    ],
)
def test_what_moves_more_than_the_call_allows_needs_approval(
    cast: Cast, percent: int | None, answers: dict[str, Any], step: str
) -> None:
    application = granted(cast, percent)

    assert handed_in(cast, application, **answers).step == step


def test_an_approved_amount_goes_back_to_the_track(cast: Cast) -> None:
    application = granted(cast)
    change = handed_in(cast, application, new_yen=600_000)

    approve(change, new_yen=600_000, by=desk(cast))

    track = Track.objects.get(pk=application.track_id)
    assert (stories.fresh(application).decided_yen, track.held_yen, track.held_count) == (600_000, 600_000, 1)
    assert stories.fresh(application).first_decided_yen == 1_000_000
    assert Notice.objects.filter(kind="calls.change_approved", person=cast.officer).count() == 1


def test_an_amount_is_never_raised_above_the_first_decision_nor_above_the_track(cast: Cast) -> None:
    application = granted(cast)
    approve(handed_in(cast, application, new_yen=600_000), new_yen=600_000, by=desk(cast))
    change = handed_in(cast, stories.fresh(application), new_yen=900_000)
    with pytest.raises(MoveRefusedError, match="当初"):
        approve(change, new_yen=1_000_001, by=desk(cast))
    Track.objects.filter(pk=application.track_id).update(ceiling_yen=800_000)

    with pytest.raises(MoveRefusedError, match="枠"):
        approve(fresh(change), new_yen=900_000, by=desk(cast))

    assert (fresh(change).step, stories.fresh(application).decided_yen) == ("submitted", 600_000)


def test_giving_up_ends_the_application_and_frees_its_money(cast: Cast) -> None:
    application = granted(cast)
    change = drafted(cast, application, ChangeKind.CANCEL)
    hand_in(change.paper, by=cast.officer)

    approve(fresh(change), by=desk(cast), note="了解しました。")

    track = Track.objects.get(pk=application.track_id)
    assert (stories.fresh(application).step, fresh(change).step) == ("cancelled", "approved")
    assert (track.held_yen, track.held_count) == (0, 0)


def with_advance(cast: Cast) -> Application:
    call = stories.call(cast, deciding=Deciding.BOARD, pays=Pays.ADVANCE)
    application = stories.granted(cast, call)
    register_account(cast.himeji, stories.ACCOUNT, by=cast.officer)
    ask_advance(application, 300_000, by=cast.officer)
    return application


def give_up(cast: Cast, application: Application) -> None:
    change = drafted(cast, application, ChangeKind.CANCEL)
    hand_in(change.paper, by=cast.officer)
    approve(fresh(change), by=desk(cast))


def test_what_was_paid_before_giving_up_comes_back_without_taking_from_the_track(cast: Cast) -> None:
    application, pays = with_advance(cast), make_person("accountant", "経 理", ("accountant", cast.headquarters))
    mark_paid(Payment.objects.get(), paid_on=clock.today(), by=pays)
    give_up(cast, application)

    demand_return(stories.fresh(application), by=desk(cast), note="中止のため")
    with pytest.raises(MoveRefusedError, match="返還"):
        demand_return(stories.fresh(application), by=desk(cast), note="もう一度", yen=1)
    mark_paid(Payment.objects.get(kind="return"), paid_on=clock.today(), by=pays)

    track = Track.objects.get(pk=application.track_id)
    assert (stories.fresh(application).step, track.held_yen, track.held_count) == ("cancelled", 0, 0)
    assert list(Payment.objects.values_list("kind", "yen", "state")) == [
        ("advance", 300_000, "paid"), ("return", 300_000, "paid"),
    ]  # fmt: skip


def test_an_advance_nobody_took_up_lapses_with_the_project(cast: Cast) -> None:
    application = with_advance(cast)

    give_up(cast, application)

    assert (stories.fresh(application).step, Payment.objects.count()) == ("cancelled", 0)


def test_an_advance_on_its_way_to_the_bank_is_waited_for(cast: Cast) -> None:
    application, pays = with_advance(cast), make_person("accountant", "経 理", ("accountant", cast.headquarters))
    make_list([Payment.objects.get().pk], pays_on=clock.today(), by=pays)

    with pytest.raises(MoveRefusedError, match="概算払"):
        give_up(cast, application)

    assert (stories.fresh(application).step, Change.objects.get().step) == ("granted", "submitted")


def test_there_is_one_open_change_at_a_time(cast: Cast) -> None:
    application = granted(cast)
    first = drafted(cast, application)

    with pytest.raises(ChangeOpenError):
        start_change(application, ChangeKind.CHANGE, by=cast.officer)
    CHANGE_MOVES["withdraw"](first, by=cast.officer)

    assert start_change(stories.fresh(application), ChangeKind.CHANGE, by=cast.officer).paper.round == 2


def test_a_change_is_sent_back_mended_and_the_difference_shown(cast: Cast) -> None:
    change = handed_in(cast, granted(cast, None), new_yen=900_000)
    send_back(change.paper, {"why": "詳しく書いてください。"}, by=desk(cast))
    paper = fresh(change).paper
    typed = paper.sheet.answers | {"why": "講師が病気のため"}
    save_paper(paper, typed, base_revision=paper.sheet.revision, by=cast.officer)

    hand_in_again(fresh(change).paper, by=cast.officer)

    assert fresh(change).step == "submitted"
    assert [one.label for one in differences(fresh(change).paper)] == ["why"]


def test_what_was_handed_in_cannot_be_changed(cast: Cast) -> None:
    change = handed_in(cast, granted(cast, None))

    with pytest.raises(NotPermittedError):
        keep_paper(change.paper, {"why": "x"}, base_revision=change.paper.sheet.revision, by=cast.officer)


def test_a_report_is_nobodys_to_read_before_it_is_handed_in(cast: Cast, sign_in: SignIn) -> None:
    granted = stories.granted(cast)
    report = granted.paper_of(PaperKind.REPORT)
    assert report is not None
    people = [cast.officer, stories.section(cast)[1], cast.neighbour]

    before = [sign_in(one).get(f"/calls/applications/{granted.pk}/papers/{report.pk}/").status_code for one in people]
    stories.fill(granted, PaperKind.REPORT, stories.REPORT, by=cast.officer)
    hand_in(granted.papers.get(kind=PaperKind.REPORT), by=cast.officer)
    after = [sign_in(one).get(f"/calls/applications/{granted.pk}/papers/{report.pk}/").status_code for one in people]

    assert (before, after) == ([200, 404, 404], [200, 200, 404])


def test_the_application_itself_stays_as_it_was_decided(cast: Cast) -> None:
    application = granted(cast)

    with pytest.raises(NotPermittedError):
        stories.fill(application, PaperKind.APPLICATION, stories.ANSWERS, by=cast.officer)


def test_the_pages_of_a_change(cast: Cast, sign_in: SignIn) -> None:
    application = granted(cast, None)
    client = sign_in(cast.officer)
    start = client.post(reverse("calls:change_start", args=[application.pk, "change"]))
    change = Change.objects.get()
    paper = start.headers["Location"]

    assert client.get(paper).status_code == 200
    saved = client.post(
        paper, {"why": "変更", "new_yen": "800000", "check": "1", "_revision": change.paper.sheet.revision}
    )
    assert saved.headers["Location"] == f"{paper}check/"
    assert client.get(f"{paper}check/").status_code == 200
    assert client.post(f"{paper}check/").status_code == 302
    page = reverse("calls:change", args=[application.pk, change.pk])
    assert client.get(page).status_code == 200
    assert sign_in(cast.neighbour).get(page).status_code == 404
    staff = sign_in(desk(cast))
    assert staff.get(reverse("calls:send_back", args=[change.paper_id])).status_code == 200
    assert staff.post(f"{page}approve/", {"new_yen": "800000", "note": ""}).status_code == 302
    assert stories.fresh(application).decided_yen == 800_000


def test_the_next_change_and_the_report_begin_with_the_plan_as_it_is(cast: Cast, sign_in: SignIn) -> None:
    application = granted(cast, 100)
    handed_in(cast, application, expenses=spent(travel=1_500_000), why="会場が替わる")
    report = application.papers.get(kind=PaperKind.REPORT)

    following = start_change(application, ChangeKind.CHANGE, by=cast.officer).paper.sheet.answers
    page = sign_in(cast.officer).get(reverse("calls:paper", args=[application.pk, report.pk]))

    assert (following["expenses"], "why" in following) == (spent(travel=1_500_000), False)
    assert page.context["is_from_plan"] is True
    assert "1,500,000" in page.content.decode()
