"""Forgetting what the models say is kept no longer. Made to be run once a day."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.gate import act
from kakehashi.foundation.access.models import Invitation, RoleHeld
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.organisations.models import Person, Term
from kakehashi.kernel import clock

INVITATIONS_LIVE = dt.timedelta(days=365)  # after they were accepted, revoked or ran out
YEARS = 5  # that people and their roles are known after the last term or role
FORGOTTEN_JA, FORGOTTEN_EN = "(記録を消した人)", "(erased)"


def forget_invitations(*, by: Robot) -> int:
    """Delete invitations a year after they were done with. Returns how many."""
    last = clock.now() - INVITATIONS_LIVE
    with act("access.forget_invitations", None, by=by, permit=isinstance(by, Robot)) as record:
        over = Q(accepted_at__lt=last) | Q(revoked_at__lt=last)
        ran_out = Q(accepted_at=None, revoked_at=None, expires_at__lt=last)
        count, _kinds = Invitation.objects.filter(over | ran_out).delete()
        record.extra = {"count": count}
    return count


def forget_ended_roles(*, by: Robot) -> int:
    """Delete roles five years after their end. Returns how many."""
    with act("access.forget_ended_roles", None, by=by, permit=isinstance(by, Robot)) as record:
        count, _kinds = RoleHeld.objects.filter(ends_on__lt=_five_years_ago()).delete()
        record.extra = {"count": count}
    return count


def forget_people(*, by: Robot) -> list[int]:
    """Erase who has had neither term nor role for five years: all but the number others' records point to.

    With them go their terms and their sign-in. Answers the numbers, so that the records about them can be blanked.
    """
    day = _five_years_ago()
    last_day = Q(ends_on=None) | Q(ends_on__gte=day)
    terms = Term.objects.filter(last_day, person=OuterRef("pk"))
    roles = RoleHeld.objects.filter(last_day, person=OuterRef("pk"))
    with act("access.forget_people", None, by=by, permit=isinstance(by, Robot)) as record:
        gone = Person.objects.filter(~Exists(terms), ~Exists(roles), created_at__lt=_begin_of(day))
        numbers = list(gone.exclude(name_ja=FORGOTTEN_JA).order_by("pk").values_list("pk", flat=True))
        User.objects.filter(person__in=numbers).delete()
        Term.objects.filter(person__in=numbers).delete()
        Person.objects.filter(pk__in=numbers).update(
            name_ja=FORGOTTEN_JA, name_kana="", name_en=FORGOTTEN_EN, email="", phone=""
        )
        record.extra = {"people": numbers}
    return numbers


def _five_years_ago() -> dt.date:
    today = clock.today()
    return today.replace(year=today.year - YEARS, day=min(today.day, 28))


def _begin_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.JAPAN)
