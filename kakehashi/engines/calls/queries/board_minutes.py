"""The minutes of the board, written out of what was decided."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import Call, Remark, Scenario, Track
from kakehashi.engines.calls.queries.board_ranking import Ranked, ranking
from kakehashi.engines.calls.queries.reviewing import reviewers_of
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.formatting import day_text, money_text
from kakehashi.kernel import clock

WAITING, REJECTED, UNDECIDED = {"alternate"}, {"rejected"}, {"scoring", "board"}


@dataclass(frozen=True)
class Part:
    """A heading with its lines: a name, and what is said of it."""

    title: str
    rows: list[tuple[str, str]]


@dataclass(frozen=True)
class Minutes:
    title: str
    lead: str
    parts: list[Part]

    def as_data(self) -> dict[str, Any]:
        """For the template ``text`` of `documents.pdf`."""
        sections = [
            {"title": part.title, "body": "", "rows": [{"label": label, "value": value} for label, value in part.rows]}
            for part in self.parts
        ]
        return {"title": self.title, "lead": self.lead, "sections": sections}


def minutes_of(call: Call, person: Person) -> Minutes:
    """What the board did, as far as it got; without what this person has an interest in."""
    ranked = ranking(call, person)
    remarks = _remarks(call)
    groups: dict[str, list[Ranked]] = defaultdict(list)
    for one in ranked:
        groups[_group(one)].append(one)
    return Minutes(
        _("%(call)s 審査会議事録") % {"call": call},
        _lead(call),
        [
            Part(_("枠ごとの結果"), _tracks(call)),
            Part(_("審査員"), _reviewers(call)),
            *(
                Part(title, [_line(call, one, remarks) for one in groups[key]])
                for key, title in _titles()
                if groups[key]
            ),
        ],
    )


def _titles() -> list[tuple[str, str]]:
    return [("adopted", _("採択")), ("waiting", _("補欠")), ("rejected", _("不採択")), ("open", _("審議中"))]


def _group(one: Ranked) -> str:
    step = one.application.step
    if step in UNDECIDED:
        return "open"
    return "waiting" if step in WAITING else "rejected" if step in REJECTED else "adopted"


def _lead(call: Call) -> str:
    applied = Scenario.objects.filter(call=call, applied_at__isnull=False).select_related("applied_by")
    said = [
        _("%(day)s 「%(name)s」のとおりに決定した(%(person)s)。")
        % {"day": day_text(clock.japan_day(one.applied_at)), "name": one.name, "person": one.applied_by}
        for one in applied.order_by("applied_at")
        if one.applied_at is not None
    ]
    return "\n".join(said) or _("まだ案による決定はありません。")


def _tracks(call: Call) -> list[tuple[str, str]]:
    """What each track holds of what it has; where nothing is paid only the number counts."""
    if not call.has_money:
        return [(str(track), _places(track)) for track in call.tracks.all()]
    words, unset = _("%(count)s件 %(yen)s / 予算 %(ceiling)s"), _("未設定")
    return [
        (
            str(track),
            words
            % {
                "count": track.held_count,
                "yen": money_text(track.held_yen),
                "ceiling": unset if track.ceiling_yen is None else money_text(track.ceiling_yen),
            },
        )
        for track in call.tracks.all()
    ]


def _places(track: Track) -> str:
    if track.places is None:
        return _("%(count)s件") % {"count": track.held_count}
    return _("%(count)s件 / %(places)s件まで") % {"count": track.held_count, "places": track.places}


def _reviewers(call: Call) -> list[tuple[str, str]]:
    """Each reviewer, how many they judged, and of how many they kept out."""
    words = _("採点 %(done)d件、利害関係により加わらなかった申請 %(barred)d件、辞退 %(declined)d件")
    return [
        (str(one.person), words % {"done": one.handed_in, "barred": one.barred, "declined": one.declined})  # type: ignore[attr-defined]  # annotated
        for one in reviewers_of(call)
    ]


def _line(call: Call, one: Ranked, remarks: dict[int, list[str]]) -> tuple[str, str]:
    application = one.application
    rank = _("%(rank)d位 ") % {"rank": one.rank} if one.rank else ""
    points = _("得点 %(score)s(審査員%(count)d人、ばらつき %(spread)s)")
    found = [f"{application.applicant} {application}"]
    if call.has_money and application.decided_yen is not None and _group(one) == "adopted":
        found.append(money_text(application.decided_yen))
    if one.score is not None:
        found.append(points % {"score": one.score, "count": one.reviews, "spread": one.spread})
    return f"{rank}{application.number}", "\n".join([*found, *remarks[application.pk]])


def _remarks(call: Call) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for remark in Remark.objects.filter(application__call=call).select_related("author"):
        found[remark.application_id].append(f"・{remark.author}: {remark.body}")
    return found
