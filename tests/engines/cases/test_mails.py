"""Answers by mail land in their case, or wait for somebody to look."""

import io
import threading
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kakehashi.engines.cases.choices import MailState
from kakehashi.engines.cases.models import ArrivedMail, Case, Message
from kakehashi.engines.cases.operations import moving
from kakehashi.engines.cases.operations.mails import (
    KEPT,
    SettledMeanwhileError,
    begin_from_mail,
    forget_old_mails,
    ignore_mail,
    place_mail,
)
from kakehashi.engines.cases.operations.messages import write_message
from kakehashi.engines.cases.operations.requests import save_paper
from kakehashi.engines.cases.operations.visiting import ask_without_account
from kakehashi.engines.cases.queries.mails import reply_address_for, reply_address_of
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.forms.exchange import to_xlsx
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.foundation.notices.receiving.taking_in import take_in
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories

PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "kakehashi@example.jp"


def mail(to: str, sender: str = "officer@example.invalid", text: str = "3名です。", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"姫野 光 <{sender}>"
    message["To"] = to
    message["Message-ID"] = headers.pop("number", "<1@himeji.example>")
    message["Subject"] = headers.pop("subject", "Re: 人数は")
    message.set_content(text)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def attach(message: EmailMessage, name: str, content: bytes) -> EmailMessage:
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def sent(message: EmailMessage) -> str:
    return take_in(bytes(message))


def waiting_mail(cast: Cast, **values: Any) -> ArrivedMail:
    sent(mail("kakehashi+office-paris@example.jp", "stranger@example.invalid", **values))
    return ArrivedMail.objects.latest("id")


def test_a_notice_can_be_answered_by_mail(cast: Cast) -> None:
    case = stories.arranging(cast)
    Mail.objects.all().delete()
    write_message(case, "人数は。", by=cast.staff)

    notice = Mail.objects.get()
    became = sent(
        mail(notice.reply_to.upper(), text=f"3名です。\n\n2012年7月9日(月) 10:00 架け橋 <a@b.jp>:\n> {notice.body}")
    )

    message = Message.objects.latest("id")
    assert (became, message.body, message.author, message.came_by_mail) == ("placed", "3名です。", cast.officer, True)
    assert Notice.objects.filter(person=cast.staff, kind="cases.message").count() == 1
    assert ArrivedMail.objects.values_list("state", "case", "person", "office").get() == (
        "placed",
        case.pk,
        cast.officer.pk,
        cast.paris.pk,
    )


def test_without_an_address_mails_lead_to_the_page(cast: Cast, settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""
    write_message(stories.submitted(cast), "人数は。", by=cast.staff)

    notice = Mail.objects.latest("id")
    assert (notice.reply_to, "返信しても届きません" in notice.body) == ("", True)


def test_an_answer_ends_the_question(cast: Cast) -> None:
    case = stories.fresh(moving.ask_back(stories.submitted(cast), by=cast.staff, note="人数は。"))

    sent(mail(reply_address_for(case, cast.officer)))

    case = stories.fresh(case)
    assert case.step == "reviewing"
    assert Notice.objects.filter(person=cast.staff, kind="cases.supplied").count() == 1


def test_an_answer_while_the_request_lacks_something_is_a_message(cast: Cast) -> None:
    case = stories.fresh(moving.ask_detail(stories.arranging(cast), by=cast.staff, note="人数は。"))
    paper = case.papers.get(kind="request")
    save_paper(paper, paper.sheet.answers | {"title": ""}, base_revision=paper.sheet.revision, by=cast.officer)

    sent(mail(reply_address_for(case, cast.officer)))

    assert stories.fresh(case).step == "needs_detail"
    assert Message.objects.get().body == "3名です。"
    assert Notice.objects.filter(person=cast.officer, kind="cases.mail_is_not_enough").count() == 1


def test_files_come_along_and_refused_ones_are_named(cast: Cast) -> None:
    case = stories.submitted(cast)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"openxmlformats")
        archive.writestr("xl/workbook.xml", b"\0" * 120_000_000)
    message = attach(mail(reply_address_for(case, cast.officer)), "名簿.pdf", PDF)
    attach(message, "bomb.xlsx", bomb.getvalue())
    attach(message, "page.html", b"<html><script>alert(1)</script></html>")
    attach(message, "../../etc/passwd.txt", "旅程".encode())

    assert sent(message) == "placed"

    assert sorted(documents_about(case.ref).values_list("name", flat=True)) == ["passwd.txt", "名簿.pdf"]
    body = Message.objects.get().body
    assert body.startswith("3名です。\n---\nファイル「bomb.xlsx」は受け取れませんでした。")
    assert "ファイル「page.html」は受け取れませんでした。" in body


def test_the_branch_answers_too(cast: Cast) -> None:
    case = stories.submitted(cast)

    assert sent(mail(reply_address_for(case, cast.branch_officer), "Branch@Example.invalid")) == "placed"
    assert Message.objects.get().author == cast.branch_officer


def test_a_visitor_answers_by_mail(cast: Cast) -> None:
    case = visitors_case(cast)
    visitor = case.visitor

    assert sent(mail(reply_address_of(visitor), "who@example.invalid")) == "placed"
    message = Message.objects.get()
    assert (message.author, message.author_name) == (None, str(visitor))

    visitor.nonce = "another"
    visitor.save()
    assert sent(mail(reply_address_of(visitor), "who@example.invalid", number="<2@x>", text="2")) == "placed"
    visitor.nonce = "ended"
    address = reply_address_of(visitor)
    assert sent(mail(address, "who@example.invalid", number="<3@x>", text="3")) == "waiting"


def visitors_case(cast: Cast) -> Case:
    kind = stories.kind()
    kind.starts, kind.work, kind.answer_form = "anyone", "answer", kind.report_form
    kind.save()
    contact = {"name": "山田", "affiliation": "", "email": "who@example.invalid", "phone": ""}
    return ask_without_account(kind, office=cast.paris, answers=stories.ANSWERS, contact=contact, language="ja")


@pytest.mark.parametrize(
    ("sender", "reason"),
    [
        ("neighbour@example.invalid", "差出人が"),
        ("colleague@example.invalid", "差出人が"),
        ("officer@example.invalid.evil.example", "差出人が"),
    ],
)
def test_somebody_else_cannot_answer(cast: Cast, sender: str, reason: str) -> None:
    case = stories.submitted(cast)

    assert sent(mail(reply_address_for(case, cast.officer), sender)) == "waiting"

    found = ArrivedMail.objects.get()
    assert (found.reason.startswith(reason), found.office, Message.objects.count()) == (True, cast.paris, 0)


def test_whoever_may_no_longer_write_waits(cast: Cast) -> None:
    case = stories.submitted(cast)
    draft = stories.draft(cast)
    assert cast.colleague.user is not None
    cast.colleague.user.is_active = False
    cast.colleague.user.save()

    for number, (one, person) in enumerate(
        [(case, cast.retired), (case, cast.neighbour), (draft, cast.officer), (case, cast.colleague)]
    ):
        assert sent(mail(reply_address_for(one, person), person.email, number=f"<{number}@x>")) == "waiting"
    assert {one.reason[:10] for one in ArrivedMail.objects.all()} == {"差出人は、この案件に"[:10]}


def test_an_address_of_another_case_or_a_made_up_one_waits(cast: Cast) -> None:
    case = stories.submitted(cast)
    local, _at, domain = reply_address_for(case, cast.officer).partition("@")
    forged = f"{local[:-3]}aaa@{domain}"

    assert sent(mail(forged)) == "waiting"
    assert sent(mail("kakehashi@example.jp", number="<2@x>", subject=f"{case.number} について")) == "waiting"
    assert list(ArrivedMail.objects.order_by("id").values_list("office", "case")) == [
        (None, None),
        (cast.paris.pk, case.pk),
    ]


def test_the_same_mail_twice_is_one(cast: Cast) -> None:
    address = reply_address_for(stories.submitted(cast), cast.officer)

    assert (sent(mail(address)), sent(mail(address))) == ("placed", "known")
    assert sent(mail(address, text="別の内容です。")) == "placed"
    assert Message.objects.count() == 2


@pytest.mark.parametrize("name", ["Auto_Submitted", "Precedence", "List_Id"])
def test_machines_are_not_listened_to(cast: Cast, name: str) -> None:
    address = reply_address_for(stories.submitted(cast), cast.officer)
    Notice.objects.all().delete()

    assert sent(mail(address, **{name: "auto-replied" if name == "Auto_Submitted" else "bulk"})) == "ignored"
    assert (Message.objects.count(), Notice.objects.count()) == (0, 0)


def test_our_own_mail_does_not_go_round(cast: Cast) -> None:
    assert sent(mail("kakehashi@example.jp", "kakehashi@example.jp")) == "ignored"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"From: a@b.jp\r\nSubject: x\r\nBcc: c@d.jp\r\n\r\nx",
        "From: a@b.jp\r\nSubject: \u202e件\u2066名\0\r\n\r\n\u202e本文\0\u200b".encode(),
        b"Subject: =?utf-8?B?//79?=\r\n\r\n\xff\xfe",
        b"From: a@b.jp\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    ],
)
def test_what_cannot_be_read_waits(cast: Cast, raw: bytes) -> None:
    assert take_in(raw) == "waiting"

    found = ArrivedMail.objects.get()
    assert [c for c in found.subject + found.body + found.sender if c in "\0\r\u202e\u2066"] == []


def test_too_large_a_mail_waits_without_its_words(cast: Cast) -> None:
    address = reply_address_for(stories.submitted(cast), cast.officer)

    assert take_in(bytes(mail(address)) + b"x" * 50_000_000) == "waiting"
    assert (ArrivedMail.objects.get().body, "10MB" in ArrivedMail.objects.get().reason) == ("", True)


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_delivered_twice_at_once_is_one(cast: Cast) -> None:
    raw = bytes(mail(reply_address_for(stories.submitted(cast), cast.officer)))
    became: list[str] = []

    def deliver() -> None:
        became.append(take_in(raw))
        connection.close()

    threads = [threading.Thread(target=deliver) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(became) == ["known", "known", "known", "placed"]
    assert Message.objects.count() == 1


def test_the_filled_in_form_comes_back_into_its_case(cast: Cast) -> None:
    case = stories.fresh(moving.ask_back(stories.submitted(cast), by=cast.staff, note="都市は。"))
    sheet = case.papers.get(kind="request").sheet
    stamp = {"kind": case.kind.code, "about": str(case.ref), "revision": sheet.revision}
    form = to_xlsx(sheet.version, sheet.answers | {"city": "リヨン"}, stamp=stamp)

    sent(attach(mail(reply_address_for(case, cast.officer)), "request.xlsx", form))

    case = stories.fresh(case)
    assert (case.city, case.step) == ("リヨン", "reviewing")
    assert documents_about(case.ref).get().name == "request.xlsx"


def test_an_old_form_does_not_win_over_newer_answers(cast: Cast) -> None:
    case = stories.fresh(moving.ask_back(stories.submitted(cast), by=cast.staff, note="都市は。"))
    paper = case.papers.get(kind="request")
    stamp = {"kind": case.kind.code, "about": str(case.ref), "revision": paper.sheet.revision}
    form = to_xlsx(paper.sheet.version, paper.sheet.answers | {"city": "リヨン"}, stamp=stamp)
    save_paper(paper, paper.sheet.answers | {"city": "ニース"}, base_revision=paper.sheet.revision, by=cast.colleague)

    sent(attach(mail(reply_address_for(case, cast.officer)), "request.xlsx", form))

    assert stories.fresh(case).city == "ニース"


def test_a_waiting_mail_is_put_into_a_case(cast: Cast) -> None:
    case = stories.submitted(cast)
    found = waiting_mail(cast)

    place_mail(found, case, by=cast.staff)

    message = Message.objects.get()
    assert (message.who, message.body, message.came_by_mail) == (
        "姫野 光 <stranger@example.invalid>",
        "3名です。",
        True,
    )
    with pytest.raises(SettledMeanwhileError):
        ignore_mail(found, reason="広告", by=cast.staff)


def test_files_of_a_waiting_mail_go_with_it(cast: Cast) -> None:
    case = stories.submitted(cast)
    sent(attach(mail("kakehashi+office-paris@example.jp"), "名簿.pdf", PDF))
    found = ArrivedMail.objects.get()

    place_mail(found, case, by=cast.staff)

    assert [one.name for one in documents_about(case.ref)] == ["名簿.pdf"]
    assert Document.objects.filter(about_kind="cases.arrivedmail", is_removed=False).count() == 0


@pytest.mark.parametrize("text", ["相談です。", "<script>alert(1)</script> javascript:x"])
def test_a_waiting_mail_becomes_a_case(cast: Cast, text: str) -> None:
    kind = stories.kind()
    found = waiting_mail(cast, text=text, subject="リヨンへの訪問")

    case = begin_from_mail(
        found, kind, office=cast.paris, applicant=cast.himeji, assisting=None, contact={"name": "", "email": ""},
        by=cast.staff,
    )  # fmt: skip

    case = stories.fresh(case)
    assert (case.channel, case.applicant, case.title, case.step) == ("mail", cast.himeji, "リヨンへの訪問", "draft")
    assert [one.name for one in documents_about(case.ref)] == ["届いたメール.txt"]
    found.refresh_from_db()
    assert (found.state, found.case) == (MailState.PLACED, case)


def test_another_office_cannot_deal_with_it(cast: Cast) -> None:
    case = stories.submitted(cast)
    found = waiting_mail(cast)

    for person in (cast.london_staff, cast.officer, cast.planner):
        with pytest.raises(NotPermittedError):
            place_mail(found, case, by=person)
        with pytest.raises(NotPermittedError):
            ignore_mail(found, reason="x", by=person)


def test_old_mails_are_forgotten_with_their_files(cast: Cast) -> None:
    sent(attach(mail("kakehashi@example.jp"), "名簿.pdf", PDF))
    sent(mail("kakehashi@example.jp", number="<2@x>"))
    old = ArrivedMail.objects.earliest("id")
    old.arrived_at -= KEPT
    old.save()

    assert forget_old_mails(by=Robot("test")) == 1
    assert (ArrivedMail.objects.count(), Document.objects.filter(is_removed=False).count()) == (1, 0)


def test_the_page_shows_a_mail_as_plain_text(cast: Cast, sign_in: SignIn) -> None:
    found = waiting_mail(cast, text="<b>太字</b>", subject="<i>件名</i>")

    page = sign_in(cast.staff).get(reverse("cases:mail", args=[found.pk])).content.decode()

    assert ("&lt;b&gt;太字&lt;/b&gt;" in page, "<i>件名" in page) == (True, False)


def test_a_mail_is_dealt_with_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    case = stories.submitted(cast)
    first, second = waiting_mail(cast), waiting_mail(cast, number="<2@x>")
    client = sign_in(cast.staff)

    wrong = client.post(reverse("cases:mail_place", args=[first.pk]), {"number": "2012-PARIS-9999"})
    right = client.post(reverse("cases:mail_place", args=[first.pk]), {"number": case.number})
    again = client.post(reverse("cases:mail_place", args=[first.pk]), {"number": case.number})
    put_away = client.post(reverse("cases:mail_ignore", args=[second.pk]), {"reason": "広告"})

    assert (wrong.status_code, right["Location"], again["Location"]) == (
        422,
        f"/cases/{case.pk}/",
        f"/cases/mail/{first.pk}/",
    )
    assert put_away["Location"] == "/cases/mail/"
    assert Message.objects.count() == 1


def test_a_case_is_begun_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    kind = stories.kind()
    found = waiting_mail(cast)
    client = sign_in(cast.staff)
    address = f"{reverse('cases:mail_begin', args=[found.pk])}?kind={kind.code}"

    assert "stranger@example.invalid" in client.get(address).content.decode()
    answer = client.post(address, {"office": cast.paris.pk, "applicant": "姫路市"})

    assert answer["Location"] == f"/cases/{Case.objects.get().pk}/request/"
    assert client.get(address).status_code == 404


def test_mails_are_for_those_they_came_for(cast: Cast, sign_in: SignIn) -> None:
    found = waiting_mail(cast)
    sent(mail("kakehashi@example.jp", number="<2@x>"))
    unknown = ArrivedMail.objects.latest("id")

    def statuses(person: Person) -> list[int]:
        client: Client = sign_in(person)
        paths = [reverse("cases:mails"), *(reverse("cases:mail", args=[one.pk]) for one in (found, unknown))]
        return [client.get(path).status_code for path in paths]

    assert statuses(cast.staff) == [200, 200, 404]
    assert statuses(cast.london_staff) == [200, 404, 404]
    assert statuses(cast.section_staff) == [200, 404, 200]
    assert statuses(cast.officer) == [403, 404, 404]


def test_the_list_asks_the_same_number_of_questions_however_long(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast.staff)
    waiting_mail(cast)
    client.get(reverse("cases:mails"))
    for number in range(2, 9):
        waiting_mail(cast, number=f"<{number}@x>")

    with django_assert_max_num_queries(16):
        client.get(reverse("cases:mails"))
