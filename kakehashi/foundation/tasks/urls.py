from django.urls import path

from kakehashi.foundation.tasks import views

app_name = "tasks"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("<int:pk>/drop/", views.drop, name="drop"),
]
