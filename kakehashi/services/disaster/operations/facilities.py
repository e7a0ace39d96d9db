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

CHUNK = 500  # rows of a file written at once
_COLUMNS = ("name_kana", "names", "address_ja", "phone", "latitude", "longitude", "is_used")


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
    """Rows of a file, already checked; those known by kind and name are changed. Returns how many were new, changed.

    Raises ``FacilityKnownError`` where two rows are new and the same.
    """
    permit = may(by, Permission.WRITE_BULLETINS, organisation.pk)
    added: dict[tuple[str, str], Facility] = {}
    changed: list[Facility] = []
    with act("disaster.import_facilities", None, by=by, permit=permit) as record:
        _hold(organisation.pk)
        known = {(one.kind, one.name_ja): one for one in Facility.objects.filter(organisation=organisation)}
        for values in rows:
            key = (values["kind"], values["name_ja"])
            if key in added:
                raise FacilityKnownError
            if key not in known:
                added[key] = Facility(organisation=organisation, **values)
            elif _differs(known[key], values):
                changed.append(known[key])
        Facility.objects.bulk_create(added.values(), batch_size=CHUNK)
        Facility.objects.bulk_update(changed, [*_COLUMNS, "revision"], batch_size=CHUNK)
        _tell(*changed)
        names = {"names_added": [name for _kind, name in added], "names_changed": [one.name_ja for one in changed]}
        record.extra = {"added": len(added), "changed": len(changed), **names}
    return len(added), len(changed)


def _differs(facility: Facility, values: Mapping[str, Any]) -> bool:
    """Take over what a row says; whether that was anything new. The file knows only the English one of the names."""
    wanted = {**values, "names": {**facility.names, **values["names"]}}
    if all(getattr(facility, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(facility, name, value)
    facility.revision += 1
    return True


def _hold(organisation_id: int) -> None:
    """Whoever writes facilities of the organisation waits here, so that names can be compared."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)


def _look_for_another(facility: Facility) -> None:
    same = Facility.objects.filter(
        organisation=facility.organisation_id, kind=facility.kind, name_ja=facility.name_ja
    ).exclude(pk=facility.pk)
    if same.exists():
        raise FacilityKnownError


def _tell(*facilities: Facility) -> None:
    shelter = next((one for one in facilities if one.kind == FacilityKind.SHELTER), None)
    if shelter is not None:
        want_pages(shelter, "shelter")
