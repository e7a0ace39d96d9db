"""Formal letters: what they begin with, who sees them, that they are issued once."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from kakehashi.engines.cases.choices import LetterKind
from kakehashi.engines.cases.models import Letter
from kakehashi.engines.cases.operations import answering, letters, moving
from kakehashi.engines.cases.operations.approvals import decide, take_back
from kakehashi.engines.cases.queries.letters import first_words, letters_for, usual_kind, usual_language
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import formal, stories
from tests.engines.cases.formal import CLIENT, COUNCIL

OUTSIDERS = ["neighbour", "other_branch_officer", "london_staff", "retired", "operator"]


def test_a_request_begins_with_what_the_case_knows(cast: Cast) -> None:
    case = formal.awaiting_letter(cast)

    words = first_words(case, CLIENT, LetterKind.REQUEST, "ja", cast.officer)

    assert (words["addressee"], words["sender"]) == ("自治体国際化協会 御中", "姫路市")
    assert words["subject"] == "市長のパリ訪問について(依頼)"
    assert f"6　先に相談した番号　{case.number}" in words["body"].splitlines()
    assert words["body"].splitlines()[-1] == "以上"
    assert "姫野" not in words["addressee"] + words["sender"]


@pytest.mark.parametrize("kind", [LetterKind.ACCEPTANCE, LetterKind.REFUSAL, LetterKind.ANSWER])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_of_letter_answers_the_letter_of_the_client(cast: Cast, kind: LetterKind, language: str) -> None:
    case = formal.awaiting_letter(cast)
    letter = formal.issued_letter(case, cast.officer)
    day = {"ja": clock.long_date_ja(letter.dated_on).partition("(")[0],
           "en": clock.long_date_en(letter.dated_on).partition(" ")[2]}[language]  # fmt: skip

    words = first_words(case, COUNCIL, kind, language, cast.staff)

    opening = {
        "ja": f"{day}付け姫国第12号により依頼のありました",
        "en": f"Thank you for your letter of {day} (姫国第12号).",
    }
    assert opening[language] in words["body"]
    assert words["addressee"] == {"ja": "姫路市 御中", "en": "Himeji"}[language]
    assert "{" not in words["body"] + words["subject"]


def test_the_reason_of_a_refusal_is_taken_over(cast: Cast) -> None:
    case = stories.submitted(cast)
    case = moving.decline(case, by=cast.staff, note="担当する国の\nほかです。")

    words = first_words(case, COUNCIL, usual_kind(case, COUNCIL), "ja", cast.staff)

    assert "3　理由　担当する国の ほかです。" in words["body"].splitlines()


def test_a_body_abroad_gets_english(cast: Cast) -> None:
    case = formal.awaiting_letter(cast)
    case.applicant = cast.london  # a body whose country is not Japan

    assert (usual_language(case, COUNCIL), usual_language(case, CLIENT)) == ("en", "ja")


def test_a_draft_is_seen_by_its_side_only_and_an_issued_letter_by_both(cast: Cast) -> None:
    case = formal.awaiting_letter(cast)
    ours, theirs = formal.draft_letter(case, cast.officer), formal.draft_letter(case, cast.staff, COUNCIL)

    seen = {
        who: letters_for(case, getattr(cast, who))
        for who in ("officer", "colleague", "staff", "planner", "branch_officer")
    }

    assert seen == {
        "officer": [ours],
        "colleague": [ours],
        "staff": [theirs],
        "planner": [theirs],
        "branch_officer": [],
    }
    letters.issue_letter(ours, base_revision=1, by=cast.officer)
    assert letters_for(case, cast.staff) == [ours, theirs]
    assert letters_for(case, cast.branch_officer) == [ours]


def test_issuing_keeps_the_pdf_and_frees_the_formal_request(cast: Cast) -> None:
    case = formal.awaiting_letter(cast)
    with pytest.raises(MoveRefusedError):
        answering.send_letter(case, by=cast.officer)

    letter = formal.issued_letter(case, cast.officer)
    case = answering.send_letter(stories.fresh(case), by=cast.officer)

    assert letter.document is not None
    assert letter.document.file.read(5) == b"%PDF-"
    assert (letter.document.about, letter.issued_by) == (case.ref, cast.officer)
    assert case.step == "working"


def test_an_issued_letter_never_changes(cast: Cast) -> None:
    letter = formal.issued_letter(formal.awaiting_letter(cast), cast.officer)
    values = {name: getattr(letter, name) for name in letters.EDITABLE}

    for act in (
        lambda: letters.change_letter(letter, values, base_revision=1, by=cast.officer),
        lambda: letters.issue_letter(letter, base_revision=1, by=cast.officer),
        lambda: letters.discard_letter(letter, by=cast.officer),
    ):
        with pytest.raises(NotPermittedError):
            act()


def test_two_who_edit_are_told(cast: Cast) -> None:
    letter = formal.draft_letter(formal.awaiting_letter(cast), cast.officer)
    values = {name: getattr(letter, name) for name in letters.EDITABLE}
    letters.change_letter(letter, values | {"subject": "新しい件名"}, base_revision=1, by=cast.colleague)
    mine = Letter.objects.get()

    with pytest.raises(StaleError) as stale:
        letters.change_letter(mine, values, base_revision=1, by=cast.officer)
    with pytest.raises(StaleError):
        letters.issue_letter(mine, base_revision=1, by=cast.officer)

    assert stale.value.now.subject == "新しい件名"


def test_a_letter_waits_for_its_approval(cast: Cast) -> None:
    case = formal.awaiting_letter(cast)
    letter = formal.draft_letter(case, cast.officer)
    approval = formal.asked(case, cast.officer, cast.colleague, letter=letter)

    with pytest.raises(letters.LetterHeldError):
        letters.issue_letter(letter, base_revision=1, by=cast.officer)
    decide(approval, is_approved=False, comment="日付", by=cast.colleague)
    with pytest.raises(letters.LetterHeldError):
        letters.issue_letter(letter, base_revision=1, by=cast.officer)
    values = {name: getattr(letter, name) for name in letters.EDITABLE}
    letters.change_letter(letter, values | {"dated_on": dt.date(2012, 8, 1)}, base_revision=1, by=cast.officer)

    assert letters.why_held(letter) is None
    again = formal.asked(case, cast.officer, cast.colleague, letter=letter)
    take_back(again, by=cast.officer)
    assert letters.issue_letter(letter, base_revision=2, by=cast.officer).issued_at is not None


@pytest.mark.parametrize(
    ("who", "side"), [("staff", CLIENT), ("officer", COUNCIL), ("planner", COUNCIL), ("branch_officer", CLIENT)]
)
def test_nobody_writes_for_the_other_side(cast: Cast, who: str, side: Any) -> None:
    case = formal.awaiting_letter(cast)

    with pytest.raises(NotPermittedError):
        formal.draft_letter(case, getattr(cast, who), side)


def test_the_client_is_told_of_a_letter_of_the_council(cast: Cast) -> None:
    case = formal.awaiting_letter(cast)

    formal.issued_letter(case, cast.staff, COUNCIL)

    assert [(n.person, n.kind) for n in Notice.objects.filter(kind="cases.letter_issued")] == [
        (cast.officer, "cases.letter_issued")
    ]


# --- Pages ------------------------------------------------------------------------------------------------------------
def _addresses(letter: Letter) -> dict[str, str]:
    arguments = [letter.case_id, letter.pk]
    return {
        "letter": reverse("cases:letter", args=arguments),
        "edit": reverse("cases:letter_edit", args=arguments),
        "image": reverse("cases:letter_image", args=[*arguments, 1]),
        "pdf": reverse("cases:letter_pdf", args=arguments),
    }


@pytest.mark.parametrize("who", [*OUTSIDERS, "staff", "planner", "branch_officer"])
def test_a_draft_of_the_client_is_nowhere_for_everybody_else(cast: Cast, sign_in: SignIn, who: str) -> None:
    letter = formal.draft_letter(formal.awaiting_letter(cast), cast.officer)
    client = sign_in(getattr(cast, who))
    posts = [reverse(f"cases:letter_{what}", args=[letter.case_id, letter.pk]) for what in ("issue", "discard", "edit")]

    got = {url: client.get(url).status_code for url in _addresses(letter).values()}
    got |= {url: client.post(url, {"_revision": 1}).status_code for url in posts}

    assert {url: code for url, code in got.items() if code != 404} == {}
    assert "姫国第12号" not in client.get("/cases/?view=all").content.decode()
    page = client.get(reverse("cases:case", args=[letter.case_id]))
    assert "姫国第12号" not in page.content.decode()


def test_written_looked_at_and_issued_on_screen(cast: Cast, sign_in: SignIn) -> None:
    case = formal.awaiting_letter(cast)
    client = sign_in(cast.officer)
    url = reverse("cases:letter_new", args=[case.pk, "from_client"])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"number": "姫国第9号", "dated_on": "2012-07-09"}

    made = client.post(url, sent)
    letter = Letter.objects.get()
    pages = {name: client.get(address) for name, address in _addresses(letter).items()}
    issued = client.post(reverse("cases:letter_issue", args=[case.pk, letter.pk]), {"_revision": 1}, follow=True)

    assert made["Location"] == _addresses(letter)["letter"]
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    assert pages["image"].content[:8] == b"\x89PNG\r\n\x1a\n"
    assert "公文書を発行しました。" in issued.content.decode()
    letter.refresh_from_db()
    fetched = sign_in(cast.staff).get(_addresses(letter)["pdf"], follow=True)
    assert b"".join(fetched.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]  # a file


def test_a_stale_form_shows_what_stands_now(cast: Cast, sign_in: SignIn) -> None:
    letter = formal.draft_letter(formal.awaiting_letter(cast), cast.officer)
    values = {name: getattr(letter, name) for name in letters.EDITABLE}
    letters.change_letter(letter, values | {"subject": "同僚の件名"}, base_revision=1, by=cast.colleague)

    sent = values | {"subject": "私の件名", "_revision": 1, "dated_on": "2012-07-09", "omits_seal": "on"}
    answer = sign_in(cast.officer).post(_addresses(letter)["edit"], sent)

    page = answer.content.decode()
    assert (answer.status_code, "同僚の件名" in page, "私の件名" in page) == (409, True, True)
    assert 'name="_revision" value="2"' in page


def test_other_words_on_request(cast: Cast, sign_in: SignIn) -> None:
    case = formal.awaiting_letter(cast)
    url = reverse("cases:letter_new", args=[case.pk, "from_council"])

    refusal = sign_in(cast.staff).get(f"{url}?kind=refusal&language=en").context["form"]
    odd = sign_in(cast.staff).get(f"{url}?kind=nothing&language=xx").context["form"]

    assert "we regret that we are unable" in refusal.initial["body"]
    assert odd.initial["language"] == "ja"
    assert sign_in(cast.staff).get(reverse("cases:letter_new", args=[case.pk, "sideways"])).status_code == 404
    assert sign_in(cast.officer).get(url).status_code == 403
