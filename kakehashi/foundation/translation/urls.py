from django.urls import path

from kakehashi.foundation.translation.views import board, easy, jobs, languages, texts

app_name = "translation"
urlpatterns = [
    path("", board.board, name="board"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<int:pk>/", texts.unit, name="unit"),
    path("texts/<int:pk>/<str:language>/", texts.text, name="text"),
    path("texts/<int:pk>/<str:language>/<slug:code>/", texts.move_text, name="move_text"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/new/", jobs.new_job, name="new_job"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/assign/", jobs.assign, name="assign"),
    path("jobs/<int:pk>/<slug:code>/", jobs.move_job, name="move_job"),
    path("easy-japanese/", easy.easy, name="easy"),
    path("languages/", languages.languages, name="languages"),
]
