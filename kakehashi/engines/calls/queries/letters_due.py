"""Which letter is due to which application; for a whole call the same few queries however many there are."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Q

from kakehashi.engines.calls.choices import ChangeKind, Gives, LetterKind, PaymentKind, Pays
from kakehashi.engines.calls.models import Application, Call, Change, Letter, Payment
from kakehashi.engines.calls.models.applications import DECISIONS

_DECISION_OF = {
    Gives.MONEY: LetterKind.GRANT,
    Gives.HONOUR: LetterKind.CERTIFICATE,
    Gives.PERSON: LetterKind.DISPATCH,
    Gives.MATCH: LetterKind.SELECTION,
    Gives.PLACE: LetterKind.SELECTION,
}
_ONCE = {
    "rejected": LetterKind.REJECTION,
    "alternate": LetterKind.WAITING,
    "cancelled": LetterKind.CANCELLATION,
    "settled": LetterKind.SETTLEMENT,
    "claimed": LetterKind.SETTLEMENT,
}
_WITH_LETTERS = ("adopted", "granted", "returning", *_ONCE)


def kinds_of(call: Call) -> list[LetterKind]:
    """The letters this call may need."""
    is_asked = call.pays in {Pays.SETTLEMENT, Pays.ADVANCE}
    money = [LetterKind.SETTLEMENT, LetterKind.RETURN] if is_asked else []
    return [
        _DECISION_OF[Gives(call.gives)], LetterKind.REJECTION, LetterKind.WAITING,
        LetterKind.CHANGE, LetterKind.CANCELLATION, *money,
    ]  # fmt: skip


def due(application: Application) -> LetterKind | None:
    """The letter that is to be issued now, where the application stands; ``None``: none."""
    return _due(application, _facts(Q(application=application.pk)))


def awaiting_by_kind(call: Call) -> dict[LetterKind, list[Application]]:
    """The applications of a call to which each letter is due, in the order of their numbers."""
    facts = _facts(Q(application__call=call.pk))
    standing = call.applications.filter(step__in=_WITH_LETTERS).select_related("call__scheme__desk", "applicant")
    found = defaultdict(list)
    for application in standing.order_by("number", "id"):
        if (kind := _due(application, facts)) is not None:
            found[kind].append(application)
    return found


def awaiting(call: Call, kind: str) -> list[Application]:
    """The applications of a call to which this letter is due."""
    return awaiting_by_kind(call).get(LetterKind(kind), [])


@dataclass(frozen=True)
class _Facts:
    """By id of the application: letters that went out (kind, when), changes approved, returns asked for."""

    issued: dict[int, list[tuple[str, dt.datetime]]]
    approved: Counter[int]
    asked: Counter[int]

    def count(self, application: Application, kind: LetterKind) -> int:
        return sum(1 for one, _at in self.issued.get(application.pk, []) if one == kind)


def _facts(which: Q) -> _Facts:
    issued = defaultdict(list)
    letters = Letter.objects.filter(which, issued_at__isnull=False).order_by()
    for application, kind, at in letters.values_list("application_id", "kind", "issued_at"):
        if at is not None:
            issued[application].append((kind, at))
    changes = Change.objects.filter(which, kind=ChangeKind.CHANGE, step="approved").order_by()
    returns = Payment.objects.filter(which, kind=PaymentKind.RETURN).order_by()
    return _Facts(
        issued,
        Counter(changes.values_list("application_id", flat=True)),
        Counter(returns.values_list("application_id", flat=True)),
    )


def _due(application: Application, facts: _Facts) -> LetterKind | None:
    match application.step:
        case "adopted":
            return None if _is_told(application, facts) else _DECISION_OF[Gives(application.call.gives)]
        case "granted":
            kind, wanted = LetterKind.CHANGE, facts.approved[application.pk]
        case "returning":
            kind, wanted = LetterKind.RETURN, facts.asked[application.pk]
        case "cancelled" if facts.count(application, LetterKind.CANCELLATION):
            kind, wanted = LetterKind.RETURN, facts.asked[application.pk]
        case "settled" | "claimed" if application.call.pays == Pays.DIRECT:
            return None  # nobody but the council pays or is paid anything
        case step if step in _ONCE:
            kind, wanted = _ONCE[step], 1
        case _:
            return None
    return kind if facts.count(application, kind) < wanted else None


def _is_told(application: Application, facts: _Facts) -> bool:
    """Whether the decision went out since it was made: a letter about one taken back does not count."""
    decided = application.decided_at
    letters = facts.issued.get(application.pk, [])
    return decided is not None and any(kind in DECISIONS and at >= decided for kind, at in letters)
