from django.urls import path

from kakehashi.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("<slug:kind>/", views.sample_page, name="page"),
]
