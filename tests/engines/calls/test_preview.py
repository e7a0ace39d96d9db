"""What would be granted, shown beside the form while it is typed."""

from typing import Any

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import Pays
from kakehashi.engines.calls.models import Application, MoneyRule
from kakehashi.foundation.forms.fill import as_data
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def reckoned(application: Application, sign_in: SignIn, cast: Cast, **answers: Any) -> str:
    """The column beside the form while this is typed."""
    data = as_data(application.papers.get().sheet.version, stories.ANSWERS | answers)
    sent = {name: data.getlist(name) for name in data}
    return sign_in(cast.officer).post(reverse("calls:reckon", args=[application.pk]), sent).content.decode()


def test_the_amount_and_its_steps_follow_what_is_typed(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)

    beside = reckoned(application, sign_in, cast, requested_yen=700_000)

    found = [
        words in beside
        for words in ("700,000円", "申請額 700,000円 のほうが少ない", "対象経費 × 補助率 50%", "要綱未確認")
    ]
    assert found == [True] * 4
    assert stories.fresh(application).requested_yen == 1_000_000


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"requested_yen": 90_000}, "90,000円は下限額 100,000円 に届きません。"),
        ({"joint": True}, "共同の事業には2つ以上の団体が必要です。"),
        ({"ends_on": "2012-08-01"}, "事業の末日が初日より前です。"),
    ],
)
def test_what_speaks_against_it_is_said_at_once(cast: Cast, sign_in: SignIn, answers: dict[str, Any], why: str) -> None:
    beside = reckoned(stories.draft(cast), sign_in, cast, **answers)

    assert ("このままでは助成できません" in beside, why in beside) == (True, True)


def test_money_that_is_not_set_is_never_guessed(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    MoneyRule.objects.update(is_set=False)

    beside = reckoned(application, sign_in, cast)

    assert ("未設定" in beside, "このままでは助成できません" in beside) == (True, False)


def test_before_any_amount_nothing_is_held_against_it(cast: Cast, sign_in: SignIn) -> None:
    beside = reckoned(stories.draft(cast), sign_in, cast, requested_yen=None, expenses=[])

    assert ("このままでは助成できません" in beside, "ここに出ます" in beside) == (False, True)


def test_a_call_without_money_speaks_of_none(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast, stories.call(cast, pays=Pays.NOTHING))

    assert "助成額の見込み" not in reckoned(application, sign_in, cast)


def test_without_javascript_it_stands_there_once_saved(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    client = sign_in(cast.officer)

    pages = [client.get(reverse(f"calls:{name}", args=[application.pk])).content.decode() for name in ("fill", "check")]

    assert [("助成額の見込み" in page, "1,000円未満切捨て: 1,000,000円" in page) for page in pages] == [
        (True, True),
        (True, True),
    ]
