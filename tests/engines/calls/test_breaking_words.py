"""What cannot be: facts that speak against each other, calls that could never pay, steps that are none."""

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding, Gives, PaperKind, Pays
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.queries.editing_lacks import what_is_missing
from kakehashi.engines.calls.rules.award import Facts, Rule, award
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"joint": False, "bodies": 5}, ["alone"]),
        ({"joint": True, "bodies": 1}, ["bodies"]),
        ({"joint": True, "bodies": 5}, []),
        ({"joint": False, "bodies": 1}, []),
        ({"bodies": 5}, []),
        ({"joint": False}, []),
    ],
)
def test_alone_and_how_many_must_fit(facts: dict[str, int], codes: list[str]) -> None:
    found = award(Rule(is_set=True), Facts(eligible=1_000_000, **facts))  # type: ignore[arg-type]  # of a file

    assert [refusal.code for refusal in found.refusals] == codes
    assert found.yen == (0 if codes else 1_000_000)


@pytest.mark.parametrize("pays", [Pays.SETTLEMENT, Pays.ADVANCE, Pays.DIRECT])
def test_what_pays_is_not_announced_without_a_report(cast: Cast, pays: Pays) -> None:
    call = stories.call(cast, guidance_ja="案内", contact_ja="電話", pays=pays, deciding=Deciding.BOARD)
    before = what_is_missing(call)

    call.report_form = None

    lacking = ["実績報告書の質問票が選ばれていません。額の確定と支払は、実績報告のあとに進みます。"]
    assert (before, what_is_missing(call)) == ([], lacking)


def test_what_nobody_is_paid_for_needs_no_report(cast: Cast) -> None:
    call = stories.call(
        cast,
        guidance_ja="案内",
        contact_ja="電話",
        pays=Pays.NOTHING,
        gives=Gives.PLACE,
        deciding=Deciding.BOARD,
        report_form=None,
    )

    assert what_is_missing(call) == []


def test_why_nothing_can_be_reckoned_is_no_step(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD)
    granted = stories.fill(stories.granted(cast, call), PaperKind.REPORT, stories.REPORT, by=cast.officer)
    reported = stories.fresh(MOVES["submit_report"](granted, by=cast.officer))

    page = sign_in(stories.section(cast)[1]).get(reverse("calls:settle", args=[reported.pk])).content.decode()

    assert "経費の表がないため、計算できません" in page
    assert "計算の過程" not in page
