from django.urls import path

from kakehashi.foundation.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
