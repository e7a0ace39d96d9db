"""Places people are sent to: registered, changed, opened and closed by their municipality."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import FacilityKind
from kakehashi.services.disaster.models import Facility
from kakehashi.services.disaster.operations.publishing import want_pages
from kakehashi.services.disaster.queries.sheets import running_exercises
from kakehashi.services.disaster.rules.sheets import may_keep


class FacilityKnownError(Exception):
    """The organisation has a facility of that kind and name."""

    def __init__(self) -> None:
        super().__init__(_("同じ種類に同じ名称の施設があります。"))


def add_facility(organisation: Organisation, values: Mapping[str, Any], *, by: Actor) -> Facility:
    """Raises ``FacilityKnownError``."""
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    with act("disaster.add_facility", None, by=by, permit=permit) as record:
        facility = Facility(organisation=organisation, **values)
        _hold(organisation.pk)
        _look_for_another(facility)
        facility.save()
        record.thing = facility
    return facility


def change_facility(facility: Facility, values: Mapping[str, Any], *, base_revision: int, by: Actor) -> Facility:
    """Raises ``StaleError``, ``FacilityKnownError``."""
    with act("disaster.change_facility", facility, by=by, permit=may_keep):
        _hold(facility.organisation_id)
        facility.refresh_from_db(from_queryset=Facility.objects.select_for_update(no_key=True))
        if facility.revision != base_revision:
            raise StaleError(facility)
        for name, value in values.items():
            setattr(facility, name, value)
        _look_for_another(facility)
        facility.revision += 1
        facility.save()
        _tell(facility)
    return facility


def set_state(facility: Facility, state: str, *, by: Actor, in_earnest: bool = False) -> Facility:
    """Open, full, closed: in one press, and on the public pages at once.

    While a drill of the organisation is on it must be said that it is meant `in_earnest`: what is only part of the
    drill is set there (`exercises.set_state_in_drill`). Raises ``MoveRefusedError``.
    """
    with act("disaster.set_shelter_state", facility, by=by, permit=may_keep):
        if not in_earnest and running_exercises(facility.organisation).exists():
            raise MoveRefusedError(_("訓練が行われています。訓練のページで変えるか、本当の状態として変えてください。"))
        if facility.state != state:
            facility.state = state
            facility.state_since = clock.now()
            facility.save(update_fields=["state", "state_since"])
            _tell(facility)
    return facility


def import_facilities(organisation: Organisation, rows: Iterable[Mapping[str, Any]], *, by: Actor) -> tuple[int, int]:
    """Rows of a file, already checked; those known by kind and name are changed. Returns how many were new, changed."""
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    added = changed = 0
    with act("disaster.import_facilities", None, by=by, permit=permit) as record:
        _hold(organisation.pk)
        known = {(one.kind, one.name_ja): one for one in Facility.objects.filter(organisation=organisation)}
        for values in rows:
            facility = known.get((values["kind"], values["name_ja"]))
            if facility is None:
                add_facility(organisation, values, by=by)
                added += 1
                continue
            wanted = {**values, "names": {**facility.names, **values["names"]}}  # the file knows only the English one
            if any(getattr(facility, name) != value for name, value in wanted.items()):
                change_facility(facility, wanted, base_revision=facility.revision, by=by)
                changed += 1
        record.extra = {"added": added, "changed": changed}
    return added, changed


def _hold(organisation_id: int) -> None:
    """Whoever writes facilities of the organisation waits here, so that names can be compared."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)


def _look_for_another(facility: Facility) -> None:
    same = Facility.objects.filter(
        organisation=facility.organisation_id, kind=facility.kind, name_ja=facility.name_ja
    ).exclude(pk=facility.pk)
    if same.exists():
        raise FacilityKnownError


def _tell(facility: Facility) -> None:
    if facility.kind == FacilityKind.SHELTER:
        want_pages(facility, "shelter")
