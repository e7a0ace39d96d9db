"""Who is asked whether somebody stays, and who is told what came of it."""

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
from kakehashi.services.jet.models import Cycle, Reappointment

_ALL = [
    NoticeKind(
        "jet.reappointments_asked",
        _("JETの再任用の回答をお願いします: %(organisation)s"),
        _("%(cycle)s年に任用が終わる人を続けるかどうかを、一覧から1人ずつ答えてください。"),
    ),
    NoticeKind(
        "jet.reappointment_asked",
        _("JETの任用を続けるかどうかを答えてください"),
        _("%(cycle)s年に今の任用が終わります。続けるかどうかを、ページで答えてください。"),
    ),
    NoticeKind(
        "jet.reappointment_settled",
        _("JETの再任用の結果: %(organisation)s"),
        _("結果: %(answer)s"),
    ),
    NoticeKind(
        "jet.reappointment_again",
        _("JETの再任用の回答を、もう一度確かめてください: %(organisation)s"),
        _("%(answer)s"),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def to_organisation(cycle: Cycle, organisation: Organisation, by: Actor) -> None:
    tell(
        holders(Permission.REQUEST_SERVICES, organisation.pk),
        KINDS["jet.reappointments_asked"],
        about=Ref(cycle._meta.label_lower, cycle.pk),
        url=reverse("jet:reappointments", args=[cycle.year]),
        key=f"jet.reappointments_asked:{cycle.pk}:{organisation.pk}",
        except_for=by,
        organisation=named(organisation),
        cycle=str(cycle.year),
    )


def to_participant(one: Reappointment, by: Actor) -> None:
    if one.participant.person is not None:
        _tell([one.participant.person], one, "jet.reappointment_asked", by)


def to_both(one: Reappointment, code: str, answer: str, by: Actor) -> None:
    people = list(holders(Permission.REQUEST_SERVICES, one.participant.organisation_id))
    if one.participant.person is not None:
        people.append(one.participant.person)
    _tell(people, one, code, by, answer)


def _tell(people: Iterable[Person], one: Reappointment, code: str, by: Actor, answer: str = "") -> None:
    tell(
        people,
        KINDS[code],
        about=one.ref,
        url=reverse("jet:reappointment", args=[one.pk]),
        key=f"{code}:{one.pk}:{one.revision}",
        except_for=by,
        organisation=named(one.participant.organisation),
        cycle=str(one.cycle.year),
        answer=answer,
    )
