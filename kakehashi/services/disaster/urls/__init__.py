"""Addresses of the disaster service."""

from kakehashi.services.disaster.urls import bulletins, jma, sheets

app_name = "disaster"
urlpatterns = [*bulletins.patterns, *jma.patterns, *sheets.patterns]
