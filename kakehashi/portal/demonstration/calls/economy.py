"""The grant for economic activity abroad: a call with two tracks whose money nobody knows (未設定), open now."""

from kakehashi.engines.calls.choices import Consent
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.operations.partners import add_partner, answer_consent
from kakehashi.engines.calls.operations.screening import send_back
from kakehashi.foundation.forms.models import Answers
from kakehashi.portal.demonstration.calls.play import People, Play, at, fresh


def _plan(title: str, theme: str, country: str, starts: str, ends: str, **more: object) -> Answers:
    return {
        "title": title,
        "theme": theme,
        "summary": "現地の見本市と商談会に出て、続けて注文を受けられる相手を見つける。",
        "purpose": "初めての国で、小さく始めて確かめる。",
        "starts_on": starts,
        "ends_on": ends,
        "place": "abroad",
        "country": country,
        "schedule": "9月に調査、11月に出展、1月に報告会。",
        "joint": False,
        "expenses": [{"category": "travel", "item": "職員と事業者の旅費", "amount_yen": 1_200_000}],
        "requested_yen": 600_000,
        "co_subsidy": False,
        "expected": "3社が現地の代理店と契約する。",
        "phone": "00-0000-0000",
        "may_publish": True,
    } | more


def play_economy(people: People) -> None:
    """One application at each of the first stages: written, sent back, to receive, being checked."""
    play = Play(people, "economy")
    call = Call.objects.get(scheme__code="overseas_economic", fiscal_year=2012)
    call = play.announce(call, "2012-06-01", opens="2012-06-11", closes="2012-07-31")
    leather = _plan("播州の革製品の商談会", "products", "FR", "2012-09-20", "2013-01-31")
    play.draft("2012-07-05", call, "himeji", leather, track="normal")
    _together(play, call)
    rumours = _plan("三陸の海産物の安全を伝える試食会", "recovery", "US", "2012-10-10", "2013-02-15",
                    damage="輸入の停止と買い控えが続いている。")  # fmt: skip
    recovery = play.draft("2012-06-18", call, "iwate", rumours, track="recovery")
    play.check("2012-06-25", play.go("2012-06-20", recovery, "submit", "iwate"))
    gold = _plan("金箔の工芸の販路開拓", "products", "FR", "2012-10-05", "2012-12-20")
    craft = play.draft("2012-07-04", call, "kanazawa", gold, track="normal")
    play.go("2012-07-06", craft, "submit", "kanazawa")
    visitors = _plan("雪まつりの旅行会社の招へい", "tourism", "AU", "2012-11-01", "2013-02-28")
    snow = play.draft("2012-06-20", call, "sapporo", visitors, track="normal")
    snow = play.go("2012-06-27", play.go("2012-06-22", snow, "submit", "sapporo"), "receive")
    with at("2012-07-03"):
        words = {"schedule": "招く人数と日程を書いてください。", "expected": "何をもって成功とするかを書いてください。"}
        send_back(fresh(snow).papers.get(), words, by=play.desk)


def _together(play: Play, call: Call) -> None:
    """Two cities in one application; the other one agreed."""
    joint = _plan("播磨の地場産品の共同出展", "products", "SG", "2012-10-01", "2013-01-31", joint=True,
                  partners_part="出展の準備と当日の説明を分担する。")  # fmt: skip
    application = play.draft("2012-06-28", call, "kakogawa", joint, track="normal")
    with at("2012-06-28", 14):
        partner = add_partner(application, play.body("himeji"), part="革製品の展示", by=play.people["kakogawa"])
    with at("2012-06-29"):
        answer_consent(partner, Consent.GIVEN, by=play.people["himeji"])
    play.go("2012-07-02", fresh(application), "submit", "kakogawa")


def play_cooperation(people: People) -> None:
    """A call that goes through the branches: one application is with the branch, and one is to be agreed to."""
    play = Play(people, "research")
    call = Call.objects.get(scheme__code="model", fiscal_year=2012)
    call = play.announce(call, "2012-06-04", opens="2012-06-11", closes="2012-08-10", through_branch=True)
    water = _plan("水道の漏水を見つける技術の研修", "environment", "VN", "2012-10-01", "2013-02-15", **_COOPERATION)
    play.go("2012-07-06", play.draft("2012-07-03", call, "kakogawa", water), "submit_to_branch", "kakogawa")
    waste = _plan("ごみの分け方を学ぶ学校の交流", "education", "VN", "2012-11-01", "2013-02-15", joint=True,
                  partners_part="教材をつくる。", **_COOPERATION)  # fmt: skip
    together = play.draft("2012-07-04", call, "himeji", waste)
    with at("2012-07-05"):
        add_partner(together, play.body("kakogawa"), part="教材をつくる", by=people["himeji"])


_COOPERATION = {"is_new": "new", "project_years": 1, "project_year": 1, "partner_body": "架空の市(ベトナム)"}
