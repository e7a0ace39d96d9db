"""What the pages of the translators' desk share."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation import rules
from kakehashi.foundation.ui.items import Link

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def for_translators(view: View[P]) -> View[P]:
    """Page 403 for who neither translates nor keeps the languages."""
    return _for(rules.may_see_work, view)


def for_keepers(view: View[P]) -> View[P]:
    """Page 403 for who does not keep the languages."""
    return _for(rules.may_keep_languages, view)


def _for(allows: Callable[[Person], bool], view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not allows(request.person):
            raise PermissionDenied(_("この操作をする権限がありません。"))
        return view(request, *args, **kwargs)

    return guarded


def desk_tabs(person: Person, here: str) -> list[Link]:
    """The pages of the desk; `here`: the name of the address."""
    pages = [
        ("translation:board", _("進み具合")),
        ("translation:texts", pgettext("tab", "文章")),
        ("translation:jobs", pgettext("tab", "依頼")),
        ("translation:glossary", _("用語集")),
        ("translation:exchange", pgettext("tab", "ファイル")),
        ("translation:languages", pgettext("tab", "言語")),
        ("translation:easy", _("やさしい日本語の点検")),
    ]
    if rules.may_keep_languages(person):
        pages.append(("translation:people", _("担当者")))
    return [Link(label, reverse(name), name == here) for name, label in pages]


def crumbs(*links: Link) -> list[Link]:
    """From the board to here; the last link is this page."""
    return [Link(_("翻訳"), reverse("translation:board")), *links[:-1], Link(links[-1].label, "", True)]
