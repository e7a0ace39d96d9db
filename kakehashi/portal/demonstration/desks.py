"""The invented consultations, research and records of the demonstration year, on the days they would have had."""

import datetime as dt
from typing import Any

from kakehashi.engines.cases.choices import Channel, LetterSide
from kakehashi.engines.cases.models import Case, CaseKind
from kakehashi.engines.cases.operations import items, letters, papers, requests, visiting
from kakehashi.engines.cases.operations.moves import MOVES
from kakehashi.engines.cases.queries.letters import first_words, usual_kind
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

People = dict[str, Person]
OPINION: Answers = {
    "outcome_confirmed": True,
    "useful": "5",
    "quality": "5",
    "ease": "4",
    "information": "4",
    "cost": "4",
}


def load_desks(people: People) -> int:
    """Play every scene; how many cases they make."""
    plays = [
        _research_in_progress,
        _research_at_the_branch,
        _research_done,
        _adviser,
        _front_desk,
        _plaza_unknown,
        _plaza_call,
        _tokyo_visit,
        _ngo_visit,
        _pitch,
        _outreach,
    ]
    for play in plays:
        case = play(_Scene(people))
        Case.objects.filter(pk=case.pk).update(is_demonstration=True)
    return len(plays)


class _Scene:
    """One case under way: whoever acts does so at a given day of 2012."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.case: Case

    def at(self, day: str, hour: int = 10) -> Any:
        return clock.pinned(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour), clock.JAPAN))

    def begin(self, day: str, kind: str, who: str, answers: Answers, *, desk: str, assisting: str = "") -> None:
        person = self.people[who]
        offices = {one.code: one for one in Organisation.objects.filter(code__in=[desk, assisting])}
        with self.at(day):
            found = CaseKind.objects.get(code=kind)
            own = person.roles.select_related("organisation").get().organisation
            applicant = None if found.starts == "staff" else own
            self.case = requests.start_case(
                found, applicant=applicant, office=offices[desk], assisting=offices.get(assisting), by=person
            )
            self.write("request", who, answers)

    def write(self, paper_kind: str, who: str, answers: Answers) -> None:
        paper = Case.objects.get(pk=self.case.pk).papers.select_related("sheet").get(kind=paper_kind, round=1)
        answers = paper.sheet.answers | answers
        requests.save_paper(paper, answers, base_revision=paper.sheet.revision, by=self.people[who])

    def go(self, day: str, code: str, who: str, note: str = "") -> None:
        with self.at(day, 15):
            MOVES[code](Case.objects.get(pk=self.case.pk), by=self.people[who], note=note)

    def answer(self, day: str, who: str, words: str, code: str = "deliver") -> None:
        with self.at(day, 14):
            self.write("answer", who, {"result": words})
        self.go(day, code, who)

    def opinion(self, day: str, who: str) -> None:
        with self.at(day):
            self.write("follow_up", who, OPINION)
            paper = Case.objects.get(pk=self.case.pk).papers.get(kind="follow_up", round=1)
            papers.submit_paper(paper, by=self.people[who])

    def formal_letter(self, day: str, who: str, number: str) -> None:
        with self.at(day, 11):
            case, side, person = Case.objects.get(pk=self.case.pk), LetterSide.FROM_CLIENT, self.people[who]
            words = first_words(case, side, usual_kind(case, side), "ja", person)
            letter = letters.write_letter(case, side, words | {"number": number}, by=person)
            letters.issue_letter(letter, base_revision=letter.revision, by=person)


def _research(title: str, purpose: str, question: str, country: str, needed_by: str) -> Answers:
    return {
        "title": title,
        "theme": "administration",
        "country": country,
        "purpose": purpose,
        "questions": [{"question": question}],
        "japan": "市の条例と国の指針で定めている。",
        "past_checked": True,
        "needed_by": needed_by,
        "answer_form": "sheet",
        "may_publish": True,
        "phone": "079-000-0000",
    }


def _research_in_progress(scene: _Scene) -> Case:
    answers = _research(
        "歴史的町並みの電線地中化の費用負担",
        "城周辺の景観計画を見直すため。",
        "費用を誰がどの割合で負担するか。",
        "FR",
        "2012-10-31",
    )
    scene.begin(
        "2012-05-14", "requested-research", "himeji", answers, desk="section-planning", assisting="office-paris"
    )
    scene.go("2012-05-15", "submit_to_branch", "himeji")
    scene.go("2012-05-17", "forward", "hyogo-branch", "県の景観計画とも関わる調査です。")
    scene.go("2012-05-18", "receive", "research")
    scene.go("2012-05-28", "find_feasible", "research", "9月末までに、3つの都市について答えられます。")
    scene.formal_letter("2012-06-05", "himeji", "姫国交第31号")
    scene.go("2012-06-05", "send_letter_to_branch", "himeji")
    scene.go("2012-06-07", "forward_letter", "hyogo-branch")
    return scene.case


def _research_at_the_branch(scene: _Scene) -> Case:
    answers = _research(
        "外国人観光客向けの公共交通の案内",
        "案内の表示を改めるため。",
        "何語で、どの場所に案内を出しているか。",
        "SG",
        "2012-11-30",
    )
    scene.begin(
        "2012-07-04", "requested-research", "kakogawa", answers, desk="section-planning", assisting="office-singapore"
    )
    scene.go("2012-07-06", "submit_to_branch", "kakogawa")
    return scene.case


def _research_done(scene: _Scene) -> Case:
    answers = _research(
        "青少年の海外派遣の選考方法",
        "派遣事業を見直すため。",
        "選考の基準を公開しているか。",
        "US",
        "2012-03-31",
    )
    scene.begin(
        "2011-10-03", "requested-research", "himeji", answers, desk="section-planning", assisting="office-newyork"
    )
    scene.go("2011-10-04", "submit_to_branch", "himeji")
    scene.go("2011-10-06", "forward", "hyogo-branch")
    scene.go("2011-10-07", "receive", "research")
    scene.go("2011-10-17", "find_feasible", "research")
    scene.formal_letter("2011-10-24", "himeji", "姫国交第88号")
    scene.go("2011-10-24", "send_letter_to_branch", "himeji")
    scene.go("2011-10-26", "forward_letter", "hyogo-branch")
    scene.answer("2011-12-20", "research", "調べた4市のうち3市が基準を公開し、面接の配点まで載せている。")
    scene.opinion("2012-01-10", "himeji")
    return scene.case


def _adviser(scene: _Scene) -> Case:
    answers: Answers = {
        "title": "南部鉄器の海外販売の進め方",
        "theme": "products",
        "stage": "planning",
        "purpose": "初めての国をどこにするかを決める。",
        "questions": [{"question": "代理店はどう探すか。"}],
        "way": "written",
        "phone": "019-000-0000",
        "may_publish": True,
    }
    scene.begin("2012-06-11", "economic-adviser", "iwate", answers, desk="section-economic")
    scene.go("2012-06-12", "submit", "iwate")
    scene.go("2012-06-13", "receive", "economy")
    scene.answer(
        "2012-06-20",
        "economy",
        "まず見本市の共同ブースで反応を確かめ、関心を示した業者から代理店を選ぶことをお勧めします。",
    )
    return scene.case


def _front_desk(scene: _Scene) -> Case:
    answers: Answers = {
        "title": "雪まつりの海外広報をどこに頼むか",
        "aim": "whom",
        "purpose": "広報の相手先が分からない。",
        "theme": "tourism",
    }
    scene.begin("2012-07-05", "front-desk", "sapporo", answers, desk="section-economic")
    scene.go("2012-07-06", "submit", "sapporo")
    return scene.case


def _plaza_unknown(scene: _Scene) -> Case:
    answers: Answers = {
        "consultation": "introduction",
        "title": "日本語教室の先生を探しています",
        "theme": "multiculture",
        "purpose": "町内会で日本語教室を開きたい。教えられる人を紹介してほしい。",
        "sought": "日本語を教えられるNPO",
    }
    desk = Organisation.objects.get(code="section-multicultural")
    with scene.at("2012-07-06", 20):
        scene.case = visiting.ask_without_account(
            CaseKind.objects.get(code="plaza"), office=desk, answers=answers, contact={}, language="ja"
        )
    scene.go("2012-07-09", "receive", "plaza")
    return scene.case


def _plaza_call(scene: _Scene) -> Case:
    answers: Answers = {
        "consultation": "speaker",
        "title": "多文化共生の研修の講師",
        "theme": "multiculture",
        "purpose": "職員研修の講師を探している。",
    }
    by = scene.people["plaza"]
    desk = Organisation.objects.get(code="section-multicultural")
    with scene.at("2012-06-25"):
        scene.case = visiting.begin_on_behalf(
            CaseKind.objects.get(code="plaza"),
            office=desk,
            applicant=Organisation.objects.get(code="172014"),
            assisting=None,
            channel=Channel.PHONE,
            contact={"name": "研修担当"},
            by=by,
        )
        scene.write("request", "plaza", answers)
    scene.go("2012-06-25", "submit", "plaza")
    scene.go("2012-06-25", "receive", "plaza")
    scene.answer("2012-06-27", "plaza", "養成研修を修了したマネージャー3名の連絡先を、本人の了解を得てお伝えしました。")
    return scene.case


def _tokyo_visit(scene: _Scene) -> Case:
    answers: Answers = {
        "title": "岩手県東京事務所の訪問",
        "host": "岩手県東京事務所",
        "day": "2012-06-28",
        "theme": "products",
        "purpose": "海外販路の開拓について要望を聞いた。",
        "needs": [{"need": "少額でも出られる見本市を知りたい"}],
        "promises": [
            {"what": "共同ブースのある見本市の一覧を送る", "by": "2012-07-13", "who": "経済交流課"},
            {"what": "前回の出展団体に話を聞けるようにする", "by": "2012-07-31", "who": "経済交流課"},
        ],
    }
    scene.begin("2012-06-29", "tokyo-office-visit", "economy", answers, desk="section-economic")
    scene.go("2012-06-29", "log", "economy")
    with scene.at("2012-07-03"):
        first = scene.case.items.order_by("order", "id")[0]
        items.move_item(first, "do", by=scene.people["economy"])
    return scene.case


def _ngo_visit(scene: _Scene) -> Case:
    answers: Answers = {
        "title": "子どもの学習支援に取り組む団体の訪問",
        "host": "架空の学習支援の会",
        "day": "2012-05-22",
        "body_kind": "ngo",
        "theme": "multiculture",
        "purpose": "自治体と組むときに困ることを聞いた。",
        "strengths": "母語での支援ができる。",
    }
    scene.begin("2012-05-23", "ngo-visit", "plaza", answers, desk="section-multicultural")
    scene.go("2012-05-23", "log", "plaza")
    return scene.case


def _pitch(scene: _Scene) -> Case:
    answers: Answers = {
        "title": "金箔の職人の一日",
        "theme": "culture",
        "purpose": "職人の町として知ってもらう。",
        "angle": "全国の金箔のほとんどがこの町で作られ、最後の工程は人の息で行う。",
        "country": "FR",
        "city": "パリ",
        "has_embargo": False,
        "materials": ["photos", "film"],
        "photos_cleared": True,
        "items": ["pitch", "press_visit"],
        "phone": "076-000-0000",
        "may_publish": True,
    }
    scene.begin("2012-06-18", "media-pitch", "kanazawa", answers, desk="office-paris")
    scene.go("2012-06-19", "submit", "kanazawa")
    scene.go("2012-06-20", "receive", "paris-staff")
    scene.go("2012-06-25", "accept", "paris-staff", "文化欄と旅行誌に当たります。")
    return scene.case


def _outreach(scene: _Scene) -> Case:
    answers: Answers = {
        "title": "東北の夏祭りを伝える現地取材",
        "theme": "disaster",
        "purpose": "復興の姿を海外の読者に届ける。",
        "country": "FR",
        "items": ["press_visit", "article"],
    }
    scene.begin("2012-07-02", "media-outreach", "economy", answers, desk="section-economic")
    scene.go("2012-07-02", "begin", "economy")
    return scene.case
