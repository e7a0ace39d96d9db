"""How often a body may use a call in a year, told apart by category: said before the form opens, and at the end."""

import pytest
from django.urls import reverse
from django.utils import translation

from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.operations import MOVES
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.models import Question
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

OPTIONS = [
    {"value": "disaster", "label_ja": "災害時の外国人支援", "label_en": "Disasters"},
    {"value": "plain", "label_ja": "やさしい日本語", "label_en": "Plain Japanese"},
]


def counted(cast: Cast, **values: object) -> Call:
    """A call that is used twice a year and category."""
    call = stories.call(cast, "adviser", **({"uses_per_year": 2} | values))
    Question.objects.filter(code="use_category").update(kind="choice", options=OPTIONS)
    return call


def used(cast: Cast, call: Call, category: str, times: int) -> list[str | None]:
    return [stories.submitted(cast, call, use_category=category).number for _number in range(times)]


def test_the_third_of_a_category_is_refused_before_the_form_opens(cast: Cast, sign_in: SignIn) -> None:
    call = counted(cast)
    numbers = used(cast, call, "disaster", 2)
    client, address = sign_in(cast.officer), reverse("calls:apply", args=[call.pk])

    shown = client.get(address).content.decode()
    refused = client.post(address, {"applicant": cast.himeji.pk, "use_category": "disaster"})

    assert ["2回(上限 2回)" in shown, "0回(上限 2回)" in shown, "今年度はもう使えません" in shown] == [True, True, True]
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "「災害時の外国人支援」の区分を1年度に利用できる回数の上限に達しています" in page
    assert all(str(number) in page for number in numbers)
    assert Application.objects.filter(step="draft").count() == 0


def test_another_category_begins_with_it_filled_in(cast: Cast, sign_in: SignIn) -> None:
    call = counted(cast)
    used(cast, call, "disaster", 2)

    sign_in(cast.officer).post(
        reverse("calls:apply", args=[call.pk]), {"applicant": cast.himeji.pk, "use_category": "plain"}
    )

    draft = Application.objects.get(step="draft")
    assert (draft.use_category, draft.papers.get().sheet.answers["use_category"]) == ("plain", "plain")


def test_when_every_category_is_used_up_the_body_is_told_at_once(cast: Cast, sign_in: SignIn) -> None:
    call = counted(cast, uses_per_year=1)
    used(cast, call, "disaster", 1)
    used(cast, call, "plain", 1)

    shown = sign_in(cast.officer).get(reverse("calls:apply", args=[call.pk])).content.decode()

    assert "姫路市は、いま申請できません" in shown
    assert "来年度の募集をお待ちください" in shown


def test_the_third_is_refused_when_it_is_handed_in(cast: Cast, sign_in: SignIn) -> None:
    call = counted(cast)
    third = stories.draft(cast, call, use_category="disaster")
    numbers = used(cast, call, "disaster", 2)

    answer = sign_in(cast.officer).post(reverse("calls:check", args=[third.pk]))

    assert answer.status_code == 409
    assert "「災害時の外国人支援」の区分を" in answer.content.decode()
    assert f"{numbers[0]}、{numbers[1]}" in answer.content.decode()
    assert stories.fresh(third).step == "draft"


def test_the_category_is_named_in_the_language_of_the_reader(cast: Cast) -> None:
    call = counted(cast, uses_per_year=1)
    used(cast, call, "plain", 1)
    second = stories.draft(cast, call, use_category="plain")

    with translation.override("en"), pytest.raises(MoveRefusedError, match="Plain Japanese"):
        MOVES["submit"](second, by=cast.officer)


def test_what_was_given_up_and_other_years_do_not_count(cast: Cast) -> None:
    call = counted(cast, uses_per_year=1)
    given_up = stories.submitted(cast, call, use_category="plain")
    MOVES["withdraw"](given_up, by=cast.officer, note="中止")
    used(cast, stories.call(cast, "adviser", fiscal_year=2011), "plain", 1)

    used(cast, call, "plain", 1)

    assert Application.objects.filter(step="submitted", call=call).count() == 1
