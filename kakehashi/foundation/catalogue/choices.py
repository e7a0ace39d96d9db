from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.foundation.organisations.choices import OrganisationKind

# Who can answer for a service.
RESPONSIBLE_KINDS = (OrganisationKind.HEADQUARTERS, OrganisationKind.SECTION, OrganisationKind.OFFICE)


class PlanState(TextChoices):
    DRAFT = "draft", _("準備中の計画")
    CURRENT = "current", _("今年度の計画")
    CLOSED = "closed", _("終わった年度の計画")


class Rank(TextChoices):
    PRIORITY = "priority", _("重点事業")
    GENERAL = "general", _("一般事業")


class ServiceState(TextChoices):
    OPEN = "open", _("受付中")
    PREPARING = "preparing", _("準備中")
    ENDED = "ended", _("終了")


# How a state is shown as a chip.
STATE_TONES = {ServiceState.OPEN: "success", ServiceState.PREPARING: "waiting", ServiceState.ENDED: "neutral"}


class Engine(TextChoices):
    """What shape of work carries a service, in the words of those who use it."""

    CASES = "cases", _("相談・依頼")
    CALLS = "calls", _("募集・助成・表彰")
    EVENTS = "events", _("催し・研修・出展")
    KNOWLEDGE = "knowledge", _("情報・資料")
    NEWSLETTERS = "newsletters", _("定期の発行物")
    SURVEYS = "surveys", _("調査・アンケート")
    POSTINGS = "postings", _("職員の派遣・執務場所")
    ORGANISATIONS = "organisations", _("ネットワーク")
    EVALUATION = "evaluation", _("事業の評価")
    DISASTER = "disaster", _("災害時の多言語支援")
    JET = "jet", _("JETプログラム")


class Asker(TextChoices):
    """Who may ask for a service."""

    MUNICIPALITY = "municipality", _("都道府県・市区町村")
    OFFICER = "officer", _("自治体の職員")
    ASSOCIATION = "association", pgettext_lazy("askers", "地域国際化協会")
    LOCAL_GOVERNMENT_ASSOCIATION = "local_government_association", _("地方自治関係の団体")
    NPO = "npo", pgettext_lazy("askers", "NGO・NPO")
    MANAGER = "manager", _("多文化共生マネージャー")
    RESIDENT = "resident", _("外国人住民")
    ANYONE = "anyone", _("どなたでも")
    HEADQUARTERS = "headquarters", _("協会の本部")
    OFFICE = "office", _("協会の海外事務所")
    SECONDEE = "secondee", _("協会への派遣職員")
    COMMITTEE = "committee", _("委員会の委員")
    MINISTRY = "ministry", _("国の府省")
    FOREIGN_AUTHORITY = "foreign_authority", _("海外の自治体・関係機関")
    LGOTP_ALUMNUS = "lgotp_alumnus", _("自治体職員協力交流事業の元研修員")
    CONTRACTING_ORGANISATION = "contracting_organisation", _("JET参加者の任用団体")
    HOST_PREFECTURE = "host_prefecture", _("JETの取りまとめ団体")
    MISSION = "mission", _("在外公館")
    JET_PARTICIPANT = "jet_participant", _("JET参加者")
    JET_ALUMNUS = "jet_alumnus", _("JET経験者")
    JETAA_CHAPTER = "jetaa_chapter", _("JETAA(JET同窓会)の支部")


class AimGroup(TextChoices):
    """The shelves of the page of aims, in the order shown."""

    ECONOMY = "economy", _("売る・来てもらう")
    ABROAD = "abroad", _("海外へ行く・海外を知る")
    EXCHANGE = "exchange", _("交流する・協力する")
    SOCIETY = "society", _("外国人住民と暮らす")
    JET = "jet", _("JETプログラムを使う・JETで働く")
    PEOPLE = "people", _("人を育てる・つながる")
    COUNCIL = "council", _("情報を得る・協会を使いこなす")
