import base64
import time
from email.header import Header
from email.message import EmailMessage

import pytest

from kakehashi.foundation.notices.receiving.letters import MOST_BYTES, Letter, read_letter

HEAD = (
    "From: 姫野 <Officer@Example.invalid>\r\nTo: kakehashi+x@example.jp\r\nMessage-ID: <1@himeji>\r\nSubject: 回答\r\n"
)


def written(text: str = "3名です。", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "姫野 光 <Officer@Example.invalid>"
    message["To"] = "架け橋 <kakehashi+case-1-2@example.jp>"
    message["Message-ID"] = "<1@himeji.example>"
    message["Subject"] = "Re: 人数は"
    message.set_content(text)
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    return message


def test_a_letter_is_read() -> None:
    message = written()
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="名簿①.pdf")

    letter = read_letter(bytes(message), recipient="kakehashi+y@example.jp")

    assert (letter.key, letter.sender, letter.sender_name) == (
        "<1@himeji.example>",
        "officer@example.invalid",
        "姫野 光",
    )
    assert (letter.subject, letter.text, letter.problem) == ("Re: 人数は", "3名です。", "")
    assert letter.recipients == ("kakehashi+y@example.jp", "kakehashi+case-1-2@example.jp")
    assert [(one.name, one.content) for one in letter.attachments] == [("名簿①.pdf", b"%PDF-1.4")]


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("iso-2022-jp", "iso-2022-jp"),
        ("ISO-2022-JP", "iso-2022-jp"),
        ("shift_jis", "cp932"),
        ("Shift_JIS", "cp932"),
        ("euc-jp", "euc-jp"),
        ("utf-8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("us-ascii", "cp932"),
        ("utf-8", "cp932"),
        ("unknown-8bit", "cp932"),
        ("punycode", "utf-8"),
        ("rot13", "utf-8"),
    ],
)
def test_japanese_is_read_whatever_it_says_it_is(charset: str, codec: str) -> None:
    body = f'{HEAD}Content-Type: text/plain; charset="{charset}"\r\n\r\n'.encode() + "10月に姫路市が伺います。".encode(
        codec
    )

    letter = read_letter(body)

    assert (letter.text, letter.subject, letter.sender_name) == ("10月に姫路市が伺います。", "回答", "姫野")


def test_letters_that_are_not_in_iso_2022_jp_are_read() -> None:
    body = f"{HEAD}Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n".encode() + b"\x1b$B-!-jF|\x1b(B\r\n"

    assert read_letter(body).text == "①㈱日"


@pytest.mark.parametrize(
    "subject",
    [
        Header("人数は", "iso-2022-jp").encode(),
        Header("人数は", "utf-8").encode(),
        f"=?shift_jis?B?{base64.b64encode('人数は'.encode('cp932')).decode()}?=",
        "人\u202e数\u200b\0は",
    ],
)
def test_headers_are_one_clean_line(subject: str) -> None:
    assert read_letter(f"From: a@b.jp\r\nSubject: {subject}\r\n\r\nx".encode()).subject == "人数は"


@pytest.mark.parametrize(
    "lines",
    [
        "Subject: =?utf-8?B?!!!?=",
        "Subject: =?x-unknown?Q?abc?=",
        "From: a@b.jp, c@d.jp",
        "From: a@b.jp\r\nFrom: c@d.jp",
        "From: <<a@b.jp>>",
        "From: undisclosed",
        "Content-Type: multipart/mixed",
        'Content-Type: multipart/mixed; boundary=""',
        "Content-Type: text/plain; charset*=xx'yy'zz",
        "Content-Disposition: attachment; filename*=bogus''%ff%fe",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: uuencode",
        ": nothing",
        "\0\0\0",
    ],
)
def test_broken_letters_are_letters(lines: str) -> None:
    assert isinstance(read_letter(f"{lines}\r\n\r\nabc\r\n".encode()), Letter)


def test_an_unclear_sender_is_a_problem() -> None:
    for sender in ("a@b.jp, c@d.jp", "a@b.jp\r\nFrom: c@d.jp", "x", "a <b@c.jp> <d@e.jp>"):
        letter = read_letter(f"From: {sender}\r\n\r\nabc".encode())
        assert (letter.sender, letter.problem) == ("", "差出人のメールアドレスを読み取れません。"), sender


def test_a_forgery_that_our_server_noticed_is_a_problem() -> None:
    letter = read_letter(bytes(written(Authentication_Results="mx.example.jp; dmarc=fail header.from=example.invalid")))

    assert "DMARC" in letter.problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto_Submitted", "auto-replied"),
        ("Precedence", "bulk"),
        ("List_Id", "<x.example.jp>"),
        ("Return_Path", "<>"),
        ("X_Autoreply", "yes"),
    ],
)
def test_machines_are_known(name: str, value: str) -> None:
    assert read_letter(bytes(written(**{name: value}))).is_automatic
    assert not read_letter(bytes(written(Auto_Submitted="no"))).is_automatic


def test_a_page_alone_is_read_as_text() -> None:
    message = written()
    message.set_content("<p>3名です。</p><script>x</script>", subtype="html")

    assert read_letter(bytes(message)).text == "3名です。"


def test_too_large_a_letter_keeps_its_head() -> None:
    letter = read_letter(bytes(written()) + b"x" * MOST_BYTES)

    assert (letter.sender, letter.text, "10MB" in letter.problem) == ("officer@example.invalid", "", True)


def test_more_parts_than_may_be_are_left_out() -> None:
    message = written()
    for number in range(40):
        message.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{number}.pdf")

    letter = read_letter(bytes(message))

    assert (len(letter.attachments), letter.left_out) == (
        19,
        ("添付ファイルなどが多すぎます。はじめの20個までを取り込みました。",),
    )


def nested(depth: int, lines: int = 1) -> bytes:
    heads = [f"Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n" for number in range(depth)]
    return f"From: a@b.jp\r\n{''.join(heads)}\r\n".encode() + b"x\r\n" * lines


@pytest.mark.parametrize(
    "raw", [nested(12), nested(400), nested(39, 100_000), nested(3_000, 500_000), b"\0" * 100, b"", b"\r\n" * 500_000]
)
def test_hostile_letters_take_no_time(raw: bytes) -> None:
    began = time.perf_counter()

    letter = read_letter(raw)

    assert isinstance(letter, Letter)
    assert time.perf_counter() - began < 20  # a way that goes wrong takes minutes
