"""Who may write, gather and accept what organisations ask for, and what a sheet must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from kakehashi.services.jet.models import RequestSheet

OPEN = ("draft", "returned")  # the organisation writes
GATHERED = (*OPEN, "host_review")  # … and these whoever gathers


class OfOrganisation(Protocol):
    """What an organisation writes itself."""

    organisation_id: int


def asks(by: Actor, sheet: OfOrganisation) -> bool:
    return may(by, Permission.REQUEST_SERVICES, sheet.organisation_id)


def gathers(by: Actor, sheet: RequestSheet) -> bool:
    return sheet.host_id is not None and may(by, Permission.FOLLOW_MEMBERS, sheet.host_id)


def asks_or_gathers(by: Actor, sheet: RequestSheet) -> bool:
    return asks(by, sheet) or gathers(by, sheet)


def runs_programme(by: Actor | None, _thing: object = None) -> bool:
    return may(by, Permission.HANDLE_JET)


def may_write(by: Actor, sheet: RequestSheet) -> bool:
    """The organisation until it is handed in; whoever gathers until it is forwarded."""
    if not sheet.cycle.takes_requests and sheet.step != "returned":
        return False
    return (sheet.step in OPEN and asks(by, sheet)) or (sheet.step in GATHERED and gathers(by, sheet))


def is_turn_of(by: Actor, sheet: RequestSheet) -> bool:
    """Whether the next step is expected from this person."""
    if sheet.step in OPEN:
        return asks(by, sheet) and (sheet.step == "returned" or sheet.cycle.takes_requests)
    return gathers(by, sheet) if sheet.step == "host_review" else sheet.step == "forwarded" and runs_programme(by)


def has_host(sheet: RequestSheet) -> bool:
    return sheet.host_id is not None


def has_no_host(sheet: RequestSheet) -> bool:
    return sheet.host_id is None


def has_lines(sheet: RequestSheet) -> Promise | None:
    return None if sheet.lines.exists() else _("要望の行がありません。職種と人数を1行以上入れてください。")


def has_contact(sheet: RequestSheet) -> Promise | None:
    if sheet.contact and (sheet.phone or sheet.email):
        return None
    return _("担当者の名前と、電話番号かメールアドレスを入れてください。")


def is_open(sheet: RequestSheet) -> Promise | None:
    if sheet.cycle.takes_requests or sheet.step == "returned":
        return None
    return _("この年の要望の受付は終わりました。")


COMPLETE = (has_lines, has_contact, is_open)
