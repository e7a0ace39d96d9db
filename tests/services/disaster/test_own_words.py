"""A bulletin's own words: what was signed is never edited, every paragraph is ordered, who wrote does not approve."""

from collections.abc import Callable

import pytest

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.translation.choices import State
from kakehashi.foundation.translation.models import Job, JobLine, Text, Unit
from kakehashi.foundation.translation.operations import write_text
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin, BulletinPart
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import remove_part, start_correction
from kakehashi.services.disaster.operations.free_text import add_words, change_words, order_words
from tests.services.disaster import stories
from tests.services.disaster.stories import Scene

pytestmark = pytest.mark.django_db
SECOND = {"japanese": "2階です。", "easy": "2階《かい》です。"}
THIRD = {"japanese": "3階です。", "easy": "3階《かい》です。"}


def with_words(scene: Scene, *languages: str) -> tuple[Bulletin, BulletinPart]:
    bulletin = stories.draft(scene, languages=list(languages))
    return bulletin, add_words(bulletin, **SECOND, base_revision=1, by=scene.writer)


def approved(scene: Scene, bulletin: Bulletin) -> Bulletin:
    return moves.approve(moves.submit(bulletin, by=scene.writer), by=scene.publisher)


def unit_of(part: BulletinPart) -> Unit:
    part.refresh_from_db()
    assert part.unit is not None
    return part.unit


def said(unit: Unit) -> list[tuple[str, str, str, bool]]:
    """What readers get."""
    standing = unit.texts.filter(is_standing=True).order_by("language__order")
    return list(standing.values_list("language", "body", "state", "is_stale"))


def change(part: BulletinPart, scene: Scene, **words: str) -> Unit:
    part.bulletin.refresh_from_db()
    change_words(part, **words, base_revision=part.bulletin.revision, by=scene.writer)
    return unit_of(part)


def test_words_sent_back_after_their_signature_are_written_anew(scene: Scene) -> None:
    bulletin, part = with_words(scene)
    first = unit_of(part)
    moves.send_back(approved(scene, bulletin), by=scene.publisher, note="3階です。")

    second = change(part, scene, **THIRD)

    assert second != first
    assert said(second) == [
        ("ja", "3階です。", State.TRANSLATED, False),
        ("ja-x-yasashi", "3階《かい》です。", State.TRANSLATED, False),
    ]
    approved(scene, bulletin)
    assert {state for *_words, state, _stale in said(second)} == {State.CHECKED}
    assert [body for _code, body, *_rest in said(first)] == list(SECOND.values())


def test_one_language_alone_changed_leaves_the_other_as_it_was_seen_beside_it(scene: Scene) -> None:
    bulletin, part = with_words(scene)
    first = unit_of(part)

    unsigned = change(part, scene, **(SECOND | {"japanese": "2階の窓口です。"}))
    moves.send_back(approved(scene, bulletin), by=scene.publisher, note="直してください。")
    signed = change(part, scene, **(SECOND | {"japanese": "2階の相談窓口です。"}))

    assert (unsigned, signed == first) == (first, False)
    assert [(body, is_stale) for _code, body, _state, is_stale in said(signed)] == [
        ("2階の相談窓口です。", False),
        ("2階《かい》です。", False),
    ]
    assert not Text.objects.filter(unit=first, is_latest=True, is_stale=True).exists()


def test_words_that_somebody_translated_are_written_anew(scene: Scene) -> None:
    _bulletin, part = with_words(scene, "en")
    first = unit_of(part)
    write_text(unit=first, language="en", body="On the second floor.", expected=0, by=scene.second, permit=True)

    second = change(part, scene, **THIRD)

    assert second != first
    assert {code for code, *_rest in said(second)} == {"ja", "ja-x-yasashi"}


def test_a_paragraph_added_by_a_correction_is_ordered_too(scene: Scene) -> None:
    bulletin, first = with_words(scene, "en", "vi")
    moves.approve_and_publish(moves.submit(bulletin, by=scene.writer), by=scene.publisher)
    following = start_correction(bulletin, by=scene.writer)
    following.change_note = "加えました。"
    following.save()
    added = add_words(following, **THIRD, base_revision=following.revision, by=scene.writer)

    approved(scene, following)

    lines = JobLine.objects.order_by("job", "id").values_list("job__language", "unit")
    one, other = unit_of(first).pk, unit_of(added).pk
    assert sorted(lines) == sorted([("en", one), ("vi", one), ("en", other), ("vi", other)])
    assert order_words(following, by=scene.publisher) == 0


def test_an_order_for_words_nobody_says_any_more_is_called_off(scene: Scene) -> None:
    bulletin, part = with_words(scene, "en")
    moves.send_back(approved(scene, bulletin), by=scene.publisher, note="3階です。")

    change(part, scene, **THIRD)
    approved(scene, bulletin)

    steps = dict(JobLine.objects.values_list("unit__texts__body", "job__step"))
    assert (steps["2階です。"], steps["3階です。"]) == ("cancelled", "requested")
    assert Job.objects.count() == 2


def orders() -> list[str]:
    return list(Job.objects.order_by("id").values_list("step", flat=True))


def drop(scene: Scene, bulletin: Bulletin) -> None:
    moves.drop(moves.send_back(bulletin, by=scene.publisher, note="不要です。"), by=scene.writer)


def reject(scene: Scene, bulletin: Bulletin) -> None:
    moves.reject(bulletin, by=scene.publisher, note="不要です。")


def withdraw(scene: Scene, bulletin: Bulletin) -> None:
    moves.publish(moves.prepare(bulletin, by=scene.publisher), by=scene.publisher)
    moves.withdraw(bulletin, by=scene.publisher, note="誤りでした。")


def expire(scene: Scene, bulletin: Bulletin) -> None:
    moves.publish(moves.prepare(bulletin, by=scene.publisher), by=scene.publisher)
    Bulletin.objects.update(valid_until=clock.now())
    moves.expire_due()


@pytest.mark.parametrize("end", [drop, reject, withdraw, expire])
def test_the_end_of_a_bulletin_calls_its_orders_off(scene: Scene, end: Callable[[Scene, Bulletin], None]) -> None:
    ending = approved(scene, with_words(scene, "en")[0])
    approved(scene, with_words(scene, "en")[0])

    end(scene, ending)

    assert orders() == ["cancelled", "requested"]


def test_orders_follow_what_is_up_through_its_corrections(scene: Scene) -> None:
    bulletin, _part = with_words(scene, "en")
    moves.approve_and_publish(moves.submit(bulletin, by=scene.writer), by=scene.publisher)
    given_up = start_correction(bulletin, by=scene.writer)
    moves.drop(given_up, by=scene.writer)
    after_the_drop = orders()
    following = start_correction(bulletin, by=scene.writer)
    Bulletin.objects.filter(pk=following.pk).update(change_note="除きました。")
    remove_part(following.parts.get(unit__isnull=False), base_revision=following.revision, by=scene.writer)
    following.refresh_from_db()
    before_it_is_up = orders()

    moves.approve_and_publish(moves.submit(following, by=scene.writer), by=scene.publisher)

    assert (after_the_drop, before_it_is_up, orders()) == (["requested"], ["requested"], ["cancelled"])


def test_an_order_that_ended_is_no_order(scene: Scene) -> None:
    bulletin, _part = with_words(scene, "en")
    approved(scene, bulletin)
    Job.objects.update(step="declined")

    assert order_words(bulletin, by=scene.publisher) == 1


def test_who_wrote_at_the_desk_is_no_second_person(scene: Scene) -> None:
    bulletin, part = with_words(scene, "en")
    moves.submit(bulletin, by=scene.writer)
    write_text(
        unit=unit_of(part), language="en", body="On the second floor.", expected=0, by=scene.publisher, permit=True
    )

    with pytest.raises(NotPermittedError):
        moves.approve(bulletin, by=scene.publisher)

    assert moves.approve_and_publish(bulletin, by=scene.second).step == "published"


def test_an_order_never_asks_for_what_is_written_here(scene: Scene) -> None:
    bulletin, part = with_words(scene, "ja-x-yasashi", "en")
    Text.objects.filter(unit=unit_of(part), language="ja-x-yasashi").update(is_stale=True)

    order_words(bulletin, by=scene.publisher)

    assert list(Job.objects.values_list("language", flat=True)) == ["en"]
