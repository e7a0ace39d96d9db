"""What the data say to a successor about a case: the beginning of what the leaver writes."""

import datetime as dt

from django.utils.translation import gettext as _

from kakehashi.engines.cases.models import Case, Item
from kakehashi.engines.cases.queries.handover import papers_waiting
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.formatting import day_text

_UNSETTLED = {"requested", "arranging"}


def next_step(case: Case) -> str:
    """Where it stands and the days that come, a line each. No query: the case comes from `with_facts`."""
    lines = [_("今の状態: %(step)s(%(who)s)") % {"step": case.stage.label, "who": whose_turn(case)}]
    if case.due_on:
        lines.append(_("期限: %(day)s") % {"day": day_text(case.due_on)})
    if case.first_day:
        lines.append(_("実施: %(days)s") % {"days": days_text(case.first_day, case.last_day)})
    lines += [
        _("%(paper)sの期限: %(day)s") % {"paper": paper.label, "day": day_text(paper.due_on)}
        for paper in papers_waiting(case)
        if paper.due_on
    ]
    return "\n".join(lines)


def whose_turn(case: Case) -> str:
    match case.turn:
        case Turn.CLIENT:
            return _("%(who)sの番") % {"who": case.asker}
        case Turn.OFFICE:
            return _("%(who)sの番") % {"who": case.office}
        case Turn.BRANCH:
            return _("支部の番")
    return _("だれの番でもない")


def days_text(first: dt.date, last: dt.date | None) -> str:
    return day_text(first) if last in {None, first} else f"{day_text(first)} – {day_text(last or first)}"


def promises(case: Case) -> str:
    """What is still to be settled: promises and arrangements without a result."""
    return "\n".join(_promise(item) for item in case.items.all() if item.step in _UNSETTLED)


def _promise(item: Item) -> str:
    words = f"{item.title} {item.host}".strip()
    due = _("(期限 %(day)s)") % {"day": day_text(item.due_on)} if item.due_on else ""
    return f"・{words}{due}"


def contacts(case: Case) -> str:
    """Who asked, and whom one deals with abroad."""
    found = []
    visitor = getattr(case, "visitor", None)
    if visitor is not None:
        found.append(" ".join(part for part in (str(visitor), visitor.phone, visitor.email) if part))
    if case.requester and not case.is_own:
        found.append(f"{case.asker} {_contact(case.requester)}")
    found += [f"{item.host} {item.contact}".strip() for item in case.items.all() if item.contact]
    return "\n".join(dict.fromkeys(found))


def _contact(person: Person) -> str:
    return " ".join(part for part in (person.name_ja, person.phone, person.email) if part)


def next_day(case: Case) -> dt.date | None:
    """The next day anything is due in the case."""
    days = [case.due_on, case.first_day, *(paper.due_on for paper in papers_waiting(case))]
    return min((day for day in days if day is not None), default=None)
