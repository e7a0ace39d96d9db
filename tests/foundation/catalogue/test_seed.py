import csv
from pathlib import Path

import pytest

from kakehashi.foundation.catalogue import operations, registry, seed
from kakehashi.foundation.catalogue.choices import Asker, Engine, ServiceState
from kakehashi.foundation.catalogue.engine_words import engine_words
from kakehashi.foundation.catalogue.models import Aim, AimService, Plan, Programme, Service
from tests.cast import Cast

REGISTER = Path(__file__).parents[4] / "shared" / "plan" / "fy2012.csv"
ALL_NUMBERS = list(range(1, 112))


def test_every_number_of_the_plan_is_loaded(plan: Plan) -> None:
    numbers = list(plan.services.order_by("number").values_list("number", flat=True))

    assert numbers == ALL_NUMBERS
    assert (plan.fields.count(), Programme.objects.count()) == (7, 30)


def test_every_service_is_described_in_both_languages(plan: Plan) -> None:
    too_short_or_long = [
        service.number
        for service in plan.services.all()
        if not (80 <= len(service.description_ja) <= 300 and 150 <= len(service.description_en) <= 600)
    ]
    sentences = {service.number: service.description_ja.count("。") for service in plan.services.all()}

    assert too_short_or_long == []
    assert [number for number, count in sentences.items() if not 2 <= count <= 4] == []


def test_codes_are_known(plan: Plan) -> None:
    askers = {code for service in plan.services.all() for code in service.who_asks}

    assert askers - set(Asker.values) == set()
    assert [service.number for service in plan.services.all() if not service.who_asks] == []
    assert set(engine_words()) == set(Engine.values)


def test_every_service_is_reached_by_an_aim(plan: Plan) -> None:
    reached = set(AimService.objects.values_list("number", flat=True))

    assert Aim.objects.count() >= 20
    assert [number for number in ALL_NUMBERS if number not in reached] == []
    assert sorted(reached) == ALL_NUMBERS


def test_what_an_engine_opens_is_open_and_the_rest_says_why_not(plan: Plan) -> None:
    opened = list(plan.services.filter(state=ServiceState.OPEN).order_by("number").values_list("number", flat=True))
    silent = plan.services.filter(state=ServiceState.PREPARING, preparing_reason_en="")

    assert opened == [3, 7]
    assert list(silent) == []


def test_a_second_run_changes_nothing(plan: Plan) -> None:
    before = list(Service.objects.order_by("pk").values())

    seed.load()

    assert list(Service.objects.order_by("pk").values()) == before


def test_a_later_run_opens_what_an_engine_now_carries(plan: Plan) -> None:
    registry.register_opening(engine="calls", numbers=lambda: [14], entry=lambda service: "/calls/")

    seed.load()

    service = plan.services.get(number=14)
    assert (service.state, service.preparing_reason_ja) == (ServiceState.OPEN, "")


def test_a_run_leaves_what_was_edited(plan: Plan) -> None:
    plan.services.filter(number=7).update(name_ja="改めた名称", revision=1)
    plan.services.filter(number=3).update(
        state=ServiceState.PREPARING, preparing_reason_ja="休止", preparing_reason_en="paused", state_decided=True
    )

    seed.load()

    assert plan.services.get(number=7).name_ja == "改めた名称"
    assert plan.services.get(number=3).state == ServiceState.PREPARING


def test_responsible_bodies_are_taken_from_the_register(cast: Cast, plan: Plan) -> None:
    assert plan.services.get(number=21).responsible == cast.paris
    assert plan.services.get(number=62).responsible == cast.headquarters


@pytest.mark.shared
@pytest.mark.skipif(not REGISTER.exists(), reason="the reference folder is not here")
def test_names_and_places_are_those_of_the_register(plan: Plan) -> None:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        register = {
            int(row["number"]): (int(row["field"]), row["rank"], row["service_ja"], row["engine"])
            for row in csv.DictReader(file)
        }
    ranks = {"priority": "重点", "general": "一般"}

    loaded = {
        service.number: (service.field.number, ranks[service.rank], service.name_ja, service.engine)
        for service in plan.services.select_related("programme__field")
    }

    assert loaded == register


def test_a_run_leaves_a_closed_year(cast: Cast, plan: Plan) -> None:
    operations.make_current(operations.copy_plan(plan, by=cast.planner, fiscal_year=2013), by=cast.planner)
    before = list(Service.objects.filter(plan=plan).values())
    registry.register_opening(engine="calls", numbers=lambda: [14], entry=lambda service: "/calls/")

    seed.load()

    assert list(Service.objects.filter(plan=plan).values()) == before
    assert Service.objects.get(plan__code="fy2013", number=14).state == ServiceState.OPEN
