from django.urls import path

from kakehashi.engines.calls.views import application

app_name = "calls"

urlpatterns = [
    path("applications/<int:pk>/", application.application, name="application"),
    path("applications/<int:pk>/move/<str:code>/", application.move, name="move"),
]
