"""Who is told of somebody who leaves, of an offer and of its answer."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.notices.kinds import NoticeKind, named, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person
from kakehashi.services.jet.models import ReplacementOffer, Vacancy
from kakehashi.services.jet.queries.people import council_people

_ALL = [
    NoticeKind(
        "jet.leaving",
        _("途中退職の連絡がありました: %(organisation)s"),
        _("%(position)s 1人が %(day)s に退職します。後任をさがすか、次の来日で補うかを決めてください。"),
    ),
    NoticeKind(
        "jet.offer",
        _("JETの補充の打診があります"),
        _("%(organisation)s から、来てほしいと打診がありました。%(day)s までに、応募のページで返事をしてください。"),
    ),
    NoticeKind(
        "jet.offer_answer",
        _("補充の打診に返事がありました: %(organisation)s"),
        _("%(who)s の返事: %(answer)s。承諾でないときは、次の人に打診できます。"),
    ),
    NoticeKind(
        "jet.successor",
        _("後任が決まりました: %(organisation)s"),
        _("%(day)s に退職する人の後任が決まりました。来日の準備をしてください。"),
    ),
]
KINDS = {kind.code: register(kind) for kind in _ALL}


def to_council(vacancy: Vacancy, code: str, by: Actor) -> None:
    _of_vacancy(council_people(), vacancy, code, by)


def to_body(vacancy: Vacancy, by: Actor) -> None:
    """The organisation and whoever gathers for it: somebody will come."""
    people = set(holders(Permission.REQUEST_SERVICES, vacancy.organisation_id))
    if vacancy.host_id is not None:
        people |= set(holders(Permission.FOLLOW_MEMBERS, vacancy.host_id))
    _of_vacancy(sorted(people, key=lambda one: one.pk), vacancy, "jet.successor", by)


def _of_vacancy(
    people: Iterable[Person], vacancy: Vacancy, code: str, by: Actor, *, who: str = "", answer: str = ""
) -> None:
    tell(
        people,
        KINDS[code],
        about=vacancy.ref,
        url=reverse("jet:vacancy", args=[vacancy.pk]),
        key=f"{code}:{vacancy.pk}:{vacancy.revision}",
        except_for=by,
        organisation=named(vacancy.organisation),
        day=vacancy.last_day.isoformat(),
        position=vacancy.position,
        who=who,
        answer=answer,
    )


def to_alternate(offer: ReplacementOffer, by: Actor) -> None:
    one = offer.application
    if one.person is not None:
        tell(
            [one.person],
            KINDS["jet.offer"],
            about=one.ref,
            url=reverse("jet:candidate", args=[one.pk]),
            key=f"jet.offer:{offer.pk}",
            except_for=by,
            organisation=named(offer.vacancy.organisation),
            day=offer.until.isoformat(),
        )


def of_answer(offer: ReplacementOffer, by: Actor) -> None:
    vacancy = offer.vacancy
    answer = str(offer.get_state_display())
    _of_vacancy([offer.made_by], vacancy, "jet.offer_answer", by, who=str(offer.application), answer=answer)
