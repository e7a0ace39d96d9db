"""Addresses of the disaster service."""

from kakehashi.services.disaster.urls import bulletins

app_name = "disaster"
urlpatterns = [*bulletins.patterns]
