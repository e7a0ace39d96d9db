"""Advisers sent to local governments, and hosts matched with officials from abroad."""

from kakehashi.engines.calls.choices import LetterKind, PaperKind, ProposalState
from kakehashi.engines.calls.models import Application, Call, Candidate, Expert
from kakehashi.engines.calls.operations.dispatching import choose_sent, wish_for
from kakehashi.engines.calls.operations.matching import HostsAnswer, answer_proposals, enter_candidate, propose
from kakehashi.engines.calls.operations.papers import hand_in
from kakehashi.engines.calls.operations.registers import add_expert
from kakehashi.foundation.forms.models import Answers
from kakehashi.kernel import clock
from kakehashi.portal.demonstration.calls.play import People, Play, at, fresh


# --- Advisers ---------------------------------------------------------------------------------------------------------
def _request(title: str, category: str, day: str, hours: int = 3) -> Answers:
    return {
        "title": title,
        "use_category": category,
        "form_of_use": "lecture",
        "summary": "職員と住民が一緒に学ぶ。",
        "purpose": "はじめての取組みなので、経験のある人に聞きたい。",
        "starts_on": day,
        "ends_on": day,
        "mode": "site",
        "venue": "市民会館",
        "hours": hours,
        "audience": 40,
        "phone": "00-0000-0000",
        "may_publish": True,
    }


def _advisers(play: Play) -> list[Expert]:
    rows = [
        ("避難 助", "Tasuku Hinan", "架空の防災研究会", ["災害時の外国人支援", "避難所"], ["日本語", "英語"]),
        ("平易 文", "Aya Hirai", "架空の日本語教室", ["やさしい日本語"], ["日本語", "ポルトガル語"]),
        ("窓口 円", "Madoka Madoguchi", "架空の相談センター", ["相談窓口", "計画づくり"], ["日本語", "中国語"]),
    ]
    with at("2012-04-09"):
        return [
            add_expert(
                {
                    "register": "adviser", "name_ja": ja, "name_en": en, "affiliation": body, "fields": fields,
                    "languages": languages, "areas": ["全国"], "is_listed": True,
                    "consented_on": clock.today(), "is_demonstration": True,
                },
                by=play.desk,
            )
            for ja, en, body, fields, languages in rows
        ]  # fmt: skip


def play_dispatch(people: People) -> None:
    """One adviser came and the report is in, one is decided, one is asked for by name, one body has yet to hand in."""
    play = Play(people, "grants")
    call = Call.objects.get(scheme__code="adviser", fiscal_year=2012)
    call = play.announce(call, "2012-04-10", opens="2012-04-16", closes=None)
    rescue, plain, desk = _advisers(play)
    came = _sent(play, call, "kanazawa", _request("窓口の職員研修", "plain_japanese", "2012-06-20"), plain)
    with at("2012-06-25"):
        answers = {"held_on": "2012-06-20", "result": "窓口の書類を3枚書き直した。", "hours": 3,
                   "participants": 38, "outcome": "翌週から窓口で使っている。", "may_publish": True}  # fmt: skip
        play.write(fresh(came), PaperKind.REPORT, "kanazawa", answers)
        paper = fresh(came).paper_of(PaperKind.REPORT)
        assert paper is not None  # noqa: S101  # the play is written so
        hand_in(paper, by=people["kanazawa"])
    _sent(play, call, "himeji", _request("外国人住民との避難所の訓練", "disaster", "2012-09-02"), rescue)
    wanted = play.draft("2012-06-28", call, "iwate", _request("相談窓口の開き方", "other", "2012-08-24"))
    with at("2012-06-28", 14):
        wish_for(wanted, desk, by=people["iwate"])
    play.check("2012-07-02", play.go("2012-06-29", fresh(wanted), "submit", "iwate"))
    play.draft("2012-07-06", call, "kakogawa", _request("広報のやさしい日本語", "plain_japanese", "2012-10-03"))


def _sent(play: Play, call: Call, who: str, answers: Answers, expert: Expert) -> Application:
    application = play.draft("2012-05-21", call, who, answers)
    application = play.check("2012-05-24", play.go("2012-05-22", application, "submit", who))
    with at("2012-05-25", 16):
        choose_sent(application, expert, by=play.desk)
    play.go("2012-05-28", application, "adopt_at_once")
    return play.tell("2012-05-29", application, LetterKind.DISPATCH)


# --- Officials from abroad --------------------------------------------------------------------------------------------
def _host(title: str, country: str, theme: str, section: str) -> Answers:
    return {
        "title": title,
        "country": country,
        "theme": theme,
        "summary": "現場を一緒に回り、互いの進め方を持ち帰る。",
        "people": 1,
        "starts_on": "2013-05-13",
        "ends_on": "2013-11-29",
        "japanese": "日常の会話ができること",
        "section": section,
        "plan_by_month": "5月 着任、6月から各課で実習、11月 報告会",
        "lodging": "職員住宅の一室を用意する。",
        "phone": "00-0000-0000",
        "may_publish": True,
    }


def play_matching(people: People) -> None:
    """Hosts said what they need; candidates were proposed to them, and one host has answered."""
    play = Play(people, "research")
    call = Call.objects.get(scheme__code="lgotp", fiscal_year=2012)
    call = play.announce(call, "2012-05-01", opens="2012-05-07", closes="2012-06-15")
    hosts = {
        "himeji": _host("観光の案内をともに考える研修員", "FR", "tourism", "観光振興課"),
        "sapporo": _host("冬の道路の管理を学ぶ研修員", "CN", "environment", "国際部"),
        "kanazawa": _host("工芸の学校と働く研修員", "KR", "tourism", "国際交流課"),
    }
    made = {}
    for who, answers in hosts.items():
        application = play.go("2012-06-05", play.draft("2012-06-04", call, who, answers), "submit", who)
        if who != "kanazawa":
            application = play.go("2012-06-21", play.check("2012-06-20", application), "pass_to_matching")
        made[who] = application
    candidates = _candidates(play, call)
    with at("2012-06-28"):
        for candidate, who in zip(candidates, ("himeji", "sapporo", "himeji"), strict=True):
            propose(candidate, fresh(made[who]), by=play.desk)
    with at("2012-07-04"):
        (asked,) = made["sapporo"].proposals.all()
        wanted = {asked.pk: HostsAnswer(ProposalState.WANTED, order=1)}
        answer_proposals(fresh(made["sapporo"]), wanted, by=people["sapporo"])


def _candidates(play: Play, call: Call) -> list[Candidate]:
    rows = [
        ("カミーユ・実演", "FR", "架空の市役所", "観光", "日常の会話"),
        ("実演 明", "CN", "架空の市政府", "道路の管理", "仕事の会話"),
        ("ルイ・実演", "FR", "架空の県庁", "文化", "初歩"),
    ]
    with at("2012-06-25"):
        return [
            enter_candidate(
                call, {"name": name, "country_id": country, "home": home, "field": field, "japanese": japanese},
                by=play.desk,
            )
            for name, country, home, field, japanese in rows
        ]  # fmt: skip
