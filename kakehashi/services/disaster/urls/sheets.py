"""Addresses of the sheet maker, kits, cards and facilities."""

from django.urls import path

from kakehashi.services.disaster.views import facilities, kits, sheets

patterns = [
    path("", sheets.home, name="home"),
    path("sheets/", sheets.index, name="sheets"),
    path("sheets/find/", sheets.find, name="sheet_find"),
    path("sheets/make/", sheets.make, name="sheet_make"),
    path("sheets/print/", sheets.print_, name="sheet_print"),
    path("sheets/<slug:code>/", sheets.sheet, name="sheet"),
    path("sheets/<slug:code>/pdf/", sheets.sheet_pdf, name="sheet_pdf"),
    path("sheets/<slug:code>/picture/", sheets.sheet_picture, name="sheet_picture"),
    path("sheets/<slug:code>/withdraw/", sheets.withdraw, name="sheet_withdraw"),
    path("kits/", kits.index, name="kits"),
    path("kits/add/", kits.add, name="kit_add"),
    path("kits/<int:pk>/", kits.kit, name="kit"),
    path("kits/<int:pk>/edit/", kits.edit, name="kit_edit"),
    path("kits/<int:pk>/drop/", kits.drop, name="kit_drop"),
    path("kits/<int:pk>/print/", kits.print_, name="kit_print"),
    path("cards/", kits.cards, name="cards"),
    path("facilities/", facilities.index, name="facilities"),
    path("facilities/new/", facilities.new, name="facility_new"),
    path("facilities/export/", facilities.export, name="facility_export"),
    path("facilities/import/", facilities.import_, name="facility_import"),
    path("facilities/<int:pk>/", facilities.edit, name="facility"),
    path("facilities/<int:pk>/state/", facilities.state, name="facility_state"),
]
