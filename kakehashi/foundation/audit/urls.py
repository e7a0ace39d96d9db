from django.urls import path

from kakehashi.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.rows, name="rows"),
    path("<int:number>/", views.row, name="row"),
]
