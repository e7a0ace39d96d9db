"""Formal letters: their words, their numbers, issued once, read by whom they concern."""

import datetime as dt
import hashlib
import struct
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from kakehashi.engines.calls.choices import Deciding, Gives, LetterKind, Look, Pays
from kakehashi.engines.calls.models import Application, Call, Letter, LetterBatch
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.letters import NotDueError, change_words, issue_letter, run_batch, start_batch
from kakehashi.engines.calls.queries.letters import (
    MissingFactsError,
    delivered,
    may_read_letter,
    printed,
    wording,
)
from kakehashi.engines.calls.queries.letters_due import awaiting, due
from kakehashi.engines.calls.queries.letters_examples import example_letter
from kakehashi.engines.calls.queries.merging import merge, unknown
from kakehashi.engines.calls.rules.council import check_settings, letter_number, number_example
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.documents.letters import count_pages, sheet_size
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.running import run_due
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

DAY = dt.date(2012, 7, 9)


def board(cast: Cast) -> Call:
    return stories.call(cast, deciding=Deciding.BOARD)


def officer_of(cast: Cast) -> Person:
    return stories.section(cast)[1]


def issued(cast: Cast, application: Application, kind: LetterKind = LetterKind.GRANT) -> Letter:
    return issue_letter(application, kind, dated_on=DAY, language="ja", by=officer_of(cast))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_there_are_words_for_every_kind_and_all_their_gaps_are_known(language: str) -> None:
    for kind in LetterKind:
        words = delivered(kind, language)

        assert words.subject
        assert unknown(words.subject + words.body) == []


def test_a_value_is_never_read_as_words() -> None:
    facts = {"title": "{{ decided }} {% now %}", "decided": "1円"}

    assert merge("{{ title }} {{decided}}", facts) == "{{ decided }} {% now %} 1円"
    assert merge("1 {{ title }}\n2 {{ reason }}", facts) == "1 {{ decided }} {% now %}"
    assert unknown("{{ title }} {{ amount }} {{") == ["amount", "{{"]


def test_the_letter_says_what_was_decided(cast: Cast) -> None:
    adopted = stories.adopted(cast, board(cast))

    page = printed(adopted, LetterKind.GRANT, "ja", dated_on=DAY, number="24多第1号")

    assert (page["to"], page["date"], page["seal_omitted"]) == (["姫路市 御中"], "平成24年7月9日", True)
    assert "3　交付決定額　金1,000,000円" in page["body"].splitlines()
    assert "4　事業の期間　平成24年9月1日から平成24年12月20日まで" in page["body"].splitlines()
    assert "{" not in page["body"]


def test_a_certificate_stands_upright_where_its_words_say_so(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, "award", gives=Gives.HONOUR, pays=Pays.NOTHING, deciding=Deciding.BOARD)
    address = reverse("calls:letter_words", args=[call.pk, "certificate", "ja"])
    client = sign_in(officer_of(cast))
    words = delivered(LetterKind.CERTIFICATE, "ja")
    looks = {}

    for look in Look:
        typed = {"subject": words.subject, "body": words.body, "scope": "call", "look": look.value}
        client.post(address, typed | {"_revision": wording(call, "certificate", "ja").revision})
        page = example_letter(call, "certificate", "ja")
        picture = client.get(reverse("calls:letter_example", args=[call.pk, "certificate", "ja"])).content
        width, height = struct.unpack(">II", picture[16:24])  # of a PNG
        looks[look.value] = (page["look"], sheet_size(page), width > height, list(count_pages(page)))

    upright = ((909, 1286), False, [1])
    assert looks == {
        "across": ("across", (1286, 909), True, [1]), "upright": ("upright", *upright),
        "vertical": ("vertical", *upright),
    }  # fmt: skip


def test_a_letter_that_is_no_certificate_has_no_choice_of_its_sheet(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(officer_of(cast)).get(reverse("calls:letter_words", args=[board(cast).pk, "grant", "ja"]))

    assert "look" not in page.context["form"].fields


def test_what_nobody_decided_is_not_printed(cast: Cast) -> None:
    adopted = stories.adopted(cast, board(cast))
    Application.objects.filter(pk=adopted.pk).update(decided_yen=None)

    with pytest.raises(MissingFactsError, match="決定額"):
        issued(cast, stories.fresh(adopted))

    assert Letter.objects.count() == 0


def test_letters_are_numbered_one_after_the_other_and_kept_with_their_hash(cast: Cast) -> None:
    call = board(cast)
    letters = [issued(cast, stories.adopted(cast, call)) for _number in range(2)]

    assert [letter.number for letter in letters] == ["24多文化共生課第1号", "24多文化共生課第2号"]
    document = letters[0].document
    assert document is not None
    content = document.file.open("rb").read()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == letters[0].digest


def test_a_letter_goes_out_once_and_opens_the_way_to_the_notice(cast: Cast) -> None:
    adopted = stories.adopted(cast, board(cast))
    with pytest.raises(MoveRefusedError, match="通知書"):
        MOVES["grant"](adopted, by=officer_of(cast))
    issued(cast, stories.fresh(adopted))

    with pytest.raises(NotDueError):
        issued(cast, stories.fresh(adopted))
    MOVES["grant"](stories.fresh(adopted), by=officer_of(cast))

    assert stories.fresh(adopted).step == "granted"
    assert Letter.objects.count() == 1


def test_after_a_decision_was_taken_back_a_new_letter_is_due(cast: Cast) -> None:
    adopted = stories.adopted(cast, board(cast))
    first = issued(cast, adopted)
    MOVES["take_back_decision"](stories.fresh(adopted), by=officer_of(cast), note="誤り")
    MOVES["adopt"](stories.fresh(adopted), by=officer_of(cast))

    again = issued(cast, stories.fresh(adopted))
    MOVES["grant"](stories.fresh(adopted), by=officer_of(cast))

    assert [may_read_letter(cast.officer, letter.pk) for letter in (first, again)] == [False, True]


def test_who_reads_it_and_from_when(cast: Cast) -> None:
    adopted = stories.adopted(cast, board(cast))
    letter = issued(cast, adopted)
    people = [cast.officer, cast.branch_officer, officer_of(cast), cast.neighbour, cast.director, None]
    before = [may_read_letter(person, letter.pk) for person in people]

    MOVES["grant"](stories.fresh(adopted), by=officer_of(cast))

    assert before == [False, False, True, False, False, False]
    assert [may_read_letter(person, letter.pk) for person in people] == [True, True, True, False, False, False]


def test_only_the_desk_issues(cast: Cast) -> None:
    adopted = stories.adopted(cast, board(cast))

    with pytest.raises(NotPermittedError):
        issue_letter(adopted, LetterKind.GRANT, dated_on=DAY, language="ja", by=cast.officer)


def test_words_of_the_call_go_before_those_of_the_scheme(cast: Cast) -> None:
    call, officer = board(cast), officer_of(cast)
    for for_scheme, subject in ((True, "制度"), (False, "公募")):
        change_words(
            call, LetterKind.GRANT, "ja", subject=subject, body="x", for_scheme=for_scheme, base_revision=0, by=officer
        )  # fmt: skip
    other = stories.call(cast, fiscal_year=2013)

    assert [wording(one, LetterKind.GRANT, "ja").subject for one in (call, other)] == ["公募", "制度"]


def test_an_unknown_field_is_refused_beside_the_field(cast: Cast, sign_in: SignIn) -> None:
    call = board(cast)
    address = reverse("calls:letter_words", args=[call.pk, "grant", "ja"])

    answer = sign_in(officer_of(cast)).post(address, {"subject": "x", "body": "{{ amount }}円", "scope": "call"})

    assert answer.context["form"].errors["body"] == [
        "「amount」という差し込み項目はありません。下の表にある名前を {{ }} で囲んでください。"
    ]


def test_all_letters_of_a_call_go_out_in_the_background_and_tell_everybody(cast: Cast) -> None:
    call = board(cast)
    applications = [stories.adopted(cast, call) for _number in range(3)]
    batch = start_batch(call, LetterKind.GRANT, dated_on=DAY, by=officer_of(cast))
    with pytest.raises(NotDueError):
        start_batch(call, LetterKind.GRANT, dated_on=DAY, by=officer_of(cast))

    run_due()

    batch.refresh_from_db()
    assert (batch.done, batch.total, batch.failure) == (3, 3, "")
    assert {stories.fresh(application).step for application in applications} == {"granted"}
    assert [letter.number[-3:] for letter in Letter.objects.order_by("id")] == ["第1号", "第2号", "第3号"]


def test_killed_in_between_it_goes_on_without_a_second_letter(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    call = board(cast)
    for _number in range(3):
        stories.adopted(cast, call)
    batch = start_batch(call, LetterKind.GRANT, dated_on=DAY, by=officer_of(cast))
    calls = []

    def killed(application: Application, **more: object) -> Application:
        calls.append(application)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return MOVES["grant"](application, by=officer_of(cast))

    monkeypatch.setattr("kakehashi.engines.calls.operations.letters.grant", killed)
    with pytest.raises(KeyboardInterrupt):
        run_batch.call(batch.pk)
    halfway = LetterBatch.objects.get(pk=batch.pk)

    run_batch.call(batch.pk)

    batch.refresh_from_db()
    assert (halfway.done, batch.done, Letter.objects.count()) == (1, 3, 3)
    assert sorted(letter.number[-3:] for letter in Letter.objects.all()) == ["第1号", "第2号", "第3号"]


def test_what_cannot_be_issued_is_named_and_the_others_go_out(cast: Cast) -> None:
    call = board(cast)
    lacking, whole = stories.adopted(cast, call), stories.adopted(cast, call)
    Application.objects.filter(pk=lacking.pk).update(decided_yen=None)
    batch = start_batch(call, LetterKind.GRANT, dated_on=DAY, by=officer_of(cast))

    run_due()

    batch.refresh_from_db()
    assert batch.done == 1
    assert batch.failure.startswith(str(lacking.number))
    assert (due(stories.fresh(lacking)), stories.fresh(whole).step) == (LetterKind.GRANT, "granted")
    assert awaiting(call, LetterKind.GRANT) == [lacking]


def test_the_pages_of_the_letters(cast: Cast, sign_in: SignIn) -> None:
    adopted = stories.adopted(cast, board(cast))
    client = sign_in(officer_of(cast))
    address = reverse("calls:letter_issue", args=[adopted.pk, "grant"])

    shown = client.get(address)
    picture = client.get(reverse("calls:letter_page", args=[adopted.pk, "grant", 1]))
    answer = client.post(address, {"dated_on": "2012-07-09", "language": "en"})

    assert shown.status_code == 200
    assert picture.headers["Content-Type"] == "image/png"
    assert answer.status_code == 302
    letter = Letter.objects.get()
    assert letter.printed["title"] == "Notice of grant decision: Multicultural grant"
    assert client.get(reverse("documents:download", args=[letter.document_id])).status_code == 200
    assert sign_in(cast.neighbour).get(reverse("documents:download", args=[letter.document_id])).status_code == 404


def test_the_council_says_how_its_letters_are_numbered(cast: Cast, settings: Settings) -> None:
    section, _officer = stories.section(cast)
    unsaid = (number_example(section) != "", letter_number(section, 2012, 12))
    settings.CALLS_LETTER_NUMBER = "{mark}{year}-{number}"
    settings.CALLS_LETTER_MARKS = {section.code: "多"}

    assert unsaid == (True, "24多文化共生課第12号")
    assert number_example(section) == ""
    assert letter_number(section, 2012, 7) == "多24-7"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CALLS_LETTER_NUMBER", "{mark}号", "calls.E001"),
        ("CALLS_LETTER_NUMBER", "{section}{number}", "calls.E002"),
        ("CALLS_PAYER", {"name": "ｷﾖｳｶｲ"}, "calls.E003"),
    ],
)
def test_a_mistyped_setting_is_said_at_the_start(settings: Settings, name: str, value: object, said: str) -> None:
    right = check_settings()
    setattr(settings, name, value)

    assert [one.id for one in (*right, *check_settings())] == [said]


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_of_the_letters_asks_a_fixed_number_of_questions(
    cast: Cast, sign_in: SignIn, count: int, django_assert_max_num_queries: Any
) -> None:
    call = board(cast)
    for _number in range(count):
        stories.adopted(cast, call)
    client = sign_in(officer_of(cast))

    with django_assert_max_num_queries(17):
        answer = client.get(reverse("calls:letters", args=[call.pk]))

    assert [len(line["waiting"]) for line in answer.context["lines"]] == [count, 0, 0, 0, 0, 0, 0]


def test_the_register_lists_what_went_out_in_a_year(cast: Cast, sign_in: SignIn) -> None:
    call = board(cast)
    letters = [issued(cast, stories.adopted(cast, call)) for _number in range(2)]
    client, address = sign_in(officer_of(cast)), reverse("calls:letters_register", args=[call.pk])

    shown = client.get(address, {"year": "2012"}).context["letters"]
    other = client.get(address, {"year": "2013"}).context["letters"]
    table = client.get(reverse("calls:letters_register_file", args=[call.pk, "csv"]), {"year": "2012"})

    assert (list(shown), list(other)) == (letters, [])
    rows = table.content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[0].strip(chr(34)) for row in rows] == [
        "文書番号",
        "24多文化共生課第1号",
        "24多文化共生課第2号",
    ]
    assert sign_in(cast.officer).get(address).status_code == 403


def test_a_certificate_is_drawn_across_and_names_whom_it_honours(cast: Cast) -> None:
    adopted = stories.adopted(cast, board(cast))

    page = printed(adopted, LetterKind.CERTIFICATE, "ja", dated_on=DAY, number="24多第1号")

    assert (page["template"], page["to"], page["seal_omitted"]) == ("certificate", ["姫路市 殿"], False)
    assert len(count_pages(page)) == 1


def test_a_decision_that_was_never_told_stays_untold_when_it_is_withdrawn(cast: Cast, sign_in: SignIn) -> None:
    application = stories.adopted(cast, board(cast), yen=987_000)
    letter, officer = issued(cast, application), officer_of(cast)
    MOVES["withdraw"](stories.fresh(application), by=cast.officer, note="都合により")
    applicant = sign_in(cast.officer)

    page = applicant.get(f"/calls/applications/{application.pk}/").content.decode()
    row = applicant.get(f"/api/v1/applications/{application.pk}").json()
    file = applicant.get(reverse("documents:download", args=[letter.document_id])).status_code

    assert ("987,000" in page, str(letter.number) in page, row["decided_yen"]) == (False, False, None)
    assert (file, may_read_letter(officer, letter.pk)) == (404, True)


def test_letters_that_fail_for_good_end_their_batch_and_are_issued_by_the_next(
    cast: Cast, settings: Settings, sign_in: SignIn
) -> None:
    application = stories.adopted(cast, board(cast))
    call = application.call
    first = start_batch(call, LetterKind.GRANT, dated_on=DAY, by=officer_of(cast))
    settings.CALLS_LETTER_NUMBER = "{unknown}"
    run_batch.call(first.pk)
    page = sign_in(officer_of(cast)).get(reverse("calls:letter_batch", args=[call.pk, first.pk]))
    settings.CALLS_LETTER_NUMBER = ""

    second = start_batch(call, LetterKind.GRANT, dated_on=DAY, by=officer_of(cast))
    run_batch.call(second.pk)

    assert "思いがけない理由で発行できませんでした" in page.content.decode()
    assert [(one.done, one.finished_at is not None) for one in LetterBatch.objects.order_by("pk")] == [
        (0, True),
        (1, True),
    ]
