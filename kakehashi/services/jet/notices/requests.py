"""Who is told of the steps of a sheet of requests."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel.references import Ref
from kakehashi.services.jet.models import Cycle, RequestSheet
from kakehashi.services.jet.queries.people import council_people

_ALL = [
    NoticeKind(
        "jet.to_host",
        _("%(organisation)s のJETの要望書が届きました"),
        _("%(cycle)s の要望書を %(organisation)s が出しました。確かめて協会に出してください。\n\n%(note)s"),
    ),
    NoticeKind(
        "jet.to_council",
        _("%(organisation)s のJETの要望書が届きました(協会)"),
        _("%(cycle)s の要望書が %(organisation)s から届きました。確かめて受け付けてください。\n\n%(note)s"),
    ),
    NoticeKind(
        "jet.accepted",
        _("JETの要望書を受け付けました: %(organisation)s"),
        _("%(cycle)s の %(organisation)s の要望書を協会が受け付けました。\n\n%(note)s"),
    ),
    NoticeKind(
        "jet.returned",
        _("JETの要望書を直してください: %(organisation)s"),
        _("%(cycle)s の %(organisation)s の要望書を %(who)s が差し戻しました。\n\n%(note)s"),
    ),
    NoticeKind(
        "jet.withdrawn",
        _("JETの要望が取り下げられました: %(organisation)s"),
        _("%(organisation)s は %(cycle)s には要望しないことになりました。\n\n%(note)s"),
    ),
    NoticeKind(
        "jet.remind",
        _("JETの要望書をお出しください: %(organisation)s"),
        _(
            "%(cycle)s の %(organisation)s の要望書がまだ届いていません。%(until)s\n\n"
            "要望しない場合も、その旨を登録してください。"
        ),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def to_organisation(sheet: RequestSheet, code: str, by: Actor, note: str = "") -> None:
    _tell(holders(Permission.REQUEST_SERVICES, sheet.organisation_id), sheet, code, by, note)


def to_host(sheet: RequestSheet, code: str, by: Actor, note: str = "") -> None:
    if sheet.host_id is not None:
        _tell(holders(Permission.FOLLOW_MEMBERS, sheet.host_id), sheet, code, by, note)


def to_council(sheet: RequestSheet, code: str, by: Actor, note: str = "") -> None:
    _tell(council_people(), sheet, code, by, note)


def _tell(people: Iterable[Person], sheet: RequestSheet, code: str, by: Actor, note: str) -> None:
    tell(
        people,
        KINDS[code],
        about=sheet.ref,
        url=reverse("jet:sheet", args=[sheet.pk]),
        key=f"{code}:{sheet.pk}:{sheet.revision}",
        except_for=by,
        organisation=named(sheet.organisation),
        cycle=str(sheet.cycle.year),
        who=str(by),
        note=note,
    )


def remind(organisation: Organisation, cycle: Cycle, until: str, key: str, by: Actor) -> None:
    tell(
        holders(Permission.REQUEST_SERVICES, organisation.pk),
        KINDS["jet.remind"],
        about=Ref(cycle._meta.label_lower, cycle.pk),
        url=reverse("jet:home"),
        key=key,
        except_for=by,
        organisation=named(organisation),
        cycle=str(cycle.year),
        until=until,
    )
