import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from kakehashi.foundation.catalogue import api, operations, queries, registry
from kakehashi.foundation.catalogue.models import Plan
from kakehashi.foundation.catalogue.registry import Figures
from tests.cast import Cast


def test_services_for_api_lists_every_number(plan: Plan) -> None:
    registry.register_figures(lambda plan: {7: Figures(1, 2, 3, "/cases/")})

    rows = queries.services_for_api("fy2012")

    assert rows is not None
    assert [row["number"] for row in rows] == list(range(1, 112))
    assert rows[6] == {
        "number": 7,
        "field": 1,
        "rank": "重点",
        "name_ja": "トップセールスなどへの現地情報・助言・アテンド",
        "name_en": "Local information, advice and attendance for top-level sales visits",
        "engine": "cases",
        "state": "open",
        "state_ja": "受付中",
        "reason_ja": "",
        "entry_url": "/services/fy2012/7/",
        "counts": {"open": 1, "done": 2, "total": 3},
    }
    assert [api.ServiceRow(**row).number for row in rows] == list(range(1, 112))


def test_every_entry_url_answers_a_visitor(plan: Plan) -> None:
    rows = queries.services_for_api("fy2012") or []
    visitor = Client()

    answers = {row["entry_url"]: visitor.get(row["entry_url"]).status_code for row in rows}

    assert len(answers) == 111
    assert set(answers.values()) == {200}


def test_a_draft_is_not_given_out(cast: Cast, plan: Plan) -> None:
    operations.copy_plan(plan, by=cast.planner, fiscal_year=2013)

    assert queries.services_for_api("fy2013") is None
    with pytest.raises(Http404):
        api.services(RequestFactory().get("/"), "fy2013")
