from django.urls import include, path

from kakehashi.engines.calls.views import application, letters

app_name = "calls"

urlpatterns = [
    path("", include("kakehashi.engines.calls.urls_of_calls")),
    path("applications/<int:pk>/", application.application, name="application"),
    path("applications/<int:pk>/move/<str:code>/", application.move, name="move"),
    path("applications/<int:pk>/letters/<slug:kind>/", letters.issue, name="letter_issue"),
    path("applications/<int:pk>/letters/<slug:kind>/<int:number>.png", letters.page, name="letter_page"),
    path("letters/<int:pk>/", letters.of_call, name="letters"),
    path("letters/<int:pk>/start/", letters.start, name="letters_start"),
    path("letters/<int:pk>/batches/<int:batch_pk>/", letters.batch, name="letter_batch"),
    path("letters/<int:pk>/words/<slug:kind>/<slug:language>/", letters.words, name="letter_words"),
    path("letters/<int:pk>/words/<slug:kind>/<slug:language>/drop/", letters.drop, name="letter_words_drop"),
]
