from django.urls import path

from kakehashi.foundation.translation.views import board, languages, texts

app_name = "translation"
urlpatterns = [
    path("", board.board, name="board"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<int:pk>/", texts.unit, name="unit"),
    path("texts/<int:pk>/<str:language>/", texts.text, name="text"),
    path("texts/<int:pk>/<str:language>/<slug:code>/", texts.move_text, name="move_text"),
    path("languages/", languages.languages, name="languages"),
]
