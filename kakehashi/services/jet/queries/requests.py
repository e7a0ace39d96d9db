"""What organisations ask for, as this person may read it."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.choices import RelationKind
from kakehashi.foundation.organisations.models import Organisation, Person, Relation, valid_on
from kakehashi.foundation.organisations.queries import find_organisations
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import Position
from kakehashi.services.jet.flow import REQUEST_FLOW
from kakehashi.services.jet.models import Cycle, RequestLine, RequestSheet


def visible_sheets(person: Person | None) -> QuerySet[RequestSheet]:
    return RequestSheet.objects.visible_to(person).select_related("cycle", "organisation", "host")


def visible_lines(person: Person | None) -> QuerySet[RequestLine]:
    sheets = RequestSheet.objects.visible_to(person)
    return RequestLine.objects.filter(sheet__in=sheets).select_related("sheet__cycle", "sheet__organisation")


def find_sheets(
    person: Person | None, *, cycle: Cycle, text: str = "", step: str = "", position: str = ""
) -> QuerySet[RequestSheet]:
    found = with_posts(visible_sheets(person).filter(cycle=cycle))
    if text.strip():
        found = found.filter(
            organisation__in=find_organisations(text, limit=None, with_ended=True).order_by().values("pk")
        )
    if step in REQUEST_FLOW.codes():
        found = found.filter(step=step)
    if position in Position.values:
        found = found.filter(Exists(RequestLine.objects.filter(sheet=OuterRef("pk"), position=position)))
    return found.order_by("organisation__code")


def with_posts(sheets: QuerySet[RequestSheet]) -> QuerySet[RequestSheet]:
    """Each with `posts`, the number asked for."""
    return sheets.annotate(posts=Sum("lines__posts", default=0))


def asking_organisations(person: Person | None) -> QuerySet[Organisation]:
    """In whose name this person may hand a sheet in: one's own, and those one gathers for."""
    held = standing(person)
    gathering = held.where(Permission.FOLLOW_MEMBERS)
    today = clock.today()
    members = Q(relations_in__in=_charges(gathering)) | Q(parts__in=gathering)
    mine = Q(pk__in=held.where(Permission.REQUEST_SERVICES)) | members
    return Organisation.objects.filter(mine, valid_on(today)).distinct().order_by("code")


def _charges(branches: frozenset[int]) -> QuerySet[Relation]:
    return Relation.objects.filter(valid_on(clock.today()), kind=RelationKind.BRANCH_OF, source__in=branches)


def without_sheet(person: Person | None, cycle: Cycle) -> QuerySet[Organisation]:
    """Of those, the ones that have none in this year."""
    return asking_organisations(person).exclude(pk__in=cycle.sheets.values("organisation"))


@dataclass(frozen=True)
class Counted:
    """Sheets and posts of a year by the step they stand at."""

    step: str
    label: str
    sheets: int
    posts: int


def counted(person: Person | None, cycle: Cycle) -> list[Counted]:
    rows = (
        visible_sheets(person)
        .filter(cycle=cycle)
        .order_by()
        .values_list("step")
        .annotate(Count("pk", distinct=True), Sum("lines__posts", default=0))
    )
    found = {step: (sheets, posts) for step, sheets, posts in rows}
    return [Counted(one.code, str(one.label), *found.get(one.code, (0, 0))) for one in REQUEST_FLOW.steps]


def posts_by_position(cycle: Cycle) -> dict[str, int]:
    """Of what the council has accepted."""
    rows = RequestLine.objects.filter(sheet__cycle=cycle, sheet__step="accepted").values_list("position")
    found = dict(rows.annotate(Sum("posts")))
    return {str(position.label): found.get(position, 0) for position in Position}


def waiting_sheets(person: Person | None) -> QuerySet[RequestSheet]:
    """Those whose next step is expected from this person (the same rule as ``rules.requests.is_turn_of``), the longest
    waiting first. Drafts of a year that takes no more wait for nobody.
    """
    held = standing(person)
    turn = Q(step="returned") | Q(step="draft", cycle__takes_requests=True)
    turn &= Q(organisation__in=held.where(Permission.REQUEST_SERVICES))
    turn |= Q(step="host_review", host__in=held.where(Permission.FOLLOW_MEMBERS))
    if held.may(Permission.HANDLE_JET):
        turn |= Q(step="forwarded")
    found = RequestSheet.objects.filter(turn).select_related("cycle", "organisation")
    return with_posts(found).order_by("step_since", "pk")


def story(sheet: RequestSheet) -> QuerySet[Passage]:
    return Passage.objects.filter(thing_kind=sheet.ref.kind, thing_id=sheet.pk).select_related("by")
