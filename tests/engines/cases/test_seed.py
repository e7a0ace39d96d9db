"""What every installation begins with: thirteen services of the plan, each a row."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.db.models.signals import pre_save

from kakehashi.engines.cases import queries, seed
from kakehashi.engines.cases.models import Case, CaseKind
from kakehashi.engines.cases.operations import requests
from kakehashi.engines.cases.operations.moves import MOVES
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.catalogue import seed as catalogue
from kakehashi.foundation.catalogue.models import Service
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Answers, QuestionSet, Version
from kakehashi.foundation.forms.operations import change_question, new_draft_from, publish_version
from kakehashi.foundation.forms.queries import current_version
from kakehashi.foundation.forms.seed import load_forms
from kakehashi.foundation.forms.soundness import faults_of
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from tests.cast import Cast, make_cast, make_organisation
from tests.databases import cast_standing
from tests.engines.cases import stories

standing = cast_standing("cast", make_cast)  # without the kinds
EARLIER = seed.DATA / "forms" / "earlier"
RECORD: Answers = {"title": "訪問", "host": "兵庫県東京事務所", "day": "2012-07-05", "purpose": "要望を聞いた。"}


def own_case(number: int, office: Organisation, answers: Answers, by: Person) -> Case:
    case = requests.start_case(stories.kind(number), applicant=None, office=office, by=by)
    paper = case.papers.get()
    requests.save_paper(paper, answers, base_revision=paper.sheet.revision, by=by)
    return stories.fresh(case)


def test_every_service_given_to_cases_is_open(cast: Cast) -> None:
    catalogue.load()

    seed.load()

    given = Service.objects.filter(engine="cases").order_by("number")
    assert [service.number for service in given] == sorted(queries.opened_services())
    assert list(given.values_list("state", flat=True)) == ["open"] * 13


def test_loading_again_changes_nothing(cast: Cast) -> None:
    seed.load()
    rows = AuditRow.objects.count()

    seed.load()

    assert AuditRow.objects.count() == rows


def test_placeholders_of_an_older_database_get_their_road(cast: Cast) -> None:
    CaseKind.objects.create(code="plaza", service_number=37, name_ja="相談", name_en="Plaza", reason_ja="準備中")

    seed.load()

    plaza = CaseKind.objects.get(code="plaza")
    assert (plaza.is_open, plaza.starts, plaza.work, plaza.reason_ja) == (True, "anyone", "answer", "")
    assert list(plaza.desks.all()) == [cast.headquarters]


def test_what_headquarters_changed_stays(cast: Cast) -> None:
    seed.load()
    CaseKind.objects.filter(code="plaza").update(is_open=False, revision=2)
    CaseKind.objects.filter(code="top-sales").update(name_ja="首長の訪問")

    seed.load()

    assert not CaseKind.objects.get(code="plaza").is_open
    assert CaseKind.objects.get(code="top-sales").name_ja == "首長の訪問"


# --- Question sets that were shipped otherwise before -----------------------------------------------------------------
def as_first_shipped(code: str, tmp_path: Path) -> Version:
    """The question set as the installation once got it."""
    shutil.copy(EARLIER / f"{code}-1.json", tmp_path / f"{code}.json")
    load_forms(tmp_path)
    return Version.objects.get(question_set__code=code)


def published(code: str) -> Version:
    version = current_version(code)
    assert version is not None
    return version


def asked(version: Version) -> list[list[object]]:
    """Everything it asks, in its order."""
    names = ("section__title_ja", "code", "label_ja", "label_en", "kind", "required", "options", "columns", "condition")
    return [list(row) for row in version.questions.values_list(*names)]


def test_an_untouched_follow_up_form_is_renewed_once(cast: Cast, tmp_path: Path) -> None:
    former = as_first_shipped("support-follow-up", tmp_path)

    seed.load()
    rows = AuditRow.objects.count()
    seed.load()

    current = published("support-follow-up")
    former.refresh_from_db()
    assert (former.number, former.state, current.number) == (1, VersionState.RETIRED, 2)
    new = {question.code for question in current.all_questions} - {question.code for question in former.all_questions}
    assert new == {"outcome_confirmed", "cost"}
    assert AuditRow.objects.count() == rows


@pytest.mark.parametrize("code", ["support-follow-up", "support-request"])
def test_what_is_renewed_asks_what_a_new_installation_asks(cast: Cast, tmp_path: Path, code: str) -> None:
    seed.load()
    new = published(code)
    QuestionSet.objects.filter(code=code).update(code="set-aside")
    former = as_first_shipped(code, tmp_path)

    seed.load()

    assert (new.number, published(code).number) == (1, 2)
    assert asked(published(code)) == asked(new) != asked(former)


def test_a_form_that_headquarters_edited_stays(cast: Cast, tmp_path: Path) -> None:
    draft = new_draft_from(as_first_shipped("support-follow-up", tmp_path), by=cast.planner)
    change_question(draft.questions.get(code="useful"), values={"label_ja": "どうでしたか"}, by=cast.planner)
    publish_version(draft, by=cast.planner)

    seed.load()

    assert (published("support-follow-up"), draft.question_set.versions.count()) == (draft, 2)


def test_a_form_that_headquarters_is_editing_stays(cast: Cast, tmp_path: Path) -> None:
    former = as_first_shipped("support-follow-up", tmp_path)
    new_draft_from(former, by=cast.planner)

    seed.load()

    assert published("support-follow-up") == former


def test_desks_are_the_sections_where_there_are_any(cast: Cast) -> None:
    section = make_organisation("section-economic", OrganisationKind.SECTION, "経済交流課", "Economic Exchange")

    seed.load()

    assert list(CaseKind.objects.get(code="economic-adviser").desks.all()) == [section]
    assert list(CaseKind.objects.get(code="requested-research").desks.all()) == [cast.headquarters]


def test_every_form_is_sound_and_in_both_languages(cast: Cast) -> None:
    seed.load()

    versions = Version.objects.select_related("question_set")
    untold = [
        f"{version}: {question.code}"
        for version in versions
        for question in version.all_questions
        if not question.label_en or any(not part["label_en"] for part in [*question.options, *question.columns])
    ]
    assert [faults_of(version) for version in versions] == [[]] * versions.count()
    assert untold == []
    assert list(QuestionSet.objects.filter(title_en="")) == []


def test_promises_of_a_record_become_items(cast: Cast) -> None:
    promises = [{"what": "資料を送る", "by": "2012-08-01", "who": "経済"}, {"what": "再訪する"}]
    record = own_case(64, cast.headquarters, RECORD | {"promises": promises}, cast.section_staff)

    MOVES["log"](record, by=cast.section_staff)

    made = list(record.items.values_list("title", "host", "wish", "due_on", "is_promise", "step"))
    assert stories.fresh(record).step == "working"
    assert made == [
        ("資料を送る", "兵庫県東京事務所", "経済", dt.date(2012, 8, 1), True, "requested"),
        ("再訪する", "兵庫県東京事務所", "", None, True, "requested"),
    ]


def test_a_record_without_promises_is_finished(cast: Cast) -> None:
    record = own_case(81, cast.headquarters, RECORD | {"body_kind": "ngo"}, cast.section_staff)

    MOVES["log"](record, by=cast.section_staff)

    assert stories.fresh(record).step == "closed"


def test_a_record_that_cannot_be_finished_is_not_logged_either(cast: Cast) -> None:
    record = own_case(81, cast.headquarters, RECORD | {"body_kind": "ngo"}, cast.section_staff)
    rows = AuditRow.objects.count()

    def _fail(instance: Case, **_more: object) -> None:
        if instance.step == "closed":
            raise OSError("disk full")

    pre_save.connect(_fail, sender=Case)
    try:
        with pytest.raises(OSError, match="disk full"):
            MOVES["log"](record, by=cast.section_staff)
    finally:
        pre_save.disconnect(_fail, sender=Case)

    after = stories.fresh(record)
    assert (after.step, after.number, after.submitted_at, after.lead) == ("draft", None, None, None)
    assert (Passage.objects.filter(thing_id=record.pk).count(), AuditRow.objects.count()) == (0, rows)


@pytest.mark.parametrize(
    ("wanted", "items"),
    [
        ([], []),
        (
            ["pitch", "article"],
            [("媒体への売り込み", "架空新聞"), ("媒体への売り込み", "架空放送"), ("寄稿・記事の執筆", "")],
        ),
    ],
)
def test_an_activity_of_the_office_brings_what_is_to_be_arranged(
    cast: Cast, wanted: list[str], items: list[tuple[str, str]]
) -> None:
    plan: Answers = {
        "title": "復興の1年", "theme": "disaster", "purpose": "復興の様子を伝える。", "country": "FR",
        "hosts": [{"name": "架空新聞"}, {"name": "架空放送"}], "items": wanted,
    }  # fmt: skip
    case = own_case(1, cast.paris, plan, cast.staff)

    MOVES["begin"](case, by=cast.staff)

    assert list(case.items.values_list("title", "host")) == items


@pytest.mark.parametrize("is_right", [True, False])
def test_whoever_asked_confirms_the_outcome(cast: Cast, is_right: bool) -> None:
    case = stories.following_up(cast)

    stories.hand_in(case, "follow_up", stories.FOLLOW_UP | {"outcome_confirmed": is_right}, cast.officer)

    after = stories.fresh(case)
    assert (after.step, after.outcome_confirmed_at is not None) == ("closed", is_right)
