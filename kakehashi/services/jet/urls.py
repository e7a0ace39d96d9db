"""Addresses of the JET Programme."""

from django.urls import path

from kakehashi.services.jet.views import cycles, lines, plans, requests

app_name = "jet"
urlpatterns = [
    path("", requests.home, name="home"),
    path("cycles/", cycles.index, name="cycles"),
    path("cycles/new/", cycles.new, name="cycle_new"),
    path("<int:year>/", cycles.cycle, name="cycle"),
    path("<int:year>/edit/", cycles.edit, name="cycle_edit"),
    path("<int:year>/deadlines/", cycles.deadline, name="deadline"),
    path("<int:year>/deadlines/<int:pk>/drop/", cycles.deadline_drop, name="deadline_drop"),
    path("<int:year>/plan/", plans.plan, name="plan"),
    path("<int:year>/plan/edit/", plans.edit, name="plan_edit"),
    path("<int:year>/plan/export/", plans.export, name="plan_export"),
    path("<int:year>/plan/import/", plans.take_in, name="plan_import"),
    path("<int:year>/plan/import/<str:token>/", plans.look, name="plan_look"),
    path("<int:year>/plan/<str:country>/drop/", plans.drop, name="plan_drop"),
    path("<int:year>/requests/", requests.index, name="sheets"),
    path("<int:year>/requests/begin/", requests.begin, name="sheet_begin"),
    path("<int:year>/requests/remind/", requests.remind, name="remind"),
    path("<int:year>/requests/export/", lines.export, name="lines_export"),
    path("<int:year>/requests/import/", lines.take_in, name="lines_import"),
    path("<int:year>/requests/import/<str:token>/", lines.look, name="lines_look"),
    path("requests/<int:pk>/", requests.sheet, name="sheet"),
    path("requests/<int:pk>/contact/", requests.contact, name="contact"),
    path("requests/<int:pk>/lines/new/", lines.new, name="line_new"),
    path("requests/<int:pk>/<slug:code>/", requests.move, name="sheet_move"),
    path("lines/<int:pk>/", lines.edit, name="line"),
    path("lines/<int:pk>/drop/", lines.drop, name="line_drop"),
    path("lines/<int:pk>/rank/", lines.rank, name="line_rank"),
]
