"""The invented cases of the demonstration year, played through the real operations on the days they would have had."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kakehashi.engines.cases.models import Case, CaseKind, Paper
from kakehashi.engines.cases.operations import items, messages, moving, papers, precedents, requests
from kakehashi.foundation.notices.operations import mark_read
from kakehashi.foundation.notices.queries import notices_of
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

DATA = Path(__file__).parent / "data" / "cases.json"
TODAY = dt.date(2012, 7, 9)
READ_AFTER = dt.timedelta(days=14)  # notices older than this have been read
Script = dict[str, Any]
People = dict[str, Person]

# Who works for which office in the demonstration; offices without a cast are played by the planner of headquarters.
STAFF = {"paris": "paris", "singapore": "singapore", "newyork": "newyork"}


def load_cases(people: People) -> int:
    """Play every script up to where it stands on 9 July 2012; how many."""
    scripts = [script for script in json.loads(DATA.read_text()) if script["office"] in STAFF]
    for script in sorted(scripts, key=lambda one: str(one["begun"])):
        _Play(script, people).run()
    return len(scripts)


def read_old_notices(people: People) -> None:
    limit = dt.datetime.combine(TODAY, dt.time(9), clock.JAPAN) - READ_AFTER
    for person in people.values():
        for notice in notices_of(person).filter(created_at__lt=limit, read_at=None):
            with clock.pinned(notice.created_at + dt.timedelta(hours=1)):
                mark_read(notice, by=person)


class _Play:
    """One case and the day it has reached."""

    def __init__(self, script: Script, people: People) -> None:
        self.script = script
        self.people = people
        self.asker = people[script["who"]]
        self.staff = people[STAFF[script["office"]]]
        self.day = dt.date.fromisoformat(script["begun"])
        self.case: Case

    def run(self) -> None:
        until = self.script["until"]
        for name, step in self.road():
            step()
            if name == until:
                break
        Case.objects.filter(pk=self.case.pk).update(is_demonstration=True)

    def road(self) -> list[tuple[str, Callable[[], None]]]:
        """The scenes in their order; side roads end the play."""
        until = self.script["until"]
        road = [("draft", self.begin), ("submitted", self.submit), ("reviewing", self.receive)]
        if until == "needs_info":
            return [*road, ("needs_info", self.ask_back)]
        if until == "declined":
            return [*road, ("declined", self.decline)]
        return [
            *road,
            ("arranging", self.accept),
            ("ready", self.send_itinerary),
            ("visited", self.visit),
            ("following_up", self.report),
            ("published", self.publish),
        ]

    def on(self, days: int, hour: int = 10) -> dt.datetime:
        """Some days on, at that hour in Japan."""
        self.day += dt.timedelta(days=days)
        return dt.datetime.combine(self.day, dt.time(hour), clock.JAPAN)

    def begin(self) -> None:
        script = self.script
        with clock.pinned(self.on(0)):
            self.case = requests.start_case(
                CaseKind.objects.get(code=script["kind"]),
                applicant=self.asker.roles.select_related("organisation").get().organisation,
                office=Organisation.objects.get(code=f"office-{script['office']}"),
                by=self.asker,
            )
            paper = self.case.papers.get()
            answers = paper.sheet.answers | _request(script, self.asker)
            requests.save_paper(paper, answers, base_revision=paper.sheet.revision, by=self.asker)

    def submit(self) -> None:
        with clock.pinned(self.on(2)):
            self.case = moving.submit(self._fresh(), by=self.asker)

    def receive(self) -> None:
        if self.case.branch and self.case.branch.code == "branch-280003":
            with clock.pinned(self.on(1)):
                moving.note_seen(self._fresh(), by=self.people["hyogo-branch"])
        with clock.pinned(self.on(1, 17)):
            moving.receive(self._fresh(), by=self.staff)

    def ask_back(self) -> None:
        with clock.pinned(self.on(2, 17)):
            note = "面会で伝えたい市の取組みを、もう少し具体的に書いてください。似た事例との違いも教えてください。"
            moving.ask_back(self._fresh(), by=self.staff, note=note)

    def decline(self) -> None:
        with clock.pinned(self.on(3, 17)):
            note = "実施日まで1か月を切っており、先方の見学の受付が終わっています。資料の提供であればお手伝いできます。"
            moving.decline(self._fresh(), by=self.staff, note=note)

    def accept(self) -> None:
        with clock.pinned(self.on(3, 17)):
            moving.accept(self._fresh(), by=self.staff, note="日程の候補を先方に当たります。")
        with clock.pinned(self.on(2, 17)):
            case = self._fresh()
            messages.write_message(case, "先方に第一報を入れました。返事は来週の見込みです。", by=self.staff)
            for number, item in enumerate(case.items.all()):
                if number % 2 == 0:
                    items.move_item(item, "start", by=self.staff)

    def send_itinerary(self) -> None:
        with clock.pinned(self.on(10, 17)):
            case = self._fresh()
            first = case.first_day or self.day
            wanted = list(case.items.all())
            for number, item in enumerate(wanted):
                is_last_of_many = number == len(wanted) - 1 and number >= 2
                if is_last_of_many:
                    items.move_item(item, "fail", by=self.staff, note="希望の日に空きがありませんでした。")
                    continue
                starts = dt.datetime.combine(first + dt.timedelta(days=number), dt.time(17), clock.JAPAN)
                values = {
                    "host": item.host or "現地で調整",
                    "starts_at": starts,
                    "ends_at": starts + dt.timedelta(hours=1),
                }
                items.change_item(item, values, base_revision=item.revision, by=self.staff)
                items.move_item(item, "confirm", by=self.staff)
            moving.send_itinerary(self._fresh(), by=self.staff, note="日程が整いました。")

    def visit(self) -> None:
        last = self._fresh().last_day or self.day
        self.day = max(self.day, last)
        with clock.pinned(self.on(1)):
            moving.carry_out(self._fresh(), by=self.asker)

    def report(self) -> None:
        script = self.script
        with clock.pinned(self.on(5)):
            answers = {"achieved": "4", "result": script["result"], "lessons": script["lessons"]}
            self._hand_in("result", answers, self.asker)
        with clock.pinned(self.on(2, 17)):
            self._hand_in("report", {"support": script["support"], "hours": 16}, self.staff)
            moving.complete(self._fresh(), by=self.staff)

    def publish(self) -> None:
        with clock.pinned(self.on(3)):
            self._follow_up(1)
        with clock.pinned(self.on(2, 17)):
            precedent = precedents.draft_precedent(self._fresh(), by=self.staff)
            precedents.publish_precedent(precedent, by=self.staff)
        later = self.on(180)
        if later < dt.datetime.combine(TODAY, dt.time(), clock.JAPAN):
            with clock.pinned(later):
                self._follow_up(2)

    def _follow_up(self, round_number: int) -> None:
        answers = {
            "outcome_confirmed": True, "useful": "5", "quality": "4", "ease": "4", "information": "4", "cost": "4",
        }  # fmt: skip
        self._hand_in("follow_up", answers, self.asker, round_number)

    def _hand_in(self, kind: str, answers: dict[str, Any], by: Person, round_number: int = 1) -> None:
        paper = Paper.objects.select_related("case", "sheet").get(case=self.case, kind=kind, round=round_number)
        requests.save_paper(paper, answers, base_revision=paper.sheet.revision, by=by)
        papers.submit_paper(paper, by=by)

    def _fresh(self) -> Case:
        return Case.objects.get(pk=self.case.pk)


def _request(script: Script, asker: Person) -> dict[str, Any]:
    """The request paper of a script."""
    first = dt.date.fromisoformat(script["first"])
    last = dt.date.fromisoformat(script["last"])
    week = dt.timedelta(days=7)
    return {
        "title": script["title"],
        "theme": script["theme"],
        "purpose": script["purpose"],
        "country": script["country"],
        "city": script["city"],
        "dates": [
            {"starts_on": first.isoformat(), "ends_on": last.isoformat(), "remark": "第一希望"},
            {"starts_on": (first + week).isoformat(), "ends_on": (last + week).isoformat()},
        ],
        "hosts": [{"name": name, "why": why, "website_read": True} for name, why in script["hosts"]],
        "questions": [{"question": "始めたときに一番難しかったことと、その越え方"}],
        "offer": "わたしたちの地域の取組みをまとめた資料(英語)をお渡しします。",
        "party": [
            {"name": asker.name_ja, "rank": "主任", "is_head": False},
            {"name": "実演 団長", "rank": "部長", "is_head": True},
        ],
        "party_size": 2,
        "safety_contact": "実演用の連絡先(国際交流の担当課)",
        "items": script["items"],
        "phone": "00-0000-0000",
        "may_publish": True,
    }
