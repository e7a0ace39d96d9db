"""The roads of cases and of their items."""

from kakehashi.engines.cases.flow.cases import BEFORE_VISIT, CASE_FLOW
from kakehashi.engines.cases.flow.items import ITEM_FLOW

__all__ = ["BEFORE_VISIT", "CASE_FLOW", "ITEM_FLOW"]
