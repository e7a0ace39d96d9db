from django.urls import path

from kakehashi.engines.calls.views import application, calendar, letters, public

app_name = "calls"

urlpatterns = [
    path("", public.index, name="calls"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.feed, name="calendar_feed"),
    path("<int:pk>/", public.call, name="call"),
    path("<int:pk>/<slug:role>.xlsx", public.blank, name="blank"),
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
