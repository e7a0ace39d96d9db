"""What is typed in the editor is kept: a closed page, two windows and a lost session lose nothing."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.translation.choices import Weight
from kakehashi.foundation.translation.models import Draft
from kakehashi.foundation.translation.operations import sweep_drafts, write_text
from kakehashi.kernel import clock
from tests.conftest import SignIn
from tests.foundation.translation.conftest import DRAFTS, Desk
from tests.foundation.translation.test_desk import address, page, source_of

NEW = "An earthquake has"


@pytest.fixture
def client(desk: Desk, sign_in: SignIn) -> Client:
    return sign_in(desk.translator)


def sent(desk: Desk, body: str = NEW, revision: int = 0, **more: Any) -> dict[str, Any]:
    values = {"body": body, "weight": "minor", "expected": 1, "source": source_of(desk, "en"), "_revision": revision}
    return values | more


def kept(client: Client, desk: Desk, body: str = NEW, revision: int = 0, **more: Any) -> Any:
    return client.post(f"{address(desk)}draft/", sent(desk, body, revision, **more))


def test_what_was_typed_stands_in_the_box_again_and_goes_when_it_is_saved(desk: Desk, client: Client) -> None:
    first, second = kept(client, desk), kept(client, desk, f"{NEW} come.", 1)

    shown = page(client, address(desk))

    assert (first.json()["revision"], second.json()["revision"]) == (1, 2)
    assert f"{NEW} come.</textarea>" in shown
    assert ('name="_revision" value="2"' in shown, "書きかけの文章を入れました" in shown) == (True, True)
    assert desk.latest("en").body == DRAFTS["en"]
    assert client.post(address(desk), sent(desk, f"{NEW} happened.", 2)).status_code == 302
    assert (desk.latest("en").body, Draft.objects.count()) == (f"{NEW} happened.", 0)
    assert "書きかけの文章を入れました" not in page(client, address(desk))


def test_of_two_windows_none_writes_over_the_other(desk: Desk, client: Client) -> None:
    kept(client, desk, "Mine in the first.")

    refused = kept(client, desk, "Mine in the second.")
    saved = client.post(address(desk), sent(desk, "Mine in the second."))
    shown = page(client, address(desk))

    assert (refused.status_code, refused.json(), saved.status_code) == (409, {"revision": 1}, 302)
    assert desk.latest("en").body == "Mine in the second."
    assert ("Mine in the first.</textarea>" in shown, "<ins>first</ins>" in shown) == (True, True)
    assert client.post(address(desk), sent(desk, "Mine in the first.", 1, expected=2)).status_code == 302


def test_the_first_window_goes_on_after_the_second_saved(desk: Desk, client: Client) -> None:
    kept(client, desk)
    client.post(address(desk), sent(desk, NEW, 1))

    again = kept(client, desk, f"{NEW} come.", 1)

    assert (again.status_code, again.json()["revision"], Draft.objects.get().body) == (200, 2, f"{NEW} come.")


def test_what_others_saved_and_said_since_is_shown_beside_it(desk: Desk, client: Client) -> None:
    kept(client, desk, "There was a big earthquake.")
    write_text(unit=desk.unit, language="en", body="There was a quake.", expected=1, by=desk.checker)
    write_text(
        unit=desk.unit, language="ja-x-yasashi", body="大《おお》きい 地震《じしん》です。", expected=1, by=desk.checker
    )

    shown = page(client, address(desk))

    assert ("ほかの人が先に保存しました" in shown, "書いている間に、原文が変わりました" in shown) == (True, True)
    assert f'name="source" value="{source_of(desk, "en")}"' in shown
    assert 'name="expected" value="2"' in shown


def test_nobody_else_sees_it(desk: Desk, client: Client, sign_in: SignIn) -> None:
    kept(client, desk)
    other = sign_in(desk.checker)

    assert NEW not in page(other, address(desk))
    other.post(f"{address(desk)}draft/discard/")
    assert Draft.objects.get().person == desk.translator


def test_it_is_thrown_away_by_a_press(desk: Desk, client: Client) -> None:
    kept(client, desk)

    client.post(f"{address(desk)}draft/discard/")

    assert Draft.objects.count() == 0
    assert f"{DRAFTS['en']}</textarea>" in page(client, address(desk))


def test_an_earlier_version_put_in_by_hand_comes_first(desk: Desk, client: Client) -> None:
    kept(client, desk)

    assert f"{DRAFTS['en']}</textarea>" in page(client, f"{address(desk)}?insert={desk.latest('en').pk}")


def test_unfinished_text_is_kept_as_it_is(desk: Desk, client: Client) -> None:
    kept(client, desk, "  half a {slo ", weight="")

    draft = Draft.objects.get()
    assert (draft.body, draft.weight) == ("  half a {slo ", Weight.MAJOR)


def test_what_cannot_be_kept_is_refused(desk: Desk, client: Client, sign_in: SignIn) -> None:
    desk.checker.competences.all().delete()

    assert kept(client, desk, "x" * 4001).status_code == 422
    assert kept(sign_in(desk.checker), desk).status_code == 403
    assert Draft.objects.count() == 0


def test_without_a_session_nothing_is_taken_and_nothing_lost(desk: Desk, client: Client) -> None:
    kept(client, desk)
    client.logout()

    answer = kept(client, desk, f"{NEW} come.", 1)

    assert answer.status_code == 303
    assert desk.translator.user is not None
    client.force_login(desk.translator.user)
    assert f"{NEW}</textarea>" in page(client, address(desk))


def test_what_nobody_goes_on_with_is_deleted(desk: Desk, client: Client) -> None:
    kept(client, desk)
    Draft.objects.update(updated_at=clock.now() - dt.timedelta(days=91))

    assert sweep_drafts(by=Robot("sweeping")) == 1
