"""What reviewers are told: the call and the day, never what or whom they judge."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.models import Reviewer
from kakehashi.engines.calls.notices import name_of_call
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.notices.kinds import NoticeKind, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.kernel import clock

GIVEN = register(
    NoticeKind(
        "calls.reviews_given",
        _("審査をお願いします: %(call)s"),
        _("%(call)s で、新しく審査をお願いする申請があります。はじめに、利害関係を申告してください。"),
    )
)
ENDING = register(
    NoticeKind(
        "calls.scoring_ends",
        _("採点の期限が近づいています: %(call)s"),
        _("%(call)s の採点の期限は %(until)s です。まだ採点していない申請が%(count)s件あります。"),
    )
)


def given(reviewers: Iterable[Reviewer], by: Actor) -> None:
    """Once a day however many are given one after the other."""
    for reviewer in reviewers:
        key = f"{GIVEN.code}:{reviewer.pk}:{clock.today()}"
        tell(
            [reviewer.person],
            GIVEN,
            about=reviewer.call.ref,
            url="/calls/reviews/",
            key=key,
            except_for=by,
            call=name_of_call(reviewer.call),
        )


def scoring_ends(reviewer: Reviewer, until: dt.datetime, count: int, *, days_left: int) -> None:
    """`days_left` names the reminder: a week before, the day before, on the day."""
    tell(
        [reviewer.person],
        ENDING,
        about=reviewer.call.ref,
        url="/calls/reviews/",
        key=f"{ENDING.code}:{reviewer.pk}:{clock.japan_day(until)}:{days_left}",
        call=name_of_call(reviewer.call),
        until=until,
        count=count,
    )
