"""The languages, and adding one: a row, on the screen."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.views.form_page import form_page
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.translation import operations, queries, rules
from kakehashi.foundation.translation.forms.keeping import LanguageForm
from kakehashi.foundation.translation.models import Language
from kakehashi.foundation.translation.views.desk import crumbs, desk_tabs, for_keepers
from kakehashi.foundation.ui.items import Link


def languages(request: SignedInRequest) -> HttpResponse:
    """The languages of the interface and of residents, what each follows, and how it writes dates and numbers."""
    context = {
        "listed": queries.languages().select_related("follows"),
        "tabs": desk_tabs(request.person, "translation:languages") if rules.may_see_work(request.person) else [],
        "may_keep": rules.may_keep_languages(request.person),
    }
    return render(request, "translation/languages.html", context)


@for_keepers
@once
def add_language(request: SignedInRequest) -> HttpResponse:
    return _form_page(request, None, _("言語を加える"), _("言語を加えました。"))


@for_keepers
@once
def edit_language(request: SignedInRequest, code: str) -> HttpResponse:
    shown = get_object_or_404(queries.languages(), code=code)
    return _form_page(request, shown, _("言語を変更する"), _("言語を保存しました。"))


def _form_page(request: SignedInRequest, shown: Language | None, title: str, done: str) -> HttpResponse:
    form = LanguageForm(shown, request.POST or None)
    return form_page(
        request,
        form,
        lambda: operations.save_language(shown, form.cleaned_data, by=request.person),
        title=f"{title}: {shown}" if shown else title,
        submit_label=title if shown is None else _("言語を保存する"),
        done=done,
        to=reverse("translation:languages"),
        crumbs=crumbs(Link(_("言語"), reverse("translation:languages")), Link("", ""))[:-1],
    )
