"""Where the money comes from and where it stands, by fiscal year: funds, and tracks with what became of their share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, F, Q, QuerySet, Sum, When

from kakehashi.engines.calls.choices import PaymentKind, PaymentState, Pays
from kakehashi.engines.calls.flow import GRANTED, SETTLED
from kakehashi.engines.calls.models import Allocation, Application, Fund, Payment, Track
from kakehashi.engines.calls.rules import may_see_funds
from kakehashi.foundation.organisations.models import Person


def visible_funds(person: Person | None) -> QuerySet[Fund]:
    return Fund.objects.all() if may_see_funds(person) else Fund.objects.none()


def years_of_money(person: Person | None) -> list[int]:
    """The fiscal years with a fund or a call that pays, the newest first."""
    if not may_see_funds(person):
        return []
    paying = Track.objects.exclude(call__pays=Pays.NOTHING).values_list("call__fiscal_year", flat=True)
    return sorted({*paying, *visible_funds(person).values_list("fiscal_year", flat=True)}, reverse=True)


def fund_coded(code: str, fiscal_year: int) -> Fund | None:
    return Fund.objects.filter(code=code, fiscal_year=fiscal_year).first()


def paying_tracks(fiscal_year: int) -> QuerySet[Track]:
    """The tracks of this year that spend money."""
    tracks = Track.objects.filter(call__fiscal_year=fiscal_year).exclude(call__pays=Pays.NOTHING)
    return tracks.select_related("call__scheme").order_by("call__scheme__order", "call__round", "order", "id")


def shares_of(fund: Fund) -> QuerySet[Allocation]:
    return fund.allocations.select_related("track__call__scheme").order_by("track__call__scheme__order", "id")


@dataclass(frozen=True)
class TrackMoney:
    """A track and its money in yen: what it has, what is held by what was decided, told, and paid."""

    track: Track
    shares: Sequence[Allocation]
    decided: int
    paid: int

    @property
    def committed(self) -> int:
        """Held by everything adopted, announced or not."""
        return self.track.held_yen

    @property
    def remaining(self) -> int | None:
        return self.track.left_yen


def track_money(fiscal_year: int) -> list[TrackMoney]:
    """Four queries, however many tracks and applications."""
    tracks = list(paying_tracks(fiscal_year).prefetch_related("allocations__fund"))
    counts = Case(When(Q(step__in=SETTLED, settled_yen__isnull=False), then=F("settled_yen")), default=F("decided_yen"))
    granted = Application.objects.filter(track__in=tracks, step__in=GRANTED)
    decided = dict(granted.order_by().values_list("track").annotate(sum=Sum(counts)))
    paid: dict[int, int] = {}
    payments = Payment.objects.filter(application__track__in=tracks, state=PaymentState.PAID).order_by()
    for track, kind, yen in payments.values_list("application__track", "kind").annotate(sum=Sum("yen")):
        paid[track] = paid.get(track, 0) + (-yen if kind == PaymentKind.RETURN else yen)
    return [
        TrackMoney(track, list(track.allocations.all()), decided.get(track.pk) or 0, paid.get(track.pk, 0))
        for track in tracks
    ]
