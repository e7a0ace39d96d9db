"""Kinds of cases as headquarters edits them: what they ask and lack to be opened, and how desks work."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kakehashi.engines.cases.choices import Starts, Work
from kakehashi.engines.cases.models import ENDED, CaseKind, MenuItem, OfficeSetting
from kakehashi.engines.cases.queries.parties import desks_of, officers_of
from kakehashi.engines.cases.queries.road import timed_steps
from kakehashi.engines.cases.roads import FORM_ROLES
from kakehashi.engines.cases.rules import may_change_setting, may_edit_kind
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.catalogue.queries import current_services
from kakehashi.foundation.flow.definition import Step
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import QuestionSet, Version
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

ENGINE = "cases"
HOME_TIME = "Asia/Tokyo"


def kinds_for_editing(person: Person) -> QuerySet[CaseKind]:
    """Every kind, with how many cases it has (`cases_open`, `cases_all`); none for who may not edit them."""
    if not may_edit_kind(person):
        return CaseKind.objects.none()
    is_open = ~Q(cases__step__in=ENDED) & Q(cases__isnull=False)
    return CaseKind.objects.annotate(cases_open=Count("cases", filter=is_open), cases_all=Count("cases"))


def menu_for_editing(person: Person) -> QuerySet[MenuItem]:
    return MenuItem.objects.all() if may_edit_kind(person) else MenuItem.objects.none()


def has_cases(kind: CaseKind) -> bool:
    """From then on its road is fixed: its cases are on it."""
    return kind.cases.exists()


def published_sets() -> QuerySet[QuestionSet]:
    """The question sets a kind can be given."""
    return QuestionSet.objects.filter(versions__state=VersionState.PUBLISHED).distinct()


def published_version(question_set: QuestionSet | None) -> Version | None:
    return question_set.versions.filter(state=VersionState.PUBLISHED).first() if question_set else None


def possible_desks() -> QuerySet[Organisation]:
    """The sections, the overseas offices, headquarters."""
    kinds = [OrganisationKind.HEADQUARTERS, OrganisationKind.SECTION, OrganisationKind.OFFICE]
    return Organisation.objects.valid_on(clock.today()).filter(kind__in=kinds).order_by("-kind", "code")


def roles_of(kind: CaseKind) -> list[str]:
    """The question sets that its road makes use of, by their columns, in the order of the road."""
    if kind.work == Work.RECORD:
        return ["request_form"]
    own = {Work.ANSWER: ["answer_form"], Work.ARRANGE: ["result_form", "report_form"]}[Work(kind.work)]
    asked = [] if kind.starts == Starts.STAFF else ["follow_up_form", "later_form"]
    return ["request_form", *own, *asked]


# --- Before it opens --------------------------------------------------------------------------------------------------
def what_is_missing(kind: CaseKind) -> list[str]:
    """Why it cannot be open, in words; empty when it can."""
    faults = []
    if kind.request_form is None:
        faults.append(_("依頼書の質問票が選ばれていません。「受付と質問票」で選んでください。"))
    if kind.work == Work.ANSWER and kind.answer_form is None:
        faults.append(_("回答書の質問票が選ばれていません。「受付と質問票」で選んでください。"))
    for role in roles_of(kind):
        chosen: QuestionSet | None = getattr(kind, role)
        if chosen is not None and published_version(chosen) is None:
            words = {"form": chosen}
            faults.append(_("質問票「%(form)s」に公開中の版がありません。質問票を公開してください。") % words)
    if not desks_of(kind).exists():
        faults.append(_("受け付ける事務所も課もありません。「受付と質問票」で選んでください。"))
    return faults


def what_to_mind(kind: CaseKind) -> list[str]:
    """What does not keep it from being open, but will be noticed."""
    minded = [
        _("「%(desk)s」には、案件を受け付ける職員がまだいません。") % {"desk": desk}
        for desk in desks_of(kind)
        if not officers_of(desk).exists()
    ]
    if kind.service_number is None:
        minded.append(_("事業計画の番号がないため、計画の実績に数えられません。"))
    elif not current_services().filter(number=kind.service_number, engine=ENGINE).exists():
        words = {"number": kind.service_number}
        minded.append(_("今の事業計画には、案件として受け付けるサービス%(number)sがありません。") % words)
    for role in roles_of(kind):
        chosen = getattr(kind, role)
        if chosen is not None and chosen.versions.filter(state=VersionState.DRAFT).exists():
            minded.append(_("質問票「%(form)s」に、公開していない直しがあります。") % {"form": chosen})
    return minded


@dataclass(frozen=True)
class Reception:
    """A question set of a kind as its page shows it."""

    role: str
    label: str
    chosen: QuestionSet | None
    version: Version | None
    draft: Version | None
    is_shared: bool  # other kinds ask by it too


def forms_of(kind: CaseKind) -> list[Reception]:
    rows = []
    others = {pk for used in CaseKind.objects.exclude(pk=kind.pk).values_list(*FORM_ROLES) for pk in used}
    for role in roles_of(kind):
        chosen: QuestionSet | None = getattr(kind, role)
        draft = chosen.versions.filter(state=VersionState.DRAFT).first() if chosen else None
        is_shared = chosen is not None and chosen.pk in others
        rows.append(Reception(role, str(FORM_ROLES[role]), chosen, published_version(chosen), draft, is_shared))
    return rows


def targets_of(kind: CaseKind) -> list[tuple[Step, int | None]]:
    """Each step that can have a number of days, with it."""
    days = dict(kind.targets.values_list("step", "working_days"))
    return [(step, days.get(step.code)) for step in timed_steps(kind)]


# --- How desks work ---------------------------------------------------------------------------------------------------
def settings_for(person: Person) -> list[OfficeSetting]:
    """The settings this person may change, the same rule as ``rules.may_change_setting``: of the overseas offices and
    of every desk that a kind of case names; what was never set is new and unsaved.
    """
    of_kinds = CaseKind.objects.exclude(desks=None).values("desks")
    named = Organisation.objects.filter(Q(kind=OrganisationKind.OFFICE) | Q(pk__in=of_kinds))
    if not standing(person).may(Permission.EDIT_CATALOGUE):
        named = named.filter(pk__in=standing(person).where(Permission.ASSIGN_CASES))
    places = named.select_related("case_setting").order_by("kind", "code")
    found = [setting_at(place) for place in places]
    return [setting for setting in found if may_change_setting(person, setting)]


def setting_at(place: Organisation) -> OfficeSetting:
    """How this office or desk works; new where nobody has said."""
    known: OfficeSetting | None = getattr(place, "case_setting", None)
    return known or OfficeSetting(office=place, time_zone=HOME_TIME)
