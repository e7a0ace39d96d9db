"""What is read: everything takes the viewer."""

from kakehashi.engines.calls.queries.reading import (
    asking_organisations,
    is_turn_of,
    opened_services,
    timeline,
    visible_applications,
    visible_calls,
    waiting_for,
    whole_application,
)

__all__ = [
    "asking_organisations",
    "is_turn_of",
    "opened_services",
    "timeline",
    "visible_applications",
    "visible_calls",
    "waiting_for",
    "whole_application",
]
