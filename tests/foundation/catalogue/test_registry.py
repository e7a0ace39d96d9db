from kakehashi.foundation.catalogue import registry
from kakehashi.foundation.catalogue.models import Plan, Service
from kakehashi.foundation.catalogue.registry import Figures


def test_what_is_open_is_asked_each_time(openings: None) -> None:
    carried = {14}
    registry.register_opening(engine="calls", numbers=lambda: carried, entry=lambda service: "/calls/")

    carried.add(15)

    assert sorted(registry.opened_numbers()) == [3, 7, 14, 15]


def test_entry_is_empty_where_nothing_is_open(top_sales: Service, plan: Plan) -> None:
    assert registry.entry_path(top_sales) == "/begin/7/"
    assert registry.entry_path(plan.services.get(number=8)) == ""


def test_figures_of_several_sources_add_up(plan: Plan) -> None:
    registry.register_figures(lambda plan: {7: Figures(1, 2, 3, "/cases/?service=7")})
    registry.register_figures(lambda plan: {7: Figures(1, 0, 1), 8: Figures(0, 1, 1)})

    assert registry.figures(plan) == {7: Figures(2, 2, 4, "/cases/?service=7"), 8: Figures(0, 1, 1)}
