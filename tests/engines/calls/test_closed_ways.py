"""Who must not know of an application finds it by no way; scores reach the applicant only when released."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kakehashi.engines.calls.choices import LetterKind
from kakehashi.engines.calls.models import Application, Assignment, Call, Conflict, Reviewer
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.partners import write_message
from kakehashi.engines.calls.operations.reviewing import add_reviewer, assign
from kakehashi.engines.calls.operations.reviewing_conflicts import declare_conflicts
from kakehashi.engines.calls.operations.reviewing_scores import abstain
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person, Term
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories

TITLE = "秘密の事業"


def with_file(cast: Cast, of: Call) -> tuple[Application, Document]:
    """In scoring, with a file among the answers and a message."""
    application = stories.in_scoring(cast, of, title=TITLE)
    file = store(SimpleUploadedFile("計画.txt", b"plan"), about=application.ref, by=cast.officer, permit=True)
    write_message(application, f"{TITLE}の連絡", by=cast.officer)
    return application, file


def text(client: Client, path: str) -> str:
    return b"".join(client.get(path)).decode("utf-8", "replace")


def told(client: Client) -> dict[str, bool]:
    """Of every list, search, file and feed: whether it names the application."""
    paths = {
        "list": "/calls/applications/?view=all", "csv": "/calls/applications/export.csv?view=all",
        "search": "/search/?q=の事業", "home": "/home/", "reviews": "/calls/reviews/", "notices": "/notices/",
        "calendar": "/calls/calendar.ics", "results": "/calls/results/results.json", "payments": "/calls/payments/",
    }  # fmt: skip
    found = {name: TITLE in text(client, path) for name, path in paths.items()}
    api = [*client.get("/api/v1/applications").json()["items"], *client.get("/api/v1/results").json()["items"]]
    return found | {"api": TITLE in json.dumps(api, ensure_ascii=False), "xlsx": _in_xlsx(client)}


def _in_xlsx(client: Client) -> bool:
    answer = client.get("/calls/applications/export.xlsx?view=all")
    with ZipFile(BytesIO(b"".join(answer))) as book:
        return any(TITLE in book.read(name).decode("utf-8", "replace") for name in book.namelist())


def pages(application: Application, file: Document) -> list[str]:
    one = f"/calls/applications/{application.pk}"
    paper = application.papers.get()
    return [
        f"{one}/", f"{one}/form/", f"{one}/form.xlsx", f"{one}/receipt/", f"{one}/receipt.pdf", f"{one}/reviewers/",
        f"{one}/letters/{LetterKind.GRANT}/", f"/calls/papers/{paper.pk}/send-back/", f"/calls/papers/{paper.pk}/mend/",
        reverse("documents:download", args=[file.pk]), f"/api/v1/applications/{application.pk}",
    ]  # fmt: skip


def reviewer_with(cast: Cast, of: Call, interest: str) -> Reviewer:
    """Somebody of the section who reviews too, and how their interest is known."""
    desk, officer = stories.section(cast)
    both = make_person("both", "公募 兼", ("section_staff", desk))
    for role in ("reviewer", "accountant"):
        RoleHeld.objects.create(person=both, organisation=cast.headquarters, role=role, starts_on=clock.today())
    if interest == "detected":
        Term.objects.create(person=both, organisation=cast.himeji, starts_on=clock.today())
    return add_reviewer(of, both, by=officer)


@pytest.mark.parametrize("interest", ["detected", "declared"])
def test_an_interest_closes_every_way_even_to_the_section(cast: Cast, sign_in: SignIn, interest: str) -> None:
    call = stories.scored_call(cast)
    reviewer = reviewer_with(cast, call, interest)
    if interest == "declared":
        stories.submitted(cast, call, title="前からある事業")
        application, file = with_file(cast, call)
        review = assign(application, reviewer, by=stories.section(cast)[1])
        declare_conflicts(reviewer, [cast.himeji], why="委員", by=reviewer.person)
        Notice.objects.filter(person=reviewer.person).delete()  # of the time before
        write_message(application, f"{TITLE}のあとの連絡", by=cast.officer)
    else:
        application, file = with_file(cast, call)
        review = Assignment.objects.create(reviewer=reviewer, application=application)  # as if given before
    client = sign_in(reviewer.person)

    closed = {
        path: client.get(path).status_code for path in [*pages(application, file), f"/calls/reviews/{review.pk}/"]
    }

    assert set(closed.values()) == {404}, closed
    assert [name for name, is_told in told(client).items() if is_told] == []
    assert TITLE not in text(client, f"/calls/{call.pk}/reviewers/") + text(client, f"/calls/{call.pk}/ranking/")
    assert TITLE not in text(client, f"/calls/{call.pk}/ranking/table.csv") + text(client, f"/calls/{call.pk}/board/")
    assert TITLE not in text(client, f"/calls/{call.pk}/minutes/") + text(client, f"/calls/letters/{call.pk}/")


def test_an_interest_closes_the_way_through_the_branch(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast, through_branch=True)
    application = stories.draft(cast, call)
    MOVES["submit_to_branch"](application, by=cast.officer)
    _desk, officer = stories.section(cast)
    RoleHeld.objects.create(
        person=cast.branch_officer, organisation=cast.headquarters, role="reviewer", starts_on=clock.today()
    )
    reviewer = add_reviewer(call, cast.branch_officer, by=officer)
    path = f"/calls/applications/{application.pk}/"

    before = sign_in(cast.branch_officer).get(path).status_code
    Conflict.objects.create(reviewer=reviewer, application=application, kind="declared")

    assert (before, sign_in(cast.branch_officer).get(path).status_code) == (200, 404)


def _fetches(sign_in: SignIn, person: Person, file: Document) -> int:
    return sign_in(person).get(reverse("documents:download", args=[file.pk])).status_code


def test_a_reviewer_reads_the_files_of_what_was_given(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    given, other = stories.reviewers(cast, call, 2)
    application, file = with_file(cast, call)
    review = assign(application, given, by=stories.section(cast)[1])

    reads = [_fetches(sign_in, one.person, file) for one in (given, other)]
    abstain(review, why="忙しい。", by=given.person)

    assert reads == [200, 404]
    assert _fetches(sign_in, given.person, file) == 404


@pytest.mark.parametrize("why", ["declared", "detected", "blind", "decided"])
def test_a_reviewer_reads_no_files_then(cast: Cast, sign_in: SignIn, why: str) -> None:
    call = stories.scored_call(cast, is_blind=why == "blind")
    given = stories.reviewers(cast, call, 1)[0]
    application, file = with_file(cast, call)
    assign(application, given, by=stories.section(cast)[1])

    match why:
        case "declared":
            declare_conflicts(given, [cast.himeji], why="委員", by=given.person)
        case "detected":
            Conflict.objects.create(reviewer=given, application=application, kind="former_body")
        case "decided":
            Application.objects.filter(pk=application.pk).update(step="granted")

    assert _fetches(sign_in, given.person, file) == 404


def test_the_neighbour_finds_nothing_anywhere(cast: Cast, sign_in: SignIn) -> None:
    application, file = with_file(cast, stories.scored_call(cast))
    client = sign_in(cast.neighbour)

    closed = {path: client.get(path).status_code for path in pages(application, file)}

    assert set(closed.values()) == {404}, closed
    assert [name for name, is_told in told(client).items() if is_told] == []
    desk = sign_in(stories.section(cast)[1])
    assert [path for path in pages(application, file) if desk.get(path).status_code == 404] == []


def test_the_api_tells_an_applicant_scores_only_when_they_are_released(cast: Cast, sign_in: SignIn) -> None:
    call = stories.scored_call(cast)
    application = stories.in_scoring(cast, call)
    stories.judged(application, stories.reviewers(cast, call, 1)[0], 5, 4)
    client = sign_in(cast.officer)

    def answer() -> Any:
        return client.get(f"/api/v1/applications/{application.pk}").json()

    def look() -> tuple[Any, ...]:
        found = answer()
        return found["scores"], found["decided_yen"]

    scoring = look()
    Application.objects.filter(pk=application.pk).update(step="adopted", decided_yen=500_000)
    adopted = look()
    Application.objects.filter(pk=application.pk).update(step="granted")
    told_of = look()
    Call.objects.filter(pk=call.pk).update(scores_released_at=clock.now())
    released = answer()

    assert (scoring, adopted, told_of) == ((None, None), (None, None), (None, 500_000))
    assert released["scores"] == {
        "score": 86.67, "reviews": 1,
        "criteria": [{"code": "need", "score": 5.0, "most": 5}, {"code": "new", "score": 4.0, "most": 5}],
    }  # fmt: skip
    assert sign_in(stories.section(cast)[1]).get(f"/api/v1/applications/{application.pk}").json()["scores"] is None


def test_the_api_gives_calls_and_results_to_everybody_and_applications_to_nobody(cast: Cast, client: Client) -> None:
    call = stories.call(cast)
    stories.call(cast, "being-prepared", announced_at=None)
    submitted = stories.submitted(cast, call)

    calls = client.get("/api/v1/calls").json()["items"]

    assert [(one["id"], one["scheme"], one["state"]) for one in calls] == [(call.pk, "multi", "open")]
    assert client.get("/api/v1/results?year=2012&scheme=multi").json()["items"] == []
    assert client.get("/api/v1/applications").status_code == 401
    assert client.get(f"/api/v1/applications/{submitted.pk}").status_code == 401


def test_the_api_asks_the_same_number_of_queries_for_one_and_for_many(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    call = stories.call(cast)
    stories.submitted(cast, call)
    client = sign_in(cast.officer)
    with django_assert_max_num_queries(100) as one:
        client.get("/api/v1/applications")
    stories.submitted(cast, call)
    stories.submitted(cast, call)

    with django_assert_max_num_queries(len(one.captured_queries)):
        items = client.get("/api/v1/applications").json()["items"]

    assert len(items) == 3
