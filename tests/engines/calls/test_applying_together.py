"""Several bodies in one application: consent, co-workers, words, files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kakehashi.engines.calls.choices import Consent
from kakehashi.engines.calls.models import Application, CoWorker, Message, Partner
from kakehashi.engines.calls.operations import MOVES, save_paper
from kakehashi.engines.calls.operations.partners import add_partner, answer_consent, remove_partner
from kakehashi.engines.calls.operations.screening import send_back
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def address(name: str, application: Application, *more: Any) -> str:
    return reverse(f"calls:{name}", args=[application.pk, *more])


def seen(client: Client, page: str) -> str:
    """What the page asks consent to, as it was read."""
    return str(client.get(page).context["form"]["seen"].value())


def told(kind: str) -> set[str]:
    return {str(one.person) for one in Notice.objects.filter(kind=kind).select_related("person")}


def test_a_partner_is_asked_and_agrees_on_its_own_page(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    sign_in(cast.officer).post(address("partner_add", draft), {"organisation": "加古川市", "part": "会場"})
    partner = Partner.objects.get()
    page = address("consent", draft, partner.pk)
    neighbour = sign_in(cast.neighbour)

    with pytest.raises(MoveRefusedError, match="同意"):
        MOVES["submit"](stories.fresh(draft), by=cast.officer)
    shown = neighbour.get(page).content.decode()
    neighbour.post(page, {"consent": "given", "note": "", "seen": seen(neighbour, page)})

    joint = stories.fresh(draft)
    assert told("calls.consent_asked") == {str(cast.neighbour)}
    assert ("会場" in shown, "多言語の防災訓練" in shown) == (True, True)
    assert (joint.is_joint, joint.bodies) == (True, 2)
    assert Partner.objects.get().consent == Consent.GIVEN
    assert told("calls.consent_given") == {str(cast.officer), str(cast.colleague)}
    assert MOVES["submit"](joint, by=cast.officer).step == "submitted"


def test_without_its_last_partner_it_is_single_again(cast: Cast) -> None:
    draft = stories.draft(cast)
    remove_partner(add_partner(draft, cast.kakogawa, by=cast.officer), by=cast.officer)

    single = stories.fresh(draft)

    assert (single.is_joint, single.bodies) == (False, 1)
    assert MOVES["submit"](single, by=cast.officer).step == "submitted"


def test_who_wants_no_part_in_it_any_more_is_left_out_while_it_is_mended(cast: Cast) -> None:
    draft = stories.draft(cast)
    partner = add_partner(draft, cast.kakogawa, by=cast.officer)
    answer_consent(partner, Consent.GIVEN, by=cast.neighbour)
    _desk, officer = stories.section(cast)
    MOVES["submit"](stories.fresh(draft), by=cast.officer)
    MOVES["receive"](stories.fresh(draft), by=officer)
    send_back(stories.fresh(draft).papers.get(), {"title": "短く"}, by=officer)
    partner = Partner.objects.get()
    with pytest.raises(NotPermittedError):
        remove_partner(partner, by=cast.officer)
    answer_consent(partner, Consent.REFUSED, note="予算がない", by=cast.neighbour)

    remove_partner(Partner.objects.get(), by=cast.officer)

    assert (stories.fresh(draft).is_joint, stories.fresh(draft).bodies) == (False, 1)


def test_a_refusal_needs_its_reason_and_may_be_asked_about_again(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    partner = add_partner(draft, cast.kakogawa, by=cast.officer)
    page = address("consent", draft, partner.pk)
    neighbour, officer = sign_in(cast.neighbour), sign_in(cast.officer)

    refused = {"consent": "refused", "seen": seen(neighbour, page)}
    silent = neighbour.post(page, refused | {"note": ""})
    neighbour.post(page, refused | {"note": "予算がありません。"})
    shown = officer.get(address("application", draft)).content.decode()
    officer.post(address("partner_ask", draft, partner.pk))

    assert (silent.status_code, "予算がありません。" in shown) == (422, True)
    assert Partner.objects.get().consent == Consent.ASKED
    officer.post(address("partner_remove", draft, partner.pk))
    assert (Partner.objects.count(), stories.fresh(draft).bodies) == (0, 1)


def test_nobody_agrees_for_another_body(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    partner = add_partner(draft, cast.kakogawa, by=cast.officer)

    pages = [sign_in(one).get(address("consent", draft, partner.pk)).status_code for one in (cast.officer, cast.staff)]

    assert pages == [404, 404]
    with pytest.raises(NotPermittedError):
        answer_consent(partner, Consent.GIVEN, by=cast.officer)


def test_a_wrong_partner_is_refused_beside_the_field(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    client = sign_in(cast.officer)

    own = client.post(address("partner_add", draft), {"organisation": "姫路市"})
    unknown = client.post(address("partner_add", draft), {"organisation": "どこにもない市"})

    assert (own.status_code, unknown.status_code) == (422, 422)
    assert "はじめから数えられています" in own.content.decode()


def test_a_coworker_reads_or_writes_but_never_hands_in(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)
    officer, neighbour = sign_in(cast.officer), sign_in(cast.neighbour)
    add = address("coworker_add", draft)
    before = neighbour.get(address("application", draft)).status_code

    officer.post(add, {"email": cast.neighbour.email, "right": "read"})
    reading = [neighbour.get(address(name, draft)).status_code for name in ("application", "fill")]
    officer.post(add, {"email": cast.neighbour.email, "right": "edit"})
    paper = stories.fresh(draft).papers.get()
    save_paper(paper, stories.ANSWERS | {"title": "直した題"}, base_revision=paper.sheet.revision, by=cast.neighbour)

    assert (before, reading) == (404, [200, 302])
    assert neighbour.get(address("fill", draft)).status_code == 200
    assert stories.fresh(draft).title == "直した題"
    assert neighbour.post(address("check", draft)).status_code == 403
    officer.post(address("coworker_remove", draft, CoWorker.objects.get().pk))
    assert neighbour.get(address("application", draft)).status_code == 404


def test_somebody_unknown_is_not_added(cast: Cast, sign_in: SignIn) -> None:
    draft = stories.draft(cast)

    answer = sign_in(cast.officer).post(
        address("coworker_add", draft), {"email": "nobody@example.invalid", "right": "read"}
    )

    assert (answer.status_code, CoWorker.objects.count()) == (422, 0)


def test_words_reach_the_other_side_and_notes_stay_inside(cast: Cast, sign_in: SignIn) -> None:
    submitted = stories.submitted(cast)
    _desk, officer = stories.section(cast)
    url = address("message", submitted)

    sign_in(cast.officer).post(url, {"body": "日程を変えました。"})
    asked = told("calls.message")
    sign_in(officer).post(url, {"body": "重複を調べる。", "is_internal": "on"})

    assert asked == {str(officer), str(cast.colleague), str(cast.branch_officer)}
    assert Message.objects.filter(is_internal=True).count() == 1
    seen = sign_in(cast.officer).get(address("application", submitted)).content.decode()
    assert ("日程を変えました。" in seen, "重複を調べる。" in seen) == (True, False)
    assert sign_in(cast.officer).post(url, {"body": ""}).status_code == 422


def test_a_file_beside_the_papers_is_for_those_who_see_the_application(cast: Cast, sign_in: SignIn) -> None:
    submitted = stories.submitted(cast)
    file = SimpleUploadedFile("図面.txt", "図".encode())

    sign_in(cast.officer).post(address("attach", submitted), {"file": file})

    link = reverse("documents:download", args=[Document.objects.get().pk])
    people = (cast.officer, cast.branch_officer, cast.neighbour, cast.director)
    assert [sign_in(one).get(link).status_code for one in people] == [200, 200, 404, 404]
    refused = SimpleUploadedFile("x.exe", b"MZ\x90\x00" + b"\x00" * 60)
    assert sign_in(cast.officer).post(address("attach", submitted), {"file": refused}).status_code == 422
