import pytest

from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.catalogue import operations
from kakehashi.foundation.catalogue.choices import PlanState, Rank, ServiceState
from kakehashi.foundation.catalogue.models import Plan, Programme, Service
from kakehashi.foundation.catalogue.operations import CannotOpenError, Contents
from tests.cast import Cast

CONTENTS = Contents(
    name_ja="新しい名称",
    name_en="New name",
    description_ja="説明です。",
    description_en="A description.",
    who_asks=["municipality"],
)


def test_edit_service_saves_and_leaves_a_record(cast: Cast, top_sales: Service) -> None:
    operations.edit_service(
        top_sales, by=cast.planner, revision=0, contents=CONTENTS, state=ServiceState(top_sales.state)
    )

    top_sales.refresh_from_db()
    assert (top_sales.name_ja, top_sales.revision, top_sales.state_decided) == ("新しい名称", 1, False)
    row = AuditRow.objects.get()
    assert (row.action, row.actor, row.after["name_en"]) == ("catalogue.edit_service", cast.planner, "New name")


def test_edit_service_refuses_a_stale_form_and_writes_nothing(cast: Cast, top_sales: Service) -> None:
    operations.edit_service(top_sales, by=cast.planner, revision=0, contents=CONTENTS, state=ServiceState.OPEN)
    late = Service.objects.get(pk=top_sales.pk)

    with pytest.raises(StaleError):
        operations.edit_service(late, by=cast.planner, revision=0, contents=CONTENTS, state=ServiceState.OPEN)

    assert Service.objects.get(pk=top_sales.pk).revision == 1
    assert AuditRow.objects.count() == 1


def test_edit_service_refuses_everyone_but_editors(cast: Cast, top_sales: Service) -> None:
    for person in (cast.officer, cast.director, cast.section_staff, cast.operator):
        with pytest.raises(NotPermittedError):
            operations.edit_service(top_sales, by=person, revision=0, contents=CONTENTS, state=ServiceState.OPEN)


def test_a_service_nobody_carries_cannot_be_opened(cast: Cast, plan: Plan) -> None:
    fair = plan.services.get(number=8)

    with pytest.raises(CannotOpenError):
        operations.edit_service(fair, by=cast.planner, revision=0, contents=CONTENTS, state=ServiceState.OPEN)


def test_ended_and_brought_back(cast: Cast, plan: Plan, top_sales: Service) -> None:
    fair = plan.services.get(number=8)

    for service in (top_sales, fair):
        operations.end_service(service, by=cast.planner)
    ended = [service.state for service in plan.services.filter(number__in=[7, 8])]
    for service in (top_sales, fair):
        operations.resume_service(service, by=cast.planner)

    assert ended == [ServiceState.ENDED, ServiceState.ENDED]
    assert plan.services.get(number=7).state == ServiceState.OPEN
    assert plan.services.get(number=8).state == ServiceState.PREPARING
    assert plan.services.get(number=8).preparing_reason_ja != ""


def test_copy_plan_keeps_numbers_and_leaves_out_what_ended(cast: Cast, plan: Plan) -> None:
    operations.end_service(plan.services.get(number=16), by=cast.planner)

    copied = operations.copy_plan(plan, by=cast.planner, fiscal_year=2013)

    numbers = list(copied.services.order_by("number").values_list("number", flat=True))
    assert numbers == [number for number in range(1, 112) if number != 16]
    assert (copied.code, copied.title_ja, copied.title_en) == (
        "fy2013",
        "平成25年度事業計画",
        "Business plan of FY2013",
    )
    assert (copied.state, copied.copied_from) == (PlanState.DRAFT, plan)
    assert (copied.fields.count(), Programme.objects.filter(field__plan=copied).count()) == (7, 30)
    sister = copied.services.get(number=43)
    assert sorted(row.field.plan_id for row in sister.also_under.all()) == [copied.pk, copied.pk]
    assert sister.programme.field.plan == copied


def test_a_new_service_takes_a_number_never_used(cast: Cast, plan: Plan) -> None:
    draft = operations.copy_plan(plan, by=cast.planner, fiscal_year=2013)
    programme = Programme.objects.filter(field__plan=draft).earliest("pk")

    first = operations.add_service(draft, by=cast.planner, programme=programme, engine="events", contents=CONTENTS)
    operations.end_service(first, by=cast.planner)
    second = operations.add_service(draft, by=cast.planner, programme=programme, engine="events", contents=CONTENTS)

    assert (first.number, second.number) == (112, 113)
    assert (second.state, second.who_asks) == (ServiceState.PREPARING, ["municipality"])


def test_make_current_closes_the_plan_before(cast: Cast, plan: Plan) -> None:
    draft = operations.copy_plan(plan, by=cast.planner, fiscal_year=2013)

    operations.make_current(draft, by=cast.planner)

    assert list(Plan.objects.order_by("fiscal_year").values_list("code", "state")) == [
        ("fy2012", PlanState.CLOSED),
        ("fy2013", PlanState.CURRENT),
    ]


def test_a_closed_plan_is_not_edited(cast: Cast, plan: Plan) -> None:
    operations.make_current(operations.copy_plan(plan, by=cast.planner, fiscal_year=2013), by=cast.planner)
    closed = Plan.objects.get(code="fy2012")

    with pytest.raises(NotPermittedError):
        operations.rename_plan(closed, by=cast.planner, title_ja="改名", title_en="Renamed")


def test_only_a_draft_becomes_current(cast: Cast, plan: Plan) -> None:
    with pytest.raises(NotPermittedError):
        operations.make_current(plan, by=cast.planner)


def test_fields_and_headings_are_renamed_and_added(cast: Cast, plan: Plan) -> None:
    field = plan.fields.get(number=2)

    operations.rename_field(
        field, by=cast.planner, title_ja="共生", title_en="Together", keywords_ja="共", keywords_en="co"
    )
    added = operations.add_programme(
        field, by=cast.planner, rank=Rank.GENERAL, heading_ja="新しい見出し", heading_en="New heading"
    )
    operations.rename_programme(added, by=cast.planner, rank=Rank.PRIORITY, heading_ja="別", heading_en="Other")

    added.refresh_from_db()
    assert plan.fields.get(number=2).title_en == "Together"
    assert (added.field, added.rank, added.heading_ja) == (field, Rank.PRIORITY, "別")
    assert added.order > max(row.order for row in field.programmes.exclude(pk=added.pk))
