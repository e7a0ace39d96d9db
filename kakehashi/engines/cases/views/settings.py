"""The settings of an office, edited by its director or headquarters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.cases import queries
from kakehashi.engines.cases.forms import OfficeSettingForm
from kakehashi.engines.cases.operations.settings import change_setting
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once


def index(request: SignedInRequest) -> HttpResponse:
    """The offices whose settings this person may change."""
    return render(request, "cases/settings.html", {"settings": queries.settings_for(request.person)})


@once
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    setting = get_object_or_404(queries.settings_for(request.person), office__code=code)
    form = OfficeSettingForm(request.POST or None, initial=OfficeSettingForm.initial_of(setting))
    if form.is_valid():
        change_setting(setting, form.cleaned_data, by=request.person)
        messages.success(request, _("事務所の設定を保存しました。"))
        return redirect("cases:settings")
    return render(request, "cases/setting.html", {"setting": setting, "form": form})
