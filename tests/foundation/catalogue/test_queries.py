from kakehashi.foundation.catalogue import operations, queries
from kakehashi.foundation.catalogue.choices import AimGroup, ServiceState
from kakehashi.foundation.catalogue.models import Aim, Plan, Service
from tests.cast import Cast


def test_drafts_are_seen_by_editors_only(cast: Cast, plan: Plan) -> None:
    draft = operations.copy_plan(plan, by=cast.planner, fiscal_year=2013)

    assert list(queries.plans(cast.planner)) == [draft, plan]
    assert list(queries.plans(cast.officer)) == [plan]
    assert list(queries.plans(None)) == [plan]
    assert {service.plan_id for service in queries.services(cast.section_staff)} == {plan.pk}
    assert {service.plan_id for service in queries.services(cast.planner)} == {plan.pk, draft.pk}


def test_field_pages_show_a_repeated_service_under_both_headings(plan: Plan) -> None:
    pages = queries.field_pages(plan)

    places = [
        (page.field.number, line.again)
        for page in pages
        for heading in page.headings
        for line in heading.lines
        if line.service.number == 43
    ]
    assert places == [(4, False), (4, True), (7, True)]
    assert sum(page.total for page in pages) == 111


def test_aims_stand_on_every_shelf(plan: Plan) -> None:
    assert [group for group, _aims in queries.aims()] == list(AimGroup)


def test_ways_lead_to_the_current_plan_without_what_ended(cast: Cast, plan: Plan) -> None:
    aim = Aim.objects.get(code="leader-visit")
    before = [way.service.number for way in queries.ways(aim)]
    operations.end_service(plan.services.get(number=47), by=cast.planner)

    after = [way.service.number for way in queries.ways(aim)]

    assert (before, after) == ([7, 43, 86, 47, 87], [7, 43, 86, 87])


def test_related_services_share_an_aim_and_open_ones_come_first(top_sales: Service) -> None:
    found = [service.number for service in queries.related(top_sales)]

    assert found == [43, 47, 86, 87]


def test_searchable_names_the_aims_of_a_service(cast: Cast, plan: Plan) -> None:
    operations.copy_plan(plan, by=cast.planner, fiscal_year=2013)

    found = {entry.service.number: entry for entry in queries.searchable()}

    assert len(found) == 111
    assert {entry.service.plan for entry in found.values()} == {plan}
    assert "首長が訪問する" in found[7].text_ja
    assert found[7].url == "/services/fy2012/7/"


def test_state_counts(plan: Plan) -> None:
    assert queries.state_counts(plan) == {ServiceState.OPEN: 2, ServiceState.PREPARING: 109, ServiceState.ENDED: 0}
