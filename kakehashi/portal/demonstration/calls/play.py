"""How the invented applications are played: whoever acts does so at a given day, by the operations of the engine."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from kakehashi.engines.calls.choices import LetterKind, PaperKind
from kakehashi.engines.calls.models import Application, Assignment, Call, Paper, Reviewer
from kakehashi.engines.calls.operations import MOVES, save_paper, start_application
from kakehashi.engines.calls.operations.calls import announce_call, change_call
from kakehashi.engines.calls.operations.letters import issue_letter
from kakehashi.engines.calls.operations.reviewing import add_reviewer, assign
from kakehashi.engines.calls.operations.reviewing_conflicts import declare_conflicts
from kakehashi.engines.calls.operations.reviewing_scores import Given, save_review
from kakehashi.engines.calls.operations.screening import Judged, mark_lines
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.forms.computing import with_computed
from kakehashi.foundation.forms.conditions import shown
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

People = dict[str, Person]
INVENTED = "これは実演のためにつくった募集です。日程も金額も、実際のものではありません。"
INVENTED_EN = "Made up for the demonstration: neither the dates nor the amounts are real."


def moment(day: str, hour: int = 10, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour, minute), clock.JAPAN)


def at(day: str, hour: int = 10) -> AbstractContextManager[None]:
    return clock.pinned(moment(day, hour))


class Play:
    """The people of one section's calls, and what they do."""

    def __init__(self, people: People, desk: str) -> None:
        self.people = people
        self.desk = people[desk]

    def body(self, who: str) -> Organisation:
        (pk,) = standing(self.people[who]).where(Permission.REQUEST_SERVICES)
        return Organisation.objects.get(pk=pk)

    def announce(self, call: Call, day: str, *, opens: str, closes: str | None, **values: Any) -> Call:
        """With the words that say it is invented; `closes`: until 17:15 of that day."""
        words = {
            "guidance_ja": INVENTED,
            "guidance_en": INVENTED_EN,
            "contact_ja": f"{call.scheme.desk.name_ja}(実演用)",
            "contact_en": f"{call.scheme.desk.name_en} (demonstration)",
            "opens_at": moment(opens, 9),
            "closes_at": moment(closes, 17, 15) if closes else None,
        }
        with at(day, 9):
            call = change_call(call, words | values, base_revision=call.revision, by=self.desk)
            return announce_call(call, base_revision=call.revision, by=self.desk)

    # --- The body -----------------------------------------------------------------------------------------------------
    def draft(self, day: str, call: Call, who: str, answers: Answers, *, track: str = "") -> Application:
        with at(day):
            chosen = call.tracks.get(code=track) if track else None
            said = {line.pk: line.wanted for line in call.eligibility_lines.all()}
            application = start_application(
                call, applicant=self.body(who), track=chosen, declared=said, by=self.people[who]
            )
            self.write(fresh(application), PaperKind.APPLICATION, who, answers)
        return fresh(application)

    def write(self, application: Application, kind: PaperKind, who: str, answers: Answers) -> None:
        paper = application.paper_of(kind)
        assert paper is not None  # noqa: S101  # the play is written so
        answers = with_sums(paper, paper.sheet.answers | answers)
        save_paper(paper, answers, base_revision=paper.sheet.revision, by=self.people[who])

    def go(self, day: str, application: Application, code: str, who: str = "", note: str = "") -> Application:
        """One move, by this person or the section."""
        with at(day, 15):
            by = self.people[who] if who else self.desk
            return MOVES[code](fresh(application), by=by, note=note)

    # --- The section --------------------------------------------------------------------------------------------------
    def check(self, day: str, application: Application) -> Application:
        """Receive it and find every line of the formal check met."""
        self.go(day, application, "receive")
        with at(day, 16):
            lines = application.call.check_lines.values_list("pk", flat=True)
            mark_lines(fresh(application), {pk: Judged(True) for pk in lines}, by=self.desk)
        return fresh(application)

    def take_on(self, day: str, call: Call, keys: Sequence[str], undeclared: str = "") -> dict[str, Reviewer]:
        """Reviewers of the call, who say that they have no interest but those the register knows."""
        with at(day):
            reviewers = {key: add_reviewer(call, self.people[key], by=self.desk) for key in keys}
        with at(day, 14):
            for key, reviewer in reviewers.items():
                if key != undeclared:
                    declare_conflicts(reviewer, [], why="", by=self.people[key])
        return reviewers

    def give(self, day: str, application: Application, reviewers: Mapping[str, Reviewer]) -> None:
        """To all reviewers who may judge it."""
        with at(day, 16):
            for reviewer in reviewers.values():
                if not reviewer.conflicts.filter(application=application).exists():
                    assign(application, reviewer, by=self.desk)

    def judge(self, day: str, application: Application, points: Mapping[str, Sequence[int]], comment: str) -> None:
        """Points by reviewer, one for each criterion in order; who has an interest is left out."""
        criteria = list(application.call.criteria.all())
        with at(day, 13):
            for key, given in points.items():
                mine = Assignment.objects.filter(reviewer__person=self.people[key], application=application).first()
                if mine is not None:
                    scores = {one.pk: Given(number) for one, number in zip(criteria, given, strict=True)}
                    save_review(
                        mine, scores, comment=comment, base_revision=mine.revision, by=mine.reviewer.person,
                        hand_in=True,
                    )  # fmt: skip

    def tell(self, day: str, application: Application, kind: LetterKind = LetterKind.GRANT) -> Application:
        """Issue the letter of the decision and tell it."""
        with at(day, 11):
            issue_letter(fresh(application), kind, dated_on=clock.today(), language="ja", by=self.desk)
            return MOVES["grant"](fresh(application), by=self.desk)


def with_sums(paper: Paper, answers: Answers) -> Answers:
    """With what the form works out itself, as on the screen of whoever types."""
    return with_computed(shown(paper.sheet.version.all_questions, answers), answers)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)
