from django.urls import path

from kakehashi.foundation.translation.views import board, easy, exchange, glossary, jobs, languages, people, texts

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
    path("jobs/<int:pk>/file/<str:kind>/", exchange.out_job, name="out_job"),
    path("jobs/<int:pk>/<slug:code>/", jobs.move_job, name="move_job"),
    path("easy-japanese/", easy.easy, name="easy"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/add/", glossary.add_term, name="add_term"),
    path("glossary/table.csv", glossary.table, name="glossary_table"),
    path("glossary/table/", glossary.take_in, name="take_in_glossary"),
    path("glossary/<int:pk>/", glossary.term, name="term"),
    path("glossary/<int:pk>/remove/", glossary.remove_term, name="remove_term"),
    path("files/", exchange.exchange, name="exchange"),
    path("files/out/", exchange.out, name="out"),
    path("files/in/", exchange.take_in, name="take_in"),
    path("files/in/<str:token>/", exchange.look, name="look"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("languages/", languages.languages, name="languages"),
    path("languages/add/", languages.add_language, name="add_language"),
    path("languages/<str:code>/", languages.edit_language, name="edit_language"),
]
