from django.urls import path

from kakehashi.foundation.translation import views

app_name = "translation"
urlpatterns = [path("languages/", views.languages, name="languages")]
