from django.urls import path

from kakehashi.foundation.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.follow, name="follow"),
    path("<int:pk>/read/", views.mark_read, name="mark_read"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path("preference/", views.preference, name="preference"),
    path("mails/", views.mails, name="mails"),
    path("mails/<int:pk>/retry/", views.retry_mail, name="retry_mail"),
]
