"""Who takes part: offices and their settings, branches, officers, kinds of cases."""

from django.db.models import Q, QuerySet

from kakehashi.engines.cases.choices import Starts
from kakehashi.engines.cases.models import Case, CaseKind, OfficeSetting
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.queries import holders
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


def working_desks(desks: QuerySet[Organisation], person: Person) -> QuerySet[Organisation]:
    """Those of the desks at which this person handles cases."""
    return desks.filter(pk__in=standing(person).where(Permission.HANDLE_CASES))


def offices() -> QuerySet[Organisation]:
    """The overseas offices with their settings and the countries in their charge."""
    valid = Organisation.objects.valid_on(clock.today()).filter(kind=OrganisationKind.OFFICE)
    return valid.select_related("case_setting", "country").prefetch_related("countries_in_charge")


def setting_of(office: Organisation) -> OfficeSetting | None:
    return OfficeSetting.objects.filter(office=office).first()


def settings_of(case: Case) -> list[OfficeSetting]:
    """What the office wants known, and the assisting office. One query."""
    taking_part = [pk for pk in (case.office_id, case.assisting_id) if pk is not None]
    found = OfficeSetting.objects.filter(office__in=taking_part).select_related("office")
    return sorted(found, key=lambda setting: taking_part.index(setting.office_id))


def kinds() -> QuerySet[CaseKind]:
    return CaseKind.objects.all()


def open_kinds() -> QuerySet[CaseKind]:
    return CaseKind.objects.filter(is_open=True)


def opened_services() -> set[int]:
    """The services of the plan that this engine carries now."""
    numbers = open_kinds().exclude(service_number=None).values_list("service_number", flat=True)
    return {number for number in numbers if number is not None}


def may_start(person: Person, kind: CaseKind) -> bool:
    """Whether this person can begin a case of this kind on screen."""
    return _Begun(person).on_screen(kind)


def may_enter(person: Person, kind: CaseKind) -> bool:
    """Whether this person works at a desk that takes cases of this kind, and may write them down for others."""
    return _Begun(person).at_a_desk(kind)


def enterable_kinds(person: Person, service_number: int | None = None) -> list[CaseKind]:
    """The kinds this person's desk takes, to be written down for somebody who telephoned, came or wrote."""
    begun = _Begun(person)
    return [kind for kind in _offered(service_number).exclude(starts=Starts.STAFF) if begun.at_a_desk(kind)]


def startable_kinds(person: Person, service_number: int | None = None) -> list[CaseKind]:
    """The kinds of cases this person can begin, all or those of one service of the plan."""
    begun = _Begun(person)
    return [kind for kind in _offered(service_number) if begun.on_screen(kind)]


def fillable_kinds(person: Person) -> list[CaseKind]:
    """The kinds whose form this person can have filled in: those they can begin, for themselves or for others."""
    begun = _Begun(person)
    return [kind for kind in _offered(None) if begun.on_screen(kind) or begun.at_a_desk(kind)]


def _offered(service_number: int | None) -> QuerySet[CaseKind]:
    found = open_kinds().prefetch_related("desks")
    return found if service_number is None else found.filter(service_number=service_number)


class _Begun:
    """Which kinds this person begins. One query for the places they handle cases at, however many kinds are asked."""

    def __init__(self, person: Person) -> None:
        self._asks = standing(person).may(Permission.REQUEST_SERVICES)
        handled = standing(person).where(Permission.HANDLE_CASES)
        places = Organisation.objects.valid_on(clock.today()).filter(pk__in=handled)
        self._handled = dict(places.values_list("pk", "kind"))

    def on_screen(self, kind: CaseKind) -> bool:
        return self.at_a_desk(kind) if kind.starts == Starts.STAFF else self._asks

    def at_a_desk(self, kind: CaseKind) -> bool:
        """The rule of ``desks_of``, out of the desks at hand."""
        if not self._handled:
            return False
        if kind.at_offices and OrganisationKind.OFFICE in self._handled.values():
            return True
        return any(desk.pk in self._handled for desk in kind.desks.all())


def desks_of(kind: CaseKind) -> QuerySet[Organisation]:
    """Where a case of this kind can be addressed: the overseas offices, the desks it names, or both."""
    wanted = Q(pk__in=kind.desks.values("pk"))
    if kind.at_offices:
        wanted |= Q(kind=OrganisationKind.OFFICE)
    valid = Organisation.objects.valid_on(clock.today()).filter(wanted)
    return valid.select_related("case_setting", "country").prefetch_related("countries_in_charge")


def asking_organisations(person: Person) -> QuerySet[Organisation]:
    """The organisations in whose name this person may ask."""
    return Organisation.objects.filter(pk__in=standing(person).where(Permission.REQUEST_SERVICES))


def officers_of(office: Organisation) -> QuerySet[Person]:
    """Who can be given a case of this office today."""
    return holders(Permission.HANDLE_CASES, office.pk)


def days_late(case: Case, setting: OfficeSetting) -> int | None:
    """By how many days the office's lead time is missed if the request goes out today; ``None`` if it is kept."""
    if case.first_day is None:
        return None
    late = setting.submit_days - (case.first_day - clock.today()).days
    return late if late > 0 else None
