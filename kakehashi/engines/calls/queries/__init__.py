"""What is read: everything takes the viewer."""

from kakehashi.engines.calls.queries.reading import (
    Told,
    asking_organisations,
    is_turn_of,
    open_calls,
    opened_services,
    schemes,
    timeline,
    visible_applications,
    visible_calls,
    waiting_for,
    whole_application,
)

__all__ = [
    "Told",
    "asking_organisations",
    "is_turn_of",
    "open_calls",
    "opened_services",
    "schemes",
    "timeline",
    "visible_applications",
    "visible_calls",
    "waiting_for",
    "whole_application",
]
