"""What can be asked for: the menu of the request forms, edited by headquarters."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kakehashi.engines.cases import rules
from kakehashi.engines.cases.forms.kinds import MenuItemForm, NewMenuItemForm
from kakehashi.engines.cases.operations.kinds import CodeTakenError, add_menu_item, change_menu_item
from kakehashi.engines.cases.queries.kind_editing import menu_for_editing
from kakehashi.engines.cases.views.settings_tabs import settings_tabs, way_to
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.items import Link

ASKING = ["GET", "HEAD", "POST"]


@once
@require_http_methods(ASKING)
def index(request: SignedInRequest) -> HttpResponse:
    """The menu, and one more item."""
    if not rules.may_edit_kind(request.person):
        raise Http404
    form = NewMenuItemForm(request.POST or None)
    if form.is_valid():
        try:
            item = add_menu_item(**form.cleaned_data, by=request.person)
        except CodeTakenError as taken:
            form.add_error("code", str(taken))
        else:
            messages.success(request, _("「%(item)s」を加えました。") % {"item": item})
            return redirect("cases:menu")
    context = {"items": menu_for_editing(request.person), "form": form, "tabs": settings_tabs(request.person, "menu")}
    return render(request, "cases/menu.html", context)


@once
@require_http_methods(ASKING)
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    item = get_object_or_404(menu_for_editing(request.person), code=code)
    current = {name: getattr(item, name) for name in MenuItemForm.base_fields}
    form = MenuItemForm(request.POST or None, initial=current)
    if form.is_valid():
        change_menu_item(item, **form.cleaned_data, by=request.person)
        messages.success(request, _("「%(item)s」を保存しました。") % {"item": item})
        return redirect("cases:menu")
    crumbs = way_to("menu", _("支援項目"), Link(str(item), ""))
    return render(request, "cases/menu_item.html", {"item": item, "form": form, "crumbs": crumbs})
