"""What the plan learns of the calls: which services are open, where they begin, how much goes on in them."""

from typing import Any

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.models import Call, Scheme
from kakehashi.engines.calls.operations.calls import announce_call
from kakehashi.foundation.catalogue import registry, seed
from kakehashi.foundation.catalogue.models import Service
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def _carrying(call: Call, *numbers: int) -> Call:
    Scheme.objects.filter(pk=call.scheme_id).update(service_numbers=list(numbers))
    return Call.objects.get(pk=call.pk)


def _this_year() -> int:
    return clock.fiscal_year(clock.today())


def _states(*numbers: int) -> list[str]:
    return [Service.objects.get(number=number).state for number in numbers]


def test_announcing_a_call_opens_its_services(cast: Cast) -> None:
    seed.load()
    ready: dict[str, Any] = {
        "announced_at": None,
        "guidance_ja": "案内",
        "contact_ja": "多文化共生課",
        "fiscal_year": _this_year(),
    }
    call = _carrying(stories.call(cast, deciding=Deciding.BOARD, **ready), 32)
    before = _states(32, 60)

    announce_call(call, base_revision=call.revision, by=stories.section(cast)[1])

    assert (before, _states(32, 60)) == (["preparing", "preparing"], ["open", "preparing"])


def test_a_service_of_another_engine_is_not_opened_by_a_call(cast: Cast) -> None:
    _carrying(stories.call(cast, fiscal_year=_this_year()), 53, 54)

    seed.load()

    assert _states(53, 54) == ["preparing", "preparing"]


def test_a_service_leads_to_the_call_that_is_open_now(cast: Cast, sign_in: SignIn) -> None:
    _carrying(stories.call(cast, fiscal_year=_this_year() + 1, closed_at=clock.now()), 32)
    now = stories.call(cast, fiscal_year=_this_year())
    plan = seed.load()

    entry = registry.entry_path(Service.objects.get(plan=plan, number=32))

    assert entry == f"/calls/{now.pk}/"
    assert f'href="{entry}"' in sign_in(None).get(f"/services/{plan.code}/32/").content.decode()


def test_figures_count_each_application_once_and_lead_to_as_many(cast: Cast, sign_in: SignIn) -> None:
    call = _carrying(stories.call(cast), 14, 6)
    stories.submitted(cast, call)
    stories.draft(cast, call, by=cast.neighbour)
    plan = seed.load()

    counted = registry.figures(plan)

    figures = counted[14]
    assert (figures.open, figures.done, figures.total, 6 in counted) == (1, 0, 1, False)
    page = sign_in(stories.section(cast)[1]).get(figures.href)
    assert page.content.decode().count('class="ui-row__title"') == 1
