"""Texts go out as PO and XLIFF and come in again, looked at first."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.translation.choices import Origin, State, Weight
from kakehashi.foundation.translation.exchange import po, xliff
from kakehashi.foundation.translation.exchange.rows import FileError
from kakehashi.foundation.translation.models import Competence, Language, Text
from kakehashi.foundation.translation.operations import UnitSeed, load_units, order, take_in_texts, write_text
from tests.cast import Cast
from tests.conftest import SignIn
from tests.foundation.translation.conftest import DRAFTS, KEY, SEEDER, Desk

OUT, IN, PAGE = reverse("translation:out"), reverse("translation:take_in"), reverse("translation:exchange")
NEW = "An earthquake has happened."
XLF = "{urn:oasis:names:tc:xliff:document:1.2}"


@pytest.fixture
def client(desk: Desk, sign_in: SignIn) -> Client:
    return sign_in(desk.translator)


def taken_out(client: Client, kind: str, language: str = "en") -> bytes:
    asked = {"language": language, "format": kind, "statuses": ["machine", "missing", "to_check"]}
    response = client.get(OUT, asked)
    assert response.status_code == 200
    return response.content


def translated(content: bytes, kind: str, body: str = NEW) -> bytes:
    """As a translator's tool gives the file back."""
    if kind == "po":
        file = polib.pofile(content.decode())
        for entry in file:
            entry.msgstr = body
        return str(file).encode()
    root = etree.fromstring(content)
    for unit in root.iter(f"{XLF}trans-unit"):
        target = unit.find(f"{XLF}target")
        if target is None:
            target = etree.SubElement(unit, f"{XLF}target")
        target.text = body
    return bytes(etree.tostring(root))


def looked_at(client: Client, content: bytes, language: str = "en") -> tuple[str, str]:
    """The address of the look, and its page."""
    response = client.post(IN, {"language": language, "file": SimpleUploadedFile("back.po", content)})
    assert response.status_code == 302
    return response["Location"], client.get(response["Location"]).content.decode()


def refused(client: Client, content: bytes, language: str = "en") -> str:
    response = client.post(IN, {"language": language, "file": SimpleUploadedFile("back.po", content)})
    assert response.status_code == 422
    return response.content.decode()


@pytest.mark.parametrize("kind", ["po", "xliff"])
def test_a_file_goes_out_and_comes_in(kind: str, desk: Desk, client: Client) -> None:
    content = taken_out(client, kind)
    assert all(part.encode() in content for part in (KEY, DRAFTS["ja-x-yasashi"], DRAFTS["ja"], DRAFTS["en"]))

    url, shown = looked_at(client, translated(content, kind))
    assert "1件を取り込む" in shown
    assert desk.latest("en").body == DRAFTS["en"]

    assert client.post(url).status_code == 302
    text = desk.latest("en")
    assert (text.body, text.state, text.origin, text.translator, text.provenance, text.weight) == (
        NEW,
        State.TRANSLATED,
        Origin.IMPORT,
        desk.translator,
        "back.po",
        Weight.MINOR,
    )
    assert client.get(url)["Location"] == PAGE


def test_the_look_shows_what_each_text_would_change(desk: Desk, client: Client) -> None:
    changed = looked_at(client, translated(taken_out(client, "po"), "po", "There was a earthquake 7."))[1]
    first = looked_at(client, translated(taken_out(client, "po", "vi"), "po", "Có động đất."), "vi")[1]

    assert "There was <del>an</del><ins>a</ins> earthquake" in changed
    assert '<li data-severity="warning">' in changed
    assert ("Có động đất." in first, "<ins>" in first) == (True, False)


def test_states_are_those_of_the_formats(desk: Desk, client: Client) -> None:
    entry = polib.pofile(taken_out(client, "po").decode())[0]
    unit = next(etree.fromstring(taken_out(client, "xliff")).iter(f"{XLF}trans-unit"))

    assert (entry.msgctxt, entry.fuzzy) == (KEY, True)
    assert (unit.get("approved"), unit.find(f"{XLF}target").get("state")) == ("no", "needs-review-translation")


def test_what_did_not_change_is_not_taken_in(desk: Desk, client: Client) -> None:
    _url, shown = looked_at(client, taken_out(client, "po"))

    assert "今と同じもの1件" in shown


def test_what_moved_on_meanwhile_is_refused_in_words(desk: Desk, client: Client) -> None:
    content = translated(taken_out(client, "xliff"), "xliff")
    other = translated(taken_out(client, "po", "fr"), "po", "Il y a eu un séisme.")

    write_text(unit=desk.unit, language="en", body="Mine.", expected=1, by=desk.checker)
    assert "ほかの人がこの文章を書き直しました" in looked_at(client, content)[1]
    write_text(unit=desk.unit, language="ja-x-yasashi", body="ゆれました。", expected=1, by=desk.checker)
    assert "原文が変わりました" in looked_at(client, other, "fr")[1]


def test_a_file_of_an_older_source_is_taken_in_as_older(desk: Desk, client: Client) -> None:
    content = translated(taken_out(client, "xliff", "fr"), "xliff", "Il y a eu un séisme.")
    begun = desk.standing("ja-x-yasashi").meaning
    write_text(unit=desk.unit, language="ja-x-yasashi", body="ゆれました。", expected=1, by=desk.checker)

    url, shown = looked_at(client, content, "fr")
    client.post(url)

    assert ("1件を取り込む" in shown, "原文より古い" in shown) == (True, True)
    assert (desk.latest("fr").body, desk.latest("fr").follows, desk.latest("fr").is_stale) == (
        "Il y a eu un séisme.",
        begun,
        True,
    )


def test_a_source_that_moves_between_the_look_and_the_press_makes_it_older(desk: Desk, client: Client) -> None:
    url, _shown = looked_at(client, translated(taken_out(client, "po"), "po"))

    write_text(unit=desk.unit, language="ja-x-yasashi", body="ゆれました。", expected=1, by=desk.checker)
    client.post(url)

    assert (desk.latest("en").body, desk.latest("en").is_stale) == (NEW, True)


def test_slots_that_differ_and_unknown_names_are_refused(desk: Desk, client: Client) -> None:
    content = translated(taken_out(client, "po"), "po", "There was an earthquake in {place}.")
    _url, shown = looked_at(client, content)
    assert "差し込み{place}は元の文にありません" in shown

    _url, shown = looked_at(client, content.replace(KEY.encode(), b"disaster.sentence.XX"))
    assert "disaster.sentence.XX" in shown


def test_a_file_without_its_marks_is_refused(desk: Desk, client: Client) -> None:
    content = translated(taken_out(client, "po"), "po").replace(b"version=", b"v=")

    assert "いつ書き出したものか分かりません" in looked_at(client, content)[1]


def test_files_that_cannot_be_read_are_refused(desk: Desk, client: Client) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xliff>&b;</xliff>'

    assert "DOCTYPE" in refused(client, bomb.encode())
    assert "XLIFF 1.2のファイルではありません" in refused(client, b"<html/>")
    assert "XLIFFファイルとして読み取れないところがあります（2行目）" in refused(client, b"<xliff>\n<file>")
    assert "POファイルとして読み取れません。ファイルを書き出し直すか" in refused(client, b"hello\nworld")
    assert "POファイルとして読み取れないところがあります（2行目）" in refused(client, b'msgid "a"\nnonsense\n')
    assert "文字を読み取れません" in refused(client, b"\xff\xfe\n msgid")
    assert "大きすぎます" in refused(client, b"x" * (2 * 1024 * 1024 + 1))
    assert "ファイルの言語は「en」です" in refused(client, taken_out(client, "po"), "fr")
    assert "訳文が1つもないか" in refused(client, b'msgid ""\nmsgstr ""\n"Language: en\\n"\n')


def test_outside_files_are_never_opened(tmp_path: object) -> None:
    with pytest.raises(FileError):
        xliff.read(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff>&e;</xliff>')
    with pytest.raises(FileError):
        po.read("/etc/passwd")


def test_a_look_belongs_to_who_sent_the_file(desk: Desk, client: Client, sign_in: SignIn) -> None:
    url, _shown = looked_at(client, translated(taken_out(client, "po"), "po"))

    token = url.rstrip("/").rpartition("/")[2]
    assert url == reverse("translation:look", args=[token])
    assert sign_in(desk.checker).get(url)["Location"] == PAGE


def test_who_is_not_named_takes_nothing_in(desk: Desk, client: Client, cast: Cast, sign_in: SignIn) -> None:
    url, _shown = looked_at(client, translated(taken_out(client, "po"), "po"))
    Competence.objects.filter(person=desk.translator).delete()

    assert "取り込めません" in client.get(url).content.decode()
    assert client.post(url).status_code == 403
    assert [sign_in(cast.neighbour).get(address).status_code for address in (PAGE, OUT, url)] == [403] * 3
    with pytest.raises(NotPermittedError):
        take_in_texts(Language.objects.get(code="en"), [], provenance="", by=cast.planner)


def test_nothing_to_write_out_is_said(client: Client) -> None:
    nothing = client.get(OUT, {"language": "en", "format": "po", "statuses": ["checked"]})

    assert (nothing.status_code, "あてはまる文章はありません" in nothing.content.decode()) == (422, True)
    assert client.get(OUT).status_code == 422


def test_the_texts_of_an_order_go_out(desk: Desk, cast: Cast, client: Client, sign_in: SignIn) -> None:
    job = order(
        title="英語",
        language=Language.objects.get(code="en"),
        organisation=cast.headquarters,
        units=[desk.unit],
        due_at=None,
        note="",
        by=cast.planner,
    )

    for kind in ("po", "xliff"):
        url = reverse("translation:out_job", args=[job.pk, kind])
        assert KEY.encode() in client.get(url).content
        assert sign_in(cast.neighbour).get(url).status_code == 403
    assert client.get(reverse("translation:out_job", args=[999_999, "po"])).status_code == 404


def test_a_large_file_costs_no_more_queries_to_look_at(desk: Desk, client: Client) -> None:
    def asked() -> int:
        url, _shown = looked_at(client, translated(taken_out(client, "po"), "po"))
        with CaptureQueriesContext(connection) as counted:
            client.get(url)
        return len(counted)

    before = asked()
    load_units([UnitSeed(f"disaster.sentence.N-{number}", "文", DRAFTS) for number in range(20)], by=SEEDER)

    assert asked() == before
    assert Text.objects.filter(origin=Origin.IMPORT).exists() is False
