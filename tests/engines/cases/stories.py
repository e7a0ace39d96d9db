"""Cases brought to where a test begins, by the same operations as people use."""

import datetime as dt
from typing import Any

from kakehashi.engines.cases import seed
from kakehashi.engines.cases.models import Case, CaseKind, Precedent
from kakehashi.engines.cases.operations import items, moving, papers, precedents, requests
from kakehashi.engines.cases.queries import Told, timeline
from kakehashi.engines.cases.queries.approvals import approvals_for
from kakehashi.engines.cases.queries.letters import letters_for
from kakehashi.engines.cases.queries.links import links_of
from kakehashi.engines.cases.queries.story_parts import story_parts
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_cast

ANSWERS: dict[str, Any] = {
    "title": "市長のパリ訪問",
    "theme": "tourism",
    "urgent": False,
    "purpose": "城の修理後の観光客を増やす。",
    "country": "FR",
    "city": "パリ",
    "dates": [{"starts_on": "2012-10-15", "ends_on": "2012-10-18"}],
    "hosts": [{"name": "フランス観光庁", "why": "団体旅行の動向を聞く", "website_read": True}],
    "party": [{"name": "架空 一郎", "rank": "市長", "is_head": True}],
    "party_size": 1,
    "safety_contact": "国際交流課 000-000-0000",
    "items": ["appointment", "interpreter"],
    "phone": "000-000-0000",
    "may_publish": True,
}
RESULT = {"achieved": "4", "result": "旅行会社2社が商品を作った。", "lessons": "早めに相談する。"}
REPORT = {"support": "面会を調整し、同行した。"}
FOLLOW_UP = {
    "outcome_confirmed": True, "useful": "5", "quality": "4", "ease": "4", "information": "3", "cost": "4",
}  # fmt: skip


def cast_and_kinds() -> Cast:
    cast = make_cast()
    seed.load()
    return cast


def kind(service_number: int = 7) -> CaseKind:
    found = CaseKind.objects.filter(service_number=service_number)
    if not found.filter(is_open=True).exists():
        seed.load()
    return found.get()


def draft(cast: Cast, *, by: Person | None = None, office: Organisation | None = None, **answers: Any) -> Case:
    """A complete draft of Himeji's officer to Paris, or of whom the test says."""
    by = by or cast.officer
    applicant = by.roles.get().organisation
    case = requests.start_case(kind(), applicant=applicant, office=office or cast.paris, by=by)
    paper = case.papers.get()
    requests.save_paper(paper, ANSWERS | answers, base_revision=paper.sheet.revision, by=by)
    return fresh(case)


def submitted(cast: Cast, **answers: Any) -> Case:
    return fresh(moving.submit(draft(cast, **answers), by=cast.officer))


def arranging(cast: Cast, **answers: Any) -> Case:
    case = fresh(moving.receive(submitted(cast, **answers), by=cast.staff))
    return fresh(moving.accept(case, by=cast.staff))


def ready(cast: Cast, **answers: Any) -> Case:
    """One item confirmed, the others failed."""
    case = arranging(cast, **answers)
    first, *others = case.items.all()
    starts = dt.datetime(2012, 10, 15, 10, tzinfo=clock.JAPAN)
    items.change_item(
        first, {"starts_at": starts, "host": "フランス観光庁"}, base_revision=first.revision, by=cast.staff
    )
    items.move_item(first, "confirm", by=cast.staff)
    for item in others:
        items.move_item(item, "fail", by=cast.staff, note="通訳者の都合がつかない。")
    return fresh(moving.send_itinerary(fresh(case), by=cast.staff))


def visited(cast: Cast, **answers: Any) -> Case:
    return fresh(moving.carry_out(ready(cast, **answers), by=cast.officer))


def hand_in(case: Case, paper_kind: str, answers: dict[str, Any], by: Person, round_number: int = 1) -> None:
    paper = case.papers.select_related("case", "sheet").get(kind=paper_kind, round=round_number)
    requests.save_paper(paper, answers, base_revision=paper.sheet.revision, by=by)
    papers.submit_paper(paper, by=by)


def following_up(cast: Cast, **answers: Any) -> Case:
    case = visited(cast, **answers)
    hand_in(case, "result", RESULT, cast.officer)
    hand_in(case, "report", REPORT, cast.staff)
    return fresh(moving.complete(fresh(case), by=cast.staff))


def published(cast: Cast, **answers: Any) -> Precedent:
    precedent = precedents.draft_precedent(following_up(cast, **answers), by=cast.staff)
    return precedents.publish_precedent(precedent, by=cast.director)


def story(case: Case, person: Person) -> list[Told]:
    """What the page of the case tells this person."""
    beside = story_parts(letters_for(case, person), approvals_for(case, person), links_of(case, person))
    return timeline(case, person, beside)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)
