from django.urls import path

from kakehashi.foundation.forms import views

app_name = "forms"

urlpatterns = [
    path("", views.sets, name="sets"),
    path("new/", views.new_set, name="new_set"),
    path("versions/<int:pk>/", views.version, name="version"),
    path("versions/<int:pk>/preview/", views.preview, name="preview"),
    path("versions/<int:pk>/publish/", views.publish, name="publish"),
    path("versions/<int:pk>/draft/", views.new_draft, name="new_draft"),
    path("versions/<int:pk>/sections/new/", views.new_section, name="new_section"),
    path("sections/<int:pk>/", views.section, name="section"),
    path("sections/<int:pk>/arrange/", views.arrange_section, name="arrange_section"),
    path("sections/<int:pk>/questions/new/", views.new_question, name="new_question"),
    path("questions/<int:pk>/", views.question, name="question"),
    path("questions/<int:pk>/arrange/", views.arrange_question, name="arrange_question"),
]
