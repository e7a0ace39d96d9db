"""Nobody lets go what they have not read: every step is taken from the version that the page showed."""

import re

import pytest
from django.test import Client

from kakehashi.foundation.flow.moves import StaleMoveError
from kakehashi.services.disaster.models import Bulletin
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import change_bulletin
from tests.conftest import SignIn
from tests.services.disaster import stories
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db
CHANGED = "ほかの人が先に変更しました。今の内容を確かめてから、もう一度操作してください。"


def url(bulletin: Bulletin, tail: str = "") -> str:
    return f"/disaster/bulletins/{bulletin.pk}/{tail}"


def sent_by(client: Client, bulletin: Bulletin, code: str) -> dict[str, str]:
    """What the form of this step on the page sends along."""
    form = re.search(rf'action="{url(bulletin, f"moves/{code}/")}".*?</form>', client.get(url(bulletin)).text, re.S)
    assert form is not None, code
    found = re.search(r'name="_revision" value="(\d+)"', form[0])
    assert found is not None, code
    return {"_revision": found[1], f"{code}-note": "よし"}


def change(bulletin: Bulletin, scene: Scene) -> None:
    """Sent back, changed and submitted again, by others and elsewhere."""
    other = Bulletin.objects.get(pk=bulletin.pk)
    moves.send_back(other, by=scene.second, note="直して")
    change_bulletin(other, {"title": "別のこと"}, base_revision=other.revision, by=scene.writer)
    moves.submit(other, by=scene.writer)


@pytest.mark.parametrize("at_once", [{}, {"at_once": "1"}])
def test_what_was_changed_and_submitted_again_is_not_approved_unread(
    scene: Scene, sign_in: SignIn, at_once: dict[str, str]
) -> None:
    bulletin, client = stories.checking(scene), sign_in(scene.publisher)
    read = sent_by(client, bulletin, "approve")
    change(bulletin, scene)

    answer = client.post(url(bulletin, "moves/approve/"), read | at_once)

    bulletin.refresh_from_db()
    assert (answer.status_code, bulletin.step, bulletin.approver) == (409, "checking", None)
    assert CHANGED in answer.text
    assert "別のこと" in answer.text

    again = client.post(url(bulletin, "moves/approve/"), sent_by(client, bulletin, "approve") | at_once)

    assert again.status_code == 302


@pytest.mark.parametrize("code", ["return", "reject", "approve"])
def test_every_step_of_the_approver_is_held_to_what_they_read(scene: Scene, sign_in: SignIn, code: str) -> None:
    bulletin, client = stories.checking(scene), sign_in(scene.publisher)
    read = sent_by(client, bulletin, code)
    change(bulletin, scene)

    answer = client.post(url(bulletin, f"moves/{code}/"), read)

    bulletin.refresh_from_db()
    assert (answer.status_code, bulletin.step) == (409, "checking")


@pytest.mark.parametrize("code", ["submit", "drop", "approve_alone"])
def test_so_is_every_step_of_the_writer(scene: Scene, sign_in: SignIn, code: str) -> None:
    bulletin, client = stories.draft(scene, by=scene.publisher), sign_in(scene.publisher)
    read = sent_by(client, bulletin, code)
    change_bulletin(Bulletin.objects.get(pk=bulletin.pk), {"title": "別"}, base_revision=1, by=scene.writer)

    answer = client.post(url(bulletin, f"moves/{code}/"), read)

    bulletin.refresh_from_db()
    assert (answer.status_code, bulletin.step) == (409, "draft")


@pytest.mark.parametrize("code", ["publish", "withdraw", "prepare"])
def test_a_step_without_the_version_that_was_read_is_refused(scene: Scene, sign_in: SignIn, code: str) -> None:
    standing = {"publish": "ready", "withdraw": "published", "prepare": "approved"}
    bulletin = moves.approve(stories.checking(scene), by=scene.publisher)
    if standing[code] != "approved":
        moves.prepare(bulletin, by=scene.publisher)
    if standing[code] == "published":
        moves.publish(bulletin, by=scene.publisher)

    answer = sign_in(scene.publisher).post(url(bulletin, f"moves/{code}/"), {f"{code}-note": "よし"})

    bulletin.refresh_from_db()
    assert (answer.status_code, bulletin.step) == (409, standing[code])


def test_two_who_press_at_once_are_told_apart(scene: Scene) -> None:
    bulletin = stories.checking(scene)
    moves.approve(bulletin, by=scene.publisher, base_revision=bulletin.revision)

    with pytest.raises(StaleMoveError):
        moves.publish(moves.prepare(bulletin, by=scene.publisher), by=scene.second, base_revision=2)

    assert bulletin.step == "ready"
