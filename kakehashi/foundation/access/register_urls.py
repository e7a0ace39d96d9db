"""The register, under `/organisations/`. Its pages ask who may what, so they stand here and not in `organisations`."""

from django.urls import path

from kakehashi.foundation.access.views import register, register_editing

app_name = "organisations"
urlpatterns = [
    path("", register.organisations, name="list"),
    path("new/", register_editing.add_organisation, name="add"),
    path("relations/<int:pk>/end/", register_editing.end_relation, name="end_relation"),
    path("terms/<int:pk>/end/", register_editing.end_term, name="end_term"),
    path("terms/<int:pk>/successor/", register_editing.add_successor, name="add_successor"),
    path("holidays/<str:alpha2>/", register.holidays, name="holidays"),
    path("holidays/<str:alpha2>/new/", register_editing.add_holiday, name="add_holiday"),
    path("holidays/<str:alpha2>/<int:pk>/remove/", register_editing.remove_holiday, name="remove_holiday"),
    path("<str:code>/", register.organisation, name="organisation"),
    path("<str:code>/edit/", register_editing.edit_organisation, name="edit"),
    path("<str:code>/relations/new/", register_editing.add_relation, name="add_relation"),
    path("<str:code>/people/new/", register_editing.add_term, name="add_term"),
]
