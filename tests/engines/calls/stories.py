"""Calls and applications brought to where a test begins, by the same operations as people use."""

import datetime as dt
from decimal import Decimal
from typing import Any

from kakehashi.engines.calls.choices import Consent, Deciding, Gives, LetterKind, PaperKind, Pays, Route
from kakehashi.engines.calls.models import (
    Application,
    Assignment,
    Call,
    CheckLine,
    Criterion,
    Mark,
    MoneyCap,
    MoneyRule,
    Reviewer,
    Scheme,
    Score,
    Track,
)
from kakehashi.engines.calls.operations import MOVES, save_paper, start_application
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.engines.calls.operations.partners import add_partner, answer_consent
from kakehashi.engines.calls.operations.reviewing import add_reviewer
from kakehashi.engines.calls.operations.reviewing_scores import Given, save_review
from kakehashi.engines.calls.operations.screening import send_back
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Question, QuestionSet, Section, Version
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_cast, make_person

ANSWERS: dict[str, Any] = {
    "title": "多言語の防災訓練",
    "summary": "外国人住民と一緒に避難所の運営を練習する。",
    "place": "japan",
    "joint": False,
    "starts_on": "2012-09-01",
    "ends_on": "2012-12-20",
    "expenses": [
        {"category": "travel", "item": "講師の旅費", "unit_yen": 40000, "quantity": 50, "amount_yen": 2000000}
    ],
    "requested_yen": 1000000,
    "may_publish": True,
}
ACCOUNT = {
    "bank_code": "0005", "bank_kana": "ﾋﾒｼﾞ", "branch_code": "012", "branch_kana": "ﾎﾝﾃﾝ", "kind": "1",
    "number": "7654321", "holder_kana": "ﾋﾒｼﾞｼ",
}  # fmt: skip
REPORT: dict[str, Any] = {"result": "120人が参加した。"}
QUESTIONS = [
    ("title", "text", True), ("summary", "textarea", False), ("theme", "text", False), ("country", "country", False),
    ("place", "choice", False), ("joint", "yes_no", False), ("starts_on", "date", True), ("ends_on", "date", True),
    ("co_subsidy", "yes_no", False), ("use_category", "text", False), ("expenses", "table", False),
    ("requested_yen", "money", False), ("may_publish", "yes_no", False), ("plan", "file", False),
]  # fmt: skip


def cast_and_forms() -> Cast:
    """With the section and the forms that every call of the tests has."""
    cast = make_cast()
    section(cast)
    forms()
    return cast


def section(cast: Cast) -> tuple[Organisation, Person]:
    """The section in charge of the calls of a test, and its officer."""
    desk, _made = Organisation.objects.get_or_create(
        code="section-multicultural",
        defaults={"kind": OrganisationKind.SECTION, "name_ja": "多文化共生課", "parent": cast.headquarters},
    )
    held = RoleHeld.objects.filter(organisation=desk, role="section_staff").select_related("person").first()
    return desk, held.person if held else make_person("calls", "公募 係", ("section_staff", desk))


def forms() -> dict[str, QuestionSet]:
    expenses, wish = ("expenses", "table", False), ("new_yen", "money", False)
    return {
        "application_form": form("test-application", QUESTIONS),
        "report_form": form("test-report", [("result", "textarea", True), expenses]),
        "change_form": form("test-change", [("why", "textarea", True), wish, expenses]),
    }


def form(code: str, questions: list[tuple[str, str, bool]]) -> QuestionSet:
    found = QuestionSet.objects.filter(code=code).first()
    if found:
        return found
    question_set = QuestionSet.objects.create(code=code, title_ja=code)
    version = Version.objects.create(
        question_set=question_set, number=1, state=VersionState.PUBLISHED, published_at=clock.now()
    )
    part = Section.objects.create(version=version, order=0, title_ja="申請")
    for order, (name, kind, required) in enumerate(questions):
        more: dict[str, Any] = {}
        if name == "place":
            more["options"] = [{"value": "abroad", "label_ja": "海外"}, {"value": "japan", "label_ja": "国内"}]
        if kind == "table":
            kinds = {
                "category": "text",
                "item": "text",
                "unit_yen": "money",
                "quantity": "number",
                "amount_yen": "money",
            }
            more["columns"] = [{"code": column, "kind": one, "label_ja": column} for column, one in kinds.items()]
        Question.objects.create(
            version=version, section=part, code=name, order=order, kind=kind, label_ja=name, required=required, **more
        )
    return question_set


def call(cast: Cast, code: str = "multi", **values: Any) -> Call:
    """An announced call of FY2012 with one track of 10,000,000 yen, a money rule and one line to check."""
    desk, _officer = section(cast)
    scheme, _made = Scheme.objects.get_or_create(
        code=code, defaults={"name_ja": "多文化共生の助成", "name_en": "Multicultural grant", "desk": desk}
    )
    given: dict[str, Any] = {
        **forms(),
        "gives": Gives.MONEY,
        "pays": Pays.SETTLEMENT,
        "announced_at": clock.now(),
        "closes_at": clock.now() + dt.timedelta(days=30),
        "eligible_kinds": ["prefecture", "designated_city", "municipality", "association", "npo_joint"],
    } | values
    tracks = given.pop("tracks", [("normal", 10_000_000, None)])
    made = Call.objects.create(scheme=scheme, fiscal_year=given.pop("fiscal_year", 2012), **given)
    for order, (track, ceiling, places) in enumerate(tracks):
        Track.objects.create(call=made, code=track, name_ja=track, ceiling_yen=ceiling, places=places, order=order)
    CheckLine.objects.create(call=made, text_ja="書類がそろっている")
    rule = MoneyRule.objects.create(call=made, is_set=True, rate=Decimal("0.5"), floor_yen=100_000)
    MoneyCap.objects.create(rule=rule, yen=3_000_000)
    return made


def draft(cast: Cast, of: Call | None = None, *, by: Person | None = None, **answers: Any) -> Application:
    """A complete draft of Himeji's officer, or of whom the test says."""
    by = by or cast.officer
    applicant = by.roles.get().organisation
    of = of or call(cast)
    declared = {line.pk: line.wanted for line in of.eligibility_lines.all()}
    application = start_application(of, applicant=applicant, declared=declared, by=by)
    paper = application.papers.get()
    save_paper(paper, ANSWERS | answers, base_revision=paper.sheet.revision, by=by)
    return fresh(application)


def joined(cast: Cast, draft: Application) -> Application:
    """Kakogawa takes part and has agreed to it as it stands."""
    answer_consent(add_partner(draft, cast.kakogawa, by=cast.officer), Consent.GIVEN, by=cast.neighbour)
    return fresh(draft)


def submitted(cast: Cast, of: Call | None = None, *, by: Person | None = None, **answers: Any) -> Application:
    application = draft(cast, of, by=by, **answers)
    return fresh(MOVES["submit"](application, by=by or cast.officer))


def screening(cast: Cast, of: Call | None = None, *, by: Person | None = None, **answers: Any) -> Application:
    _desk, officer = section(cast)
    return fresh(MOVES["receive"](submitted(cast, of, by=by, **answers), by=officer))


def checked(application: Application, officer: Person) -> Application:
    """With every line of the formal check met."""
    for line in application.call.check_lines.all():
        Mark.objects.update_or_create(application=application, line=line, defaults={"is_met": True, "by": officer})
    return application


def at_board(cast: Cast, of: Call | None = None, *, by: Person | None = None, **answers: Any) -> Application:
    """Of a call that a board decides without scores."""
    _desk, officer = section(cast)
    application = checked(screening(cast, of, by=by, **answers), officer)
    return fresh(MOVES["pass_to_board"](application, by=officer))


def adopted(cast: Cast, of: Call | None = None, *, yen: int = 1_000_000, by: Person | None = None) -> Application:
    _desk, officer = section(cast)
    application = at_board(cast, of, by=by)
    Application.objects.filter(pk=application.pk).update(computed_yen=yen)
    return fresh(MOVES["adopt"](fresh(application), by=officer))


def returned(cast: Cast, of: Call | None = None, **comments: str) -> Application:
    """Sent back at the formal check with these comments (question code → what to mend)."""
    _desk, officer = section(cast)
    paper = screening(cast, of).papers.get()
    send_back(paper, comments or {"title": "短くしてください。"}, by=officer)
    return fresh(paper.application)


def scored_call(cast: Cast, **values: Any) -> Call:
    """A call that reviewers score on two criteria, the second of double weight."""
    given: dict[str, Any] = {"deciding": Deciding.SCORES, "reviews_each": 2} | values
    made = call(cast, **given)
    Criterion.objects.create(call=made, code="need", name_ja="必要性", most=5, weight=1)
    anchors = [{"points": 5, "ja": "ほかに例がない", "en": "Nowhere else"}]
    Criterion.objects.create(call=made, code="new", name_ja="先駆性", most=5, weight=2, anchors=anchors, order=1)
    return made


def reviewers(cast: Cast, of: Call, count: int) -> list[Reviewer]:
    """People without any other role, taken on for the call."""
    _desk, officer = section(cast)
    known = Reviewer.objects.count()
    people = [
        make_person(f"judge{n}", f"審査 {n}子", ("reviewer", cast.headquarters)) for n in range(known, known + count)
    ]
    return [add_reviewer(of, person, by=officer) for person in people]


def in_scoring(cast: Cast, of: Call, *, by: Person | None = None, **answers: Any) -> Application:
    _desk, officer = section(cast)
    application = checked(screening(cast, of, by=by, **answers), officer)
    return fresh(MOVES["pass_to_scoring"](application, by=officer))


def judged(application: Application, reviewer: Reviewer, *points: int) -> Assignment:
    """Scored and handed in by this reviewer, one number for each criterion in order."""
    review, _new = Assignment.objects.get_or_create(application=application, reviewer=reviewer)
    criteria = application.call.criteria.all()
    given = {criterion.pk: Given(number) for criterion, number in zip(criteria, points, strict=True)}
    return save_review(review, given, comment="よい。", base_revision=review.revision, by=reviewer.person, hand_in=True)


def granted(cast: Cast, of: Call | None = None, *, yen: int = 1_000_000, by: Person | None = None) -> Application:
    """With its letter of decision, told to the applicant."""
    _desk, officer = section(cast)
    application = adopted(cast, of or call(cast, deciding=Deciding.BOARD), yen=yen, by=by)
    issue_letter(application, LetterKind.GRANT, dated_on=clock.today(), language="ja", by=officer)
    return fresh(MOVES["grant"](fresh(application), by=officer))


def reported(cast: Cast, of: Call | None = None, *, yen: int = 1_000_000, **answers: Any) -> Application:
    """With its report handed in."""
    application = fill(granted(cast, of, yen=yen), PaperKind.REPORT, REPORT | answers, by=cast.officer)
    return fresh(MOVES["submit_report"](application, by=cast.officer))


def fill(application: Application, kind: PaperKind, answers: dict[str, Any], *, by: Person) -> Application:
    paper = application.paper_of(kind)
    assert paper is not None
    save_paper(paper, answers, base_revision=paper.sheet.revision, by=by)
    return fresh(application)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def ranked_board(
    cast: Cast, points: list[int], *, yen: int = 1_000_000, **values: Any
) -> tuple[Call, list[Application], Person]:
    """Applications at the board, one for each number of points, all given by one reviewer on both criteria."""
    made_call = scored_call(cast, **values)
    reviewer = reviewers(cast, made_call, 1)[0]
    now = clock.now()
    known = Application.objects.count()
    made = Application.objects.bulk_create(
        Application(
            call=made_call, track=made_call.tracks.first(), number=f"N-{known + n:04}", step="board",
            applicant=cast.himeji, applicant_kind="municipality", fiscal_year=2012,
            title=f"事業{n}", theme="防災" if n % 2 else "医療",
            handed_in_at=now, submitted_at=now, route=Route.OWN, requested_yen=yen, computed_yen=yen,
        )
        for n in range(len(points))
    )  # fmt: skip
    for application, given in zip(made, points, strict=True):
        review = Assignment.objects.create(reviewer=reviewer, application=application, submitted_at=now)
        Score.objects.bulk_create(
            Score(assignment=review, criterion=criterion, points=given) for criterion in made_call.criteria.all()
        )
    return made_call, made, section(cast)[1]
