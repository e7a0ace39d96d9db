"""The request as an Excel form: blank, out, changed on screen meanwhile, back, and in as a new case."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kakehashi.engines.cases.choices import Channel
from kakehashi.engines.cases.models import ArrivedMail, Case
from kakehashi.engines.cases.operations.importing import import_request
from kakehashi.engines.cases.operations.requests import save_paper
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.forms.exchange import to_xlsx
from kakehashi.foundation.forms.models import Version
from kakehashi.foundation.forms.queries import current_version
from kakehashi.foundation.forms.returning import from_xlsx
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories
from tests.engines.cases.test_mails import attach, mail, sent

FILLED = {code: value for code, value in stories.ANSWERS.items() if code != "party_size"}


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "kakehashi@example.jp"


def version() -> Version:
    form = stories.kind().request_form
    assert form is not None
    found = current_version(form.code)
    assert found is not None
    return found


def filled(**answers: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("依頼書.xlsx", to_xlsx(version(), FILLED | answers, stamp={"kind": stories.kind().code}))


def handed_in(client: Client, file: SimpleUploadedFile) -> str:
    address: str = client.post(reverse("cases:import"), {"file": file})["Location"]
    return address


def brought_back(client: Client, case: Case, content: bytes) -> Any:
    file = SimpleUploadedFile("request.xlsx", content)
    return client.post(reverse("cases:request_from_xlsx", args=[case.pk]), {"file": file})


def change(case: Case, cast: Cast, **answers: Any) -> None:
    paper = case.papers.get(kind="request")
    save_paper(paper, paper.sheet.answers | answers, base_revision=paper.sheet.revision, by=cast.colleague)


def test_a_blank_form_for_whoever_may_ask(cast: Cast, sign_in: SignIn) -> None:
    kind = stories.kind()
    address = reverse("cases:blank_form", args=[kind.code])

    returned = from_xlsx(sign_in(cast.officer).get(address).content)
    assert (returned.stamp, returned.version) == ({"kind": kind.code}, version())
    assert sign_in(None).get(address)["Location"].startswith("/accounts/login/")

    kind.starts, kind.work, kind.answer_form = "anyone", "answer", kind.report_form
    kind.save()
    assert sign_in(None).get(address).status_code == 200
    assert sign_in(None).get(reverse("cases:blank_form", args=["nothing"])).status_code == 404


def test_the_form_goes_out_and_comes_back_without_loss(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    answers = case.papers.get().sheet.answers
    client = sign_in(cast.officer)
    content = client.get(reverse("cases:request_xlsx", args=[case.pk])).content

    answer = brought_back(client, case, content)

    assert answer["Location"] == f"/cases/{case.pk}/request/"
    sheet = case.papers.get().sheet
    assert (sheet.answers, sheet.revision) == (answers, 2)


def test_what_was_emptied_in_the_file_is_emptied(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    sheet = case.papers.get().sheet
    stamp = {"kind": case.kind.code, "about": str(case.ref), "revision": sheet.revision}
    less = {code: value for code, value in sheet.answers.items() if code != "phone"}

    brought_back(sign_in(cast.officer), case, to_xlsx(sheet.version, less, stamp=stamp))

    assert case.papers.get().sheet.answers == less


def test_what_a_colleague_changed_meanwhile_is_shown(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    client = sign_in(cast.officer)
    content = client.get(reverse("cases:request_xlsx", args=[case.pk])).content
    change(case, cast, city="リヨン")

    answer = brought_back(client, case, content)

    assert (answer.status_code, case.papers.get().sheet.answers["city"]) == (409, "リヨン")
    page = answer.content.decode()
    assert "画面の内容とExcelファイルの内容が違います" in page
    assert f'action="{reverse("cases:request", args=[case.pk])}"' in page


def test_a_blank_form_does_not_overwrite_what_is_there(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    client = sign_in(cast.officer)

    differs = brought_back(client, case, filled(city="リヨン").read())
    change(case, cast, city="")
    more = brought_back(client, case, filled(city="").read())

    assert (differs.status_code, more.status_code) == (409, 302)


def test_the_file_of_another_case_is_refused(cast: Cast, sign_in: SignIn) -> None:
    first, second = stories.draft(cast), stories.draft(cast, city="リヨン")
    client = sign_in(cast.officer)
    content = client.get(reverse("cases:request_xlsx", args=[first.pk])).content

    brought_back(client, second, content)

    assert second.papers.get().sheet.answers["city"] == "リヨン"


def test_an_officer_imports_a_form(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    address = handed_in(client, filled(phone="番号なし"))

    page = client.get(address).content.decode()
    answer = client.post(address, {"office": cast.paris.pk})

    case = Case.objects.get()
    assert ("市長のパリ訪問" in page, "番号なし" in page) == (True, True)
    assert answer["Location"] == f"/cases/{case.pk}/request/"
    assert (case.applicant, case.office, case.channel, case.requester) == (
        cast.himeji,
        cast.paris,
        "screen",
        cast.officer,
    )
    answers = case.papers.get().sheet.answers
    assert {code: answers[code] for code in FILLED} == FILLED | {"phone": "番号なし"}
    assert Document.objects.get().is_removed


def test_a_desk_imports_a_form_for_a_body(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.staff)
    address = handed_in(client, filled())

    unclear = client.post(address, {"office": cast.paris.pk, "applicant": "どこにもない市"})
    answer = client.post(address, {"office": cast.paris.pk, "applicant": "282014"})

    case = Case.objects.get()
    assert (unclear.status_code, answer.status_code) == (422, 302)
    assert (case.applicant, case.channel, case.title) == (cast.himeji, Channel.EXCEL, "市長のパリ訪問")
    assert sign_in(cast.officer).get(f"/cases/{case.pk}/").status_code == 404  # until it is submitted


def test_only_whoever_handed_it_in_sees_it(cast: Cast, sign_in: SignIn) -> None:
    address = handed_in(sign_in(cast.officer), filled())

    seen = [sign_in(person).get(address).status_code for person in (cast.colleague, cast.neighbour, cast.planner)]

    assert seen == [404, 404, 404]


def test_nobody_imports_for_others_who_does_not_work_there(cast: Cast) -> None:
    returned = from_xlsx(filled().read())

    for person in (cast.officer, cast.neighbour, cast.london_staff):
        with pytest.raises(NotPermittedError):
            import_request(
                stories.kind(), returned, office=cast.paris, applicant=cast.himeji, assisting=None,
                channel=Channel.EXCEL, contact={}, by=person,
            )  # fmt: skip
    assert Case.objects.count() == 0


def test_other_files_are_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    stories.kind()
    client = sign_in(cast.officer)

    refused = client.post(reverse("cases:import"), {"file": SimpleUploadedFile("a.xlsx", b"no")})
    nothing = client.post(reverse("cases:import"), {"x": ""})

    assert (refused.status_code, nothing.status_code) == (422, 422)


def test_a_file_of_a_case_leads_back_to_it(cast: Cast, sign_in: SignIn) -> None:
    case = stories.draft(cast)
    client = sign_in(cast.officer)
    content = client.get(reverse("cases:request_xlsx", args=[case.pk])).content
    address = handed_in(client, SimpleUploadedFile("request.xlsx", content))

    page = client.get(address).content.decode()
    answer = client.post(address, {"into": case.pk})

    assert ("書き出した元の案件があります" in page, answer["Location"]) == (True, f"/cases/{case.pk}/request/")
    assert Case.objects.count() == 1


def test_a_form_that_came_by_mail_becomes_a_case(cast: Cast, sign_in: SignIn) -> None:
    content = filled().read()
    sent(attach(mail("kakehashi+office-paris@example.jp"), "依頼書.xlsx", content))
    found = ArrivedMail.objects.get()
    client = sign_in(cast.staff)

    page = client.get(reverse("cases:mail", args=[found.pk])).content.decode()
    assert found.form is not None
    address = reverse("cases:import_check", args=[found.form_id])
    answer = client.post(address, {"office": cast.paris.pk, "applicant": "姫路市"})

    case = Case.objects.get()
    assert ("依頼書が添付されています" in page, answer["Location"]) == (True, f"/cases/{case.pk}/request/")
    assert (case.channel, case.title, case.applicant) == ("excel", "市長のパリ訪問", cast.himeji)
    found.refresh_from_db()
    assert (found.state, found.case) == ("placed", case)
    assert sign_in(cast.london_staff).get(address).status_code == 404
