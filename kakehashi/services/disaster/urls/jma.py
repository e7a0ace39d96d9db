from django.urls import path

from kakehashi.services.disaster.views import jma

patterns = [
    path("jma/", jma.index, name="jma"),
    path("jma/take-in/", jma.take_in, name="jma_take_in"),
    path("jma/feeds/", jma.feeds, name="jma_feeds"),
    path("jma/<int:pk>/", jma.message, name="jma_message"),
    path("jma/<int:pk>/raw/", jma.raw, name="jma_raw"),
    path("jma/<int:pk>/begin/", jma.begin, name="jma_begin"),
]
