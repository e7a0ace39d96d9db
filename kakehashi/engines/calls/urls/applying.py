"""The addresses of applying: a part of `urls`."""

from django.urls import path

from kakehashi.engines.calls.views import (
    applying,
    applying_declaring,
    applying_excel,
    applying_exceptions,
    applying_list,
    applying_paper,
    applying_renewing,
    applying_together,
    applying_tracks,
)

_MINE = "applications/<int:pk>/"

urlpatterns = [
    path("<int:call_pk>/apply/", applying.apply, name="apply"),
    path("<int:call_pk>/enter/", applying.enter, name="enter"),
    path("<int:call_pk>/exceptions/", applying_exceptions.exceptions, name="exceptions"),
    path("applications/", applying_list.index, name="applications"),
    path("applications/export.<slug:suffix>", applying_list.export, name="applications_export"),
    path(f"{_MINE}form/", applying_paper.fill_in, name="fill"),
    path(f"{_MINE}form/renew/", applying_renewing.renew, name="renew"),
    path(f"{_MINE}form/autosave/", applying_paper.autosave, name="autosave"),
    path(f"{_MINE}form/reckon/", applying_paper.reckon, name="reckon"),
    path(f"{_MINE}form/excel/", applying_excel.upload, name="fill_from_xlsx"),
    path(f"{_MINE}form.xlsx", applying_excel.download, name="fill_xlsx"),
    path(f"{_MINE}eligibility/", applying_declaring.declare, name="declare"),
    path(f"{_MINE}check/", applying_paper.check, name="check"),
    path(f"{_MINE}receipt/", applying_paper.receipt, name="receipt"),
    path(f"{_MINE}receipt.pdf", applying_paper.receipt_pdf, name="receipt_pdf"),
    path(f"{_MINE}discard/", applying_paper.discard, name="discard"),
    path(f"{_MINE}partners/", applying_together.partner_add, name="partner_add"),
    path(f"{_MINE}partners/<int:partner_pk>/", applying_together.consent, name="consent"),
    path(f"{_MINE}partners/<int:partner_pk>/remove/", applying_together.partner_remove, name="partner_remove"),
    path(f"{_MINE}partners/<int:partner_pk>/ask/", applying_together.partner_ask, name="partner_ask"),
    path(f"{_MINE}alone/", applying_together.alone, name="go_alone"),
    path(f"{_MINE}coworkers/", applying_together.coworker_add, name="coworker_add"),
    path(f"{_MINE}coworkers/<int:coworker_pk>/remove/", applying_together.coworker_remove, name="coworker_remove"),
    path(f"{_MINE}track/", applying_tracks.move, name="move_to_track"),
    path(f"{_MINE}message/", applying_together.message, name="message"),
    path(f"{_MINE}files/", applying_together.attach, name="attach"),
]
