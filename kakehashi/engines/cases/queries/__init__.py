"""What can be read of cases, and by whom. Every function takes the viewer."""

from kakehashi.engines.cases.queries.counting import Figures, figures
from kakehashi.engines.cases.queries.lists import (
    Filter,
    Line,
    counts_by_view,
    filtered_cases,
    line_of,
    years_with_cases,
)
from kakehashi.engines.cases.queries.parties import (
    asking_organisations,
    branch_for,
    days_late,
    holders,
    kinds,
    officers_of,
    offices,
    open_kind,
    setting_of,
)
from kakehashi.engines.cases.queries.precedents import (
    Likeness,
    Sought,
    countries_of_precedents,
    precedent_of,
    precedents_like,
    visible_precedents,
)
from kakehashi.engines.cases.queries.reading import (
    Due,
    Told,
    coming_up,
    days_of,
    timeline,
    visible_cases,
    waiting_for,
    whole_case,
)

__all__ = [
    "Due",
    "Figures",
    "Filter",
    "Likeness",
    "Line",
    "Sought",
    "Told",
    "asking_organisations",
    "branch_for",
    "coming_up",
    "countries_of_precedents",
    "counts_by_view",
    "days_late",
    "days_of",
    "figures",
    "filtered_cases",
    "holders",
    "kinds",
    "line_of",
    "officers_of",
    "offices",
    "open_kind",
    "precedent_of",
    "precedents_like",
    "setting_of",
    "timeline",
    "visible_cases",
    "visible_precedents",
    "waiting_for",
    "whole_case",
    "years_with_cases",
]
