"""Years of the programme: made, changed, given days and plans."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Country
from kakehashi.services.jet.models import CountryPlan, Cycle, Deadline
from kakehashi.services.jet.rules.requests import runs_programme


def make_cycle(values: Mapping[str, Any], *, by: Actor) -> Cycle:
    """With the countries of the year before, without their limits. Raises ``MoveRefusedError`` for a year there is."""
    with act("jet.make_cycle", None, by=by, permit=runs_programme(by)) as record:
        if Cycle.objects.filter(year=values["year"]).exists():
            raise MoveRefusedError(_("この年はもうあります。"))
        cycle = record.thing = Cycle.objects.create(**values)
        last = Cycle.objects.filter(year__lt=cycle.year).first()
        if last is not None:
            rows = [CountryPlan(cycle=cycle, country_id=one.country_id, group=one.group) for one in last.plan.all()]
            CountryPlan.objects.bulk_create(rows)
    return cycle


def change_cycle(cycle: Cycle, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Cycle:
    """Raises ``StaleError``."""
    with act("jet.change_cycle", cycle, by=by, permit=runs_programme):
        _hold(cycle)
        if cycle.revision != base_revision:
            raise StaleError(cycle)
        for name, value in values.items():
            setattr(cycle, name, value)
        cycle.revision += 1
        cycle.save()
    return cycle


def set_deadline(cycle: Cycle, values: Mapping[str, Any], *, by: Actor) -> Deadline:
    """`values`: kind, group, country, on. One that is there for the same countries is moved to the new day."""
    with act("jet.set_deadline", cycle, by=by, permit=runs_programme) as record:
        _hold(cycle)
        key = {name: values[name] for name in ("kind", "group", "country")}
        found, is_new = Deadline.objects.update_or_create(cycle=cycle, **key, defaults={"on": values["on"]})
        record.extra = {"deadline": str(found), "is_new": is_new}
    return found


def drop_deadline(deadline: Deadline, *, by: Actor) -> None:
    with act("jet.drop_deadline", deadline.cycle, by=by, permit=runs_programme) as record:
        record.extra = {"deadline": str(deadline)}
        deadline.delete()


def set_plan(cycle: Cycle, rows: Iterable[Mapping[str, Any]], *, by: Actor) -> int:
    """`rows`: country, group, alt, cir, sea each. Answers how many countries were added or changed."""
    with act("jet.set_plan", cycle, by=by, permit=runs_programme) as record:
        _hold(cycle)
        known = {one.country_id: one for one in cycle.plan.all()}
        changed: dict[str, Any] = {}
        for row in rows:
            country: Country = row["country"]
            values = {name: row[name] for name in ("group", "alt", "cir", "sea")}
            one = known.get(country.pk)
            if one is None:
                known[country.pk] = CountryPlan.objects.create(cycle=cycle, country=country, **values)
            elif all(getattr(one, name) == value for name, value in values.items()):
                continue
            else:
                for name, value in values.items():
                    setattr(one, name, value)
                one.save()
            changed[country.pk] = values
        record.extra = {"plan": changed}
    return len(changed)


def drop_country(cycle: Cycle, country: str, *, by: Actor) -> None:
    """A country that takes no part this year."""
    with act("jet.drop_country", cycle, by=by, permit=runs_programme) as record:
        record.extra = {"country": country}
        cycle.plan.filter(country=country).delete()


def _hold(cycle: Cycle) -> None:
    cycle.refresh_from_db(from_queryset=Cycle.objects.select_for_update(no_key=True))
