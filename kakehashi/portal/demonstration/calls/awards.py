"""The award for exchange between local governments: own applications, and nominations by others."""

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.operations.nominating import accept_nomination, nominate
from kakehashi.foundation.forms.models import Answers
from kakehashi.portal.demonstration.calls.play import People, Play, at


def _exchange(title: str, country: str, partner: str) -> Answers:
    return {
        "title": title,
        "theme": "sister",
        "summary": "学校どうしの交流から始まり、いまは商店街と病院も加わっている。",
        "country": country,
        "partner_body": partner,
        "advanced": "はじめに遠隔の授業を取り入れた。",
        "original": "職人どうしが互いの工房で働く。",
        "continuous": "20年を超えて毎年続いている。",
        "active": "年に6回の行き来がある。",
        "together": "市民の会、学校、商工会議所が一緒に運営する。",
        "effect": "交流をきっかけに移り住んだ人がいる。",
        "phone": "00-0000-0000",
        "may_publish": True,
    }


def play_award(people: People) -> None:
    """One applied by itself; of two nominated, one accepted and applied, one has not answered yet."""
    play = Play(people, "research")
    call = Call.objects.get(scheme__code="award", fiscal_year=2012)
    call = play.announce(call, "2012-05-21", opens="2012-06-01", closes="2012-08-31")
    own = play.draft("2012-06-26", call, "sapporo", _exchange("雪の街どうしの交流", "US", "架空の姉妹都市"))
    play.go("2012-06-27", own, "submit", "sapporo")
    with at("2012-06-18"):
        why = "工芸を通じた交流は、ほかの団体の手本になります。"
        craft = nominate(call, body=play.body("kanazawa"), nominator=play.body("iwate"), why=why, by=people["iwate"])
    with at("2012-06-21"):
        application = accept_nomination(craft, by=people["kanazawa"])
        play.write(
            application, PaperKind.APPLICATION, "kanazawa", _exchange("工芸の職人の交流", "FR", "架空の友好都市")
        )
    play.go("2012-06-29", application, "submit", "kanazawa")
    with at("2012-07-03"):
        why = "住民が主役の交流を続けています。"
        nominate(call, body=play.body("himeji"), nominator=play.body("kanazawa"), why=why, by=people["kanazawa"])
