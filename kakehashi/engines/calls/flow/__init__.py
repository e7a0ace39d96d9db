"""The roads of applications and of changes asked for after the decision."""

from kakehashi.engines.calls.flow.applications import APPLICATION_FLOW
from kakehashi.engines.calls.flow.changes import CHANGE_FLOW
from kakehashi.engines.calls.flow.steps import BEFORE_DECISION, GRANTED, HOLDING, SETTLED, TOLD

__all__ = ["APPLICATION_FLOW", "BEFORE_DECISION", "CHANGE_FLOW", "GRANTED", "HOLDING", "SETTLED", "TOLD"]
