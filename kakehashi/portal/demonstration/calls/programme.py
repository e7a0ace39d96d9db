"""A grant that exists only in the demonstration: last year's call, one being carried out, one being decided."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from kakehashi.engines.calls.choices import ChangeKind, Deciding, Gives, PaperKind, Pays
from kakehashi.engines.calls.models import Application, Call, Payment
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.calls import change_call, create_call, release_results, release_scores
from kakehashi.engines.calls.operations.calls_copies import copy_call
from kakehashi.engines.calls.operations.changes import start_change
from kakehashi.engines.calls.operations.deciding import (
    Proposed,
    apply_scenario,
    begin_scenario,
    fill_scenario,
    save_scenario,
)
from kakehashi.engines.calls.operations.funding import add_fund, allocate
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.operations.paying import make_list, mark_paid, register_account
from kakehashi.engines.calls.operations.publishing import change_result
from kakehashi.engines.calls.operations.schemes import create_scheme
from kakehashi.engines.calls.operations.settling import fix_amount, settlement_now
from kakehashi.foundation.forms.models import Answers, QuestionSet
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from kakehashi.portal.demonstration.calls.play import People, Play, at, fresh, with_sums

REVIEWERS = ("reviewer", "reviewer2", "reviewer3", "reviewer-sapporo")
# What four reviewers give on four criteria, by how good the project is to them.
POINTS = {
    "strong": dict(zip(REVIEWERS, [(5, 4, 5, 4), (4, 4, 5, 5), (5, 5, 4, 4), (4, 5, 4, 4)], strict=True)),
    "fair": dict(zip(REVIEWERS, [(4, 3, 3, 4), (3, 3, 4, 3), (5, 2, 3, 3), (3, 4, 3, 3)], strict=True)),
    "weak": dict(zip(REVIEWERS, [(2, 3, 2, 2), (3, 2, 2, 3), (1, 2, 3, 2), (2, 2, 2, 3)], strict=True)),
}
PRAISE = "計画が具体的で、続ける体制も書かれている。"
DATA = Path(__file__).parent.parent / "data" / "calls.json"
Plan = dict[str, Any]


def play_programme(people: People) -> None:
    play = Play(people, "grants")
    last = _first_call(play)
    plans: dict[str, dict[str, Plan]] = json.loads(DATA.read_text(encoding="utf-8"))
    _last_year(play, last, plans["2011"])
    _this_year(play, _next(play, last, 1), plans["2012"])
    _being_decided(play, _next(play, last, 2), plans["2012-2"])


# --- The calls --------------------------------------------------------------------------------------------------------
def _first_call(play: Play) -> Call:
    with at("2011-03-14"):
        scheme = create_scheme(
            {
                "code": "demonstration",
                "name_ja": "【実演用】くらしの国際化助成",
                "name_en": "[Demonstration] Grant for living together",
                "about_ja": "操作を試すためにつくった制度です。事業計画にはありません。",
                "about_en": "A scheme made for trying things out. It is not in the business plan.",
                "desk": Organisation.objects.get(code="section-multicultural"),
                "order": 90,
            },
            by=play.desk,
        )
        call = create_call(scheme, fiscal_year=2011, by=play.desk)
        call = change_call(call, _rows() | _road(), base_revision=call.revision, by=play.desk)
        _budget(play, call)
    days = {"first_day": dt.date(2011, 8, 1), "last_day": dt.date(2012, 2, 29)}
    return play.announce(call, "2011-04-04", opens="2011-04-11", closes="2011-05-31", is_unconfirmed=False, **days)


def _next(play: Play, last: Call, number: int) -> Call:
    with at("2012-02-06" if number == 1 else "2012-05-07"):
        call = copy_call(last, fiscal_year=2012, round_number=number, by=play.desk)
        _budget(play, call)
    if number == 1:
        days = {"first_day": dt.date(2012, 5, 21), "last_day": dt.date(2013, 2, 28)}
        return play.announce(call, "2012-02-20", opens="2012-03-01", closes="2012-04-06", is_unconfirmed=False, **days)
    days = {"first_day": dt.date(2012, 9, 1), "last_day": dt.date(2013, 2, 28)}
    until = {"scoring_until": dt.datetime(2012, 7, 20, 17, 15, tzinfo=clock.JAPAN)}
    return play.announce(
        call, "2012-05-14", opens="2012-05-21", closes="2012-06-22", is_unconfirmed=False, **days, **until
    )


def _road() -> dict[str, Any]:
    forms = {
        "application_form": "multicultural-application",
        "change_form": "grant-change",
        "report_form": "grant-report",
    }
    return {
        "gives": Gives.MONEY,
        "deciding": Deciding.SCORES,
        "pays": Pays.SETTLEMENT,
        "eligible_kinds": ["prefecture", "designated_city", "municipality", "association", "npo_joint"],
        "reviews_each": 3,
        "report_days": 30,
        **{role: QuestionSet.objects.get(code=code) for role, code in forms.items()},
    }


def _rows() -> dict[str, Any]:
    def named(code: str, ja: str, en: str, **more: Any) -> dict[str, Any]:
        return {"id": None, "code": code, "name_ja": ja, "name_en": en, "about_ja": "", "about_en": ""} | more

    line = {"id": None, "text_ja": "申請書のすべての項目に答えている", "text_en": "Every question is answered"}
    anchors = [{"points": 5, "ja": "ほかにない", "en": "Nowhere else"}, {"points": 3, "ja": "よい", "en": "Good"}]
    words = {"is_eligible": True, "why_ja": "", "why_en": "", "unit_limit_yen": None}
    cap = {"id": None, "applicant_kind": "", "place": "", "jointly": "", "yen": 1_000_000}
    return {
        "tracks": [
            named("normal", "通常枠", "General track", ceiling_yen=None, places=None),
            named("recovery", "復興枠", "Recovery track", ceiling_yen=None, places=None),
        ],
        "criteria": [
            named("need", "必要性", "Need", most=5, weight=Decimal(2), anchors=anchors),
            named("new", "先駆性", "Being ahead", most=5, weight=Decimal(1), anchors=anchors),
            named("together", "ほかの団体との連携", "Working with others", most=5, weight=Decimal(1), anchors=[]),
            named("after", "続けるための工夫", "Carrying on afterwards", most=5, weight=Decimal(1), anchors=[]),
        ],
        "check_lines": [line],
        "expenses": [
            named("honorarium", "諸謝金", "Honoraria") | words,
            named("travel", "旅費", "Travel") | words,
            named("other", "その他", "Other") | words,
        ],
        "money_rule": {
            "is_set": True, "rate": Decimal("0.5"), "floor_yen": 100_000, "rounding_unit": 1000, "weighty_percent": 20,
            "note_ja": "実演のために決めた額です。", "note_en": "Amounts made up for the demonstration.",
        },
        "caps": [cap],
    }  # fmt: skip


def _budget(play: Play, call: Call) -> None:
    """From a fund of the year, by who keeps the funds."""
    planner = play.people["planning"]
    names = {"name_ja": "【実演用】財源", "name_en": "[Demonstration] fund", "amount_yen": 3_500_000}
    fund = add_fund(f"demonstration-{call.round}", call.fiscal_year, names, by=planner)
    for track, yen in zip(call.tracks.all(), (2_500_000, 1_000_000), strict=True):
        allocate(fund, track, yen, by=planner)


# --- Applications -----------------------------------------------------------------------------------------------------
def _answers(plan: Plan) -> Answers:
    cost: int = plan["cost"]
    return {
        **{name: plan[name] for name in ("title", "theme", "summary", "starts_on", "ends_on")},
        "purpose": "外国人住民の声をもとに、困りごとを減らすため。",
        "novelty": "町内会と学校がはじめから一緒に企画する。",
        "place": "japan",
        "schedule": "準備2か月、実施2か月、まとめ1か月。",
        "joint": False,
        "expenses": expenses(cost // 2, cost - cost // 2),
        "requested_yen": cost // 2,
        "co_subsidy": False,
        "expected": "参加者120人。翌年度は町内会が続ける。",
        "phone": "00-0000-0000",
        "may_publish": True,
    }


def expenses(honorarium: int, other: int) -> list[dict[str, Any]]:
    return [
        {"category": "honorarium", "item": "講師と通訳の謝金", "amount_yen": honorarium},
        {"category": "other", "item": "教材と会場", "amount_yen": other},
    ]


def report(cost: int) -> Answers:
    return {
        "result": "予定どおり4回開き、のべ132人が参加した。",
        "outcome": "参加者の9割が、困ったときに相談する先を言えるようになった。",
        "lessons": "夜の回のほうが働く人は来やすい。",
        "participants": 132,
        "expenses": expenses(cost // 2, cost - cost // 2),
        "co_subsidy": False,
        "may_publish": True,
    }


def _handed_in(play: Play, call: Call, day: str, plans: dict[str, Plan]) -> dict[str, Application]:
    """By body."""
    made = {}
    for who, plan in plans.items():
        application = play.draft(day, call, who, _answers(plan), track=plan["track"])
        made[who] = play.go(day, application, "submit", who)
    return made


def _judged(play: Play, call: Call, day: str, made: dict[str, Application], plans: dict[str, Plan]) -> None:
    """Received, checked, scored and before the board."""
    reviewers = play.take_on(day, call, REVIEWERS)
    for who, application in made.items():
        play.go(day, play.check(day, application), "pass_to_scoring")
        play.give(day, fresh(application), reviewers)
        play.judge(day, application, POINTS[plans[who]["judged"]], PRAISE)
        play.go(day, application, "close_scoring")


def _decided(play: Play, call: Call, day: str, letters: str, name: str) -> list[Application]:
    """By the ranking as far as the money reaches; who is granted."""
    with at(day, 14):
        scenario = fill_scenario(begin_scenario(call, name, by=play.desk), by=play.desk)
        apply_scenario(scenario, by=play.desk)
    granted = list(call.applications.filter(step="adopted").order_by("pk"))
    return [play.tell(letters, application) for application in granted]


def _reported(play: Play, application: Application, who: str, day: str, cost: int) -> None:
    with at(day):
        play.write(fresh(application), PaperKind.REPORT, who, report(cost))
        paper = fresh(application).paper_of(PaperKind.REPORT)
        assert paper is not None  # noqa: S101  # the play is written so
        hand_in(paper, by=play.people[who])


def _settled(play: Play, application: Application, day: str) -> None:
    with at(day, 16):
        found = settlement_now(fresh(application))
        fix_amount(fresh(application), found.yen or 0, by=play.desk)


def _account(play: Play, who: str, day: str, number: str) -> None:
    with at(day):
        values = {
            "bank_code": "9999", "bank_kana": "ｼﾞﾂｴﾝ", "branch_code": "001", "branch_kana": "ﾎﾝﾃﾝ", "kind": "1",
            "number": number, "holder_kana": "ｼﾞﾂｴﾝ",
        }  # fmt: skip
        register_account(play.body(who), values, by=play.people[who])


def _paid(play: Play, applications: list[tuple[Application, str]], claimed: str, paid: str) -> None:
    payer = play.people["accountant"]
    for application, who in applications:
        with at(claimed):
            MOVES["claim"](fresh(application), by=play.people[who])
    with at(paid):
        waiting = Payment.objects.filter(application__in=[one for one, _who in applications])
        made = make_list(waiting.values_list("pk", flat=True), pays_on=clock.today(), by=payer)
        for payment in made.payments.all():
            mark_paid(payment, paid_on=clock.today(), by=payer)


# --- The years --------------------------------------------------------------------------------------------------------
def _last_year(play: Play, call: Call, plans: dict[str, Plan]) -> None:
    """Carried out, paid and published, one after the other; one was an alternate in vain."""
    made = _handed_in(play, call, "2011-05-20", plans)
    _judged(play, call, "2011-06-08", made, plans)
    _decided(play, call, "2011-07-05", "2011-07-11", "第1案")
    with at("2011-07-20"):
        call = Call.objects.get(pk=call.pk)
        call = release_results(call, base_revision=call.revision, by=play.desk)
        release_scores(call, base_revision=call.revision, by=play.desk)
    costs = {"himeji": 1_650_000, "kanazawa": 1_600_000, "iwate": 1_900_000, "sapporo": 1_450_000}
    for number, (who, cost) in enumerate(costs.items()):
        _account(play, who, "2012-01-16", f"000000{number}")
        _reported(play, made[who], who, "2012-02-06", cost)
        _settled(play, made[who], "2012-02-20")
    _paid(play, [(made[who], who) for who in costs], "2012-02-27", "2012-03-12")
    for who in ("himeji", "kanazawa"):
        _published(play, made[who])
    play.go("2012-03-30", made["kakogawa"], "reject", note="予算に余りが出なかったため、繰上げはありませんでした。")


def _published(play: Play, application: Application) -> None:
    application = fresh(application)
    words = {
        "title": application.title,
        "title_en": f"A project in {application.applicant.name_en}",
        "summary": application.summary,
        "summary_en": "Residents and officers learned together, four times.",
        "outcome": "4回で132人が参加し、参加者の9割が相談する先を言えるようになった。",
        "points": "夜の回を設けると、働く人が来やすい。企画には、はじめから町内会に入ってもらう。",
    }
    with at("2012-03-26"):
        change_result(application, words, base_revision=0, by=play.desk)
    play.go("2012-03-27", application, "publish")


def _this_year(play: Play, call: Call, plans: dict[str, Plan]) -> None:
    """One asks for a change, one reported, one waits for its money, one has its report due; one is an alternate."""
    made = _handed_in(play, call, "2012-03-28", plans)
    _judged(play, call, "2012-04-16", made, plans)
    _decided(play, call, "2012-05-10", "2012-05-15", "第1案")
    with at("2012-07-02"):
        answers: Answers = {
            "why": "参加する病院が一つ減りました。",
            "what": "通訳者の待機を月10回から8回にします。",
            "new_yen": 500_000,
            "expenses": expenses(400_000, 700_000),
        }
        change = start_change(fresh(made["himeji"]), ChangeKind.CHANGE, by=play.people["himeji"])
        wanted = with_sums(change.paper, change.paper.sheet.answers | answers)
        keep_paper(change.paper, wanted, base_revision=change.paper.sheet.revision, by=play.people["himeji"])
        change.paper.refresh_from_db()
        hand_in(change.paper, by=play.people["himeji"])
    _reported(play, made["kanazawa"], "kanazawa", "2012-07-05", 880_000)
    _reported(play, made["iwate"], "iwate", "2012-06-22", 1_100_000)
    _settled(play, made["iwate"], "2012-06-29")
    with at("2012-07-04"):
        MOVES["claim"](fresh(made["iwate"]), by=play.people["iwate"])


def _being_decided(play: Play, call: Call, plans: dict[str, Plan]) -> None:
    """Three are before the board, which weighs two combinations; two are still being scored."""
    made = _handed_in(play, call, "2012-06-15", plans)
    reviewers = play.take_on("2012-06-25", call, REVIEWERS)
    for who, application in made.items():
        play.go("2012-06-26", play.check("2012-06-26", application), "pass_to_scoring")
        play.give("2012-06-26", fresh(application), reviewers)
        done = ("reviewer2", "reviewer3") if who in {"sapporo", "kakogawa"} else REVIEWERS
        points = POINTS[plans[who]["judged"]]
        play.judge("2012-07-03", application, {key: points[key] for key in done}, PRAISE)
        if who not in {"sapporo", "kakogawa"}:
            play.go("2012-07-05", application, "close_scoring")
    with at("2012-07-06", 14):
        for name in ("順位のとおり", "復興を先に"):
            scenario = begin_scenario(call, name, by=play.desk)
            if name == "順位のとおり":
                fill_scenario(scenario, by=play.desk)
                continue
            first = {"iwate": Proposed("adopt", 1_000_000), "kanazawa": Proposed("adopt", 800_000),
                     "himeji": Proposed("wait", 900_000)}  # fmt: skip
            lines = {made[who].pk: line for who, line in first.items()}
            save_scenario(scenario, lines, base_revision=scenario.revision, by=play.desk, note="復興枠を使い切る案")
