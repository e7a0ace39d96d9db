"""From a call to everything that is done for it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import Deciding, Gives
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.queries.matching import sees_board
from kakehashi.engines.calls.rules import may_edit_call, may_run
from kakehashi.engines.calls.rules.routes import may_enter_candidates
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.items import Link


def ways_of_call(call: Call, person: Person | None) -> list[Link]:
    """The pages of this call's work that this person may open, in the order of the road."""
    if person is None:
        return []
    runs, edits = may_run(person, call), may_edit_call(person, call)
    applications = f"{reverse('calls:applications')}?{urlencode({'view': 'all', 'call': call.pk})}"
    is_scored, is_judged = call.deciding == Deciding.SCORES, call.deciding != Deciding.OFFICER
    matches = call.gives == Gives.MATCH and (sees_board(person) or may_enter_candidates(person, call))
    invites = call.has_invitees and (sees_board(person) or may_enter_candidates(person, call))
    offered = [
        (edits, _("公募を編集する"), reverse("calls:edit", args=[call.pk])),
        (edits or runs, _("届いた申請"), applications),
        (runs and call.announced_at is not None, _("紙で届いた申請を入力する"), reverse("calls:enter", args=[call.pk])),
        (runs, _("締切の例外"), reverse("calls:exceptions", args=[call.pk])),
        (runs and is_scored, _("審査員の一覧"), reverse("calls:reviewers", args=[call.pk])),
        (runs and is_judged, _("順位表"), reverse("calls:ranking", args=[call.pk])),
        (runs and is_judged, _("審査会"), reverse("calls:board", args=[call.pk])),
        (runs and is_judged, _("議事録"), reverse("calls:minutes", args=[call.pk])),
        (matches, _("候補者と受入れ団体"), reverse("calls:matching", args=[call.pk])),
        (invites, _("招く人"), reverse("calls:invitees", args=[call.pk])),
        (edits, _("通知書"), reverse("calls:letters", args=[call.pk])),
    ]
    return [Link(label, url) for is_open, label, url in offered if is_open]
