"""What the service does by itself every day."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kakehashi.foundation.tasks.schedule import Scheduled
from kakehashi.services.jet.operations.participants import KEEPER, end_terms
from kakehashi.services.jet.operations.vacancies import SEEKER, expire_offers


@task
def keep_terms() -> int:
    """Take along whose term or service is over. Returns how many."""
    return end_terms(by=KEEPER)


@task
def keep_offers() -> int:
    """End offers that nobody answered in time. Returns how many."""
    return expire_offers(by=SEEKER)


SCHEDULE = [
    Scheduled("jet.terms", _("JETの任用の終わりを記録する"), f"{__name__}.keep_terms", at=dt.time(0, 20)),
    Scheduled("jet.offers", _("JETの補充の打診の期限を確かめる"), f"{__name__}.keep_offers", at=dt.time(0, 30)),
]
