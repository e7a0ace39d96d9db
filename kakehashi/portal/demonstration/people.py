"""The invented people of the demonstration year. Their names are made up; none of them exists."""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.accounts.models import User
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Organisation, Person, Term

PASSWORD = "kakehashi-2012"  # noqa: S105  # printed at the start; the demonstration holds nothing real
FIRST_DAY = dt.date(2010, 4, 1)
DEMONSTRATION = Robot("demonstration")


@dataclass(frozen=True)
class Played:
    """One of the cast: what is printed, who it is, which role where."""

    key: str
    label: str
    name_ja: str
    name_kana: str
    name_en: str
    role: str
    organisation: str
    section: str
    title: str
    language: str = "ja"

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


CAST = [
    Played("himeji", "姫路市の担当者(依頼する市) / city officer who asks", "姫野 光", "ひめの ひかる", "Hikaru Himeno",
           "organisation_admin", "282014", "国際交流課", "主任"),
    Played("himeji2", "姫路市の同僚 / colleague in the same city", "白鷺 葵", "しらさぎ あおい", "Aoi Shirasagi",
           "officer", "282014", "観光振興課", "主事"),
    Played("kakogawa", "加古川市の担当者(隣の市) / neighbouring city", "加古 遥", "かこ はるか", "Haruka Kako",
           "officer", "282103", "国際交流課", "主事"),
    Played("sapporo", "札幌市の担当者 / another city", "時計 台子", "とけい だいこ", "Daiko Tokei",
           "officer", "011002", "国際部", "係長"),
    Played("kanazawa", "金沢市の担当者 / another city", "兼六 園子", "けんろく そのこ", "Sonoko Kenroku",
           "officer", "172014", "国際交流課", "主査"),
    Played("iwate", "岩手県の担当者 / prefecture", "南部 鉄男", "なんぶ てつお", "Tetsuo Nambu",
           "organisation_admin", "030007", "産業経済交流課", "主任主査"),
    Played("hyogo-branch", "兵庫県支部の担当者 / branch officer", "兵藤 実", "ひょうどう みのる", "Minoru Hyodo",
           "branch_officer", "branch-280003", "", "主査"),
    Played("paris", "パリ事務所の所長 / director, Paris office", "架橋 渡", "かけはし わたる", "Wataru Kakehashi",
           "office_director", "office-paris", "", "所長"),
    Played("paris-staff", "パリ事務所の現地職員 / local staff, Paris", "クレール・ポン", "くれーる ぽん", "Claire Pont",
           "office_staff", "office-paris", "", "調査員", "en"),
    Played("singapore", "シンガポール事務所の所長 / director, Singapore", "赤道 近子", "せきどう ちかこ",
           "Chikako Sekido", "office_director", "office-singapore", "", "所長"),
    Played("newyork", "ニューヨーク事務所の所長 / director, New York", "大橋 海斗", "おおはし かいと", "Kaito Ohashi",
           "office_director", "office-newyork", "", "所長"),
    Played("planning", "本部・企画担当 / headquarters, planning", "本部 計", "ほんぶ けい", "Kei Hombu",
           "planning_staff", "section-planning", "", "係長"),
    Played("economy", "本部・経済交流担当 / headquarters, section", "販路 開", "はんろ ひらく", "Hiraku Hanro",
           "section_staff", "section-economic", "", "主任"),
    Played("research", "本部・依頼調査担当 / headquarters, requested research", "調部 学", "しらべ まなぶ",
           "Manabu Shirabe", "section_staff", "section-planning", "", "主査"),
    Played("plaza", "市民国際プラザの窓口 / the plaza's desk", "広場 灯", "ひろば あかり", "Akari Hiroba",
           "section_staff", "section-multicultural", "", "相談員"),
    Played("grants", "本部・助成の担当 / headquarters, grants desk", "助成 結", "じょせい ゆい", "Yui Josei",
           "section_staff", "section-multicultural", "", "主任"),
    Played("reviewer", "審査員 / reviewer", "目利 正", "めきき ただし", "Tadashi Mekiki", "reviewer", "hq", "", "委員"),
    Played("reviewer2", "審査員 / reviewer", "採点 泉", "さいてんいずみ", "Izumi Saiten", "reviewer", "hq", "", "委員"),
    Played("reviewer3", "審査員 / reviewer", "講評 直", "こうひょう なお", "Nao Kohyo", "reviewer", "hq", "", "委員"),
    Played("reviewer-sapporo", "審査員(札幌市の職員) / reviewer with an interest", "大通 公平", "おおどおり こうへい",
           "Kohei Odori", "reviewer", "011002", "国際部", "主査"),
    Played("accountant", "本部・支払の担当 / headquarters, payments", "出納 確", "すいとう たしか", "Tashika Suito",
           "accountant", "hq", "", "主査"),
    Played("himeji-bosai", "姫路市・災害情報の作成者 / disaster information, writes", "播磨 灘", "はりま なだ",
           "Nada Harima", "bulletin_writer", "282014", "危機管理室", "主事"),
    Played("himeji-kiki", "姫路市・災害情報の承認者 / disaster information, approves", "城下 護", "しろした まもる",
           "Mamoru Shiroshita", "bulletin_publisher", "282014", "危機管理室", "室長"),
    Played("translator", "翻訳者 / translator", "訳語 渡", "やくご わたる", "Wataru Yakugo",
           "translator", "hq", "", ""),
    Played("checker", "翻訳を点検する人 / checker of translations", "照合 真", "しょうごう まこと", "Makoto Shogo",
           "translator", "hq", "", ""),
    Played("jet", "本部・JETの担当 / headquarters, JET Programme", "地球 結", "ちきゅう ゆう", "Yu Chikyu",
           "jet_staff", "hq", "", "主任"),
    Played("jet-committee", "JETの配置を承認する人 / JET placement, approves", "評議 決", "ひょうぎ けつ",
           "Ketsu Hyogi", "jet_committee", "hq", "", "委員"),
    Played("jet-mission", "在外公館・JETの選考 / mission, JET selection", "公館 選", "こうかん せん", "Sen Kokan",
           "jet_mission", "mission-london", "広報文化班", "専門調査員"),
    Played("jet-candidate", "JETの候補者 / JET candidate", "Alex Kohosha", "あれっくす こうほしゃ",
           "Alex Kohosha", "jet_candidate", "mission-london", "", "", language="en"),
    Played("operator", "本部・運用担当 / headquarters, operator", "運用 守", "うんよう まもる", "Mamoru Unyo",
           "operator", "hq", "", "主任"),
]  # fmt: skip

SIGN_INS = [(played.label, played.email) for played in CAST]


def load_people() -> dict[str, Person]:
    """Everybody of the cast by key, with sign-in, term and role from 1 April 2010 on."""
    password = make_password(PASSWORD)  # once for all: it is slow on purpose
    return {played.key: _load(played, password) for played in CAST}


def _load(played: Played, password: str) -> Person:
    with act("demonstration.person", None, by=DEMONSTRATION, permit=True) as record:
        organisation = Organisation.objects.filter(code=played.organisation).first() or _headquarters()
        user = User.objects.create_user(played.email, language=played.language)
        user.password = password
        user.save(update_fields=["password"])
        EmailAddress.objects.update_or_create(
            user=user, email=played.email, defaults={"verified": True, "primary": True}
        )
        person = Person.objects.create(
            user=user,
            name_ja=played.name_ja,
            name_kana=played.name_kana,
            name_en=played.name_en,
            email=played.email,
            language=played.language,
            is_demonstration=True,
        )
        Term.objects.create(
            person=person,
            organisation=organisation,
            section=played.section,
            title=played.title,
            starts_on=FIRST_DAY,
        )
        RoleHeld.objects.create(
            person=person, organisation=organisation, role=played.role, starts_on=FIRST_DAY, note="実演用"
        )
        record.thing = person
    return person


def _headquarters() -> Organisation:
    return Organisation.objects.get(code="hq")
