"""Addresses of the calls themselves: what everybody reads, and the editor."""

from django.urls import path

from kakehashi.engines.calls.views import calendar, public

urlpatterns = [
    path("", public.index, name="calls"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.feed, name="calendar_feed"),
    path("<int:pk>/", public.call, name="call"),
    path("<int:pk>/<slug:role>.xlsx", public.blank, name="blank"),
]
