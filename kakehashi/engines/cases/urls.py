from django.urls import path, register_converter
from django.urls.converters import StringConverter

from kakehashi.engines.cases.views import (
    case,
    excel,
    feed,
    items,
    itinerary,
    kinds,
    lists,
    menu,
    papers,
    precedents,
    request,
    settings,
    start,
    visiting,
)


class MoveCode(StringConverter):
    regex = "[a-z_]+"


register_converter(MoveCode, "move")

app_name = "cases"

urlpatterns = [
    path("", lists.index, name="list"),
    path("export.<slug:suffix>", lists.export, name="export"),
    path("kinds/", kinds.index, name="kinds"),
    path("kinds/new/", kinds.new, name="kind_new"),
    path("kinds/<slug:code>/", kinds.kind, name="kind"),
    path("kinds/<slug:code>/preview/", kinds.preview, name="kind_preview"),
    path("kinds/<slug:code>/open/", kinds.open_kind, name="kind_open"),
    path("kinds/<slug:code>/close/", kinds.close_kind, name="kind_close"),
    path("kinds/<slug:code>/forms/<slug:role>/copy/", kinds.own_form, name="kind_own_form"),
    path("kinds/<slug:code>/<slug:part>/", kinds.part, name="kind_part"),
    path("menu/", menu.index, name="menu"),
    path("menu/<slug:code>/", menu.edit, name="menu_item"),
    path("offices/", settings.index, name="settings"),
    path("offices/<str:code>/", settings.edit, name="setting"),
    path("new/", start.choose, name="choose"),
    path("new/<int:service_number>/", start.choose, name="start_service"),
    path("new/<slug:code>/", start.start, name="start"),
    path("new/<slug:code>/for/", visiting.on_behalf, name="on_behalf"),
    path("ask/<slug:code>/", visiting.ask, name="ask"),
    path("asked/<str:token>/", visiting.asked, name="visitor"),
    path("asked/<str:token>/write/", visiting.asked_write, name="visitor_write"),
    path("precedents/", precedents.index, name="precedents"),
    path("precedents/feed.xml", feed.precedent_feed, name="precedent_feed"),
    path("precedents/<int:pk>/", precedents.precedent, name="precedent"),
    path("precedents/<int:pk>/edit/", precedents.edit, name="precedent_edit"),
    path("precedents/<int:pk>/withdraw/", precedents.withdraw, name="precedent_withdraw"),
    path("<int:pk>/", case.case, name="case"),
    path("<int:pk>/request/", request.fill_in, name="request"),
    path("<int:pk>/request.xlsx", excel.download, name="request_xlsx"),
    path("<int:pk>/request/excel/", excel.upload, name="request_from_xlsx"),
    path("<int:pk>/request/autosave/", request.autosave, name="autosave"),
    path("<int:pk>/request/precedents/", request.precedents_beside, name="beside"),
    path("<int:pk>/request/check/", request.check, name="check"),
    path("<int:pk>/request/receipt/", request.receipt, name="receipt"),
    path("<int:pk>/move/<move:code>/", case.move, name="move"),
    path("<int:pk>/message/", case.message, name="message"),
    path("<int:pk>/lead/", case.assign_lead, name="assign"),
    path("<int:pk>/files/", case.attach, name="attach"),
    path("<int:pk>/items/new/", items.new, name="item_new"),
    path("<int:pk>/items/<int:item_pk>/", items.edit, name="item"),
    path("<int:pk>/items/<int:item_pk>/<move:code>/", items.move, name="item_move"),
    path("<int:pk>/itinerary/", itinerary.page, name="itinerary"),
    path("<int:pk>/itinerary.pdf", itinerary.pdf, name="itinerary_pdf"),
    path("<int:pk>/itinerary.ics", itinerary.calendar, name="itinerary_calendar"),
    path("<int:pk>/follow-up/", papers.follow_up, name="follow_up"),
    path("<int:pk>/papers/<move:kind>/<int:round_number>/", papers.paper, name="paper"),
    path("<int:pk>/papers/<move:kind>/<int:round_number>/check/", papers.paper_check, name="paper_check"),
    path("<int:pk>/precedent/", precedents.draft, name="precedent_draft"),
]
