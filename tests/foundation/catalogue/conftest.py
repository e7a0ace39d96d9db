import pytest

from kakehashi.foundation.catalogue import registry, seed
from kakehashi.foundation.catalogue.models import Plan, Service


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry in which just services 3 and 7 are open, and nothing is counted."""
    monkeypatch.setattr(registry, "_openings", {})
    monkeypatch.setattr(registry, "_sources", [])
    registry.register_opening(engine="cases", numbers=lambda: {3, 7}, entry=lambda service: f"/begin/{service.number}/")


@pytest.fixture
def plan(db: None, openings: None) -> Plan:
    """The plan of FY2012 as the loader makes it."""
    return seed.load()


@pytest.fixture
def top_sales(plan: Plan) -> Service:
    """Service 7, open."""
    return plan.services.get(number=7)
