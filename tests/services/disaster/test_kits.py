"""Kits and cards."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from kakehashi.foundation.documents.models import Document
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
