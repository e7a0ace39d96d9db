"""The main menu: what this person can go to."""

import re
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import Standing, standing
from kakehashi.foundation.notices.queries import unread_count
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.items import Link

P = Permission
# Pages whose address begins like that of another entry of the menu than the one they belong to.
_BELONGS = [
    (re.compile(r"/services/(fy[0-9]{4}|plans)/"), "portal:plan"),
    (re.compile(r"/notices/mails/|/translation/"), "tasks:overview"),
    (re.compile(r"/cases/(offices|menu)/"), "cases:kinds"),
    (re.compile(r"/calls/(funds|experts|scenarios|letters|candidates)/"), "calls:schemes"),
    (re.compile(r"/calls/[0-9]+/(?!apply/|nominate/|interests/|$)"), "calls:schemes"),
    (re.compile(r"/calls/([0-9]+/apply|nominations|papers|accounts)/"), "calls:applications"),
    (re.compile(r"/calls/[0-9]+/interests/"), "calls:reviews"),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Worked out only where a page draws it."""
    person: Person | None = getattr(request, "person", None)
    return {
        "navigation": SimpleLazyObject(lambda: _links(person, request.path)),
        "footer_links": SimpleLazyObject(_footer),
    }


def _footer() -> list[Link]:
    return [
        Link(_("このシステムについて"), reverse("portal:about")),
        Link(_("事例のフィード"), reverse("cases:precedent_feed")),
    ]


def _links(person: Person | None, path: str) -> list[Link]:
    items = _of_visitors() if person is None else _of(person)
    here = _here(path, [url for _label, url, _count in items])
    return [Link(label, url, url == here, count) for label, url, count in items]


def _here(path: str, urls: list[str]) -> str:
    """Where the reader is: the longest address of the menu that leads to the page; "" when none does."""
    for page, entry in _BELONGS:
        if page.match(path) and (url := reverse(entry)) in urls:
            return url
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def _of_visitors() -> list[tuple[str, str, int | None]]:
    return [
        (_("目的から探す"), reverse("catalogue:aims"), None),
        (_("事業計画"), reverse("portal:plan"), None),
        (pgettext("menu", "募集"), reverse("calls:calls"), None),
        (_("事例"), reverse("cases:precedents"), None),
    ]


def _of(person: Person) -> list[tuple[str, str, int | None]]:
    held = standing(person)
    links: list[tuple[str, str, int | None]] = [
        (_("ホーム"), reverse("portal:home"), None),
        (_("お知らせ"), reverse("notices:inbox"), unread_count(person)),
    ]
    if any(
        held.may(one)
        for one in (
            Permission.REQUEST_SERVICES,
            Permission.FOLLOW_MEMBERS,
            Permission.HANDLE_CASES,
            Permission.OVERSEE_CASES,
        )
    ):
        links.append((_("案件"), reverse("cases:list"), None))
    links += _of_calls(held)
    links += _of_visitors()
    links.append((pgettext("menu", "団体"), reverse("organisations:list"), None))
    if held.may(Permission.WRITE_BULLETINS):
        links.append((pgettext("menu", "災害多言語情報"), reverse("disaster:home"), None))
    jet = (P.REQUEST_SERVICES, P.FOLLOW_MEMBERS, P.HANDLE_JET, P.SELECT_CANDIDATES, P.APPROVE_PLACEMENT)
    if any(map(held.may, jet)):
        links.append((pgettext("menu", "JET"), reverse("jet:home"), None))
    if held.may(P.TAKE_PART_IN_JET):
        links.append((pgettext("menu", "わたしの応募"), reverse("jet:mine"), None))
    if held.may(Permission.EDIT_FORMS):
        links.append((_("質問票"), reverse("forms:sets"), None))
    if held.may(Permission.HANDLE_CALLS) or held.may(Permission.EDIT_CATALOGUE):
        links.append((_("制度と公募"), reverse("calls:schemes"), None))
    if held.may(Permission.EDIT_CATALOGUE):
        links.append((_("案件の種類"), reverse("cases:kinds"), None))
    elif held.may(Permission.ASSIGN_CASES):
        links.append((_("事務所の設定"), reverse("cases:settings"), None))
    if held.may(Permission.EDIT_TRANSLATIONS) or held.may(Permission.MANAGE_LANGUAGES):
        links.append((_("翻訳"), reverse("translation:board"), None))
    if held.may(Permission.OPERATE):
        links.append((_("運用"), reverse("tasks:overview"), None))
    if held.may(Permission.SEE_AUDIT):
        links.append((_("記録"), reverse("audit:rows"), None))
    return links


def _of_calls(held: Standing) -> list[tuple[str, str, int | None]]:
    """Where one works on applications, judges them, pays."""
    working = (P.REQUEST_SERVICES, P.FOLLOW_MEMBERS, P.HANDLE_CALLS, P.OVERSEE_CALLS)
    offered = [
        (any(map(held.may, working)), pgettext("menu", "申請"), reverse("calls:applications")),
        (held.may(P.REVIEW_APPLICATIONS), pgettext("menu", "審査"), reverse("calls:reviews")),
        (held.may(P.PAY), pgettext("menu", "支払"), reverse("calls:payments")),
    ]
    return [(label, url, None) for may, label, url in offered if may]
