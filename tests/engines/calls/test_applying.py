"""Applying, from the question whether one may to the receipt."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kakehashi.engines.calls.choices import PaperKind, Route
from kakehashi.engines.calls.models import Application, Call, EligibilityLine, ExpenseCategory
from kakehashi.engines.calls.operations import MOVES, start_application
from kakehashi.engines.calls.operations.exceptions import allow_late
from kakehashi.engines.calls.queries.budget import budget_of
from kakehashi.engines.calls.queries.receipts import receipt_of
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.forms.fill import as_data
from kakehashi.foundation.forms.models import AnswerSheet
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.kernel import clock
from tests.cast import Cast, make_organisation, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories


def typed(application: Application, **answers: Any) -> dict[str, Any]:
    """A complete form as the browser sends it."""
    sheet = application.papers.get().sheet
    data = as_data(sheet.version, stories.ANSWERS | answers)
    return {name: data.getlist(name) for name in data} | {"_revision": sheet.revision}


def begun(cast: Cast, of: Call | None = None) -> Application:
    return start_application(of or stories.call(cast), applicant=cast.himeji, by=cast.officer)


def sheet_of(application: Application) -> AnswerSheet:
    return AnswerSheet.objects.get(pk=application.papers.get(kind=PaperKind.APPLICATION).sheet_id)


# --- Whether one may --------------------------------------------------------------------------------------------------
def test_the_questions_of_the_call_come_first(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)
    line = EligibilityLine.objects.create(
        call=call, text_ja="営利を目的としない", refusal_ja="営利の事業は対象外です。"
    )
    url = reverse("calls:apply", args=[call.pk])
    client = sign_in(cast.officer)

    refused = client.post(url, {f"line-{line.pk}": "no", "applicant": cast.himeji.pk})
    taken = client.post(url, {f"line-{line.pk}": "yes", "applicant": cast.himeji.pk})

    assert refused.status_code == 422
    assert "営利の事業は対象外です。" in refused.content.decode()
    application = Application.objects.get()
    assert taken["Location"] == reverse("calls:fill", args=[application.pk])
    assert (application.applicant, application.route, application.submitter) == (cast.himeji, Route.OWN, cast.officer)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"eligible_kinds": ["prefecture"]}, "申請できる団体の種類ではありません"),
        ({"opens_at": dt.datetime(2099, 1, 1, tzinfo=dt.UTC), "closes_at": None}, "まだ受付が始まっていません"),
        ({"closes_at": dt.datetime(2012, 1, 1, tzinfo=dt.UTC)}, "受付は締め切られました"),
    ],
)
def test_who_cannot_apply_is_told_why(cast: Cast, sign_in: SignIn, values: dict[str, Any], why: str) -> None:
    call = stories.call(cast, **values)
    url = reverse("calls:apply", args=[call.pk])

    shown = sign_in(cast.officer).get(url).content.decode()
    sent = sign_in(cast.officer).post(url, {"applicant": cast.himeji.pk})

    assert why in shown
    assert (sent.status_code, Application.objects.count()) == (422, 0)


def test_a_body_that_has_used_the_year_up_is_told(cast: Cast, sign_in: SignIn) -> None:
    plain = stories.form("plain", [("title", "text", True)])
    call = stories.call(cast, uses_per_year=1, application_form=plain)
    stories.submitted(cast, call)

    shown = sign_in(cast.officer).get(reverse("calls:apply", args=[call.pk])).content.decode()

    assert "回数の上限に達しています" in shown
    assert "1回(上限 1回)" in shown


def test_whoever_has_no_body_to_apply_for_is_told_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.director).get(reverse("calls:apply", args=[stories.call(cast).pk]))

    assert "団体の担当者" in answer.content.decode()


def test_an_ngo_applies_through_a_municipality(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)
    ngo = make_organisation("ngo-9", OrganisationKind.NGO, "多文化の会", "Circle")
    member = make_person("member", "会 員", ("officer", ngo))
    url = reverse("calls:apply", args=[call.pk])

    alone = sign_in(member).get(url).content.decode()
    sign_in(cast.officer).post(url, {"applicant": cast.himeji.pk, "implementer": "ngo-9"})

    application = Application.objects.get()
    assert "自治体か地域国際化協会を通じて申請します" in alone
    assert (application.applicant, application.implementer, application.applicant_kind) == (
        cast.himeji, ngo, "npo_joint",
    )  # fmt: skip
    assert Application.objects.visible_to(member).get() == application


def test_the_section_types_in_what_came_on_paper(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, closes_at=dt.datetime(2012, 1, 1, tzinfo=dt.UTC))
    _desk, officer = stories.section(cast)
    url = reverse("calls:enter", args=[call.pk])

    by_others = sign_in(cast.officer).get(url)
    sign_in(officer).post(url, {"applicant": "282014"})

    application = Application.objects.get()
    assert by_others.status_code == 403
    assert (application.route, application.submitter) == (Route.DESK, None)
    assert sign_in(officer).get(reverse("calls:fill", args=[application.pk])).status_code == 200


def test_what_was_said_before_is_not_asked_again(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast)
    stories.submitted(cast, call)

    sign_in(cast.officer).post(reverse("calls:apply", args=[call.pk]), {"applicant": cast.himeji.pk})

    second = Application.objects.latest("pk")
    assert sheet_of(second).answers == {
        "title": "多言語の防災訓練", "summary": "外国人住民と一緒に避難所の運営を練習する。", "place": "japan",
    }  # fmt: skip
    shown = sign_in(cast.officer).get(reverse("calls:fill", args=[second.pk])).content.decode()
    assert "はじめから入力されている項目があります" in shown


# --- The form ---------------------------------------------------------------------------------------------------------
def test_the_form_keeps_answers_and_files_and_goes_on_to_the_check(cast: Cast, sign_in: SignIn) -> None:
    application = begun(cast)
    url = reverse("calls:fill", args=[application.pk])
    plan = SimpleUploadedFile("plan.txt", "計画".encode())

    answer = sign_in(cast.officer).post(url, typed(application) | {"plan": plan, "check": "1"})

    document = Document.objects.get()
    assert answer["Location"] == reverse("calls:check", args=[application.pk])
    assert sheet_of(application).answers == stories.ANSWERS | {"plan": [document.pk]}
    assert (document.about, document.size) == (application.ref, 6)


def test_a_colleague_who_saved_first_is_shown_and_no_file_is_lost(cast: Cast, sign_in: SignIn) -> None:
    application = begun(cast)
    url = reverse("calls:fill", args=[application.pk])
    mine = typed(application, title="私の題") | {"plan": SimpleUploadedFile("plan.txt", b"plan")}
    sign_in(cast.colleague).post(url, typed(application, title="同僚の題"))

    answer = sign_in(cast.officer).post(url, mine)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert ("同僚の題" in shown, "私の題" in shown) == (True, True)
    kept = sheet_of(application).answers
    assert (kept["title"], kept["plan"]) == ("同僚の題", [Document.objects.get().pk])


def test_the_autosave_and_the_reckoning(cast: Cast, sign_in: SignIn) -> None:
    application = begun(cast)
    ExpenseCategory.objects.create(
        call=application.call, code="travel", name_ja="旅費", name_en="Travel", unit_limit_yen=30_000
    )
    client = sign_in(cast.officer)
    data = typed(application)

    saved = client.post(reverse("calls:autosave", args=[application.pk]), data)
    stale = client.post(reverse("calls:autosave", args=[application.pk]), data | {"title": "別"})
    beside = client.post(reverse("calls:reckon", args=[application.pk]), data).content.decode()

    assert (saved.status_code, stale.status_code) == (200, 409)
    assert ("2,000,000円" in beside, "1,500,000円" in beside, "単価の上限 30,000円" in beside) == (True, True, True)


def test_what_does_not_count_is_said_line_by_line(cast: Cast) -> None:
    call = stories.call(cast)
    ExpenseCategory.objects.create(
        call=call, code="food", name_ja="飲食費", name_en="Food", is_eligible=False, why_ja="懇親会は対象外です。"
    )
    rows = [
        {"category": "food", "item": "懇親会", "amount_yen": 5000},
        {"category": "unknown", "item": "会場", "amount_yen": 7000},
        {"category": "food", "item": "まだ"},
    ]

    found = budget_of(call, {"expenses": rows})

    assert found is not None
    assert (found.total_yen, found.eligible_yen) == (12_000, 7_000)
    assert [(line.number, line.why) for line in found.cut] == [(1, "懇親会は対象外です。")]
    assert budget_of(call, {}) is None


def test_excel_goes_out_and_comes_back_without_loss(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    client = sign_in(cast.officer)
    before = sheet_of(application).answers

    file = client.get(reverse("calls:fill_xlsx", args=[application.pk])).content
    upload = SimpleUploadedFile("application.xlsx", file)
    answer = client.post(reverse("calls:fill_from_xlsx", args=[application.pk]), {"file": upload})

    assert answer["Location"] == reverse("calls:fill", args=[application.pk])
    assert sheet_of(application).answers == before


def test_a_file_that_was_overtaken_is_compared_first(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    client = sign_in(cast.officer)
    file = client.get(reverse("calls:fill_xlsx", args=[application.pk])).content
    client.post(reverse("calls:fill", args=[application.pk]), typed(application, title="画面で直した題"))

    upload = SimpleUploadedFile("application.xlsx", file)
    answer = client.post(reverse("calls:fill_from_xlsx", args=[application.pk]), {"file": upload})

    assert answer.status_code == 409
    assert sheet_of(application).answers["title"] == "画面で直した題"


def test_the_file_of_another_application_is_refused(cast: Cast, sign_in: SignIn) -> None:
    first, second = stories.draft(cast), begun(cast, stories.call(cast, code="other"))
    client = sign_in(cast.officer)
    file = client.get(reverse("calls:fill_xlsx", args=[first.pk])).content

    upload = SimpleUploadedFile("application.xlsx", file)
    client.post(reverse("calls:fill_from_xlsx", args=[second.pk]), {"file": upload})

    assert sheet_of(second).answers == {}


# --- Handing in -------------------------------------------------------------------------------------------------------
def test_everything_that_is_missing_is_listed(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, eligible_kinds=["prefecture"])
    application = begun(cast, call)

    shown = sign_in(cast.officer).get(reverse("calls:check", args=[application.pk])).content.decode()

    assert "この公募に申請できる団体の種類ではありません。" in shown
    assert shown.count(f"{reverse('calls:fill', args=[application.pk])}#id_") == 3
    assert "申請を提出する" not in shown


def test_the_receipt_proves_what_arrived(cast: Cast, sign_in: SignIn) -> None:
    application = begun(cast)
    client = sign_in(cast.officer)
    plan = SimpleUploadedFile("plan.txt", "計画".encode())
    client.post(reverse("calls:fill", args=[application.pk]), typed(application) | {"plan": plan})

    answer = client.post(reverse("calls:check", args=[application.pk]))
    shown = client.get(answer["Location"]).content.decode()
    pdf = client.get(reverse("calls:receipt_pdf", args=[application.pk]))

    handed_in = stories.fresh(application)
    assert answer["Location"] == reverse("calls:receipt", args=[application.pk])
    for words in ("2012-MULTI-0001", handed_in.receipt_digest, Document.objects.get().sha256, "多言語の防災訓練"):
        assert words in shown
    assert pdf.content[:4] == b"%PDF"


def test_a_receipt_that_no_longer_agrees_says_so(cast: Cast) -> None:
    application = stories.submitted(cast)
    good = receipt_of(application)
    paper = application.papers.get(kind=PaperKind.APPLICATION)
    paper.sheet.answers = paper.handed_in = stories.ANSWERS | {"requested_yen": 9}
    paper.sheet.save()
    paper.save()

    bad = receipt_of(stories.fresh(application))

    assert good is not None
    assert bad is not None
    assert (good.is_proven, bad.is_proven) == (True, False)


def test_the_branch_reads_forwards_or_gives_back(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast, stories.call(cast, through_branch=True))
    url = reverse("calls:application", args=[application.pk])
    branch = sign_in(cast.branch_officer)
    before = branch.get(url).status_code
    sign_in(cast.officer).post(reverse("calls:check", args=[application.pk]))

    shown = branch.get(url).content.decode()
    note = {"return_to_applicant-note": "押印は不要です。"}
    branch.post(reverse("calls:move", args=[application.pk, "return_to_applicant"]), note)

    assert (before, "進達する" in shown, branch.get(url).status_code) == (404, True, 404)
    assert stories.fresh(application).step == "draft"
    sign_in(cast.officer).post(reverse("calls:check", args=[application.pk]))
    branch.post(reverse("calls:move", args=[application.pk, "forward"]), {"forward-note": ""})
    assert (stories.fresh(application).step, stories.fresh(application).number) == ("submitted", "2012-MULTI-0001")


def test_a_draft_is_thrown_away_but_what_was_handed_in_withdrawn(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, through_branch=True)
    draft, given_back = stories.draft(cast, call), stories.draft(cast, call)
    MOVES["submit_to_branch"](given_back, by=cast.officer)
    MOVES["return_to_applicant"](stories.fresh(given_back), by=cast.branch_officer, note="直してください。")
    client = sign_in(cast.officer)

    thrown = client.post(reverse("calls:discard", args=[draft.pk]))
    kept = client.post(reverse("calls:discard", args=[given_back.pk]))
    MOVES["withdraw"](stories.fresh(given_back), by=cast.officer, note="取りやめ")

    assert (thrown.status_code, kept.status_code) == (302, 403)
    assert list(Application.objects.values_list("pk", "step")) == [(given_back.pk, "withdrawn")]


def test_a_late_page_keeps_nothing_and_shows_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    data = typed(application, title="遅れた題")
    MOVES["submit"](application, by=cast.colleague)

    answer = sign_in(cast.officer).post(reverse("calls:fill", args=[application.pk]), data)

    assert (answer.status_code, "遅れた題" in answer.content.decode()) == (409, True)
    assert sheet_of(application).answers["title"] == "多言語の防災訓練"


# --- Exceptions -------------------------------------------------------------------------------------------------------
def test_a_body_may_be_late_when_it_is_named(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, closes_at=clock.now() - dt.timedelta(hours=1))
    _desk, officer = stories.section(cast)
    until = clock.now().astimezone(clock.JAPAN) + dt.timedelta(days=1)
    sent = {"organisation": "姫路市", "until": f"{until:%Y-%m-%dT%H:%M}", "why": "停電のため"}

    answer = sign_in(officer).post(reverse("calls:exceptions", args=[call.pk]), sent)

    assert answer.status_code == 302
    assert begun(cast, call).why_late() is None
    with pytest.raises(NotPermittedError):
        start_application(call, applicant=cast.kakogawa, by=cast.neighbour)
    assert "停電のため" in sign_in(officer).get(reverse("calls:exceptions", args=[call.pk])).content.decode()
    assert "停電のため" in sign_in(cast.officer).get("/notices/").content.decode()


def test_only_the_section_lets_somebody_be_late(cast: Cast) -> None:
    call = stories.call(cast)

    with pytest.raises(NotPermittedError):
        allow_late(call, to=cast.himeji, until=clock.now(), why="なし", by=cast.section_staff)
