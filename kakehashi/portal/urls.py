from django.urls import path

from kakehashi.portal import api, emergency, health, views

app_name = "portal"

urlpatterns = [
    path("", views.front, name="front"),
    path("home/", views.home, name="home"),
    path("plan/", views.plan, name="plan"),
    path("about/", views.about, name="about"),
    path("healthz", health.healthz, name="healthz"),
    path("api/v1/", api.urls),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/<path:path>", emergency.emergency, name="emergency_page"),
]
