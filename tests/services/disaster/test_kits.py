"""Kits and cards."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.translation.models import Text
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.services.disaster import tasks
from kakehashi.services.disaster.choices import SheetState
from kakehashi.services.disaster.exports.cards import cards_pdf
from kakehashi.services.disaster.models import Kit, Sheet
from kakehashi.services.disaster.operations import kits
from kakehashi.services.disaster.tasks import print_kit
from tests.cast import Cast
from tests.conftest import SignIn
from tests.services.disaster import sheet_stories as stories

pytestmark = pytest.mark.django_db
standing = stories.standing


def test_what_is_on_the_makers_page_goes_into_a_kit(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))
    state = urlencode(
        {
            "s": ["WT-02"],
            "lang": ["ja", "vi"],
            "kind": "wall",
            "size": "a3",
            "orientation": "portrait",
            "per_page": "2",
            "look": "plain",
        },
        doseq=True,
    )

    client.post(reverse("disaster:kit_add"), {"state": state, "name": "給水所の箱"})
    kit = Kit.objects.get()
    client.post(reverse("disaster:kit_add"), {"state": urlencode({"s": "SH-02"}), "kit": kit.pk})

    kit.refresh_from_db()
    assert (kit.name, kit.languages, kit.paper["size"]) == ("給水所の箱", ["ja", "vi"], "a3")
    assert kit.lines == [{"code": "WT-02", "slots": {}}, {"code": "SH-02", "slots": {}}]


def test_a_kit_is_printed_as_one_file_and_a_new_print_replaces_the_old(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    kit = stories.kit(cast, by)
    client = sign_in(by)

    client.post(reverse("disaster:kit_print", args=[kit.pk]))
    waiting = client.get(reverse("disaster:kit", args=[kit.pk])).content.decode()
    printed = print_kit.call(kit.pk)
    print_kit.call(kit.pk)

    assert "data-running" in waiting
    assert printed == 2
    assert Document.objects.filter(about_kind=kits.REF, is_removed=False).count() == 1
    assert sorted(Sheet.objects.values_list("state", flat=True)) == [SheetState.CURRENT] * 2 + [SheetState.REPLACED] * 2
    assert "data-running" not in client.get(reverse("disaster:kit", args=[kit.pk])).content.decode()


def test_what_hangs_holds_until_the_new_file_is_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = stories.kit(cast, stories.writer(cast))
    print_kit.call(kit.pk)

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "sheets_pdf", _fail)
        with pytest.raises(OSError, match="full"):
            print_kit.call(kit.pk)

    assert list(Sheet.objects.values_list("state", flat=True)) == [SheetState.CURRENT] * 2
    assert kits.printing(kit) == 0


def _fail(sheets: object) -> bytes:
    raise OSError("the disk is full")


def test_the_pages_are_made_once_for_a_whole_kit(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[object]]]
) -> None:
    kit = stories.kit(cast, stories.writer(cast))

    with django_capture_on_commit_callbacks() as wanted:
        print_kit.call(kit.pk)

    row = AuditRow.objects.filter(action="disaster.keep_print").latest("number")
    assert len(wanted) == 1
    assert row.after["sheets"] == list(
        Sheet.objects.filter(state="current").order_by("pk").values_list("code", flat=True)
    )


def test_a_kit_tells_which_of_its_sheets_no_longer_hold_in_one_query(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    kit = stories.kit(cast, by)
    print_kit.call(kit.pk)
    client, url = sign_in(by), reverse("disaster:kit", args=[kit.pk])
    counts = []
    for keys in (["disaster.sentence.WT-02"], ["disaster.sentence.WT-02", "disaster.sentence.SH-02"]):
        Text.objects.filter(unit__key__in=keys, language="vi").update(meaning="other")
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url)
        counts.append((len(asked), len(page.context["changed"])))

    assert [changed for _asked, changed in counts] == [1, 2]
    assert counts[0][0] == counts[1][0]


def test_a_kit_without_a_name_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(stories.writer(cast))
    state = urlencode({"s": "WT-02", "WT-02-site-ja": "桜小学校"})

    answer = client.post(
        reverse("disaster:kit_add"), {"state": state, "name": "", "back": "https://elsewhere.example/"}
    )

    page = answer.content.decode()
    assert (answer.status_code, Kit.objects.count()) == (422, 0)
    assert ("ひとそろいの名前を入力してください。" in page, 'value="桜小学校"' in page) == (True, True)


def test_the_file_of_a_kit_is_for_its_organisation_only(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    kit = stories.kit(cast, by)
    print_kit.call(kit.pk)
    url = reverse("documents:download", args=[Document.objects.get(about_kind=kits.REF).pk])

    assert sign_in(by).get(url).status_code == 200
    assert sign_in(stories.other_writer(cast)).get(url).status_code == 404


def test_a_stale_save_of_a_kit_is_refused(cast: Cast, sign_in: SignIn) -> None:
    by = stories.writer(cast)
    kit = stories.kit(cast, by)
    client = sign_in(by)
    sent = {
        "name": "新しい名前",
        "languages": ["ja"],
        "kind": "wall",
        "size": "a4",
        "orientation": "portrait",
        "per_page": "6",
        "look": "colour",
    }

    stale = client.post(reverse("disaster:kit_edit", args=[kit.pk]), {**sent, "_revision": "9"})
    saved = client.post(reverse("disaster:kit_edit", args=[kit.pk]), {**sent, "_revision": "1"})
    client.post(reverse("disaster:kit_drop", args=[kit.pk]), {"code": "WT-02", "_revision": "2"})

    kit.refresh_from_db()
    assert (stale.status_code, saved.status_code) == (409, 302)
    assert (kit.name, [line["code"] for line in kit.lines]) == ("新しい名前", ["SH-02"])


def test_neighbours_do_not_see_a_kit(cast: Cast, sign_in: SignIn) -> None:
    kit = stories.kit(cast, stories.writer(cast))
    client = sign_in(stories.other_writer(cast))

    assert client.get(reverse("disaster:kit", args=[kit.pk])).status_code == 404
    assert client.get(reverse("disaster:kit_edit", args=[kit.pk])).status_code == 404
    assert client.post(reverse("disaster:kit_print", args=[kit.pk])).status_code == 404
    assert client.post(reverse("disaster:kit_drop", args=[kit.pk]), {"code": "WT-02"}).status_code == 404


@pytest.mark.parametrize("card", ["help", "need", "staff", "evacuee", "register"])
def test_cards_in_the_languages_chosen(cast: Cast, sign_in: SignIn, card: str) -> None:
    client = sign_in(stories.writer(cast))

    answer = client.get(reverse("disaster:cards"), {"card": card, "lang": ["en", "my"]})

    assert answer.content[:5] == b"%PDF-"
    assert cards_pdf(card, ["en"]) != cards_pdf(card, ["ko"])


@pytest.mark.parametrize(("card", "sides"), [("help", 1), ("need", 1), ("staff", 2), ("evacuee", 2), ("register", 2)])
def test_no_language_of_a_card_needs_a_page_more(cast: Cast, card: str, sides: int) -> None:
    languages = [one.code for one in resident_languages() if one.code != "ja"]

    pages = re.findall(rb"/Count (\d+)", cards_pdf(card, languages))

    assert pages == [b"%d" % (sides * len(languages))]
