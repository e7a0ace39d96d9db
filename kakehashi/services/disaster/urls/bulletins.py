"""Addresses of bulletins, drills and releases."""

from django.urls import path

from kakehashi.services.disaster.views import (
    bulletin_parts,
    bulletins,
    drill_script,
    exercises,
    languages,
    releases,
    speech,
)

patterns = [
    path("bulletins/", bulletins.index, name="bulletins"),
    path("bulletins/new/", bulletins.new, name="bulletin_new"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/edit/", bulletins.edit, name="bulletin_edit"),
    path("bulletins/<int:pk>/sentences/", bulletin_parts.sentences, name="bulletin_sentences"),
    path("bulletins/<int:pk>/words/", bulletin_parts.words, name="bulletin_words"),
    path("bulletins/<int:pk>/parts/<int:part_pk>/", bulletin_parts.part, name="bulletin_part"),
    path("bulletins/<int:pk>/parts/<int:part_pk>/arrange/", bulletin_parts.arrange, name="bulletin_arrange"),
    path("bulletins/<int:pk>/moves/<slug:code>/", bulletins.move, name="bulletin_move"),
    path("bulletins/<int:pk>/correct/", bulletins.correct, name="bulletin_correct"),
    path("bulletins/<int:pk>/texts/", bulletins.texts, name="bulletin_texts"),
    path("bulletins/<int:pk>/speech/", speech.order, name="bulletin_speech"),
    path("drills/", exercises.index, name="exercises"),
    path("drills/new/", exercises.new, name="exercise_new"),
    path("drills/<int:pk>/", exercises.exercise, name="exercise"),
    path("drills/<int:pk>/edit/", exercises.edit, name="exercise_edit"),
    path("drills/<int:pk>/end/", exercises.end, name="exercise_end"),
    path("drills/<int:pk>/shelters/", exercises.shelter, name="exercise_shelter"),
    path("drills/<int:pk>/script/", drill_script.script, name="exercise_script"),
    path("drills/<int:pk>/script/<int:inject_pk>/remove/", drill_script.remove, name="inject_remove"),
    path("drills/<int:pk>/script/<int:inject_pk>/answer/", drill_script.answer, name="inject_answer"),
    path("drills/<int:pk>/review/", drill_script.review, name="exercise_review"),
    path("drills/<int:pk>/review/csv/", drill_script.review_csv, name="exercise_review_csv"),
    path("languages/", languages.index, name="languages"),
    path("languages/<int:pk>/", languages.edit, name="body_languages"),
    path("pages/", releases.index, name="releases"),
    path("pages/publish/", releases.publish, name="releases_publish"),
]
