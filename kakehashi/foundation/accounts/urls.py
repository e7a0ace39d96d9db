from django.urls import path
from django.views.generic import RedirectView

from kakehashi.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("security/", views.security, name="me"),
    path("continue/", views.continue_, name="continue"),
    path("2fa/", RedirectView.as_view(pattern_name="accounts:me"), name="second_factor"),
]
