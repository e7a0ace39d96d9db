"""Who keeps the languages: languages, people, the glossary, on the screen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.translation import glossary
from kakehashi.foundation.translation.choices import TermRule
from kakehashi.foundation.translation.models import Competence, Language, Term, TermText
from kakehashi.foundation.translation.operations import TermLine, TermSeed, name_for, save_language, save_term
from kakehashi.foundation.translation.seed import load_glossary
from tests.cast import Cast
from tests.conftest import SignIn
from tests.foundation.translation.conftest import Desk

KURDISH = {
    "code": "ku", "name_ja": "クルド語", "name_en": "Kurdish", "endonym": "Kurdî", "script": "Latn", "direction": "ltr",
    "follows": "ja-x-yasashi", "is_resident": "on", "date_pattern": "d MMMM y", "number_pattern": "#,##0.###",
    "decimal_separator": ",", "group_separator": ".",
}  # fmt: skip
GLOSSARY = reverse("translation:glossary")


@pytest.fixture
def keeper(desk: Desk, cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.planner)


def test_a_language_is_a_row_on_the_screen(keeper: Client) -> None:
    url = reverse("translation:add_language")

    assert keeper.post(url, KURDISH).status_code == 302
    again, wrong = keeper.post(url, KURDISH), keeper.post(url, KURDISH | {"code": "Kurdî!"})

    assert "すでに登録されています" in again.content.decode()
    assert "半角の英字とハイフン" in wrong.content.decode()
    assert Language.objects.get(code="ku").follows_id == "ja-x-yasashi"
    assert "クルド語" in keeper.get(reverse("translation:board")).content.decode()


def test_a_language_is_changed_and_the_tree_has_no_rings(keeper: Client, cast: Cast) -> None:
    url = reverse("translation:edit_language", args=["vi"])

    assert "ベトナム語" in keeper.get(url).content.decode()
    sent = KURDISH | {"name_ja": "越南語", "name_en": "Vietnamese", "follows": "en"}
    assert keeper.post(url, sent).status_code == 302
    vietnamese = Language.objects.get(code="vi")
    assert (vietnamese.name_ja, vietnamese.follows_id) == ("越南語", "en")
    with pytest.raises(RefusedError, match="この言語に戻ってしまいます"):
        save_language(Language.objects.get(code="en"), {"follows_id": "vi"}, by=cast.planner)
    assert keeper.get(reverse("translation:edit_language", args=["xx"])).status_code == 404


def test_people_are_named_for_languages(keeper: Client, desk: Desk) -> None:
    url = reverse("translation:person", args=[desk.translator.pk])

    assert "訳 文" in keeper.get(reverse("translation:people")).content.decode()
    assert 'value="vi" ' in keeper.get(url).content.decode()
    assert keeper.post(url, {"translates": ["vi"], "checks": ["vi", "th"]}).status_code == 302
    named = Competence.objects.filter(person=desk.translator).order_by("language__order")
    assert [(one.language_id, one.translates, one.checks) for one in named] == [("vi", True, True), ("th", False, True)]


def test_only_who_keeps_the_languages_keeps_them(desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    urls = [
        reverse("translation:add_language"),
        reverse("translation:edit_language", args=["vi"]),
        reverse("translation:people"),
        reverse("translation:person", args=[desk.translator.pk]),
        reverse("translation:add_term"),
        reverse("translation:take_in_glossary"),
    ]

    for person in (desk.translator, cast.neighbour):
        assert [sign_in(person).get(url).status_code for url in urls] == [403] * len(urls)
    with pytest.raises(NotPermittedError):
        name_for(desk.translator, translates=["vi"], checks=[], by=desk.translator)
    with pytest.raises(NotPermittedError):
        save_language(None, {"code": "ku"}, by=desk.translator)


def test_people_who_do_not_translate_are_not_there(keeper: Client, cast: Cast) -> None:
    assert keeper.get(reverse("translation:person", args=[cast.officer.pk])).status_code == 404


def test_a_term_is_kept_on_the_screen(keeper: Client, desk: Desk, sign_in: SignIn, cast: Cast) -> None:
    sent = {
        "ja": "余震",
        "kana": "よしん",
        "gloss": "後《あと》から 来《く》る 地震《じしん》",
        "note": "",
        "source": "",
    }
    lines = "en aftershock\nen ×after-shock\nfa ="

    assert keeper.post(reverse("translation:add_term"), sent | {"lines": lines}).status_code == 302
    term = Term.objects.get()
    url = reverse("translation:term", args=[term.pk])
    assert [(line.language_id, line.rule, line.text) for line in term.texts.all()] == [
        ("en", TermRule.FORBIDDEN, "after-shock"),
        ("en", TermRule.MUST, "aftershock"),
        ("fa", TermRule.KEEP, ""),
    ]
    assert "en aftershock" in keeper.get(url).content.decode()
    for wrong, said in {
        "xx a": "登録されていません",
        "en ×": "訳語がありません",
        f"en {'a' * 161}": "160字まで",
    }.items():
        assert said in keeper.post(url, sent | {"lines": wrong}).content.decode()
    assert "すでに登録されています" in keeper.post(reverse("translation:add_term"), sent).content.decode()
    reader = sign_in(desk.translator)
    assert "aftershock" in reader.get(url).content.decode()
    assert [reader.post(url, sent).status_code, sign_in(cast.neighbour).get(url).status_code] == [403, 403]
    removing = reverse("translation:remove_term", args=[term.pk])
    assert [reader.post(removing).status_code, keeper.post(removing).status_code] == [403, 302]
    assert [Term.objects.count(), keeper.get(url).status_code] == [0, 404]


def test_the_glossary_goes_out_and_comes_in(keeper: Client, cast: Cast) -> None:
    save_term(None, TermSeed("余震", lines=(TermLine("en", TermRule.MUST, "aftershock"),)), by=cast.planner)
    url = reverse("translation:take_in_glossary")

    table = keeper.get(reverse("translation:glossary_table")).content
    TermText.objects.all().delete()
    taken = keeper.post(url, {"file": SimpleUploadedFile("g.csv", table)})

    assert taken.status_code == 302
    assert TermText.objects.get().text == "aftershock"
    for content, said in {b"ja\nx": "列名がありません", b"\xff\xfe": "文字を読み取れません"}.items():
        refused = keeper.post(url, {"file": SimpleUploadedFile("g.csv", content)})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)


def test_a_table_that_is_too_large_is_refused(keeper: Client) -> None:
    file = SimpleUploadedFile("g.csv", b"x" * (glossary.LARGEST + 1))

    assert "大きすぎます" in keeper.post(reverse("translation:take_in_glossary"), {"file": file}).content.decode()


def test_the_glossary_is_searched_at_a_constant_cost(keeper: Client, cast: Cast) -> None:
    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert keeper.get(url).status_code == 200
        return len(counted)

    save_term(None, TermSeed("余震", lines=(TermLine("en", TermRule.MUST, "aftershock"),)), by=cast.planner)
    asked(GLOSSARY)
    before = asked(GLOSSARY)
    Term.objects.all().delete()
    load_glossary()

    assert asked(GLOSSARY) == before
    assert "津波警報" in keeper.get(f"{GLOSSARY}?q=Tsunami Warning").content.decode()
    assert "あてはまる用語はありません" in keeper.get(f"{GLOSSARY}?q=zzz").content.decode()
