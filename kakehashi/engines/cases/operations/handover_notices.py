"""Who is told that work changed hands, in the same transaction."""

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.models import Case, Handover
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person

HANDED_OVER = register(
    NoticeKind(
        "cases.handed_over",
        _("%(count)s件の案件を引き継ぎました(前任: %(leaver)s)"),
        _("%(office)s の %(leaver)s から %(count)s件の案件を引き継ぎました。次にすることをご覧ください。"),
    )
)
LEFT = register(
    NoticeKind(
        "cases.handover_left",
        _("後任の決まらない案件が%(count)s件あります(前任: %(leaver)s)"),
        _("%(office)s の %(leaver)s の引継ぎで、%(count)s件の案件に後任がいませんでした。担当者を決めてください。"),
    )
)
CHANGED_HANDS = register(
    NoticeKind(
        "cases.changed_hands",
        _("%(side)s の担当者が %(successor)s に変わりました: %(title)s"),
        _(
            "「%(title)s」(%(number)s)の %(side)s の担当者が、%(leaver)s から %(successor)s に変わりました。"
            "これまでの経過は案件のページに残っています。"
        ),
    )
)


def handed_over(handover: Handover, successor: Person, count: int) -> None:
    """Whoever takes over is told once, whoever presses the button."""
    _tell([successor], HANDED_OVER, handover, count)


def left_over(handover: Handover, count: int) -> None:
    """Those who give out the work there: some cases could not be given to anybody."""
    where = handover.office_id
    _tell([*holders(Permission.ASSIGN_CASES, where), *holders(Permission.INVITE, where)], LEFT, handover, count)


def _tell(people: list[Person], kind: NoticeKind, handover: Handover, count: int) -> None:
    tell(
        people,
        kind,
        about=handover.ref,
        url=f"/cases/handover/{handover.pk}/",
        key=f"{kind.code}:{handover.pk}",
        count=count,
        leaver=named(handover.leaver),
        office=named(handover.office),
    )


def changed_hands(case: Case, handover: Handover, successor: Person, by: Actor) -> None:
    """The other side learns who is in charge now."""
    tell(
        _other_side(case, handover),
        CHANGED_HANDS,
        about=case.ref,
        url=f"/cases/{case.pk}/",
        key=f"{CHANGED_HANDS.code}:{case.pk}:{handover.pk}",
        except_for=by,
        title=str(case),
        number=case.number or "",
        side=named(handover.office),
        leaver=named(handover.leaver),
        successor=named(successor),
    )


def _other_side(case: Case, handover: Handover) -> list[Person]:
    """Its officer in charge; where there is none any more, everybody there."""
    if handover.is_of_client:
        there, in_charge = list(holders(Permission.HANDLE_CASES, case.office_id)), case.lead
    elif case.is_own or case.applicant_id is None:
        return []
    else:
        there, in_charge = list(holders(Permission.REQUEST_SERVICES, case.applicant_id)), case.requester
    return [in_charge] if in_charge is not None and in_charge in there else there
