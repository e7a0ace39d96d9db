"""The demonstration year plays through the operations as they are today: what `bin/start` shows to begin with."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Count

from kakehashi.engines.calls.flow import HOLDING
from kakehashi.engines.calls.models import Application, Candidate, Expert, Paper, Track
from kakehashi.engines.calls.operations.moving import held
from kakehashi.engines.cases.models import Case
from kakehashi.foundation.audit.verify import verify
from kakehashi.foundation.forms.computing import with_computed
from kakehashi.foundation.forms.conditions import shown
from kakehashi.foundation.organisations.models import Person
from kakehashi.portal.management.installation import DEMONSTRATION, REFERENCE_DATA

INVENTED: tuple[Any, ...] = (Person, Case, Application, Expert, Candidate)


@pytest.mark.django_db
def test_the_demonstration_year_plays_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (*REFERENCE_DATA, DEMONSTRATION):
        call_command(command)

    assert capsys.readouterr().out.splitlines()[-1].startswith("実演用の案件")
    for model in INVENTED:
        assert model.objects.filter(is_demonstration=False).count() == 0
    assert Application.objects.aggregate(steps=Count("step", distinct=True))["steps"] > 12
    assert {
        (track.pk, track.held_yen, track.held_count) for track in Track.objects.filter(held_count__gt=0)
    } == _promised()
    assert [str(paper) for paper in Paper.objects.select_related("sheet__version") if not _is_added_up(paper)] == []
    assert verify().findings == []


def _is_added_up(paper: Paper) -> bool:
    """What a form works out itself stands there as if it had been typed on the screen."""
    version, answers = paper.sheet.version, paper.sheet.answers
    return not answers or answers == with_computed(shown(version.all_questions, answers), answers)


def _promised() -> set[tuple[int, int, int]]:
    """What the applications of each track hold, counted one by one."""
    sums: dict[int, tuple[int, int]] = {}
    for one in Application.objects.filter(step__in=HOLDING):
        assert one.track_id is not None
        yen, places = held(one.step, one.decided_yen, one.settled_yen)
        before = sums.get(one.track_id, (0, 0))
        sums[one.track_id] = before[0] + yen, before[1] + places
    return {(track, *both) for track, both in sums.items()}
