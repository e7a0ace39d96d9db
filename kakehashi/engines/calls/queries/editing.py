"""Schemes and calls as who runs them edits them: what a call lacks, what will be noticed, what is on its road."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from kakehashi.engines.calls.choices import Gives
from kakehashi.engines.calls.models import Call, Scheme
from kakehashi.engines.calls.queries.public import ROLES
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import QuestionSet, Version
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


def _edited(person: Person | None, column: str) -> Q:
    """The rows whose scheme this person may edit, the same rule as ``rules.may_edit_scheme``."""
    held = standing(person)
    if held.may(Permission.EDIT_CATALOGUE):
        return Q()
    return held.reach(Permission.HANDLE_CALLS, column)


def may_edit_any(person: Person | None) -> bool:
    held = standing(person)
    return held.may(Permission.EDIT_CATALOGUE) or held.may(Permission.HANDLE_CALLS)


def schemes_for_editing(person: Person | None) -> QuerySet[Scheme]:
    """With how many calls there are (`calls_all`) and the newest year (`newest`)."""
    found = Scheme.objects.filter(_edited(person, "desk")).select_related("desk")
    return found.annotate(calls_all=Count("calls"), newest=Max("calls__fiscal_year"))


def calls_for_editing(person: Person | None) -> QuerySet[Call]:
    found = Call.objects.filter(_edited(person, "scheme__desk"))
    return found.select_related("scheme__desk", "copied_from", "money_rule", *ROLES)


def calls_of(scheme: Scheme) -> QuerySet[Call]:
    """The newest first, with how many were handed in (`handed_in`)."""
    handed_in = Count("applications", filter=Q(applications__handed_in_at__isnull=False))
    return scheme.calls.select_related("scheme").annotate(handed_in=handed_in).order_by("-fiscal_year", "-round")


def calls_of_others(person: Person | None, scheme: Scheme) -> QuerySet[Call]:
    """The calls of other schemes this person may edit: what a new scheme can begin from."""
    return calls_for_editing(person).exclude(scheme=scheme).order_by("scheme__order", "scheme_id", "-fiscal_year")


def desks_for(person: Person) -> QuerySet[Organisation]:
    """The sections this person may give a scheme to."""
    kinds = [OrganisationKind.SECTION, OrganisationKind.HEADQUARTERS]
    found = Organisation.objects.valid_on(clock.today()).filter(kind__in=kinds).order_by("-kind", "code")
    held = standing(person)
    return found if held.may(Permission.EDIT_CATALOGUE) else found.filter(pk__in=held.where(Permission.HANDLE_CALLS))


def has_handed_in(call: Call) -> bool:
    """From then on its road is fixed: applications are on it."""
    return call.applications.filter(handed_in_at__isnull=False).exists()


def next_round(scheme: Scheme, fiscal_year: int) -> int:
    last: int | None = scheme.calls.filter(fiscal_year=fiscal_year).aggregate(last=Max("round"))["last"]
    return (last or 0) + 1


def published_sets() -> QuerySet[QuestionSet]:
    """The question sets a call can be given."""
    return QuestionSet.objects.filter(versions__state=VersionState.PUBLISHED).distinct()


def published_version(question_set: QuestionSet | None) -> Version | None:
    return question_set.versions.filter(state=VersionState.PUBLISHED).first() if question_set else None


def roles_of(call: Call) -> list[str]:
    """The question sets its road makes use of."""
    sent = ["host_appraisal_form", "sent_appraisal_form"] if call.gives == Gives.PERSON else []
    return ["application_form", "change_form", "report_form", "follow_up_form", *sent]


@dataclass(frozen=True)
class Chosen:
    """A question set of a call as its page shows it."""

    role: str
    label: str
    chosen: QuestionSet | None
    version: Version | None
    draft: Version | None
    is_shared: bool  # other calls ask by it too


def forms_of(call: Call) -> list[Chosen]:
    """Two queries, however many forms."""
    roles = roles_of(call)
    chosen = {role: getattr(call, role) for role in roles}
    ids = [one.pk for one in chosen.values() if one is not None]
    states = [VersionState.PUBLISHED, VersionState.DRAFT]
    versions = {
        (version.question_set_id, version.state): version
        for version in Version.objects.filter(question_set__in=ids, state__in=states).select_related("question_set")
    }
    others = {pk for used in Call.objects.exclude(pk=call.pk).values_list(*ROLES) for pk in used}
    return [
        Chosen(
            role,
            str(ROLES[role]),
            one,
            versions.get((one.pk, VersionState.PUBLISHED)) if one else None,
            versions.get((one.pk, VersionState.DRAFT)) if one else None,
            one is not None and one.pk in others,
        )
        for role, one in chosen.items()
    ]
