"""The settings of an office or desk, edited by its director or headquarters."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.cases.forms import OfficeSettingForm
from kakehashi.engines.cases.operations.settings import change_setting
from kakehashi.engines.cases.queries.kind_editing import settings_for
from kakehashi.engines.cases.views.settings_tabs import settings_tabs, way_to
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.ui.items import Link


def index(request: SignedInRequest) -> HttpResponse:
    """The offices and desks whose settings this person may change."""
    context = {"settings": settings_for(request.person), "tabs": settings_tabs(request.person, "settings")}
    return render(request, "cases/settings.html", context)


@once
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    setting = next((one for one in settings_for(request.person) if one.office.code == code), None)
    if setting is None:
        raise Http404
    form = OfficeSettingForm(request.POST or None, initial=OfficeSettingForm.initial_of(setting))
    context = {"setting": setting, "form": form, "revision": setting.revision}
    context["crumbs"] = way_to("settings", _("事務所・窓口の設定"), Link(str(setting.office), ""))
    if form.is_valid():
        try:
            change_setting(setting, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "cases/setting.html", context, status=409)
        messages.success(request, _("事務所・窓口の設定を保存しました。"))
        return redirect("cases:settings")
    return render(request, "cases/setting.html", context)
